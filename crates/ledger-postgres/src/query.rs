//! Reading: every question asked of the database, and the shape of its answer.

use std::collections::BTreeSet;

use futures_util::future::{Either, try_join, try_join3};
use futures_util::{FutureExt, TryFutureExt};
use ledger::decide::{JobPlace, StoredStrand};
use ledger::schema::{AppliedMigration, HISTORY};
use ledger::state::{self, StoredJob};
use ledger::survey::{Standing, StoredLog, Stray};
use ledger::{Audit, AuditHead, AuditPlace, Head, Job, Record, Row, Space, StoredAudit, WaitingChart, sql};
use tokio_postgres::Row as Found;
use tokio_postgres::types::FromSql;
use vault::{ChartId, ClinicId, Commitment, KeyId, Link, Linker, RecordId, StateSeal, StateSum, StrandCode};

use crate::connection::{Connection, Value};
use crate::error::Failure;
use crate::pipeline::{in_order, with_timeout};
use crate::schema::{LEDGER_DEFINITIONS, Schema, known_history};
use crate::sql::DEFINITIONS;

type Result<T> = std::result::Result<T, Failure>;

/// The head of one strand.
pub(crate) async fn head(db: &Connection, chart: ChartId, strand: StrandCode) -> Result<Option<Head>> {
    let found = one(db, sql::HEAD, &[&chart.0.as_slice(), &i16::from(strand.0)]).await?;
    found.map(|row| Ok(Head { strand, seq: count(&row, 0)?, link: Link(bytes(&row, 1)?) })).transpose()
}

