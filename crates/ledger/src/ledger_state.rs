//! The part of a ledger that a batch depends on, and what the batch makes of it.

use std::collections::{BTreeSet, HashMap, HashSet};

use vault::{ChartId, ClinicId, Linker, RecordId, StateSum, StateTerm, StrandCode};

use crate::decide::{
    Decision, Fact, JobPlace, Question, RowPlace, StoredStrand, Verdict, Work, Write, changes, job_place,
    row_place,
};
use crate::state::{self, StoredJob};
use crate::{
    AuditHead, AuditPlace, BatchKeys, Change, Guard, Head, JobWrite, LedgerError, Record, Row, RowWrite,
    Space, StateRule, Storage, check_row, next_head,
};

/// The part of the database that a batch depends on; earlier changes of the batch are visible to later ones.
#[derive(Debug, Default)]
pub struct LedgerState {
    heads: HashMap<(ChartId, StrandCode), Head>,
    /// Strands whose head is not that of their last record: they take no record until somebody has looked at them.
    damaged: HashSet<(ChartId, StrandCode)>,
    owners: HashMap<ChartId, ClinicId>,
    taken_ids: HashSet<(ChartId, RecordId)>,
    rows: HashMap<RowPlace, Row>,
    jobs: HashMap<JobPlace, StoredJob>,
    audit_heads: HashMap<ClinicId, AuditHead>,
    /// What stands there, where somebody asked.
    standing: HashMap<ClinicId, StateSum>,
    /// What the heads of this batch's strands add, as they stood before it.
    head_terms: HashMap<(ChartId, StrandCode), Head>,
    /// The sum after the changes so far, of the clinics that have any.
    sums: HashMap<ClinicId, (Linker, StateSum)>,
}

impl LedgerState {
    /// Adds what the database answered.
    pub fn add(&mut self, fact: Fact) {
        match fact {
            Fact::AuditHead(clinic, head) => {
                self.audit_heads.insert(clinic, head);
            }
            Fact::Strand(chart, stored) => self.add_strand(chart, stored),
            Fact::TakenIds(chart, ids) => self.taken_ids.extend(ids.into_iter().map(|id| (chart, id))),
            Fact::Row(clinic, row) => {
                self.rows.insert(RowPlace { clinic, space: row.space, key: row.key.clone() }, row);
            }
            Fact::Job(clinic, stored) => {
                self.jobs.insert(JobPlace { clinic, id: stored.job.id }, stored);
            }
            Fact::Owner(chart, clinic) => {
                self.owners.insert(chart, clinic);
            }
            Fact::State(clinic, sum) => {
                self.standing.insert(clinic, sum);
            }
        }
    }

