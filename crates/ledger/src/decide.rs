//! What a batch of work does to a ledger, decided before anything is written. Pure, and the same for every store.
//!
//! A store runs one transaction in six steps:
//! 1. hold the keys that the batch was made with ([`BatchKeys`](crate::BatchKeys));
//! 2. ask the database every [`questions`] of the batch and add each [`Fact`] to a [`LedgerState`](crate::LedgerState);
//! 3. ask the [`open_questions`](crate::LedgerState::open_questions) that remain;
//! 4. let [`decide`](crate::LedgerState::decide) answer each piece of work;
//! 5. execute the [`Write`]s of the decision in their order, and commit;
//! 6. let go of the keys, then answer.

use std::collections::{BTreeMap, BTreeSet};

use vault::{ChartId, ClinicId, Linker, RecordId, StateSum, StrandCode};

use crate::state::StoredJob;
use crate::{
    Audit, AuditHead, AuditPlace, Change, Guard, Head, JobWrite, LedgerError, Record, Row, RowWrite, Space,
    StateRule, sql,
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

/// Where a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobPlace {
    /// The clinic that owns the job.
    pub clinic: ClinicId,
    /// Its id.
    pub id: [u8; 16],
}

/// Something that the decision depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Where a clinic's audit chain stands.
    AuditHead(ClinicId),
    /// Where a strand stands, the clinic of its chart, and its last record.
    Strand(ChartId, StrandCode),
    /// Which of these ids the chart's records have.
    TakenIds(ChartId, Box<[RecordId; sql::IDS_AT_ONCE]>),
    /// A row.
    Row(RowPlace),
    /// A job.
    Job(JobPlace),
    /// The clinic of a chart.
    Owner(ChartId),
    /// The sum of all that stands there for a clinic.
    State(ClinicId),
}

/// What the database answered; a question about something that is not there has no fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A clinic's audit chain stands here.
    AuditHead(ClinicId, AuditHead),
    /// A strand of this chart.
    Strand(ChartId, StoredStrand),
    /// The chart's records have these ids.
    TakenIds(ChartId, Vec<RecordId>),
    /// The clinic has this row.
    Row(ClinicId, Row),
    /// The clinic has this job.
    Job(ClinicId, StoredJob),
    /// The chart belongs to the clinic.
    Owner(ChartId, ClinicId),
    /// This is the sum of all that stands there for the clinic.
    State(ClinicId, StateSum),
}

/// A strand as the database has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredStrand {
    /// Which.
    pub strand: StrandCode,
    /// Its head, and the clinic of its chart; none where the row is not there or cannot be read.
    pub head: Option<(Head, ClinicId)>,
    /// Where its last record stands; none where it has no records, or that one cannot be read.
    pub last: Option<Head>,
}

/// One statement to execute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Write<'a> {
    /// Appends a record.
    Record(ClinicId, &'a Record),
    /// Appends an audit event at its place in the clinic's chain.
    Audit(ClinicId, &'a Audit, AuditPlace),
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
    let mut asked = Asked::default();
    changes(work).for_each(|change| asked.add(change));
    asked.questions()
}

/// What a batch depends on, each once.
#[derive(Default)]
struct Asked {
    clinics: BTreeSet<ClinicId>,
    accepted: BTreeSet<ClinicId>,
    strands: BTreeSet<(ChartId, StrandCode)>,
    ids: BTreeMap<ChartId, BTreeSet<RecordId>>,
    rows: BTreeSet<RowPlace>,
    jobs: BTreeSet<JobPlace>,
}

impl Asked {
    fn add(&mut self, change: &Change) {
        let clinic = change.clinic;
        self.clinics.insert(clinic);
        if change.state == StateRule::Accepted {
            self.accepted.insert(clinic);
        }
        for guard in &change.guards {
            match guard {
                Guard::Head(chart, head) => {
                    self.strands.insert((*chart, head.strand));
                }
                Guard::RowIs(space, key, _) | Guard::RowAbsent(space, key) => {
                    self.rows.insert(RowPlace { clinic, space: *space, key: key.clone() });
                }
                Guard::RecordsAbsent(chart, absent) => self.ids.entry(*chart).or_default().extend(absent),
            }
        }
        for record in &change.records {
            self.strands.insert((record.chart, record.strand));
            self.ids.entry(record.chart).or_default().insert(record.id);
        }
        self.rows.extend(change.rows.iter().map(|write| row_place(clinic, write)));
        self.jobs.extend(change.jobs.iter().map(|write| job_place(clinic, write)));
    }

    fn questions(self) -> Vec<Question> {
        let mut questions: Vec<Question> = self.clinics.into_iter().map(Question::AuditHead).collect();
        questions.extend(self.accepted.into_iter().map(Question::State));
        questions.extend(self.strands.into_iter().map(|(chart, strand)| Question::Strand(chart, strand)));
        for (chart, ids) in self.ids {
            let ids: Vec<RecordId> = ids.into_iter().collect();
            questions.extend(sql::portions(&ids).map(|portion| Question::TakenIds(chart, Box::new(portion))));
        }
        questions.extend(self.rows.into_iter().map(Question::Row));
        questions.extend(self.jobs.into_iter().map(Question::Job));
        questions
    }
}

/// Links and sums of a clinic that this work is for.
#[must_use]
pub fn linker_of(work: &[Work], clinic: ClinicId) -> Option<&Linker> {
    changes(work).find(|change| change.clinic == clinic).map(|change| change.pass().linker())
}

pub(crate) fn row_place(clinic: ClinicId, write: &RowWrite) -> RowPlace {
    match write {
        RowWrite::Put(row) | RowWrite::Refresh(row) => {
            RowPlace { clinic, space: row.space, key: row.key.clone() }
        }
        RowWrite::Delete(space, key) => RowPlace { clinic, space: *space, key: key.clone() },
    }
}

pub(crate) fn job_place(clinic: ClinicId, write: &JobWrite) -> JobPlace {
    let id = match write {
        JobWrite::Open(job) | JobWrite::Reopen(job) => job.id,
        JobWrite::Close(id, _) => *id,
    };
    JobPlace { clinic, id }
}

pub(crate) fn changes(work: &[Work]) -> impl Iterator<Item = &Change> {
    work.iter().filter_map(|piece| match piece {
        Work::Commit(change) => Some(change.as_ref()),
        Work::Probe => None,
    })
}
