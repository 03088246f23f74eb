//! One transaction: read what the work depends on, decide, write.

use ledger::decide::{self, Decision, Fact, Question, RowPlace, Verdict, Work, Write};
use ledger::{
    Audit, AuditHead, AuditPlace, BatchKeys, Head, Job, JobWrite, LedgerState, Record, Row, RowWrite, sql,
};
use rusqlite::{Connection, Result, params};
use vault::{ChartId, ClinicId};

use crate::connection::WriteConnection;
use crate::query;

/// Begins a transaction and does the work in it: one verdict for each piece, which hold once it is committed.
pub(crate) fn write(db: &WriteConnection, work: &[Work], keys: &BatchKeys) -> Result<Vec<Verdict>> {
    db.begin()?;
    let Decision { verdicts, writes, probe } = read(db.reading(), work)?.decide(work, keys);
    for write in writes {
        execute(db, write)?;
    }
    if probe {
        db.execute(sql::PROBE_PUT, [])?;
        db.execute(sql::PROBE_DELETE, [])?;
    }
    Ok(verdicts)
}

fn read(db: &Connection, work: &[Work]) -> Result<LedgerState> {
    let mut state = LedgerState::default();
    for question in decide::questions(work) {
        answer(db, work, question)?.into_iter().for_each(|fact| state.add(fact));
    }
    for question in state.open_questions(work) {
        answer(db, work, question)?.into_iter().for_each(|fact| state.add(fact));
    }
    Ok(state)
}

fn answer(db: &Connection, work: &[Work], question: Question) -> Result<Option<Fact>> {
    Ok(match question {
        Question::AuditHead(clinic) => {
            query::audit_head(db, clinic)?.map(|head| Fact::AuditHead(clinic, head))
        }
        Question::Strand(chart, strand) => Some(Fact::Strand(chart, query::strand(db, chart, strand)?)),
        Question::TakenIds(chart, ids) => Some(Fact::TakenIds(chart, query::taken_ids(db, chart, &ids)?)),
        Question::Row(RowPlace { clinic, space, key }) => {
            query::row(db, clinic, space, &key)?.map(|row| Fact::Row(clinic, row))
        }
        Question::Job(place) => query::stored_job(db, &place)?.map(|job| Fact::Job(place.clinic, job)),
        Question::Owner(chart) => query::chart_clinic(db, chart)?.map(|clinic| Fact::Owner(chart, clinic)),
        Question::State(clinic) => match decide::linker_of(work, clinic) {
            Some(linker) => Some(Fact::State(clinic, query::sum(db, linker)?)),
            None => None,
        },
    })
}

fn execute(db: &WriteConnection, write: Write<'_>) -> Result<()> {
    match write {
        Write::Record(clinic, record) => add_record(db, clinic, record),
        Write::Audit(clinic, audit, place) => add_audit(db, clinic, audit, place),
        Write::Row(clinic, row) => write_row(db, clinic, row),
        Write::Job(clinic, job) => write_job(db, clinic, job),
        Write::Head(clinic, chart, head) => put_head(db, clinic, chart, head),
        Write::AuditHead(clinic, AuditHead { place: AuditPlace { seq, link }, state }) => {
            db.execute(sql::AUDIT_HEAD_PUT, params![clinic.0, signed(seq)?, link.0, state.0])
        }
    }
}

fn add_record(db: &WriteConnection, clinic: ClinicId, record: &Record) -> Result<()> {
    let Record { chart, strand, seq, id, key, commitment, link, sealed } = record;
    let seq = signed(*seq)?;
    db.execute(
        sql::RECORD_ADD,
        params![clinic.0, chart.0, strand.0, seq, id.0, key.0, commitment.0, link.0, sealed],
    )
}

fn add_audit(db: &WriteConnection, clinic: ClinicId, audit: &Audit, place: AuditPlace) -> Result<()> {
    let Audit { event, time_ms, subject, key, commitment, sealed } = audit;
    let seq = signed(place.seq)?;
    db.execute(
        sql::AUDIT_ADD,
        params![clinic.0, seq, time_ms, event.0, subject, key.0, commitment.0, place.link.0, sealed],
    )
}

fn put_head(db: &WriteConnection, clinic: ClinicId, chart: ChartId, head: Head) -> Result<()> {
    let Head { strand, seq, link } = head;
    db.execute(sql::HEAD_PUT, params![clinic.0, chart.0, strand.0, signed(seq)?, link.0])
}

fn write_row(db: &WriteConnection, clinic: ClinicId, write: &RowWrite) -> Result<()> {
    match write {
        RowWrite::Put(Row { space, key, version, value }) => {
            db.execute(sql::ROW_PUT, params![clinic.0, space.0, key, signed(*version)?, value])
        }
        RowWrite::Refresh(Row { space, key, version, value }) => {
            db.execute(sql::ROW_REFRESH, params![signed(*version)?, value, clinic.0, space.0, key])
        }
        RowWrite::Delete(space, key) => db.execute(sql::ROW_DELETE, params![clinic.0, space.0, key]),
    }
}

fn write_job(db: &WriteConnection, clinic: ClinicId, write: &JobWrite) -> Result<()> {
    let (text, Job { id, kind, chart, due_ms }) = match write {
        JobWrite::Open(job) => (sql::JOB_OPEN, job),
        JobWrite::Reopen(job) => (sql::JOB_REOPEN, job),
        JobWrite::Close(id, time_ms) => {
            return db.execute(sql::JOB_CLOSE, params![time_ms, clinic.0, id]);
        }
    };
    db.execute(text, params![clinic.0, id, kind, chart.0, due_ms])
}

/// SQLite's integers are signed. A number beyond them is refused before the first write.
fn signed(number: u64) -> Result<i64> {
    i64::try_from(number).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}
