//! Tasks: someone should look at this chart.

use diary::chart::Stored;
use diary::{Body, ChartId, Strand};
use ledger::{Job, JobWrite};

use super::prepare::Prepared;
use crate::{Clinic, Problem, ids};

/// The one kind of job there is.
const TASK: u16 = 1;
/// The strands whose safety answers have reached the care team.
const DELIVERED: [Strand; 2] = [Strand::Sensitive, Strand::Family];
/// Open tasks looked at, the longest waiting first.
const MOST_TASKS: u32 = 10_000;

/// The task a record opens: a safety answer that reached the care team.
pub(crate) fn task_of(chart: ChartId, stored: &Stored) -> Option<Job> {
    asks_for_a_look(stored.strand, &stored.payload.body).then(|| Job {
        id: stored.id.to_bytes(),
        kind: TASK,
        chart: ids::chart(chart),
        due_ms: stored.payload.meta.received_at.as_millisecond(),
    })
}

/// Whether this is a safety answer that reaches the care team.
pub(super) fn asks_for_a_look(strand: Strand, body: &Body) -> bool {
    matches!(body, Body::Safety(_)) && DELIVERED.contains(&strand)
}

impl Clinic {
    /// A safety answer that no review covers opens a task; a review closes those that had arrived; a review that no
    /// longer stands opens them again.
    pub(super) async fn follow_tasks(
        &self,
        chart: ChartId,
        reviewed_before_ms: Option<i64>,
        prepared: &mut Prepared,
    ) -> Result<(), Problem> {
        let reviewed_ms = prepared.state.panel.1.reviewed_up_to_ms;
        let waits = |job: &Job| Some(job.due_ms) > reviewed_ms;
        let new = prepared.new.iter().filter_map(|stored| task_of(chart, stored));
        prepared.jobs = new.filter(waits).map(JobWrite::Open).collect();
        if reviewed_ms > reviewed_before_ms {
            let now_ms = self.now_ms();
            let open = self.ledger.open_jobs(self.clinic_id(), MOST_TASKS).await?;
            let covered = open.iter().filter(|job| job.chart == ids::chart(chart) && !waits(job));
            prepared.jobs.extend(covered.map(|job| JobWrite::Close(job.id, now_ms)));
        }
        if reviewed_ms < reviewed_before_ms {
            let delivered = self.opened(chart, &DELIVERED).await?;
            let tasks = delivered.iter().filter_map(|stored| task_of(chart, stored));
            let uncovered = tasks.filter(|job| waits(job) && Some(job.due_ms) <= reviewed_before_ms);
            prepared.jobs.extend(uncovered.map(JobWrite::Reopen));
        }
        Ok(())
    }
}
