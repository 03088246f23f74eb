//! The ledger itself: every call goes to the writer or to a reader.

use std::path::Path;

use async_trait::async_trait;
use ledger::state::StoredJob;
use ledger::survey::{SchemaCheck, Standing, StoredLog, Stray};
use ledger::{
    AuditHead, Change, Head, Job, Ledger, LedgerError, Record, Row, Space, Storage, StoredAudit, WaitingChart,
};
use vault::{ChartId, ClinicId, Linker, RecordId, StrandCode};

use crate::OpenError;
use crate::connection::Database;
use crate::files::{self, FolderLock};
use crate::query;
use crate::reader::Readers;
use crate::schema::{self, Schema};
use crate::writer::Writer;

/// The ledger in a folder. Dropping it finishes what waits, closes everything and blocks until that is done; the fields
/// are dropped in their order: readers, writer, lock.
pub struct LedgerSqlite {
    readers: Readers,
    writer: Option<Writer>,
    _lock: Option<FolderLock>,
}

impl LedgerSqlite {
    /// Opens the ledger in `folder` and holds the folder's lock; makes both if they are not there.
    ///
    /// # Errors
    /// [`OpenError::InUse`] while another process (or this one) has it open, and whatever else speaks against it.
    pub fn open(folder: &Path) -> Result<Self, OpenError> {
        let lock = files::lock(folder)?;
        Self::start(lock, Database::prepare(folder, Schema::Ledger)?)
    }

    /// Opens the ledger on a device that fails on demand.
    ///
    /// # Errors
    /// As [`LedgerSqlite::open`].
    #[cfg(feature = "testing")]
    pub fn open_faulty(folder: &Path, faults: crate::faults::Faults) -> Result<Self, OpenError> {
        let lock = files::lock(folder)?;
        Self::start(lock, Database::prepare(folder, Schema::Ledger)?.with_faults(faults))
    }

    /// Opens the ledger beside a running server: takes no lock and cannot write.
    ///
    /// # Errors
    /// [`OpenError::Missing`] where there is none, and whatever else speaks against it.
    pub fn open_read_only(folder: &Path) -> Result<Self, OpenError> {
        let database = Database::existing(folder, Schema::Ledger)?;
        Ok(Self { readers: Readers::start(&database)?, writer: None, _lock: None })
    }

    fn start(lock: FolderLock, database: Database) -> Result<Self, OpenError> {
        let readers = Readers::start(&database)?;
        let writer = Writer::start(database)?;
        Ok(Self { readers, writer: Some(writer), _lock: Some(lock) })
    }

    fn writer(&self) -> Result<&Writer, LedgerError> {
        self.writer.as_ref().ok_or(LedgerError::NotSaved(Storage::ReadOnly))
    }
}

#[async_trait]
impl Ledger for LedgerSqlite {
    async fn commit(&self, change: Change) -> Result<(), LedgerError> {
        self.writer()?.commit(change).await
    }

    async fn heads(&self, chart: ChartId) -> Result<Vec<Head>, LedgerError> {
        self.readers.ask(move |db| query::heads(db, chart)).await
    }

    async fn heads_of(&self, chart: ChartId, strands: &[StrandCode]) -> Result<Vec<Head>, LedgerError> {
        let strands = ledger::in_order(strands);
        let heads = move |db: &rusqlite::Connection| {
            let mut found = Vec::new();
            for strand in strands {
                found.extend(query::head(db, chart, strand)?);
            }
            Ok(found)
        };
        self.readers.ask(heads).await
    }

    async fn records(&self, chart: ChartId, strands: &[StrandCode]) -> Result<Vec<Record>, LedgerError> {
        let strands = ledger::in_order(strands);
        self.readers
            .ask(move |db| {
                let mut found = Vec::new();
                for strand in strands {
                    found.append(&mut query::records(db, chart, strand)?);
                }
                Ok(found)
            })
            .await
    }

    async fn find(&self, chart: ChartId, ids: &[RecordId]) -> Result<Vec<Record>, LedgerError> {
        let ids = ids.to_vec();
        self.readers
            .ask(move |db| {
                ids.into_iter().filter_map(|id| query::record_by_id(db, chart, id).transpose()).collect()
            })
            .await
    }

