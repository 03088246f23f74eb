//! Applying one change inside the transaction of its batch.
//!
//! Everything is checked before the first write, so a refused change needs no savepoint: it has left no trace.

use std::collections::HashSet;

use ledger::{AuditHead, Change, Guard, Head, JobWrite, LedgerError, Record, Row, RowWrite, sql};
use rusqlite::{Connection, Params, params};
use vault::{ChartId, RecordId};

use crate::faults::Faults;
use crate::query;

/// Why a change was not applied.
pub(crate) enum Stop {
    /// The change is at fault; nothing of it was written.
    Change(LedgerError),
    /// The device is at fault; the whole batch fails.
    Device(rusqlite::Error),
}

impl From<rusqlite::Error> for Stop {
    fn from(error: rusqlite::Error) -> Self {
        Self::Device(error)
    }
}

impl From<LedgerError> for Stop {
    fn from(error: LedgerError) -> Self {
        Self::Change(error)
    }
}

/// An open transaction; earlier changes of the batch are visible to later ones.
pub(crate) struct Batch<'a> {
    /// The connection whose transaction this is.
    pub(crate) connection: &'a Connection,
    /// Asked before every write.
    pub(crate) faults: &'a Faults,
}

impl Batch<'_> {
    /// Checks the whole change, then writes it.
    pub(crate) fn apply(&self, change: &Change) -> Result<(), Stop> {
        for (position, guard) in change.guards.iter().enumerate() {
            if !self.holds(change, guard)? {
                return Err(LedgerError::Refused(position).into());
            }
        }
        let heads = self.check_records(change)?;
        change.rows.iter().try_for_each(ledger::check_row)?;
        let chain = self.check_audits(change)?;

        self.write_records(change, &heads)?;
        self.write_audits(change, &chain)?;
        change.rows.iter().try_for_each(|write| self.write_row(change, write))?;
        change.jobs.iter().try_for_each(|write| self.write_job(change, write))?;
        Ok(())
    }

    /// One durable write that leaves nothing behind.
    pub(crate) fn probe(&self) -> rusqlite::Result<()> {
        self.write(sql::PROBE_PUT, [])?;
        self.write(sql::PROBE_DELETE, [])
    }

    fn holds(&self, change: &Change, guard: &Guard) -> rusqlite::Result<bool> {
        Ok(match guard {
            Guard::Head(chart, expected) => {
                let found = query::head(self.connection, *chart, expected.strand)?;
                found.map_or(Head::empty(expected.strand), |(head, _)| head) == *expected
            }
            Guard::RowIs(space, key, version) => {
                query::row_version(self.connection, change.clinic, *space, key)? == Some(*version)
            }
            Guard::RowAbsent(space, key) => {
                query::row_version(self.connection, change.clinic, *space, key)?.is_none()
            }
            Guard::RecordsAbsent(chart, ids) => !query::is_any_known(self.connection, *chart, ids)?,
        })
    }

    /// The heads after this change, one a strand that it touches.
    fn check_records(&self, change: &Change) -> Result<Vec<(ChartId, Head)>, Stop> {
        let mut heads: Vec<(ChartId, Head)> = Vec::new();
        let mut ids = HashSet::new();
        let guarded = guarded_ids(change);
        for record in &change.records {
            let place = (record.chart, record.id);
            let is_new = ids.insert(place)
                && (guarded.contains(&place)
                    || !query::is_any_known(self.connection, record.chart, &[record.id])?);
            if !is_new {
                return Err(LedgerError::Malformed.into());
            }
            let touched =
                heads.iter_mut().find(|(chart, head)| *chart == record.chart && head.strand == record.strand);
            match touched {
                Some((_, head)) => *head = ledger::next_head(*head, record)?,
                None => {
                    let head = self.head_before(change, record)?;
                    heads.push((record.chart, ledger::next_head(head, record)?));
                }
            }
        }
        Ok(heads)
    }

    /// The stored head of the record's strand. A chart belongs to the clinic that wrote its first record.
    fn head_before(&self, change: &Change, record: &Record) -> Result<Head, Stop> {
        let (head, owner) = match query::head(self.connection, record.chart, record.strand)? {
            Some((head, clinic)) => (head, Some(clinic)),
            None => {
                let head = Head::empty(record.strand);
                (head, query::chart_clinic(self.connection, record.chart)?)
            }
        };
        if owner.is_some_and(|clinic| clinic != change.clinic) {
            return Err(LedgerError::Malformed.into());
        }
        Ok(head)
    }

    /// The places of this change's events in the clinic's chain.
    fn check_audits(&self, change: &Change) -> Result<Vec<AuditHead>, Stop> {
        let mut head = query::audit_head(self.connection, change.clinic)?.unwrap_or(AuditHead::EMPTY);
        let mut chain = Vec::with_capacity(change.audits().len());
        for audit in change.audits() {
            head = head.next(&change.clinic, audit)?;
            chain.push(head);
        }
        Ok(chain)
    }

    fn write_records(&self, change: &Change, heads: &[(ChartId, Head)]) -> Result<(), Stop> {
        let clinic = change.clinic.0;
        for record in &change.records {
            let Record { chart, strand, seq, id, key, commitment, link, sealed } = record;
            let seq = signed(*seq)?;
            self.write(
                sql::RECORD_ADD,
                params![clinic, chart.0, strand.0, seq, id.0, key.0, commitment.0, link.0, sealed],
            )?;
        }
        for (chart, Head { strand, seq, link }) in heads {
            self.write(sql::HEAD_PUT, params![clinic, chart.0, strand.0, signed(*seq)?, link.0])?;
        }
        Ok(())
    }

    fn write_audits(&self, change: &Change, chain: &[AuditHead]) -> Result<(), Stop> {
        let clinic = change.clinic.0;
        for (audit, place) in change.audits().iter().zip(chain) {
            let (seq, link) = (signed(place.seq)?, place.link.0);
            let (event, key, commitment) = (audit.event.0, audit.key.0, audit.commitment.0);
            self.write(
                sql::AUDIT_ADD,
                params![
                    clinic,
                    seq,
                    audit.time_ms,
                    event,
                    audit.subject,
                    key,
                    commitment,
                    link,
                    audit.sealed
                ],
            )?;
        }
        if let Some(AuditHead { seq, link }) = chain.last() {
            self.write(sql::AUDIT_HEAD_PUT, params![clinic, signed(*seq)?, link.0])?;
        }
        Ok(())
    }

    fn write_row(&self, change: &Change, write: &RowWrite) -> Result<(), Stop> {
        let clinic = change.clinic.0;
        match write {
            RowWrite::Put(Row { space, key, version, value }) => {
                self.write(sql::ROW_PUT, params![clinic, space.0, key, signed(*version)?, value])?;
            }
            RowWrite::Refresh(Row { space, key, version, value }) => {
                self.write(sql::ROW_REFRESH, params![signed(*version)?, value, clinic, space.0, key])?;
            }
            RowWrite::Delete(space, key) => self.write(sql::ROW_DELETE, params![clinic, space.0, key])?,
        }
        Ok(())
    }

    fn write_job(&self, change: &Change, write: &JobWrite) -> Result<(), Stop> {
        let clinic = change.clinic.0;
        match write {
            JobWrite::Open(job) => {
                self.write(sql::JOB_OPEN, params![clinic, job.id, job.kind, job.chart.0, job.due_ms])?;
            }
            JobWrite::Reopen(job) => {
                self.write(sql::JOB_REOPEN, params![clinic, job.id, job.kind, job.chart.0, job.due_ms])?;
            }
            JobWrite::Close(id, time_ms) => self.write(sql::JOB_CLOSE, params![time_ms, clinic, id])?,
        }
        Ok(())
    }

    fn write(&self, text: &str, values: impl Params) -> rusqlite::Result<()> {
        self.faults.step()?;
        self.connection.prepare_cached(text)?.execute(values).map(drop)
    }
}

/// The ids that a guard has just found to be new.
fn guarded_ids(change: &Change) -> HashSet<(ChartId, RecordId)> {
    let absent = change.guards.iter().filter_map(|guard| match guard {
        Guard::RecordsAbsent(chart, ids) => Some((chart, ids)),
        _ => None,
    });
    absent.flat_map(|(chart, ids)| ids.iter().map(|id| (*chart, *id))).collect()
}

/// SQLite's integers are signed. A number beyond them was refused before the first write.
fn signed(number: u64) -> Result<i64, Stop> {
    i64::try_from(number).map_err(|_| LedgerError::Malformed.into())
}
