//! Tasks: charts that someone of the care team should look at.

pub(crate) mod reviewed;

use std::collections::HashMap;
use std::sync::Arc;

use diary::chart::OpenedRecord;
use diary::{Body, ChartId, Strand};
use jiff::Timestamp;
use ledger::{Job, JobWrite, WaitingChart};
use policy::DELIVERED;

use crate::ClinicError;
use crate::sealed::{SealedStore, ids};

/// The one kind of job there is.
const TASK: u16 = 1;

/// Whether this is an answer that reaches the care team and needs a review on the same day.
pub(crate) fn needs_same_day_review(strand: Strand, body: &Body) -> bool {
    DELIVERED.contains(&strand) && body.same_day_answers().next().is_some()
}

/// The tasks of a clinic: which charts wait for someone of the care team.
pub(crate) struct Tasks {
    sealed: Arc<SealedStore>,
}

/// Up to when a chart was reviewed, before some records were added to it and after.
pub(crate) struct Reviewed {
    pub before_ms: Option<i64>,
    pub after_ms: Option<i64>,
}

impl Tasks {
    pub(crate) fn new(sealed: Arc<SealedStore>) -> Self {
        Self { sealed }
    }

    /// The tasks that these records open: one for each answer that needs a review on the same day. A task's id follows from
    /// its record's under a key, so that a copy of the database does not tell which sealed record is such an answer.
    pub(crate) fn tasks_of<'a>(
        &self,
        chart: ChartId,
        stored: impl IntoIterator<Item = &'a OpenedRecord>,
    ) -> Result<Vec<Job>, ClinicError> {
        let (clinic, chart) = (self.sealed.clinic_id(), ids::chart(chart));
        let mut tasks = Vec::new();
        for OpenedRecord { id, strand, payload } in stored {
            if needs_same_day_review(*strand, &payload.body) {
                let due_ms = payload.meta.received_at.as_millisecond();
                let id = self.sealed.vault.job_id(&clinic, &chart, &ids::record(*id))?;
                tasks.push(Job { id, kind: TASK, chart, due_ms });
            }
        }
        Ok(tasks)
    }

    /// What new records of a chart do to its tasks. An answer that needs a review on the same day and has none opens a task; a
    /// review closes those that had arrived; a review that no longer stands opens them again.
    pub(crate) async fn follow(
        &self,
        chart: ChartId,
        new: &[OpenedRecord],
        reviewed: Reviewed,
    ) -> Result<Vec<JobWrite>, ClinicError> {
        let Reviewed { before_ms, after_ms } = reviewed;
        let waits = |job: &Job| Some(job.due_ms) > after_ms;
        let opened = self.tasks_of(chart, new)?;
        let mut jobs: Vec<JobWrite> = opened.into_iter().filter(waits).map(JobWrite::Open).collect();
        if after_ms > before_ms {
            let now_ms = self.sealed.now_ms();
            let open = self.sealed.ledger.open_jobs_of(self.sealed.clinic_id(), ids::chart(chart)).await?;
            let covered = open.iter().filter(|job| !waits(job));
            jobs.extend(covered.map(|job| JobWrite::Close(job.id, now_ms)));
        }
        if after_ms < before_ms {
            let delivered = self.sealed.opened(chart, DELIVERED).await?;
            let tasks = self.tasks_of(chart, &delivered)?.into_iter();
            let uncovered = tasks.filter(|job| waits(job) && Some(job.due_ms) <= before_ms);
            jobs.extend(uncovered.map(JobWrite::Reopen));
        }
        Ok(jobs)
    }

    /// Since when a chart's oldest open task waits.
    pub(crate) async fn waiting_since(&self, chart: ChartId) -> Result<Option<Timestamp>, ClinicError> {
        let open = self.sealed.ledger.open_jobs_of(self.sealed.clinic_id(), ids::chart(chart)).await?;
        let since = open.first().map(|job| Timestamp::from_millisecond(job.due_ms)).transpose();
        since.map_err(|_| ClinicError::Unreadable)
    }

    /// Charts with an open task, and since when.
    pub(crate) async fn waiting(&self) -> Result<HashMap<ChartId, Timestamp>, ClinicError> {
        let mut waiting = HashMap::new();
        for WaitingChart { chart, due_ms } in
            self.sealed.ledger.waiting_charts(self.sealed.clinic_id()).await?
        {
            let since = Timestamp::from_millisecond(due_ms).map_err(|_| ClinicError::Unreadable)?;
            waiting.insert(ChartId::from_bytes(chart.0), since);
        }
        Ok(waiting)
    }
}
