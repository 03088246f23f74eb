//! What a batch of work does to a ledger, decided before anything is written. Pure, and the same for every store.
//!
//! A store runs one transaction in four steps:
//! 1. ask the database every [`questions`] of the batch and add each [`Fact`] to a [`LedgerState`];
//! 2. ask the [`LedgerState::open_questions`] that remain;
//! 3. let [`LedgerState::decide`] answer each piece of work;
//! 4. execute the [`Write`]s of the decision in their order, and commit.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use vault::{ChartId, ClinicId, RecordId, StrandCode};

use crate::{
    Audit, AuditHead, Change, Guard, Head, JobWrite, LedgerError, Record, RowWrite, Space, check_row,
    next_head, sql,
};

/// What a writer is asked to do.
#[derive(Debug)]
pub enum Work {
    /// Stores a change.
    Commit(Box<Change>),
    /// Writes durably and leaves nothing behind.
    Probe,
}

/// The answer to one piece of work.
pub type Verdict = Result<(), LedgerError>;

/// Where a row is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowPlace {
    /// The clinic that owns the row.
    pub clinic: ClinicId,
    /// Its space.
    pub space: Space,
    /// Its key.
    pub key: Vec<u8>,
}

/// Something that the decision depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Where a clinic's audit chain stands.
    AuditHead(ClinicId),
    /// Where a strand stands, and the clinic of its chart.
    Head(ChartId, StrandCode),
    /// Which of these ids the chart's records have.
    TakenIds(ChartId, Box<[RecordId; sql::IDS_AT_ONCE]>),
    /// The version of a row.
    RowVersion(RowPlace),
    /// The clinic of a chart.
    Owner(ChartId),
}

/// What the database answered; a question about something that is not there has no fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A clinic's audit chain stands here.
    AuditHead(ClinicId, AuditHead),
    /// A strand of this chart stands here; the chart belongs to the clinic.
    Head(ChartId, Head, ClinicId),
    /// The chart's records have these ids.
    TakenIds(ChartId, Vec<RecordId>),
    /// The row has this version.
    RowVersion(RowPlace, u64),
    /// The chart belongs to the clinic.
    Owner(ChartId, ClinicId),
}

