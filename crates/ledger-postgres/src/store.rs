//! The ledger itself: every call goes to the writer or to a reader.

use async_trait::async_trait;
use ledger::state::StoredJob;
use ledger::survey::{SchemaCheck, Standing, StoredLog, Stray};
use ledger::{
    AuditHead, Change, Head, Job, Ledger, LedgerError, Record, Row, Space, Storage, StoredAudit,
    WaitingChart, sql,
};
use vault::{ChartId, ClinicId, Linker, RecordId, StrandCode};

use crate::connection::Database;
use crate::query;
use crate::reader::Readers;
use crate::schema::Schema;
use crate::writer::Writer;
use crate::{Config, OpenError};

/// One node of the ledger. Dropping it lets its writer finish what waits.
pub struct LedgerPostgres {
    readers: Readers,
    writer: Option<Writer>,
}

impl LedgerPostgres {
    /// Opens the ledger as a role that may add and read but not rewrite (`namima_run`). Its tables must be there and up
    /// to date ([`crate::migrate_ledger`]). Must be called on the runtime that will serve it.
    ///
    /// # Errors
    /// [`OpenError`] names what speaks against this server, database or role.
    pub async fn open(config: &Config) -> Result<Self, OpenError> {
        let mut ledger = Self::open_read_only(config).await?;
        ledger.writer = Some(Writer::start(Database::new(config, Schema::Ledger)).await?);
        Ok(ledger)
    }

    /// Opens the ledger for reading alone.
    ///
    /// # Errors
    /// As [`LedgerPostgres::open`].
    pub async fn open_read_only(config: &Config) -> Result<Self, OpenError> {
        Ok(Self { readers: Readers::start(Database::new(config, Schema::Ledger)).await?, writer: None })
    }

    fn writer(&self) -> Result<&Writer, LedgerError> {
        self.writer.as_ref().ok_or(LedgerError::NotSaved(Storage::ReadOnly))
    }
}

#[async_trait]
impl Ledger for LedgerPostgres {
    async fn commit(&self, change: Change) -> Result<(), LedgerError> {
        self.writer()?.commit(change).await
    }

    async fn heads(&self, chart: ChartId) -> Result<Vec<Head>, LedgerError> {
        let db = self.readers.take().await?;
        let found = query::heads(&db, chart).await;
        db.give_back(found)
    }

    async fn heads_of(&self, chart: ChartId, strands: &[StrandCode]) -> Result<Vec<Head>, LedgerError> {
        let db = self.readers.take().await?;
        let questions = ledger::in_order(strands).into_iter().map(|strand| query::head(&db, chart, strand));
        let found = query::in_snapshot(&db, questions).await;
        db.give_back(found.map(|heads| heads.into_iter().flatten().collect()))
    }

    async fn records(&self, chart: ChartId, strands: &[StrandCode]) -> Result<Vec<Record>, LedgerError> {
        let db = self.readers.take().await?;
        let questions =
            ledger::in_order(strands).into_iter().map(|strand| query::records(&db, chart, strand));
        let found = query::in_snapshot(&db, questions).await;
        db.give_back(found.map(|strands| strands.into_iter().flatten().collect()))
    }

    async fn find(&self, chart: ChartId, ids: &[RecordId]) -> Result<Vec<Record>, LedgerError> {
        let db = self.readers.take().await?;
        let found = query::in_snapshot(&db, ids.iter().map(|id| query::record_by_id(&db, chart, *id))).await;
        db.give_back(found.map(|records| records.into_iter().flatten().collect()))
    }

    async fn charts(
        &self,
        clinic: ClinicId,
        after: Option<ChartId>,
        limit: u32,
    ) -> Result<Vec<ChartId>, LedgerError> {
        let db = self.readers.take().await?;
        let found = query::charts(&db, clinic, after, limit).await;
        db.give_back(found)
    }

    async fn row(&self, clinic: ClinicId, space: Space, key: &[u8]) -> Result<Option<Row>, LedgerError> {
        let db = self.readers.take().await?;
        let found = query::row(&db, clinic, space, key).await;
        db.give_back(found)
    }

