//! Tasks, open and closed, against the records that ask for them.

use std::collections::{BTreeMap, BTreeSet};

use diary::ChartId;
use ledger::Job;
use ledger::state::StoredJob;
use policy::DELIVERED;

use super::chart::{ChartTasks, Checked};
use super::verifier::{BadPosition, PAGE, READINGS, Verified, Verifier};
use crate::ClinicError;
use crate::sealed::ids;

/// Whether records ask for the tasks that are stored.
fn ask_for(asked: &ChartTasks, stored: &ChartTasks) -> bool {
    sorted(&asked.open) == sorted(&stored.open) && stored.closed.iter().all(|job| asked.closed.contains(job))
}

/// The tasks of each chart whose records could all be read; none of the others.
#[derive(Default)]
pub(super) struct Expected(BTreeMap<ChartId, Option<ChartTasks>>);

impl Expected {
    pub(super) fn add(&mut self, chart: ChartId, checked: &Checked) {
        let has_any = |tasks: &ChartTasks| !tasks.open.is_empty() || !tasks.closed.is_empty();
        // Most charts have none, and what is absent here is compared with nothing.
        if checked.tasks.as_ref().is_none_or(has_any) {
            self.0.insert(chart, checked.tasks.clone());
        }
    }
}

impl Verifier<'_> {
    pub(super) async fn verify_tasks(
        &self,
        Expected(expected): &Expected,
        found: &mut Verified,
    ) -> Result<(), ClinicError> {
        let stored = self.stored_tasks().await?;
        let count = |tasks: &ChartTasks| u64::try_from(tasks.open.len()).unwrap_or(u64::MAX);
        found.tasks = stored.values().map(count).sum();
        let none = ChartTasks::default();
        let charts: BTreeSet<ChartId> = expected.keys().chain(stored.keys()).copied().collect();
        for chart in charts {
            let Some(asked) = expected.get(&chart).map_or(Some(&none), Option::as_ref) else { continue };
            if !ask_for(asked, stored.get(&chart).unwrap_or(&none))
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
            let Some(records) = self.readable(chart, DELIVERED).await? else {
                return Ok(Some("task-without-cause"));
            };
            let asked = self.tasks_of(chart, &records)?;
            let stored = self.stored_tasks().await?.remove(&chart).unwrap_or_default();
            if ask_for(&asked, &stored) {
                return Ok(None);
            }
            let missing = asked.open.iter().any(|job| !stored.open.contains(job));
            what = Some(if missing { "task-missing" } else { "task-without-cause" });
            if self.sealed.ledger.heads(ids::chart(chart)).await? == heads {
                break;
            }
        }
        Ok(what)
    }

    /// Every task that is stored, open or closed.
    async fn stored_tasks(&self) -> Result<BTreeMap<ChartId, ChartTasks>, ClinicError> {
        let (mut stored, mut after): (BTreeMap<ChartId, ChartTasks>, _) = (BTreeMap::new(), None);
        loop {
            let page = self.sealed.ledger.jobs(self.sealed.clinic_id(), after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(stored) };
            after = Some(last.job.id);
            for StoredJob { job, closed_ms } in page {
                let tasks = stored.entry(ChartId::from_bytes(job.chart.0)).or_default();
                if closed_ms.is_some() { tasks.closed.push(job) } else { tasks.open.push(job) }
            }
        }
    }
}

fn sorted(jobs: &[Job]) -> Vec<Job> {
    let mut jobs = jobs.to_vec();
    jobs.sort_unstable_by_key(|job| job.id);
    jobs
}