/// One statement to execute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Write<'a> {
    /// Appends a record.
    Record(ClinicId, &'a Record),
    /// Appends an audit event at its place in the clinic's chain.
    Audit(ClinicId, &'a Audit, AuditHead),
    /// Writes or deletes a row.
    Row(ClinicId, &'a RowWrite),
    /// Opens or closes a job.
    Job(ClinicId, &'a JobWrite),
    /// Stores where a strand stands after the batch.
    Head(ClinicId, ChartId, Head),
    /// Stores where a clinic's audit chain stands after the batch.
    AuditHead(ClinicId, AuditHead),
}

/// What a batch comes to.
#[derive(Debug, Default)]
pub struct Decision<'a> {
    /// One verdict for each piece of work, in order; they hold once the transaction is committed.
    pub verdicts: Vec<Verdict>,
    /// The statements of the accepted changes in order, then where the heads stand after all of them.
    pub writes: Vec<Write<'a>>,
    /// Whether a probe was asked for.
    pub probe: bool,
}

/// Everything that the decision about this work depends on, each once; clinics in the order of their ids come first.
#[must_use]
pub fn questions(work: &[Work]) -> Vec<Question> {
    let mut clinics = BTreeSet::new();
    let mut strands = BTreeSet::new();
    let mut ids: BTreeMap<ChartId, BTreeSet<RecordId>> = BTreeMap::new();
    let mut rows = BTreeSet::new();
    for change in changes(work) {
        clinics.insert(change.clinic);
        for guard in &change.guards {
            match guard {
                Guard::Head(chart, head) => {
                    strands.insert((*chart, head.strand));
                }
                Guard::RowIs(space, key, _) | Guard::RowAbsent(space, key) => {
                    rows.insert(RowPlace { clinic: change.clinic, space: *space, key: key.clone() });
                }
                Guard::RecordsAbsent(chart, absent) => ids.entry(*chart).or_default().extend(absent),
            }
        }
        for record in &change.records {
            strands.insert((record.chart, record.strand));
            ids.entry(record.chart).or_default().insert(record.id);
        }
    }
    let mut questions: Vec<Question> = clinics.into_iter().map(Question::AuditHead).collect();
    questions.extend(strands.into_iter().map(|(chart, strand)| Question::Head(chart, strand)));
    for (chart, ids) in ids {
        let ids: Vec<RecordId> = ids.into_iter().collect();
        questions.extend(sql::portions(&ids).map(|portion| Question::TakenIds(chart, Box::new(portion))));
    }
    questions.extend(rows.into_iter().map(Question::RowVersion));
    questions
}

/// The part of the database that a batch depends on; earlier changes of the batch are visible to later ones.
#[derive(Debug, Default)]
pub struct LedgerState {
    heads: HashMap<(ChartId, StrandCode), Head>,
    owners: HashMap<ChartId, ClinicId>,
    taken_ids: HashSet<(ChartId, RecordId)>,
    row_versions: HashMap<RowPlace, u64>,
    audit_heads: HashMap<ClinicId, AuditHead>,
}

impl LedgerState {
    /// Adds what the database answered.
    pub fn add(&mut self, fact: Fact) {
        match fact {
            Fact::AuditHead(clinic, head) => {
                self.audit_heads.insert(clinic, head);
            }
            Fact::Head(chart, head, owner) => {
                self.heads.insert((chart, head.strand), head);
                self.owners.insert(chart, owner);
            }
            Fact::TakenIds(chart, ids) => self.taken_ids.extend(ids.into_iter().map(|id| (chart, id))),
            Fact::RowVersion(place, version) => {
                self.row_versions.insert(place, version);
            }
            Fact::Owner(chart, clinic) => {
                self.owners.insert(chart, clinic);
            }
        }
    }

    /// Questions that the first answers left open: who owns a chart whose strand is empty.
    #[must_use]
    pub fn open_questions(&self, work: &[Work]) -> Vec<Question> {
        let records = changes(work).flat_map(|change| &change.records);
        let charts: BTreeSet<ChartId> = records.map(|record| record.chart).collect();
        charts.into_iter().filter(|chart| !self.owners.contains_key(chart)).map(Question::Owner).collect()
    }

    /// Clinics of this work whose audit chain is not in the database yet, in the order of their ids.
    #[must_use]
    pub fn clinics_without_audit(&self, work: &[Work]) -> BTreeSet<ClinicId> {
        let clinics = changes(work).map(|change| change.clinic);
        clinics.filter(|clinic| !self.audit_heads.contains_key(clinic)).collect()
    }

    /// Decides about each piece of work in order; a refused change leaves no trace.
    #[must_use]
    pub fn decide(mut self, work: &[Work]) -> Decision<'_> {
        let mut decision = Decision::default();
        for piece in work {
            let verdict = match piece {
                Work::Commit(change) => self.accept(change, &mut decision.writes),
                Work::Probe => {
                    decision.probe = true;
                    Ok(())
                }
            };
            decision.verdicts.push(verdict);
        }
        self.add_heads(&mut decision.writes);
        decision
    }

    /// Checks the whole change, then applies it to the state and adds its statements.
    fn accept<'a>(&mut self, change: &'a Change, writes: &mut Vec<Write<'a>>) -> Verdict {
        let clinic = change.clinic;
        if let Some(position) = change.guards.iter().position(|guard| !self.holds(clinic, guard)) {
            return Err(LedgerError::GuardFailed(position));
        }
        let heads = self.check_records(change)?;
        change.rows.iter().try_for_each(check_row)?;
        let audit_heads = self.check_audits(change)?;

        self.heads.extend(heads);
        for record in &change.records {
            self.taken_ids.insert((record.chart, record.id));
            self.owners.insert(record.chart, clinic);
            writes.push(Write::Record(clinic, record));
        }
        for (audit, head) in change.audits().iter().zip(audit_heads) {
            self.audit_heads.insert(clinic, head);
            writes.push(Write::Audit(clinic, audit, head));
        }
        for row in &change.rows {
            self.write_row(clinic, row);
            writes.push(Write::Row(clinic, row));
        }
        writes.extend(change.jobs.iter().map(|job| Write::Job(clinic, job)));
        Ok(())
    }

    fn holds(&self, clinic: ClinicId, guard: &Guard) -> bool {
        match guard {
            Guard::Head(chart, expected) => self.head(*chart, expected.strand) == *expected,
            Guard::RowIs(space, key, expected) => {
                self.row_version(clinic, *space, key).is_some_and(|version| version == *expected)
            }
            Guard::RowAbsent(space, key) => self.row_version(clinic, *space, key).is_none(),
            Guard::RecordsAbsent(chart, ids) => !ids.iter().any(|id| self.taken_ids.contains(&(*chart, *id))),
        }
    }

    /// The heads after this change, of the strands that it touches.
    fn check_records(&self, change: &Change) -> Result<HashMap<(ChartId, StrandCode), Head>, LedgerError> {
        let mut heads = HashMap::new();
        let mut ids = HashSet::new();
        for record in &change.records {
            let Record { chart, strand, id, .. } = record;
            // A chart belongs to the clinic that wrote its first record.
            let is_foreign = self.owners.get(chart).is_some_and(|owner| *owner != change.clinic);
            if is_foreign || !ids.insert((*chart, *id)) || self.taken_ids.contains(&(*chart, *id)) {
                return Err(LedgerError::Malformed);
            }
            let head = heads.entry((*chart, *strand)).or_insert_with(|| self.head(*chart, *strand));
            *head = next_head(*head, record)?;
        }
        Ok(heads)
    }

    /// The places of this change's events in the clinic's chain.
    fn check_audits(&self, change: &Change) -> Result<Vec<AuditHead>, LedgerError> {
        let mut head = self.audit_heads.get(&change.clinic).copied().unwrap_or(AuditHead::EMPTY);
        let mut places = Vec::with_capacity(change.audits().len());
        for audit in change.audits() {
            head = head.next(&change.clinic, audit)?;
            places.push(head);
        }
        Ok(places)
    }

    fn write_row(&mut self, clinic: ClinicId, write: &RowWrite) {
        match write {
            RowWrite::Put(row) => {
                let place = RowPlace { clinic, space: row.space, key: row.key.clone() };
                self.row_versions.insert(place, row.version);
            }
            RowWrite::Refresh(row) => {
                let place = RowPlace { clinic, space: row.space, key: row.key.clone() };
                if let Some(version) = self.row_versions.get_mut(&place) {
                    *version = row.version;
                }
            }
            RowWrite::Delete(space, key) => {
                self.row_versions.remove(&RowPlace { clinic, space: *space, key: key.clone() });
            }
        }
    }

    /// Adds one statement for each head that the statements so far change.
    fn add_heads(&self, writes: &mut Vec<Write<'_>>) {
        let mut strands = BTreeSet::new();
        let mut clinics = BTreeSet::new();
        for write in writes.iter() {
            match write {
                Write::Record(clinic, record) => {
                    strands.insert((*clinic, record.chart, record.strand));
                }
                Write::Audit(clinic, ..) => {
                    clinics.insert(*clinic);
                }
                Write::Row(..) | Write::Job(..) | Write::Head(..) | Write::AuditHead(..) => {}
            }
        }
        for (clinic, chart, strand) in strands {
            writes.push(Write::Head(clinic, chart, self.head(chart, strand)));
        }
        for clinic in clinics {
            if let Some(head) = self.audit_heads.get(&clinic) {
                writes.push(Write::AuditHead(clinic, *head));
            }
        }
    }

    fn head(&self, chart: ChartId, strand: StrandCode) -> Head {
        self.heads.get(&(chart, strand)).copied().unwrap_or(Head::empty(strand))
    }

    fn row_version(&self, clinic: ClinicId, space: Space, key: &[u8]) -> Option<u64> {
        self.row_versions.get(&RowPlace { clinic, space, key: key.to_vec() }).copied()
    }
}

fn changes(work: &[Work]) -> impl Iterator<Item = &Change> {
    work.iter().filter_map(|piece| match piece {
        Work::Commit(change) => Some(change.as_ref()),
        Work::Probe => None,
    })
}