    async fn charts(
        &self,
        clinic: ClinicId,
        after: Option<ChartId>,
        limit: u32,
    ) -> Result<Vec<ChartId>, LedgerError> {
        self.readers.ask(move |db| query::charts(db, clinic, after, limit)).await
    }

    async fn row(&self, clinic: ClinicId, space: Space, key: &[u8]) -> Result<Option<Row>, LedgerError> {
        let key = key.to_vec();
        self.readers.ask(move |db| query::row(db, clinic, space, &key)).await
    }

    async fn rows_at(
        &self,
        clinic: ClinicId,
        space: Space,
        keys: &[Vec<u8>],
    ) -> Result<Vec<Row>, LedgerError> {
        let keys = keys.to_vec();
        self.readers
            .ask(move |db| {
                keys.iter().filter_map(|key| query::row(db, clinic, space, key).transpose()).collect()
            })
            .await
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
        self.readers.ask(move |db| query::rows(db, clinic, space, &from, to.as_deref(), limit)).await
    }

    async fn open_jobs(&self, clinic: ClinicId, limit: u32) -> Result<Vec<Job>, LedgerError> {
        self.readers.ask(move |db| query::open_jobs(db, clinic, limit)).await
    }

    async fn waiting_charts(&self, clinic: ClinicId) -> Result<Vec<WaitingChart>, LedgerError> {
        self.readers.ask(move |db| query::waiting_charts(db, clinic)).await
    }

    async fn open_jobs_of(&self, clinic: ClinicId, chart: ChartId) -> Result<Vec<Job>, LedgerError> {
        self.readers.ask(move |db| query::open_jobs_of(db, clinic, chart)).await
    }

    async fn audit_head(&self, clinic: ClinicId) -> Result<AuditHead, LedgerError> {
        let head = self.readers.ask(move |db| query::audit_head(db, clinic)).await?;
        Ok(head.unwrap_or(AuditHead::EMPTY))
    }

    async fn audit(
        &self,
        clinic: ClinicId,
        after_seq: u64,
        limit: u32,
    ) -> Result<Vec<StoredAudit>, LedgerError> {
        self.readers.ask(move |db| query::audit(db, clinic, after_seq, limit)).await
    }

    async fn audit_of(
        &self,
        clinic: ClinicId,
        subject: &[u8; 32],
        before_seq: Option<u64>,
        limit: u32,
    ) -> Result<Vec<StoredAudit>, LedgerError> {
        let (subject, before) = (*subject, before_seq.unwrap_or(u64::MAX));
        self.readers.ask(move |db| query::audit_of(db, clinic, &subject, before, limit)).await
    }

    async fn standing(&self, linker: &Linker) -> Result<Standing, LedgerError> {
        let linker = linker.clone();
        self.readers.ask(move |db| query::standing(db, &linker)).await
    }

    async fn logs(
        &self,
        clinic: ClinicId,
        after: Option<(ChartId, StrandCode)>,
        limit: u32,
    ) -> Result<Vec<StoredLog>, LedgerError> {
        self.readers.ask(move |db| query::logs(db, clinic, after, limit)).await
    }

    async fn strays(&self, clinic: ClinicId, spaces: &[Space]) -> Result<Vec<Stray>, LedgerError> {
        let spaces = spaces.to_vec();
        self.readers.ask(move |db| query::strays(db, clinic, &spaces)).await
    }

    async fn jobs(
        &self,
        clinic: ClinicId,
        after: Option<[u8; 16]>,
        limit: u32,
    ) -> Result<Vec<StoredJob>, LedgerError> {
        self.readers.ask(move |db| query::jobs(db, clinic, after, limit)).await
    }

    async fn schema_changes(&self, depth: SchemaCheck) -> Result<Vec<String>, LedgerError> {
        self.readers.ask(move |db| schema::changes(db, Schema::Ledger, depth)).await
    }

    async fn probe(&self) -> Result<(), LedgerError> {
        self.writer()?.probe().await
    }
}
