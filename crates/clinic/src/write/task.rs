//! Tasks: someone should look at this chart.

use diary::chart::Stored;
use diary::{Body, ChartId, Strand};
use ledger::{Job, JobWrite};
use policy::DELIVERED;

use super::prepare::Prepared;
use crate::{Clinic, Problem, ids};

/// The one kind of job there is.
const TASK: u16 = 1;

/// Whether this is an answer that reaches the care team and that someone should look at on the same day.
pub(super) fn asks_for_a_look(strand: Strand, body: &Body) -> bool {
    DELIVERED.contains(&strand) && body.same_day().next().is_some()
}

impl Clinic {
    /// The tasks that these records open: one for each answer that asks for a look. A task's id follows from
    /// its record's under a key, so that a copy of the database does not tell which sealed record is such an answer.
    pub(crate) fn tasks_of<'a>(
        &self,
        chart: ChartId,
        stored: impl IntoIterator<Item = &'a Stored>,
    ) -> Result<Vec<Job>, Problem> {
        let (clinic, chart) = (self.clinic_id(), ids::chart(chart));
        let asking = stored.into_iter().filter(|stored| asks_for_a_look(stored.strand, &stored.payload.body));
        let task = |Stored { id, payload, .. }: &Stored| {
            let due_ms = payload.meta.received_at.as_millisecond();
            Ok(Job { id: self.vault.job_id(&clinic, &chart, &ids::record(*id))?, kind: TASK, chart, due_ms })
        };
        asking.map(task).collect()
    }

    /// An answer that asks for a look and that no review covers opens a task; a review closes those that had arrived; a review that no
    /// longer stands opens them again.
    pub(super) async fn follow_tasks(
        &self,
        chart: ChartId,
        reviewed_before_ms: Option<i64>,
        prepared: &mut Prepared,
    ) -> Result<(), Problem> {
        let reviewed_ms = prepared.state.panel.row.reviewed_up_to_ms;
        let waits = |job: &Job| Some(job.due_ms) > reviewed_ms;
        let new = self.tasks_of(chart, &prepared.new)?;
        prepared.jobs = new.into_iter().filter(waits).map(JobWrite::Open).collect();
        if reviewed_ms > reviewed_before_ms {
            let now_ms = self.now_ms();
            let open = self.ledger.open_jobs_of(self.clinic_id(), ids::chart(chart)).await?;
            let covered = open.iter().filter(|job| !waits(job));
            prepared.jobs.extend(covered.map(|job| JobWrite::Close(job.id, now_ms)));
        }
        if reviewed_ms < reviewed_before_ms {
            let delivered = self.opened(chart, DELIVERED).await?;
            let tasks = self.tasks_of(chart, &delivered)?.into_iter();
            let uncovered = tasks.filter(|job| waits(job) && Some(job.due_ms) <= reviewed_before_ms);
            prepared.jobs.extend(uncovered.map(JobWrite::Reopen));
        }
        Ok(())
    }
}