/// One strand as it is stored. A head or last record that cannot be read is none: the strand is damaged, nothing else.
pub(crate) async fn strand(db: &Connection, chart: ChartId, strand: StrandCode) -> Result<StoredStrand> {
    let (id, code) = (chart.0.as_slice(), i16::from(strand.0));
    let values: &[Value<'_>] = &[&id, &code];
    let (head, last) = try_join(one(db, sql::HEAD, values), one(db, sql::LAST_RECORD, values)).await?;
    let place = |row: &Found| Ok(Head { strand, seq: count(row, 0)?, link: Link(bytes(row, 1)?) });
    let read_head = |row: Found| -> Result<_> { Ok((place(&row)?, ClinicId(bytes(&row, 2)?))) };
    let read_last = |row: Found| -> Result<Head> { place(&row) };
    Ok(StoredStrand {
        strand,
        head: head.and_then(|row| read_head(row).ok()),
        last: last.and_then(|row| read_last(row).ok()),
    })
}

pub(crate) async fn heads(db: &Connection, chart: ChartId) -> Result<Vec<Head>> {
    all(db, sql::HEADS, &[&chart.0.as_slice()], |row| {
        Ok(Head { strand: strand_code(row, 0)?, seq: count(row, 1)?, link: Link(bytes(row, 2)?) })
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
    let read = |row: Found| -> Result<AuditHead> {
        let place = AuditPlace { seq: count(&row, 0)?, link: Link(bytes(&row, 1)?) };
        Ok(AuditHead { place, state: StateSeal(bytes(&row, 2)?) })
    };
    found.map(read).transpose()
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

pub(crate) async fn stored_job(db: &Connection, place: &JobPlace) -> Result<Option<StoredJob>> {
    let found = one(db, sql::JOB, &[&place.clinic.0.as_slice(), &place.id.as_slice()]).await?;
    found.map(|row| job_with_end(&row)).transpose()
}

pub(crate) async fn jobs(
    db: &Connection,
    clinic: ClinicId,
    after: Option<[u8; 16]>,
    limit: u32,
) -> Result<Vec<StoredJob>> {
    // The empty key sorts before every id.
    let after = after.map_or_else(Vec::new, |id| id.to_vec());
    all(db, sql::JOBS, &[&clinic.0.as_slice(), &after, &i64::from(limit)], job_with_end).await
}

/// Where a clinic's audit chain stands, and the sum of all that stands there, in one snapshot.
pub(crate) async fn standing(db: &Connection, linker: &Linker) -> Result<Standing> {
    enum Part {
        Head(Option<AuditHead>),
        Sum(StateSum),
    }
    let head = async { audit_head(db, sql::AUDIT_HEAD, linker.clinic()).await.map(Part::Head) }.boxed();
    let total = async { sum(db, linker).await.map(Part::Sum) }.boxed();
    let mut standing = Standing { audit: AuditHead::EMPTY, sum: StateSum::default() };
    for part in in_snapshot(db, [head, total].into_iter()).await? {
        match part {
            Part::Head(head) => standing.audit = head.unwrap_or(AuditHead::EMPTY),
            Part::Sum(sum) => standing.sum = sum,
        }
    }
    Ok(standing)
}

/// The sum of a clinic's heads, rows and jobs as they stand there.
pub(crate) async fn sum(db: &Connection, linker: &Linker) -> Result<StateSum> {
    let clinic = linker.clinic().0;
    let head = |row: &Found| {
        let head = Head { strand: strand_code(row, 1)?, seq: count(row, 2)?, link: Link(bytes(row, 3)?) };
        Ok(state::head_term(linker, &ChartId(bytes(row, 0)?), &head))
    };
    let row = |row: &Found| {
        let space = Space(u8::try_from(get::<i16>(row, 0)?).map_err(|_| Failure::Shape)?);
        let stored = Row { space, key: get(row, 1)?, version: count(row, 2)?, value: get(row, 3)? };
        Ok(state::row_term(linker, &stored))
    };
    let job = |row: &Found| Ok(state::job_term(linker, &job_with_end(row)?));
    let values: &[Value<'_>] = &[&clinic.as_slice()];
    let (heads, rows, jobs) = try_join3(
        all(db, sql::CLINIC_HEADS, values, head),
        all(db, sql::CLINIC_ROWS, values, row),
        all(db, sql::CLINIC_JOBS, values, job),
    )
    .await?;
    Ok([heads, rows, jobs].into_iter().flatten().fold(StateSum::default(), StateSum::plus))
}

pub(crate) async fn logs(
    db: &Connection,
    clinic: ClinicId,
    after: Option<(ChartId, StrandCode)>,
    limit: u32,
) -> Result<Vec<StoredLog>> {
    let (chart, strand) =
        after.map_or((Vec::new(), 0), |(chart, strand)| (chart.0.to_vec(), i16::from(strand.0)));
    let values: &[Value<'_>] = &[&clinic.0.as_slice(), &chart, &strand, &i64::from(limit)];
    all(db, sql::LOGS, values, |row| {
        let (chart, strand) = (ChartId(bytes(row, 0)?), strand_code(row, 1)?);
        Ok(StoredLog { chart, strand, records: count(row, 2)?, own: count(row, 3)? })
    })
    .await
}

pub(crate) async fn strays(db: &Connection, clinic: ClinicId, spaces: &[Space]) -> Result<Vec<Stray>> {
    let counted = [
        ("head", sql::STRAY_HEADS),
        ("audit", sql::STRAY_EVENTS),
        ("audit_head", sql::STRAY_AUDIT_HEADS),
        ("row", sql::STRAY_ROWS),
        ("job", sql::STRAY_JOBS),
    ];
    let values: &[Value<'_>] = &[&clinic.0.as_slice()];
    let mut strays = Vec::new();
    for (table, text) in counted {
        let rows = all(db, text, values, |row| count(row, 0)).await?;
        strays.push(Stray { table, rows: rows.into_iter().sum() });
    }
    let probes = all(db, sql::STRAY_PROBES, &[], |row| count(row, 0)).await?;
    strays.push(Stray { table: "probe", rows: probes.into_iter().sum() });
    for (space, rows) in all(db, sql::SPACES, values, |row| Ok((get::<i16>(row, 0)?, count(row, 1)?))).await?
    {
        if !spaces.iter().any(|known| i16::from(known.0) == space) {
            strays.push(Stray { table: "row", rows });
        }
    }
    strays.retain(|stray| stray.rows > 0);
    Ok(strays)
}

/// What of tables, indexes, triggers and the history is not as the migrations make it, by name.
pub(crate) async fn schema_changes(db: &Connection) -> Result<Vec<String>> {
    let found: BTreeSet<String> = all(db, DEFINITIONS, &[], |row| get(row, 0)).await?.into_iter().collect();
    let expected = LEDGER_DEFINITIONS.lines().map(str::to_owned).collect();
    let mut changed: Vec<String> = found.symmetric_difference(&expected).cloned().collect();
    let history = all(db, HISTORY, &[], |row| {
        Ok(AppliedMigration { version: get(row, 0)?, name: get(row, 1)?, checksum: get(row, 2)? })
    });
    if history.await? != known_history(Schema::Ledger) {
        changed.push("schema_history".to_owned());
    }
    Ok(changed)
}

fn job_with_end(row: &Found) -> Result<StoredJob> {
    Ok(StoredJob { job: job(row)?, closed_ms: get(row, 4)? })
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
        strand: strand_code(row, 1)?,
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

fn strand_code(row: &Found, column: usize) -> Result<StrandCode> {
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
