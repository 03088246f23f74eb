//! Open tasks against the records that ask for them.

use std::collections::{BTreeMap, BTreeSet};

use diary::ChartId;
use ledger::Job;
use policy::DELIVERED;

use super::chart::Checked;
use super::verifier::{BadPosition, READINGS, Verified, Verifier};
use crate::ClinicError;
use crate::sealed::ids;

/// The tasks of each chart whose records could all be read, in the order of their ids.
#[derive(Default)]
pub(super) struct Waiting(BTreeMap<ChartId, Option<Vec<Job>>>);

impl Waiting {
    pub(super) fn add(&mut self, chart: ChartId, checked: &Checked) {
        let jobs = checked.tasks.clone().map(sorted);
        // Most charts have none, and what is absent here is compared with nothing.
        if jobs.as_ref().is_none_or(|jobs| !jobs.is_empty()) {
            self.0.insert(chart, jobs);
        }
    }
}

impl Verifier<'_> {
    pub(super) async fn verify_tasks(
        &self,
        expected: &Waiting,
        found: &mut Verified,
    ) -> Result<(), ClinicError> {
        let open = self.open_tasks().await?;
        found.tasks = open.values().map(|jobs| u64::try_from(jobs.len()).unwrap_or(u64::MAX)).sum();
        let none = Vec::new();
        let charts: BTreeSet<ChartId> = expected.0.keys().chain(open.keys()).copied().collect();
        for chart in charts {
            let Some(jobs) = expected.0.get(&chart).map_or(Some(&none), Option::as_ref) else { continue };
            let stored = open.get(&chart).unwrap_or(&none);
            if jobs != stored
                && let Some(what) = self.check_tasks(chart).await?
            {
                found.bad(BadPosition::of(what, chart));
            }
        }
        Ok(())
    }

    /// Reads a chart's records and its tasks again until they match, or no writer came between the two readings.
    async fn check_tasks(&self, chart: ChartId) -> Result<Option<&'static str>, ClinicError> {
        let mut what = None;
        for _ in 0..READINGS {
            let heads = self.sealed.ledger.heads(ids::chart(chart)).await?;
            let Some(stored) = self.readable(chart, DELIVERED).await? else {
                return Ok(Some("task-without-cause"));
            };
            let jobs = sorted(self.waiting_of(chart, &stored)?);
            let stored = self.open_tasks().await?.remove(&chart).unwrap_or_default();
            if jobs == stored {
                return Ok(None);
            }
            let missing = jobs.iter().any(|job| !stored.contains(job));
            what = Some(if missing { "task-missing" } else { "task-without-cause" });
            if self.sealed.ledger.heads(ids::chart(chart)).await? == heads {
                break;
            }
        }
        Ok(what)
    }

    async fn open_tasks(&self) -> Result<BTreeMap<ChartId, Vec<Job>>, ClinicError> {
        let mut open: BTreeMap<ChartId, Vec<Job>> = BTreeMap::new();
        for job in self.sealed.ledger.open_jobs(self.sealed.clinic_id(), u32::MAX).await? {
            open.entry(ChartId::from_bytes(job.chart.0)).or_default().push(job);
        }
        Ok(open.into_iter().map(|(chart, jobs)| (chart, sorted(jobs))).collect())
    }
}

fn sorted(mut jobs: Vec<Job>) -> Vec<Job> {
    jobs.sort_unstable_by_key(|job| job.id);
    jobs
}
