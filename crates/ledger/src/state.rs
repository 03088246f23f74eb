//! What each thing that is replaced or removed adds to the sum of all that stands in a ledger, the same for every store. Pure.
//!
//! A store keeps the sum of a clinic's heads, rows and jobs, sealed, beside its newest audit event. Whoever changes, removes,
//! adds or puts back one of them without the key leaves a sum that no event was stored with.

use vault::{ChartId, Linker, StateSum, StateTerm};

use crate::{AuditHead, Head, Job, Row};

/// A job as it stands in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredJob {
    /// The job.
    pub job: Job,
    /// When it was closed (UTC, milliseconds since 1970); none while it is open.
    pub closed_ms: Option<i64>,
}

/// The sum that was sealed beside the newest event; nothing before the first one.
#[must_use]
pub fn opened(linker: &Linker, head: &AuditHead) -> StateSum {
    if head.place.seq == 0 {
        return StateSum::default();
    }
    linker.open_state(&head.state, head.place.seq, &head.place.link)
}

/// What a strand's head adds: "head" ‖ chart ‖ strand ‖ seq (u64) ‖ link.
#[must_use]
pub fn head_term(linker: &Linker, chart: &ChartId, head: &Head) -> StateTerm {
    linker.term(
        &[b"head", chart.0.as_slice(), &[head.strand.0], &head.seq.to_be_bytes(), &head.link.0].concat(),
    )
}

/// What a row adds: "row" ‖ 0 ‖ space ‖ version (u64) ‖ length of the key (u64) ‖ key ‖ value.
#[must_use]
pub fn row_term(linker: &Linker, row: &Row) -> StateTerm {
    let key_bytes = u64::try_from(row.key.len()).unwrap_or(u64::MAX);
    let place: [&[u8]; 6] = [
        b"row\0",
        &[row.space.0],
        &row.version.to_be_bytes(),
        &key_bytes.to_be_bytes(),
        &row.key,
        &row.value,
    ];
    linker.term(&place.concat())
}

/// What a job adds, open or closed: "job" ‖ 0 ‖ id ‖ kind (u16) ‖ chart ‖ due (i64) ‖ whether it is closed ‖ since when (i64).
#[must_use]
pub fn job_term(linker: &Linker, stored: &StoredJob) -> StateTerm {
    let StoredJob { job, closed_ms } = stored;
    let place: [&[u8]; 7] = [
        b"job\0",
        &job.id,
        &job.kind.to_be_bytes(),
        &job.chart.0,
        &job.due_ms.to_be_bytes(),
        &[u8::from(closed_ms.is_some())],
        &closed_ms.unwrap_or_default().to_be_bytes(),
    ];
    linker.term(&place.concat())
}