    async fn rows_at(
        &self,
        clinic: ClinicId,
        space: Space,
        keys: &[Vec<u8>],
    ) -> Result<Vec<Row>, LedgerError> {
        let db = self.readers.take().await?;
        let found = query::in_snapshot(&db, keys.iter().map(|key| query::row(&db, clinic, space, key))).await;
        db.give_back(found.map(|rows| rows.into_iter().flatten().collect()))
    }

    async fn rows(
        &self,
        clinic: ClinicId,
        space: Space,
        prefix: &[u8],
        after: Option<&[u8]>,
        limit: u32,
    ) -> Result<Vec<Row>, LedgerError> {
        let (from, to) = ledger::keys_after(prefix, after);
        let db = self.readers.take().await?;
        let found = query::rows(&db, clinic, space, &from, to.as_deref(), limit).await;
        db.give_back(found)
    }

    async fn open_jobs(&self, clinic: ClinicId, limit: u32) -> Result<Vec<Job>, LedgerError> {
        let db = self.readers.take().await?;
        let found = query::open_jobs(&db, clinic, limit).await;
        db.give_back(found)
    }

    async fn waiting_charts(&self, clinic: ClinicId) -> Result<Vec<WaitingChart>, LedgerError> {
        let db = self.readers.take().await?;
        let found = query::waiting_charts(&db, clinic).await;
        db.give_back(found)
    }

    async fn open_jobs_of(&self, clinic: ClinicId, chart: ChartId) -> Result<Vec<Job>, LedgerError> {
        let db = self.readers.take().await?;
        let found = query::open_jobs_of(&db, clinic, chart).await;
        db.give_back(found)
    }

    async fn audit_head(&self, clinic: ClinicId) -> Result<AuditHead, LedgerError> {
        let db = self.readers.take().await?;
        let found = query::audit_head(&db, sql::AUDIT_HEAD, clinic).await;
        db.give_back(found.map(|head| head.unwrap_or(AuditHead::EMPTY)))
    }

    async fn audit(
        &self,
        clinic: ClinicId,
        after_seq: u64,
        limit: u32,
    ) -> Result<Vec<StoredAudit>, LedgerError> {
        let db = self.readers.take().await?;
        let found = query::audit(&db, clinic, after_seq, limit).await;
        db.give_back(found)
    }

    async fn audit_of(
        &self,
        clinic: ClinicId,
        subject: &[u8; 32],
        before_seq: Option<u64>,
        limit: u32,
    ) -> Result<Vec<StoredAudit>, LedgerError> {
        let db = self.readers.take().await?;
        let before = before_seq.unwrap_or(u64::MAX);
        let found = query::audit_of(&db, clinic, subject, before, limit).await;
        db.give_back(found)
    }

    async fn standing(&self, linker: &Linker) -> Result<Standing, LedgerError> {
        let db = self.readers.take().await?;
        let found = query::standing(&db, linker).await;
        db.give_back(found)
    }

    async fn logs(
        &self,
        clinic: ClinicId,
        after: Option<(ChartId, StrandCode)>,
        limit: u32,
    ) -> Result<Vec<StoredLog>, LedgerError> {
        let db = self.readers.take().await?;
        let found = query::logs(&db, clinic, after, limit).await;
        db.give_back(found)
    }

    async fn strays(&self, clinic: ClinicId, spaces: &[Space]) -> Result<Vec<Stray>, LedgerError> {
        let db = self.readers.take().await?;
        let found = query::strays(&db, clinic, spaces).await;
        db.give_back(found)
    }

    async fn jobs(
        &self,
        clinic: ClinicId,
        after: Option<[u8; 16]>,
        limit: u32,
    ) -> Result<Vec<StoredJob>, LedgerError> {
        let db = self.readers.take().await?;
        let found = query::jobs(&db, clinic, after, limit).await;
        db.give_back(found)
    }

    async fn schema_changes(&self, _: SchemaCheck) -> Result<Vec<String>, LedgerError> {
        let db = self.readers.take().await?;
        let found = query::schema_changes(&db).await;
        db.give_back(found)
    }

    async fn probe(&self) -> Result<(), LedgerError> {
        self.writer()?.probe().await
    }
}
