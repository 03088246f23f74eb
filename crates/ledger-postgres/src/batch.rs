//! One transaction: lock the audit heads, read what the work depends on, decide, write.
//!
//! Whoever writes for a clinic holds its audit head until COMMIT, and each statement sees what was committed before it
//! began: what is read behind the lock stays true. Locks are taken in the order of the clinics' ids.

use ledger::decide::{self, Decision, Fact, Question, RowPlace, Verdict, Work, Write};
use ledger::{
    Audit, AuditHead, AuditPlace, BatchKeys, Head, Job, JobWrite, LedgerState, Record, Row, RowWrite, sql,
};
use vault::{ChartId, ClinicId, Link, StateSeal};

use crate::connection::Connection;
use crate::error::Failure;
use crate::pipeline::in_order;
use crate::query;
use crate::sql::{AUDIT_HEAD_FIRST, AUDIT_HEAD_LOCK};

const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

type Result<T> = std::result::Result<T, Failure>;

/// Begins a transaction and does the work in it: one verdict for each piece, which hold once it is committed.
pub(crate) async fn write(db: &Connection, work: &[Work], keys: &BatchKeys) -> Result<Vec<Verdict>> {
    db.control(BEGIN).await?;
    let Decision { verdicts, writes, probe } = read(db, work).await?.decide(work, keys);
    in_order(writes.into_iter().map(|write| execute(db, write))).await?;
    // Last, because nodes that probe at the same time wait for each other here, and hold nothing else by then.
    if probe {
        db.check_settings().await?;
        db.execute(sql::PROBE_PUT, &[]).await?;
        db.execute(sql::PROBE_DELETE, &[]).await?;
    }
    Ok(verdicts)
}

/// Locks and reads in one round trip; a clinic's first change makes the row to lock, then all is read again.
async fn read(db: &Connection, work: &[Work]) -> Result<LedgerState> {
    let questions = decide::questions(work);
    let mut state = LedgerState::default();
    ask(db, work, &questions, &mut state).await?;
    let new = state.clinics_without_audit(work);
    if !new.is_empty() {
        in_order(new.into_iter().map(|clinic| put_first_audit_head(db, clinic))).await?;
        state = LedgerState::default();
        ask(db, work, &questions, &mut state).await?;
    }
    let open = state.open_questions(work);
    ask(db, work, &open, &mut state).await?;
    Ok(state)
}

async fn ask(db: &Connection, work: &[Work], questions: &[Question], state: &mut LedgerState) -> Result<()> {
    let facts = in_order(questions.iter().map(|question| answer(db, work, question))).await?;
    facts.into_iter().flatten().for_each(|fact| state.add(fact));
    Ok(())
}

async fn answer(db: &Connection, work: &[Work], question: &Question) -> Result<Option<Fact>> {
    Ok(match question {
        Question::AuditHead(clinic) => {
            let head = query::audit_head(db, AUDIT_HEAD_LOCK, *clinic).await?;
            head.map(|head| Fact::AuditHead(*clinic, head))
        }
        Question::Strand(chart, strand) => {
            Some(Fact::Strand(*chart, query::strand(db, *chart, *strand).await?))
        }
        Question::TakenIds(chart, ids) => {
            Some(Fact::TakenIds(*chart, query::taken_ids(db, *chart, ids).await?))
        }
        Question::Row(RowPlace { clinic, space, key }) => {
            query::row(db, *clinic, *space, key).await?.map(|row| Fact::Row(*clinic, row))
        }
        Question::Job(place) => query::stored_job(db, place).await?.map(|job| Fact::Job(place.clinic, job)),
        Question::Owner(chart) => {
            query::chart_clinic(db, *chart).await?.map(|clinic| Fact::Owner(*chart, clinic))
        }
        Question::State(clinic) => match decide::linker_of(work, *clinic) {
            Some(linker) => Some(Fact::State(*clinic, query::sum(db, linker).await?)),
            None => None,
        },
    })
}

async fn execute(db: &Connection, write: Write<'_>) -> Result<()> {
    match write {
        Write::Record(clinic, record) => add_record(db, clinic, record).await,
        Write::Audit(clinic, audit, place) => add_audit(db, clinic, audit, place).await,
        Write::Row(clinic, row) => write_row(db, clinic, row).await,
        Write::Job(clinic, job) => write_job(db, clinic, *job).await,
        Write::Head(clinic, chart, head) => put_head(db, clinic, chart, head).await,
        Write::AuditHead(clinic, head) => put_audit_head(db, clinic, head).await,
    }
}

