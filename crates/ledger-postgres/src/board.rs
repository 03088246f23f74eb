//! What a batch has read, and how each of its changes moves it. Pure: a change is decided here before anything is written.

use std::collections::{HashMap, HashSet};

use ledger::{AuditHead, Change, Guard, Head, LedgerError, Record, RowWrite, Space};
use vault::{ChartId, ClinicId, RecordId, StrandCode};

/// A row's place.
pub(crate) type Place = (ClinicId, Space, Vec<u8>);

/// The part of the database that the batch concerns; earlier changes of the batch are visible to later ones.
#[derive(Default)]
pub(crate) struct Board {
    /// Heads of strands that have records.
    pub(crate) heads: HashMap<(ChartId, StrandCode), Head>,
    /// Clinics of charts that have records.
    pub(crate) owners: HashMap<ChartId, ClinicId>,
    /// Ids that are taken.
    pub(crate) known: HashSet<(ChartId, RecordId)>,
    /// Versions of the rows that guards name; a row that is not here is absent.
    pub(crate) versions: HashMap<Place, u64>,
    /// Where the audit chains stand.
    pub(crate) audits: HashMap<ClinicId, AuditHead>,
}

/// A change that will be written.
pub(crate) struct Accepted<'a> {
    pub(crate) change: &'a Change,
    /// The places of its events in the clinic's chain.
    pub(crate) chain: Vec<AuditHead>,
}

impl Board {
    /// Checks the whole change, then moves the board; a refused change leaves no trace.
    pub(crate) fn accept<'a>(&mut self, change: &'a Change) -> Result<Accepted<'a>, LedgerError> {
        if let Some(position) = change.guards.iter().position(|guard| !self.holds(change.clinic, guard)) {
            return Err(LedgerError::Refused(position));
        }
        let heads = self.check_records(change)?;
        change.rows.iter().try_for_each(ledger::check_row)?;
        let chain = self.check_audits(change)?;

        self.heads.extend(heads);
        for record in &change.records {
            self.known.insert((record.chart, record.id));
            self.owners.insert(record.chart, change.clinic);
        }
        change.rows.iter().for_each(|write| self.write_row(change.clinic, write));
        if let Some(last) = chain.last() {
            self.audits.insert(change.clinic, *last);
        }
        Ok(Accepted { change, chain })
    }

    fn holds(&self, clinic: ClinicId, guard: &Guard) -> bool {
        let version = |space: &Space, key: &Vec<u8>| self.versions.get(&(clinic, *space, key.clone()));
        match guard {
            Guard::Head(chart, expected) => self.head(*chart, expected.strand) == *expected,
            Guard::RowIs(space, key, expected) => version(space, key) == Some(expected),
            Guard::RowAbsent(space, key) => version(space, key).is_none(),
            Guard::RecordsAbsent(chart, ids) => !ids.iter().any(|id| self.known.contains(&(*chart, *id))),
        }
    }

    /// The heads after this change, of the strands that it touches.
    fn check_records(&self, change: &Change) -> Result<HashMap<(ChartId, StrandCode), Head>, LedgerError> {
        let mut heads = HashMap::new();
        let mut ids = HashSet::new();
        for record in &change.records {
            let Record { chart, strand, id, .. } = record;
            // A chart belongs to the clinic that wrote its first record.
            let foreign = self.owners.get(chart).is_some_and(|owner| *owner != change.clinic);
            if foreign || !ids.insert((*chart, *id)) || self.known.contains(&(*chart, *id)) {
                return Err(LedgerError::Malformed);
            }
            let head = heads.entry((*chart, *strand)).or_insert_with(|| self.head(*chart, *strand));
            *head = ledger::next_head(*head, record)?;
        }
        Ok(heads)
    }

    /// The places of this change's events in the clinic's chain.
    fn check_audits(&self, change: &Change) -> Result<Vec<AuditHead>, LedgerError> {
        let mut head = self.audits.get(&change.clinic).copied().unwrap_or(AuditHead::EMPTY);
        let places = change.audits().iter().map(|audit| {
            head = head.next(&change.clinic, audit)?;
            Ok(head)
        });
        places.collect()
    }

    fn write_row(&mut self, clinic: ClinicId, write: &RowWrite) {
        match write {
            RowWrite::Put(row) => {
                self.versions.insert((clinic, row.space, row.key.clone()), row.version);
            }
            RowWrite::Refresh(row) => {
                if let Some(version) = self.versions.get_mut(&(clinic, row.space, row.key.clone())) {
                    *version = row.version;
                }
            }
            RowWrite::Delete(space, key) => {
                self.versions.remove(&(clinic, *space, key.clone()));
            }
        }
    }

    fn head(&self, chart: ChartId, strand: StrandCode) -> Head {
        let empty = Head::empty(strand);
        self.heads.get(&(chart, strand)).copied().unwrap_or(empty)
    }
}
