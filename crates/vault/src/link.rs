//! Chain links: each binds the one before, so a dropped, moved or swapped record breaks the chain at its place.

use crate::ids::{ChartId, ClinicId, Commitment, Link, RecordId, StrandCode};
use crate::layout::{join, sha256};

/// The link of a record: SHA-256("namima/link/1" ‖ previous ‖ chart ‖ strand ‖ seq (u64) ‖ id ‖ commitment).
#[must_use]
pub fn link(
    previous: &Link,
    chart: &ChartId,
    strand: StrandCode,
    seq: u64,
    id: &RecordId,
    commitment: &Commitment,
) -> Link {
    let bound: [u8; 13 + 32 + 16 + 1 + 8 + 16 + 32] = join(&[
        b"namima/link/1",
        &previous.0,
        &chart.0,
        &[strand.0],
        &seq.to_be_bytes(),
        &id.0,
        &commitment.0,
    ]);
    Link(sha256(&bound))
}

/// The link of an audit event: SHA-256("namima/audit-link/1" ‖ previous ‖ clinic ‖ seq (u64) ‖ time in ms (i64) ‖
/// event id ‖ subject pseudonym ‖ commitment). The key id is left out: an event may be sealed again under a new key.
#[must_use]
pub fn audit_link(
    previous: &Link,
    clinic: &ClinicId,
    seq: u64,
    time_ms: i64,
    event: &RecordId,
    subject: &[u8; 32],
    commitment: &Commitment,
) -> Link {
    let bound: [u8; 19 + 32 + 16 + 8 + 8 + 16 + 32 + 32] = join(&[
        b"namima/audit-link/1",
        &previous.0,
        &clinic.0,
        &seq.to_be_bytes(),
        &time_ms.to_be_bytes(),
        &event.0,
        subject,
        &commitment.0,
    ]);
    Link(sha256(&bound))
}
