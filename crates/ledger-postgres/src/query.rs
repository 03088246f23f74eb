//! Reading: every question asked of the database, and the shape of its answer.

use futures_util::TryFutureExt;
use futures_util::future::Either;
use ledger::{Audit, AuditHead, Head, Job, Record, Row, Space, StoredAudit, WaitingChart, sql};
use tokio_postgres::Row as Found;
use tokio_postgres::types::FromSql;
use vault::{ChartId, ClinicId, Commitment, KeyId, Link, RecordId, StrandCode};

use crate::connection::{Connection, Value};
use crate::error::Failure;
use crate::pipeline::{in_order, with_timeout};

type Result<T> = std::result::Result<T, Failure>;

/// Head of one strand and the clinic of its chart.
pub(crate) async fn head(
    db: &Connection,
    chart: ChartId,
    strand: StrandCode,
) -> Result<Option<(Head, ClinicId)>> {
    let found = one(db, sql::HEAD, &[&chart.0.as_slice(), &i16::from(strand.0)]).await?;
    found
        .map(|row| {
            Ok((
                Head { strand, seq: count(&row, 0)?, link: Link(bytes(&row, 1)?) },
                ClinicId(bytes(&row, 2)?),
            ))
        })
        .transpose()
}

pub(crate) async fn heads(db: &Connection, chart: ChartId) -> Result<Vec<Head>> {
    all(db, sql::HEADS, &[&chart.0.as_slice()], |row| {
        Ok(Head { strand: strand(row, 0)?, seq: count(row, 1)?, link: Link(bytes(row, 2)?) })
    })
    .await
}

pub(crate) async fn chart_clinic(db: &Connection, chart: ChartId) -> Result<Option<ClinicId>> {
    let found = one(db, sql::CHART_CLINIC, &[&chart.0.as_slice()]).await?;
    found.map(|row| Ok(ClinicId(bytes(&row, 0)?))).transpose()
}

pub(crate) async fn charts(
    db: &Connection,
    clinic: ClinicId,
    after: Option<ChartId>,
    limit: u32,
) -> Result<Vec<ChartId>> {
    // The empty key sorts before every id.
    let after = after.map_or_else(Vec::new, |chart| chart.0.to_vec());
    let values: &[Value<'_>] = &[&clinic.0.as_slice(), &after, &i64::from(limit)];
    all(db, sql::CHARTS, values, |row| Ok(ChartId(bytes(row, 0)?))).await
}

/// Those of these ids that the chart's records have.
pub(crate) async fn taken_ids(
    db: &Connection,
    chart: ChartId,
    ids: &[RecordId; sql::IDS_AT_ONCE],
) -> Result<Vec<RecordId>> {
    let ids: Vec<&[u8]> = ids.iter().map(|id| id.0.as_slice()).collect();
    let chart = chart.0.as_slice();
    let values: Vec<Value<'_>> =
        std::iter::once(&chart as Value<'_>).chain(ids.iter().map(|id| id as Value<'_>)).collect();
    all(db, sql::TAKEN_IDS, &values, |row| Ok(RecordId(bytes(row, 0)?))).await
}

pub(crate) async fn record_by_id(db: &Connection, chart: ChartId, id: RecordId) -> Result<Option<Record>> {
    let found = one(db, sql::RECORD_BY_ID, &[&chart.0.as_slice(), &id.0.as_slice()]).await?;
    found.map(|row| record(&row)).transpose()
}

pub(crate) async fn records(db: &Connection, chart: ChartId, strand: StrandCode) -> Result<Vec<Record>> {
    all(db, sql::RECORDS, &[&chart.0.as_slice(), &i16::from(strand.0)], record).await
}

pub(crate) async fn audit_head(db: &Connection, text: &str, clinic: ClinicId) -> Result<Option<AuditHead>> {
    let found = one(db, text, &[&clinic.0.as_slice()]).await?;
    found.map(|row| Ok(AuditHead { seq: count(&row, 0)?, link: Link(bytes(&row, 1)?) })).transpose()
}

