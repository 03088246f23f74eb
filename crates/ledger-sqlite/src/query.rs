//! Reading: every question asked of the database, and the shape of its answer.

use ledger::decide::{JobPlace, StoredStrand};
use ledger::state::{self, StoredJob};
use ledger::survey::{Standing, StoredLog, Stray};
use ledger::{Audit, AuditHead, AuditPlace, Head, Job, Record, Row, Space, StoredAudit, WaitingChart, sql};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Params, Result, params, params_from_iter};
use vault::{ChartId, ClinicId, Commitment, KeyId, Link, Linker, RecordId, StateSeal, StateSum, StrandCode};

/// The head of one strand.
pub(crate) fn head(db: &Connection, chart: ChartId, strand: StrandCode) -> Result<Option<Head>> {
    one(db, sql::HEAD, params![chart.0, strand.0], |row| {
        Ok(Head { strand, seq: count(row, 0)?, link: Link(row.get(1)?) })
    })
}

/// One strand as it is stored. A head or last record that cannot be read is none: the strand is damaged, nothing else.
pub(crate) fn strand(db: &Connection, chart: ChartId, strand: StrandCode) -> Result<StoredStrand> {
    let head = one(db, sql::HEAD, params![chart.0, strand.0], |row| {
        Ok((Head { strand, seq: count(row, 0)?, link: Link(row.get(1)?) }, ClinicId(row.get(2)?)))
    });
    let last = one(db, sql::LAST_RECORD, params![chart.0, strand.0], |row| {
        Ok(Head { strand, seq: count(row, 0)?, link: Link(row.get(1)?) })
    });
    Ok(StoredStrand { strand, head: unless_misshapen(head)?, last: unless_misshapen(last)? })
}

/// Nothing where a value has not the shape that it was stored with.
fn unless_misshapen<T>(found: Result<Option<T>>) -> Result<Option<T>> {
    use rusqlite::Error::{FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType};
    match found {
        Err(FromSqlConversionFailure(..) | IntegralValueOutOfRange(..) | InvalidColumnType(..)) => Ok(None),
        found => found,
    }
}

pub(crate) fn heads(db: &Connection, chart: ChartId) -> Result<Vec<Head>> {
    all(db, sql::HEADS, params![chart.0], |row| {
        Ok(Head { strand: StrandCode(row.get(0)?), seq: count(row, 1)?, link: Link(row.get(2)?) })
    })
}

pub(crate) fn chart_clinic(db: &Connection, chart: ChartId) -> Result<Option<ClinicId>> {
    one(db, sql::CHART_CLINIC, params![chart.0], |row| Ok(ClinicId(row.get(0)?)))
}

pub(crate) fn charts(
    db: &Connection,
    clinic: ClinicId,
    after: Option<ChartId>,
    limit: u32,
) -> Result<Vec<ChartId>> {
    // The empty key sorts before every id.
    let after = after.map_or_else(Vec::new, |chart| chart.0.to_vec());
    all(db, sql::CHARTS, params![clinic.0, after, limit], |row| Ok(ChartId(row.get(0)?)))
}

/// Those of these ids that the chart's records have.
pub(crate) fn taken_ids(
    db: &Connection,
    chart: ChartId,
    ids: &[RecordId; sql::IDS_AT_ONCE],
) -> Result<Vec<RecordId>> {
    let values = std::iter::once(chart.0).chain(ids.iter().map(|id| id.0));
    all(db, sql::TAKEN_IDS, params_from_iter(values), |row| Ok(RecordId(row.get(0)?)))
}

pub(crate) fn record_by_id(db: &Connection, chart: ChartId, id: RecordId) -> Result<Option<Record>> {
    one(db, sql::RECORD_BY_ID, params![chart.0, id.0], record)
}

pub(crate) fn records(db: &Connection, chart: ChartId, strand: StrandCode) -> Result<Vec<Record>> {
    all(db, sql::RECORDS, params![chart.0, strand.0], record)
}

pub(crate) fn audit_head(db: &Connection, clinic: ClinicId) -> Result<Option<AuditHead>> {
    one(db, sql::AUDIT_HEAD, params![clinic.0], |row| {
        let place = AuditPlace { seq: count(row, 0)?, link: Link(row.get(1)?) };
        Ok(AuditHead { place, state: StateSeal(row.get(2)?) })
    })
}

