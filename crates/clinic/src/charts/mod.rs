//! Charts: reading them, and writing to them.

mod admission;
mod cache;
mod commit;
mod idempotency;
mod prepare;
pub(crate) mod read;
mod reviews;
pub(crate) mod submit;
mod writer_view;
mod writers;
pub(crate) mod writing;

use std::sync::Arc;

use diary::{Author, ChartId, EntryId, RecordId, Strand};

use self::cache::{MOST_BYTES, OpenedChart, OpenedCharts};
use self::writers::{ChartWriters, MOST_CHARTS};
use crate::ClinicError;
use crate::accounts::Accounts;
use crate::cache::{IDLE_MS, InUse};
use crate::sealed::{SealedStore, ids};
use crate::tasks::Tasks;

/// The charts of a clinic, with those that were read and written lately.
pub struct Charts {
    sealed: Arc<SealedStore>,
    accounts: Arc<Accounts>,
    tasks: Arc<Tasks>,
    opened: OpenedCharts,
    writers: ChartWriters,
}

impl Charts {
    pub(crate) fn new(sealed: Arc<SealedStore>, accounts: Arc<Accounts>, tasks: Arc<Tasks>) -> Self {
        let opened = OpenedCharts::new(MOST_BYTES, IDLE_MS, InUse::Goes);
        let writers = ChartWriters::new(MOST_CHARTS, IDLE_MS, InUse::Stays);
        Self { sealed, accounts, tasks, opened, writers }
    }

    /// Drops opened charts and write positions that are unused.
    pub(crate) fn drop_unused(&self, now_ms: i64) {
        self.opened.drop_unused(now_ms);
        self.writers.drop_unused(now_ms);
    }

    /// The record that an entry's own part will have: what an amendment of it names.
    ///
    /// # Errors
    /// When the keys cannot be used.
    pub fn record_of(
        &self,
        chart: ChartId,
        author: Author,
        entry: EntryId,
        strand: Strand,
    ) -> Result<RecordId, ClinicError> {
        let (author, entry) = (author.account.to_bytes(), entry.to_bytes());
        Ok(ids::from_vault(self.sealed.record_ids(chart)?.id(&author, &entry, ids::code(strand), 0)?))
    }

    /// Loads, opens and folds the named strands of a chart. Nothing else is touched.
    async fn load(&self, chart: ChartId, strands: &[Strand]) -> Result<OpenedChart, ClinicError> {
        let records = self.sealed.records(chart, strands).await?;
        let stored =
            records.iter().map(|record| self.sealed.open_record(record)).collect::<Result<_, _>>()?;
        Ok(OpenedChart::of(strands, records, stored))
    }

    /// The same as it was opened before, if its keys still open it. Whether nothing was added since must be guarded by the
    /// change that stores the event.
    fn cached(&self, chart: ChartId, strands: &'static [Strand]) -> Option<Arc<OpenedChart>> {
        let opened = self.opened.get(&(chart, strands), self.sealed.now_ms())?;
        if opened.proofs().all(|record| self.sealed.open_sealed(record).is_ok()) {
            return Some(opened);
        }
        self.opened.remove(&(chart, strands));
        None
    }

    /// As [`Self::load`], cached for the next time.
    async fn load_and_cache(
        &self,
        chart: ChartId,
        strands: &'static [Strand],
    ) -> Result<Arc<OpenedChart>, ClinicError> {
        let opened = Arc::new(self.load(chart, strands).await?);
        self.opened.insert((chart, strands), &opened, opened.bytes, self.sealed.now_ms());
        Ok(opened)
    }

    /// Drops what is cached of a chart with any of these strands in it. What was opened without them stays: were it slower to
    /// read, the time would tell its reader that something was written where they cannot read.
    fn forget_among(&self, chart: ChartId, written: &[Strand]) {
        let reads = |strands: &[Strand]| strands.iter().any(|strand| written.contains(strand));
        self.opened.remove_where(|(opened, strands)| *opened == chart && reads(strands));
    }
}
