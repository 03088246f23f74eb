//! Durable storage: the trait, its plain types and what every store decides alike.
//!
//! A ledger keeps sealed records, sealed audit events, opaque rows and neutral jobs. It never sees plaintext, never
//! opens a seal and never decides who may read. One write, [`Ledger::commit`], stores everything or nothing.

mod chain;
mod change;
pub mod decide;
mod error;
mod held_keys;
mod ledger_state;
mod row;
pub mod schema;
pub mod sql;
pub mod state;
pub mod survey;

pub use chain::{AuditHead, AuditPlace, MAX_VALUE_BYTES, check_row, next_head};
pub use change::{Audit, Change, Guard, Head, Record, StateRule, StoredAudit, in_order};
pub use error::{LedgerError, SchemaError, Storage};
pub use held_keys::{BatchKeys, passes};
pub use ledger_state::LedgerState;
pub use row::{Job, JobWrite, Row, RowWrite, Space, WaitingChart, keys_after};

use async_trait::async_trait;
use vault::{ChartId, ClinicId, Linker, RecordId, StrandCode};

use crate::state::StoredJob;
use crate::survey::{SchemaCheck, Standing, StoredLog, Stray};

/// A durable, append-only store. Every answer that says "committed" has reached the disk.
#[async_trait]
pub trait Ledger: Send + Sync {
    /// Stores the whole change after all its guards held, in one transaction, and answers after it is durable.
    ///
    /// # Errors
    /// [`LedgerError::GuardFailed`] names the first guard that did not hold; nothing of the change is stored.
    /// [`LedgerError::NotSaved`] and [`LedgerError::Busy`]: nothing is stored. [`LedgerError::Unknown`]: the answer
    /// was lost; sending the same change again is safe because its guards decide.
    async fn commit(&self, change: Change) -> Result<(), LedgerError>;

    /// Heads of every strand of a chart that has records, ordered by strand.
    async fn heads(&self, chart: ChartId) -> Result<Vec<Head>, LedgerError>;

    /// Heads of the named strands as far as they have records, ordered by strand. Other strands are not touched.
    async fn heads_of(&self, chart: ChartId, strands: &[StrandCode]) -> Result<Vec<Head>, LedgerError>;

    /// All records of the named strands, ordered by strand, then `seq`. Other strands are not touched.
    async fn records(&self, chart: ChartId, strands: &[StrandCode]) -> Result<Vec<Record>, LedgerError>;

    /// The records of a chart that have one of these ids; unknown ids are left out.
    async fn find(&self, chart: ChartId, ids: &[RecordId]) -> Result<Vec<Record>, LedgerError>;

    /// A clinic's charts that have records, in id order, after `after`; at most `limit`.
    async fn charts(
        &self,
        clinic: ClinicId,
        after: Option<ChartId>,
        limit: u32,
    ) -> Result<Vec<ChartId>, LedgerError>;

    /// One row.
    async fn row(&self, clinic: ClinicId, space: Space, key: &[u8]) -> Result<Option<Row>, LedgerError>;

    /// The rows with these keys; missing ones are left out.
    async fn rows_at(
        &self,
        clinic: ClinicId,
        space: Space,
        keys: &[Vec<u8>],
    ) -> Result<Vec<Row>, LedgerError>;

    /// Rows whose key begins with `prefix`, in key order, after the key `after`; at most `limit`.
    async fn rows(
        &self,
        clinic: ClinicId,
        space: Space,
        prefix: &[u8],
        after: Option<&[u8]>,
        limit: u32,
    ) -> Result<Vec<Row>, LedgerError>;

    /// Jobs that are open, oldest due first; at most `limit`.
    async fn open_jobs(&self, clinic: ClinicId, limit: u32) -> Result<Vec<Job>, LedgerError>;

    /// Every chart of which a job is open, in the order of their ids.
    async fn waiting_charts(&self, clinic: ClinicId) -> Result<Vec<WaitingChart>, LedgerError>;

    /// All jobs of one chart that are open, oldest due first.
    async fn open_jobs_of(&self, clinic: ClinicId, chart: ChartId) -> Result<Vec<Job>, LedgerError>;

    /// Where a clinic's audit chain stands; [`AuditHead::EMPTY`] where it has no event.
    async fn audit_head(&self, clinic: ClinicId) -> Result<AuditHead, LedgerError>;

    /// Audit events in chain order, after `after_seq` (0 = from the first); at most `limit`.
    async fn audit(
        &self,
        clinic: ClinicId,
        after_seq: u64,
        limit: u32,
    ) -> Result<Vec<StoredAudit>, LedgerError>;

    /// Audit events of one subject, newest first, before `before_seq`; at most `limit`.
    async fn audit_of(
        &self,
        clinic: ClinicId,
        subject: &[u8; 32],
        before_seq: Option<u64>,
        limit: u32,
    ) -> Result<Vec<StoredAudit>, LedgerError>;

    /// Where the clinic's audit chain stands, and the sum of all heads, rows and jobs that stand there, in one snapshot.
    async fn standing(&self, linker: &Linker) -> Result<Standing, LedgerError>;

    /// Strands that have records, whosever they are, in the order of chart and strand, after one; at most `limit`. Every
    /// record of them is looked at.
    async fn logs(
        &self,
        clinic: ClinicId,
        after: Option<(ChartId, StrandCode)>,
        limit: u32,
    ) -> Result<Vec<StoredLog>, LedgerError>;

    /// What stands in the tables and belongs to nobody: of another clinic than this, or in a space that is not one of these.
    async fn strays(&self, clinic: ClinicId, spaces: &[Space]) -> Result<Vec<Stray>, LedgerError>;

    /// Jobs in the order of their ids, open and closed, after the job `after`; at most `limit`.
    async fn jobs(
        &self,
        clinic: ClinicId,
        after: Option<[u8; 16]>,
        limit: u32,
    ) -> Result<Vec<StoredJob>, LedgerError>;

    /// What of tables, indexes and triggers is not as the migrations make it, by name; nothing where all is.
    async fn schema_changes(&self, depth: SchemaCheck) -> Result<Vec<String>, LedgerError>;

    /// Whether the store can be written right now: one durable write that leaves nothing behind.
    async fn probe(&self) -> Result<(), LedgerError>;
}
