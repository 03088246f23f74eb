//! The rules of the two chains, the same for every store. Pure.

use vault::{EventPlace, Link, Linker, RecordPlace, StateSeal};

use crate::{Audit, Head, LedgerError, Record, Row, RowWrite};

/// The largest sealed payload or row value that a store takes, in bytes.
pub const MAX_VALUE_BYTES: usize = 16 * 1024 * 1024;

/// The place of an event in its clinic's audit chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditPlace {
    /// Its position; 0 before the first event.
    pub seq: u64,
    /// Its link; the genesis link before the first event.
    pub link: Link,
}

/// Where a clinic's audit chain stands, with the sum of all that stood in the ledger after its newest event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditHead {
    /// The newest event's place.
    pub place: AuditPlace,
    /// The sealed sum of the clinic's heads, rows and jobs ([`crate::state`]).
    pub state: StateSeal,
}

impl AuditHead {
    /// The head of a chain that has no event yet.
    pub const EMPTY: Self = Self { place: AuditPlace::START, state: StateSeal::EMPTY };
}

impl AuditPlace {
    /// Before the first event.
    pub const START: Self = Self { seq: 0, link: Link::GENESIS };

    /// The place that `audit` gets behind this one.
    ///
    /// # Errors
    /// [`LedgerError::Malformed`] when the event is too large.
    pub fn next(self, linker: &Linker, audit: &Audit) -> Result<Self, LedgerError> {
        let seq = next_seq(self.seq)?;
        fits(&audit.sealed)?;
        let Audit { time_ms, event, subject, commitment, .. } = audit;
        let place = EventPlace { seq, time_ms: *time_ms, event, subject, commitment };
        Ok(Self { seq, link: linker.event(&self.link, place) })
    }
}

/// The head of the record's strand once `record` stands behind `head`.
///
/// # Errors
/// [`LedgerError::Malformed`] when the record leaves a gap, its link does not follow, or it is too large.
pub fn next_head(linker: &Linker, head: Head, record: &Record) -> Result<Head, LedgerError> {
    let seq = next_seq(head.seq)?;
    fits(&record.sealed)?;
    let Record { chart, strand, id, commitment, .. } = record;
    let link = linker.record(&head.link, RecordPlace { chart, strand: *strand, seq, id, commitment });
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