async fn put_first_audit_head(db: &Connection, clinic: ClinicId) -> Result<()> {
    let (link, state) = (Link::GENESIS.0, StateSeal::EMPTY.0);
    db.execute(AUDIT_HEAD_FIRST, &[&clinic.0.as_slice(), &link.as_slice(), &state.as_slice()]).await
}

async fn add_record(db: &Connection, clinic: ClinicId, record: &Record) -> Result<()> {
    let Record { chart, strand, seq, id, key, commitment, link, sealed } = record;
    db.execute(
        sql::RECORD_ADD,
        &[
            &clinic.0.as_slice(),
            &chart.0.as_slice(),
            &i16::from(strand.0),
            &signed(*seq)?,
            &id.0.as_slice(),
            &key.0.as_slice(),
            &commitment.0.as_slice(),
            &link.0.as_slice(),
            sealed,
        ],
    )
    .await
}

async fn add_audit(db: &Connection, clinic: ClinicId, audit: &Audit, place: AuditPlace) -> Result<()> {
    let Audit { event, time_ms, subject, key, commitment, sealed } = audit;
    db.execute(
        sql::AUDIT_ADD,
        &[
            &clinic.0.as_slice(),
            &signed(place.seq)?,
            time_ms,
            &event.0.as_slice(),
            &subject.as_slice(),
            &key.0.as_slice(),
            &commitment.0.as_slice(),
            &place.link.0.as_slice(),
            sealed,
        ],
    )
    .await
}

async fn put_head(db: &Connection, clinic: ClinicId, chart: ChartId, head: Head) -> Result<()> {
    let (clinic, chart, strand) = (clinic.0.as_slice(), chart.0.as_slice(), i16::from(head.strand.0));
    db.execute(sql::HEAD_PUT, &[&clinic, &chart, &strand, &signed(head.seq)?, &head.link.0.as_slice()]).await
}

async fn put_audit_head(db: &Connection, clinic: ClinicId, head: AuditHead) -> Result<()> {
    let AuditHead { place: AuditPlace { seq, link }, state } = head;
    let (clinic, link, state) = (clinic.0.as_slice(), link.0.as_slice(), state.0.as_slice());
    db.execute(sql::AUDIT_HEAD_PUT, &[&clinic, &signed(seq)?, &link, &state]).await
}

async fn write_row(db: &Connection, clinic: ClinicId, write: &RowWrite) -> Result<()> {
    let clinic = clinic.0.as_slice();
    match write {
        RowWrite::Put(Row { space, key, version, value }) => {
            let (space, version) = (i16::from(space.0), signed(*version)?);
            db.execute(sql::ROW_PUT, &[&clinic, &space, key, &version, value]).await
        }
        RowWrite::Refresh(Row { space, key, version, value }) => {
            let (space, version) = (i16::from(space.0), signed(*version)?);
            db.execute(sql::ROW_REFRESH, &[&version, value, &clinic, &space, key]).await
        }
        RowWrite::Delete(space, key) => {
            db.execute(sql::ROW_DELETE, &[&clinic, &i16::from(space.0), key]).await
        }
    }
}

async fn write_job(db: &Connection, clinic: ClinicId, write: JobWrite) -> Result<()> {
    let clinic = clinic.0.as_slice();
    let (text, Job { id, kind, chart, due_ms }) = match write {
        JobWrite::Open(job) => (sql::JOB_OPEN, job),
        JobWrite::Reopen(job) => (sql::JOB_REOPEN, job),
        JobWrite::Close(id, time_ms) => {
            return db.execute(sql::JOB_CLOSE, &[&time_ms, &clinic, &id.as_slice()]).await;
        }
    };
    let (id, chart) = (id.as_slice(), chart.0.as_slice());
    db.execute(text, &[&clinic, &id, &i32::from(kind), &chart, &due_ms]).await
}

/// The database's integers are signed. A number beyond them is refused before the first write.
fn signed(number: u64) -> Result<i64> {
    i64::try_from(number).map_err(|_| Failure::Shape)
}
