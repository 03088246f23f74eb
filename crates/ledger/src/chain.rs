//! The rules of the two hash chains, the same for every store. Pure.

use vault::{ClinicId, Link};

use crate::{Audit, Head, LedgerError, Record, Row, RowWrite};

/// The largest sealed payload or row value that a store takes, in bytes.
pub const MAX_VALUE_BYTES: usize = 16 * 1024 * 1024;

/// The newest event of a clinic's audit chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditHead {
    /// Its position; 0 where the chain is empty.
    pub seq: u64,
    /// Its link; the genesis link where the chain is empty.
    pub link: Link,
}

impl AuditHead {
    /// The head of a chain that has no event yet.
    pub const EMPTY: Self = Self { seq: 0, link: Link::GENESIS };

    /// The place that `audit` gets behind this head.
    ///
    /// # Errors
    /// [`LedgerError::Malformed`] when the event is too large.
    pub fn next(self, clinic: &ClinicId, audit: &Audit) -> Result<Self, LedgerError> {
        let seq = next_seq(self.seq)?;
        fits(&audit.sealed)?;
        let link = vault::audit_link(
            &self.link,
            clinic,
            seq,
            audit.time_ms,
            &audit.event,
            &audit.subject,
            &audit.commitment,
        );
        Ok(Self { seq, link })
    }
}

/// The head of the record's strand once `record` stands behind `head`.
///
/// # Errors
/// [`LedgerError::Malformed`] when the record leaves a gap, its link does not follow, or it is too large.
pub fn next_head(head: Head, record: &Record) -> Result<Head, LedgerError> {
    let seq = next_seq(head.seq)?;
    fits(&record.sealed)?;
    let link = vault::link(&head.link, &record.chart, record.strand, seq, &record.id, &record.commitment);
    if head.strand != record.strand || record.seq != seq || record.link != link {
        return Err(LedgerError::Malformed);
    }
    Ok(Head { strand: record.strand, seq, link })
}

/// Whether a row can be stored: its version starts at 1 and fits 63 bits, its value is not too large.
///
/// # Errors
/// [`LedgerError::Malformed`] when it cannot.
pub fn check_row(write: &RowWrite) -> Result<(), LedgerError> {
    let (RowWrite::Put(row) | RowWrite::Refresh(row)) = write else { return Ok(()) };
    let Row { version, value, key, .. } = row;
    fits(key)?;
    fits(value)?;
    match i64::try_from(*version) {
        Ok(1..) => Ok(()),
        _ => Err(LedgerError::Malformed),
    }
}

/// The position behind this one; every store can hold it as a signed 64-bit integer.
fn next_seq(seq: u64) -> Result<u64, LedgerError> {
    let next = seq.checked_add(1).ok_or(LedgerError::Malformed)?;
    i64::try_from(next).map_err(|_| LedgerError::Malformed)?;
    Ok(next)
}

fn fits(bytes: &[u8]) -> Result<(), LedgerError> {
    if bytes.len() > MAX_VALUE_BYTES { Err(LedgerError::Malformed) } else { Ok(()) }
}
