//! One call that writes entries into a chart.

use diary::{Author, ChartId, EntryId, NewEntry, Strand};
use jiff::Timestamp;
use ledger::{Guard, RowWrite};
use policy::Grant;

use super::Charts;
use crate::ClinicError;
use crate::audit::AuditDraft;
use crate::sealed::{SealedStore, ids};

/// What became of one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It is stored now.
    Stored,
    /// It was stored before, with the same content.
    AlreadyStored,
}

/// One entry and what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// The entry.
    pub entry: EntryId,
    /// What became of it.
    pub status: Status,
}

/// When entries count as arrived.
#[derive(Clone, Copy)]
pub(super) enum Arrival {
    /// When it is their turn to be written, and after all that the chart holds.
    Now,
    /// As stated with each entry: they come from elsewhere.
    AsStated,
}

/// One entry with the moment it arrived, and what allows it.
pub(super) struct Arrived<'a> {
    pub(super) entry: &'a NewEntry,
    pub(super) received_at: Timestamp,
    pub(super) grant: Grant,
    pub(super) action: &'static str,
}

/// What every commit of one call says and requires.
pub(super) struct Preconditions<'a> {
    /// Who, through what, why.
    pub(super) draft: AuditDraft<'a>,
    /// Keeps the session alive.
    pub(super) touch: Option<RowWrite>,
    /// What must still hold, where it comes from cached rows.
    pub(super) guards: Vec<Guard>,
}

/// Everything one call writes.
pub(super) struct Writing<'a> {
    pub(super) charts: &'a Charts,
    pub(super) sealed: &'a SealedStore,
    pub(super) chart: ChartId,
    pub(super) author: Author,
    pub(super) entries: Vec<Arrived<'a>>,
    pub(super) arrival: Arrival,
    /// Makes the ids of the chart's records.
    pub(super) ids: vault::RecordIds,
}

impl Writing<'_> {
    /// The id of the record that an entry has, or would have, as this part in this strand.
    pub(super) fn record_id(
        &self,
        entry: EntryId,
        strand: Strand,
        part: u16,
    ) -> Result<vault::RecordId, ClinicError> {
        let author = self.author.account.to_bytes();
        Ok(self.ids.id(&author, &entry.to_bytes(), ids::code(strand), part)?)
    }
}