pub(crate) fn audit(db: &Connection, clinic: ClinicId, after: u64, limit: u32) -> Result<Vec<StoredAudit>> {
    all(db, sql::AUDIT, params![clinic.0, clamped(after), limit], stored_audit)
}

pub(crate) fn audit_of(
    db: &Connection,
    clinic: ClinicId,
    subject: &[u8; 32],
    before: u64,
    limit: u32,
) -> Result<Vec<StoredAudit>> {
    all(db, sql::AUDIT_OF, params![clinic.0, subject, clamped(before), limit], stored_audit)
}

pub(crate) fn row(db: &Connection, clinic: ClinicId, space: Space, key: &[u8]) -> Result<Option<Row>> {
    one(db, sql::ROW, params![clinic.0, space.0, key], |row| opaque(space, row))
}

/// Rows from the key `from` on, up to but without the key `to`.
pub(crate) fn rows(
    db: &Connection,
    clinic: ClinicId,
    space: Space,
    from: &[u8],
    to: Option<&[u8]>,
    limit: u32,
) -> Result<Vec<Row>> {
    match to {
        Some(to) => {
            all(db, sql::ROWS_BETWEEN, params![clinic.0, space.0, from, to, limit], |r| opaque(space, r))
        }
        None => all(db, sql::ROWS_FROM, params![clinic.0, space.0, from, limit], |r| opaque(space, r)),
    }
}

pub(crate) fn open_jobs(db: &Connection, clinic: ClinicId, limit: u32) -> Result<Vec<Job>> {
    all(db, sql::JOBS_OPEN, params![clinic.0, limit], job)
}

pub(crate) fn waiting_charts(db: &Connection, clinic: ClinicId) -> Result<Vec<WaitingChart>> {
    all(db, sql::JOBS_WAITING, params![clinic.0], |row| {
        Ok(WaitingChart { chart: ChartId(row.get(0)?), due_ms: row.get(1)? })
    })
}

pub(crate) fn open_jobs_of(db: &Connection, clinic: ClinicId, chart: ChartId) -> Result<Vec<Job>> {
    all(db, sql::JOBS_OPEN_OF, params![clinic.0, chart.0], job)
}

pub(crate) fn stored_job(db: &Connection, place: &JobPlace) -> Result<Option<StoredJob>> {
    one(db, sql::JOB, params![place.clinic.0, place.id], job_with_end)
}

pub(crate) fn jobs(
    db: &Connection,
    clinic: ClinicId,
    after: Option<[u8; 16]>,
    limit: u32,
) -> Result<Vec<StoredJob>> {
    // The empty key sorts before every id.
    let after = after.map_or_else(Vec::new, |id| id.to_vec());
    all(db, sql::JOBS, params![clinic.0, after, limit], job_with_end)
}

/// Where a clinic's audit chain stands, and the sum of all that stands there.
pub(crate) fn standing(db: &Connection, linker: &Linker) -> Result<Standing> {
    let audit = audit_head(db, linker.clinic())?.unwrap_or(AuditHead::EMPTY);
    Ok(Standing { audit, sum: sum(db, linker)? })
}

/// The sum of a clinic's heads, rows and jobs as they stand there.
pub(crate) fn sum(db: &Connection, linker: &Linker) -> Result<StateSum> {
    let clinic = params![linker.clinic().0];
    let mut sum = StateSum::default();
    each(db, sql::CLINIC_HEADS, clinic, |row| {
        let (strand, seq, link) = (StrandCode(row.get(1)?), count(row, 2)?, Link(row.get(3)?));
        sum = sum.plus(state::head_term(linker, &ChartId(row.get(0)?), &Head { strand, seq, link }));
        Ok(())
    })?;
    each(db, sql::CLINIC_ROWS, clinic, |row| {
        let (space, key) = (Space(row.get(0)?), row.get(1)?);
        let stored = Row { space, key, version: count(row, 2)?, value: row.get(3)? };
        sum = sum.plus(state::row_term(linker, &stored));
        Ok(())
    })?;
    each(db, sql::CLINIC_JOBS, clinic, |row| {
        sum = sum.plus(state::job_term(linker, &job_with_end(row)?));
        Ok(())
    })?;
    Ok(sum)
}