pub(crate) async fn audit(
    db: &Connection,
    clinic: ClinicId,
    after: u64,
    limit: u32,
) -> Result<Vec<StoredAudit>> {
    let values: &[Value<'_>] = &[&clinic.0.as_slice(), &clamped(after), &i64::from(limit)];
    all(db, sql::AUDIT, values, stored_audit).await
}

pub(crate) async fn audit_of(
    db: &Connection,
    clinic: ClinicId,
    subject: &[u8; 32],
    before: u64,
    limit: u32,
) -> Result<Vec<StoredAudit>> {
    let values: &[Value<'_>] =
        &[&clinic.0.as_slice(), &subject.as_slice(), &clamped(before), &i64::from(limit)];
    all(db, sql::AUDIT_OF, values, stored_audit).await
}

pub(crate) async fn row(db: &Connection, clinic: ClinicId, space: Space, key: &[u8]) -> Result<Option<Row>> {
    let found = one(db, sql::ROW, &[&clinic.0.as_slice(), &i16::from(space.0), &key]).await?;
    found.map(|row| opaque(space, &row)).transpose()
}

pub(crate) async fn row_version(
    db: &Connection,
    clinic: ClinicId,
    space: Space,
    key: &[u8],
) -> Result<Option<u64>> {
    let found = one(db, sql::ROW_VERSION, &[&clinic.0.as_slice(), &i16::from(space.0), &key]).await?;
    found.map(|row| count(&row, 0)).transpose()
}

/// Rows from the key `from` on, up to but without the key `to`.
pub(crate) async fn rows(
    db: &Connection,
    clinic: ClinicId,
    space: Space,
    from: &[u8],
    to: Option<&[u8]>,
    limit: u32,
) -> Result<Vec<Row>> {
    let (clinic, number, limit) = (clinic.0.as_slice(), i16::from(space.0), i64::from(limit));
    let (text, values): (_, &[Value<'_>]) = match &to {
        Some(to) => (sql::ROWS_BETWEEN, &[&clinic, &number, &from, to, &limit]),
        None => (sql::ROWS_FROM, &[&clinic, &number, &from, &limit]),
    };
    all(db, text, values, |row| opaque(space, row)).await
}

pub(crate) async fn open_jobs(db: &Connection, clinic: ClinicId, limit: u32) -> Result<Vec<Job>> {
    all(db, sql::JOBS_OPEN, &[&clinic.0.as_slice(), &i64::from(limit)], job).await
}

pub(crate) async fn waiting_charts(db: &Connection, clinic: ClinicId) -> Result<Vec<WaitingChart>> {
    all(db, sql::JOBS_WAITING, &[&clinic.0.as_slice()], |row| {
        Ok(WaitingChart { chart: ChartId(bytes(row, 0)?), due_ms: get(row, 1)? })
    })
    .await
}

pub(crate) async fn open_jobs_of(db: &Connection, clinic: ClinicId, chart: ChartId) -> Result<Vec<Job>> {
    all(db, sql::JOBS_OPEN_OF, &[&clinic.0.as_slice(), &chart.0.as_slice()], job).await
}

fn job(row: &Found) -> Result<Job> {
    let kind = u16::try_from(get::<i32>(row, 1)?).map_err(|_| Failure::Shape)?;
    Ok(Job { id: bytes(row, 0)?, kind, chart: ChartId(bytes(row, 2)?), due_ms: get(row, 3)? })
}

/// Several questions about one committed state, in one round trip.
pub(crate) async fn in_snapshot<T, F>(db: &Connection, questions: impl Iterator<Item = F>) -> Result<Vec<T>>
where
    T: Send,
    F: Future<Output = Result<T>> + Send,
{
    let [begin, commit] = ["BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "COMMIT"]
        .map(|text| Either::Right(async { db.control(text).await.map(|()| None) }));
    let questions = questions.map(|question| Either::Left(question.map_ok(Some)));
    let all = std::iter::once(begin).chain(questions).chain(std::iter::once(commit));
    Ok(with_timeout(in_order(all)).await?.into_iter().flatten().collect())
}

fn record(row: &Found) -> Result<Record> {
    Ok(Record {
        chart: ChartId(bytes(row, 0)?),
        strand: strand(row, 1)?,
        seq: count(row, 2)?,
        id: RecordId(bytes(row, 3)?),
        key: KeyId(bytes(row, 4)?),
        commitment: Commitment(bytes(row, 5)?),
        link: Link(bytes(row, 6)?),
        sealed: get(row, 7)?,
    })
}

fn stored_audit(row: &Found) -> Result<StoredAudit> {
    let audit = Audit {
        time_ms: get(row, 1)?,
        event: RecordId(bytes(row, 2)?),
        subject: bytes(row, 3)?,
        key: KeyId(bytes(row, 4)?),
        commitment: Commitment(bytes(row, 5)?),
        sealed: get(row, 7)?,
    };
    Ok(StoredAudit { seq: count(row, 0)?, link: Link(bytes(row, 6)?), audit })
}

fn opaque(space: Space, row: &Found) -> Result<Row> {
    Ok(Row { space, key: get(row, 0)?, version: count(row, 1)?, value: get(row, 2)? })
}

fn strand(row: &Found, column: usize) -> Result<StrandCode> {
    u8::try_from(get::<i16>(row, column)?).map(StrandCode).map_err(|_| Failure::Shape)
}

/// Bytes of a fixed length.
pub(crate) fn bytes<const N: usize>(row: &Found, column: usize) -> Result<[u8; N]> {
    get::<&[u8]>(row, column)?.try_into().map_err(|_| Failure::Shape)
}

/// A number that is never negative.
pub(crate) fn count(row: &Found, column: usize) -> Result<u64> {
    u64::try_from(get::<i64>(row, column)?).map_err(|_| Failure::Shape)
}

pub(crate) fn get<'a, T: FromSql<'a>>(row: &'a Found, column: usize) -> Result<T> {
    row.try_get(column).map_err(|_| Failure::Shape)
}

/// Beyond the database's integers there is nothing to find.
fn clamped(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

async fn one(db: &Connection, text: &str, values: &[Value<'_>]) -> Result<Option<Found>> {
    Ok(with_timeout(db.query(text, values)).await?.pop())
}

/// Everything that a text finds.
pub(crate) async fn all<T>(
    db: &Connection,
    text: &str,
    values: &[Value<'_>],
    read: impl Fn(&Found) -> Result<T>,
) -> Result<Vec<T>> {
    with_timeout(db.query(text, values)).await?.iter().map(read).collect()
}