    fn add_strand(&mut self, chart: ChartId, stored: StoredStrand) {
        let StoredStrand { strand, head, last } = stored;
        if head.map(|(head, _)| head) != last {
            self.damaged.insert((chart, strand));
        }
        if let Some((head, owner)) = head {
            self.heads.insert((chart, strand), head);
            self.head_terms.insert((chart, strand), head);
            self.owners.insert(chart, owner);
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
    pub fn decide<'a>(mut self, work: &'a [Work], keys: &BatchKeys) -> Decision<'a> {
        let mut decision = Decision::default();
        for piece in work {
            let verdict = match piece {
                Work::Commit(change) => self.accept(change, keys, &mut decision.writes),
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
    fn accept<'a>(&mut self, change: &'a Change, keys: &BatchKeys, writes: &mut Vec<Write<'a>>) -> Verdict {
        let clinic = change.clinic;
        check_keys(change, keys)?;
        if let Some(position) = change.guards.iter().position(|guard| !self.holds(clinic, guard)) {
            return Err(LedgerError::GuardFailed(position));
        }
        self.check_strands(change)?;
        let heads = self.check_records(change)?;
        change.rows.iter().try_for_each(check_row)?;
        let places = self.check_audits(change)?;

        self.begin_sum(change)?;
        self.heads.extend(heads);
        for record in &change.records {
            self.taken_ids.insert((record.chart, record.id));
            self.owners.insert(record.chart, clinic);
            writes.push(Write::Record(clinic, record));
        }
        for (audit, place) in change.audits().iter().zip(places) {
            let head = self.audit_heads.entry(clinic).or_insert(AuditHead::EMPTY);
            head.place = place;
            writes.push(Write::Audit(clinic, audit, place));
        }
        for row in &change.rows {
            self.write_row(clinic, row);
            writes.push(Write::Row(clinic, row));
        }
        for job in &change.jobs {
            self.write_job(clinic, job);
            writes.push(Write::Job(clinic, job));
        }
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

    /// A damaged strand fails alone, before a statement that the database would refuse fails the whole batch.
    fn check_strands(&self, change: &Change) -> Result<(), LedgerError> {
        let is_damaged = |record: &Record| self.damaged.contains(&(record.chart, record.strand));
        if change.records.iter().any(is_damaged) {
            return Err(LedgerError::NotSaved(Storage::Corrupt));
        }
        Ok(())
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
            *head = next_head(change.pass().linker(), *head, record)?;
        }
        Ok(heads)
    }

    /// The places of this change's events in the clinic's chain.
    fn check_audits(&self, change: &Change) -> Result<Vec<AuditPlace>, LedgerError> {
        let mut place = self.audit_heads.get(&change.clinic).map_or(AuditPlace::START, |head| head.place);
        let mut places = Vec::with_capacity(change.audits().len());
        let mut events = HashSet::new();
        for audit in change.audits() {
            if !events.insert(audit.event) {
                return Err(LedgerError::Malformed);
            }
            place = place.next(change.pass().linker(), audit)?;
            places.push(place);
        }
        Ok(places)
    }

    /// Opens the clinic's sum with its first change, before its events move the place that the sum is sealed beside.
    fn begin_sum(&mut self, change: &Change) -> Result<(), LedgerError> {
        let (clinic, linker) = (change.clinic, change.pass().linker());
        let sum = match (change.state, self.sums.contains_key(&clinic)) {
            (StateRule::Continued, true) => return Ok(()),
            // What earlier changes of this batch did is not in the database yet.
            (StateRule::Accepted, true) => return Err(LedgerError::Busy),
            (StateRule::Accepted, false) => self.standing.get(&clinic).copied().unwrap_or_default(),
            (StateRule::Continued, false) => {
                let head = self.audit_heads.get(&clinic).copied().unwrap_or(AuditHead::EMPTY);
                state::opened(linker, &head)
            }
        };
        self.sums.insert(clinic, (linker.clone(), sum));
        Ok(())
    }

    fn write_row(&mut self, clinic: ClinicId, write: &RowWrite) {
        let place = row_place(clinic, write);
        let old = self.rows.remove(&place);
        let new = match write {
            RowWrite::Put(row) => Some(row.clone()),
            RowWrite::Refresh(row) => old.is_some().then(|| row.clone()),
            RowWrite::Delete(..) => None,
        };
        self.replace(clinic, old.as_ref(), new.as_ref(), state::row_term);
        if let Some(row) = new {
            self.rows.insert(place, row);
        }
    }

    fn write_job(&mut self, clinic: ClinicId, write: &JobWrite) {
        let place = job_place(clinic, write);
        let old = self.jobs.get(&place).copied();
        let new = match (write, old) {
            (JobWrite::Open(_), Some(stored)) => Some(stored),
            (JobWrite::Reopen(_), Some(stored)) => Some(StoredJob { closed_ms: None, ..stored }),
            (JobWrite::Open(job) | JobWrite::Reopen(job), None) => {
                Some(StoredJob { job: *job, closed_ms: None })
            }
            (JobWrite::Close(_, time_ms), Some(StoredJob { job, closed_ms })) => {
                Some(StoredJob { job, closed_ms: closed_ms.or(Some(*time_ms)) })
            }
            (JobWrite::Close(..), None) => None,
        };
        self.replace(clinic, old.as_ref(), new.as_ref(), state::job_term);
        if let Some(stored) = new {
            self.jobs.insert(place, stored);
        }
    }

    /// Takes what something added out of the clinic's sum, and puts in what it adds now.
    fn replace<T: PartialEq>(
        &mut self,
        clinic: ClinicId,
        old: Option<&T>,
        new: Option<&T>,
        term: impl Fn(&Linker, &T) -> StateTerm,
    ) {
        if old == new {
            return;
        }
        if let Some((linker, sum)) = self.sums.get_mut(&clinic) {
            *sum = old.map_or(*sum, |old| sum.minus(term(linker, old)));
            *sum = new.map_or(*sum, |new| sum.plus(term(linker, new)));
        }
    }

    /// Adds one statement for each head that the statements so far change.
    fn add_heads(&mut self, writes: &mut Vec<Write<'_>>) {
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
            let (old, new) = (self.head_terms.get(&(chart, strand)).copied(), self.head(chart, strand));
            let term = |linker: &Linker, head: &Head| state::head_term(linker, &chart, head);
            self.replace(clinic, old.as_ref(), Some(&new), term);
            writes.push(Write::Head(clinic, chart, new));
        }
        for clinic in clinics {
            if let (Some(head), Some((linker, sum))) = (self.audit_heads.get(&clinic), self.sums.get(&clinic))
            {
                let AuditPlace { seq, link } = head.place;
                let state = linker.seal_state(*sum, seq, &link);
                writes.push(Write::AuditHead(clinic, AuditHead { state, ..*head }));
            }
        }
    }

    fn head(&self, chart: ChartId, strand: StrandCode) -> Head {
        self.heads.get(&(chart, strand)).copied().unwrap_or(Head::empty(strand))
    }

    fn row_version(&self, clinic: ClinicId, space: Space, key: &[u8]) -> Option<u64> {
        self.rows.get(&RowPlace { clinic, space, key: key.to_vec() }).map(|row| row.version)
    }
}

/// A change is worth nothing where a key was destroyed since it was begun.
fn check_keys(change: &Change, keys: &BatchKeys) -> Result<(), LedgerError> {
    match keys.epoch(change.pass()) {
        Some(epoch) if epoch == change.pass().epoch() => Ok(()),
        Some(epoch) => Err(LedgerError::KeysChanged(epoch)),
        None => Err(LedgerError::NotSaved(Storage::Io)),
    }
}
