//! Every statement that writes. They go out together, in order.

use std::collections::{HashMap, HashSet};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use ledger::{Audit, AuditHead, Head, Job, JobWrite, Record, Row, RowWrite, sql};
use vault::{ChartId, ClinicId};

use crate::board::{Accepted, Board};
use crate::connection::Connection;
use crate::error::Failure;

type Result<T> = std::result::Result<T, Failure>;

/// A statement that waits to be sent, and its answer.
pub(crate) type Step<'a, T> = BoxFuture<'a, Result<T>>;

/// The statements of these changes: their lines and rows in order, then where the heads stand after all of them.
pub(crate) fn all<'a>(db: &'a Connection, board: &Board, accepted: &'a [Accepted<'a>]) -> Vec<Step<'a, ()>> {
    let mut steps: Vec<Step<'a, ()>> = Vec::new();
    let (mut strands, mut chains) = (HashSet::new(), HashMap::new());
    for Accepted { change, chain } in accepted {
        let clinic = change.clinic;
        for record in &change.records {
            strands.insert((clinic, record.chart, record.strand));
            steps.push(add_record(db, clinic, record).boxed());
        }
        for (audit, place) in change.audits().iter().zip(chain) {
            chains.insert(clinic, *place);
            steps.push(add_audit(db, clinic, audit, *place).boxed());
        }
        steps.extend(change.rows.iter().map(|write| write_row(db, clinic, write).boxed()));
        steps.extend(change.jobs.iter().map(|write| write_job(db, clinic, *write).boxed()));
    }
    for (clinic, chart, strand) in strands {
        if let Some(head) = board.heads.get(&(chart, strand)) {
            steps.push(move_head(db, clinic, chart, *head).boxed());
        }
    }
    steps.extend(chains.into_iter().map(|(clinic, head)| move_audit_head(db, clinic, head).boxed()));
    steps
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

async fn add_audit(db: &Connection, clinic: ClinicId, audit: &Audit, place: AuditHead) -> Result<()> {
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

async fn move_head(db: &Connection, clinic: ClinicId, chart: ChartId, head: Head) -> Result<()> {
    let (clinic, chart, strand) = (clinic.0.as_slice(), chart.0.as_slice(), i16::from(head.strand.0));
    db.execute(sql::HEAD_PUT, &[&clinic, &chart, &strand, &signed(head.seq)?, &head.link.0.as_slice()]).await
}

async fn move_audit_head(db: &Connection, clinic: ClinicId, head: AuditHead) -> Result<()> {
    let values = (clinic.0.as_slice(), signed(head.seq)?, head.link.0.as_slice());
    db.execute(sql::AUDIT_HEAD_PUT, &[&values.0, &values.1, &values.2]).await
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

/// The database's integers are signed. A number beyond them was refused before the first write.
fn signed(number: u64) -> Result<i64> {
    i64::try_from(number).map_err(|_| Failure::Shape)
}