pub(crate) fn logs(
    db: &Connection,
    clinic: ClinicId,
    after: Option<(ChartId, StrandCode)>,
    limit: u32,
) -> Result<Vec<StoredLog>> {
    let (chart, strand) = after.map_or((Vec::new(), 0), |(chart, strand)| (chart.0.to_vec(), strand.0));
    all(db, sql::LOGS, params![clinic.0, chart, strand, limit], |row| {
        let (chart, strand) = (ChartId(row.get(0)?), StrandCode(row.get(1)?));
        Ok(StoredLog { chart, strand, records: count(row, 2)?, own: count(row, 3)? })
    })
}

pub(crate) fn strays(db: &Connection, clinic: ClinicId, spaces: &[Space]) -> Result<Vec<Stray>> {
    let counted = [
        ("head", sql::STRAY_HEADS),
        ("audit", sql::STRAY_EVENTS),
        ("audit_head", sql::STRAY_AUDIT_HEADS),
        ("row", sql::STRAY_ROWS),
        ("job", sql::STRAY_JOBS),
    ];
    let mut strays = Vec::new();
    for (table, text) in counted {
        strays
            .push(Stray { table, rows: one(db, text, params![clinic.0], |row| count(row, 0))?.unwrap_or(0) });
    }
    let probes = one(db, sql::STRAY_PROBES, [], |row| count(row, 0))?;
    strays.push(Stray { table: "probe", rows: probes.unwrap_or(0) });
    for (space, rows) in
        all(db, sql::SPACES, params![clinic.0], |row| Ok((Space(row.get(0)?), count(row, 1)?)))?
    {
        if !spaces.contains(&space) {
            strays.push(Stray { table: "row", rows });
        }
    }
    strays.retain(|stray| stray.rows > 0);
    Ok(strays)
}

fn job_with_end(row: &rusqlite::Row<'_>) -> Result<StoredJob> {
    Ok(StoredJob { job: job(row)?, closed_ms: row.get(4)? })
}

fn job(row: &rusqlite::Row<'_>) -> Result<Job> {
    Ok(Job { id: row.get(0)?, kind: row.get(1)?, chart: ChartId(row.get(2)?), due_ms: row.get(3)? })
}

fn record(row: &rusqlite::Row<'_>) -> Result<Record> {
    Ok(Record {
        chart: ChartId(row.get(0)?),
        strand: StrandCode(row.get(1)?),
        seq: count(row, 2)?,
        id: RecordId(row.get(3)?),
        key: KeyId(row.get(4)?),
        commitment: Commitment(row.get(5)?),
        link: Link(row.get(6)?),
        sealed: row.get(7)?,
    })
}

fn stored_audit(row: &rusqlite::Row<'_>) -> Result<StoredAudit> {
    let audit = Audit {
        time_ms: row.get(1)?,
        event: RecordId(row.get(2)?),
        subject: row.get(3)?,
        key: KeyId(row.get(4)?),
        commitment: Commitment(row.get(5)?),
        sealed: row.get(7)?,
    };
    Ok(StoredAudit { seq: count(row, 0)?, link: Link(row.get(6)?), audit })
}

fn opaque(space: Space, row: &rusqlite::Row<'_>) -> Result<Row> {
    Ok(Row { space, key: row.get(0)?, version: count(row, 1)?, value: row.get(2)? })
}

fn count(row: &rusqlite::Row<'_>, column: usize) -> Result<u64> {
    let number: i64 = row.get(column)?;
    u64::try_from(number)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Integer, Box::new(error)))
}

/// Beyond SQLite's integers there is nothing to find.
fn clamped(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn one<T>(
    db: &Connection,
    text: &str,
    values: impl Params,
    read: impl FnOnce(&rusqlite::Row<'_>) -> Result<T>,
) -> Result<Option<T>> {
    db.prepare_cached(text)?.query_row(values, read).optional()
}

fn all<T>(
    db: &Connection,
    text: &str,
    values: impl Params,
    read: impl FnMut(&rusqlite::Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    db.prepare_cached(text)?.query_map(values, read)?.collect()
}

fn each(
    db: &Connection,
    text: &str,
    values: impl Params,
    mut read: impl FnMut(&rusqlite::Row<'_>) -> Result<()>,
) -> Result<()> {
    let mut statement = db.prepare_cached(text)?;
    let mut rows = statement.query(values)?;
    while let Some(row) = rows.next()? {
        read(row)?;
    }
    Ok(())
}
