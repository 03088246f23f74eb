//! The sealed store: what a clinic has stored, with the keys that open it and the clock that dates it.

pub(crate) mod ids;
pub(crate) mod payload;
mod row_cache;
pub(crate) mod rows;
pub(crate) mod strands;

use std::sync::Arc;

use diary::{AccountId, ChartId, ClinicId, Strand};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use ledger::{Change, Guard, Head, Ledger, LedgerError, Row, Space, Storage};
use vault::{KeyEpoch, Linker, StrandCode, Vault, WritePass};

use self::row_cache::RowCache;
use crate::{ClinicError, Clock};

/// One clinic's ledger, keys and clock, with the rows that were read lately.
pub(crate) struct SealedStore {
    pub id: ClinicId,
    pub ledger: Arc<dyn Ledger>,
    pub vault: Arc<Vault>,
    pub zone: TimeZone,
    /// Links what the clinic's ledger chains.
    pub linker: Linker,
    clock: Arc<dyn Clock>,
    rows: RowCache,
}

/// How often something is done because keys were destroyed meanwhile.
const TRIES: u32 = 3;

impl SealedStore {
    /// # Errors
    /// When the keys cannot be used.
    pub(crate) fn new(
        id: ClinicId,
        ledger: Arc<dyn Ledger>,
        vault: Arc<Vault>,
        clock: Arc<dyn Clock>,
        zone: TimeZone,
    ) -> Result<Self, ClinicError> {
        let linker = vault.linker(&ids::clinic(id))?;
        Ok(Self { id, ledger, vault, clock, zone, linker, rows: RowCache::new() })
    }

    /// Drops cached rows and keys that are unused.
    pub(crate) fn drop_unused(&self, now_ms: i64) {
        self.rows.drop_unused(now_ms);
        self.vault.let_go_unused();
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.now().as_millisecond()
    }

    /// Today, where the clinic is.
    pub(crate) fn today(&self) -> Date {
        self.now().to_zoned(self.zone.clone()).date()
    }

    pub(crate) fn clinic_id(&self) -> vault::ClinicId {
        ids::clinic(self.id)
    }

    /// The owner of the clinic's own log.
    pub(crate) fn own_log(&self) -> vault::ChartId {
        vault::ChartId(self.id.to_bytes())
    }

    pub(crate) fn clinic_key(&self) -> vault::Subject {
        ids::identity_key(self.clinic_id(), self.id.to_bytes())
    }

    pub(crate) fn person_key(&self, chart: ChartId) -> vault::Subject {
        ids::identity_key(self.clinic_id(), chart.to_bytes())
    }

    pub(crate) fn account_key(&self, account: AccountId) -> vault::Subject {
        ids::identity_key(self.clinic_id(), account.to_bytes())
    }

    pub(crate) fn strand_key(&self, chart: ChartId, strand: Strand) -> vault::Subject {
        ids::log_key(self.clinic_id(), chart.to_bytes(), ids::code(strand))
    }

    /// Makes the ids of a chart's records.
    pub(crate) fn record_ids(&self, chart: ChartId) -> Result<vault::RecordIds, ClinicError> {
        Ok(self.vault.record_ids(&self.clinic_id(), &ids::chart(chart))?)
    }

    /// Whether records and keys can be written right now.
    pub(crate) async fn probe(&self) -> Result<(), ClinicError> {
        self.ledger.probe().await?;
        // The key store may be slow, or hang: nobody else waits for it here.
        let vault = Arc::clone(&self.vault);
        let probed = tokio::task::spawn_blocking(move || vault.probe()).await;
        Ok(probed.map_err(|_| LedgerError::NotSaved(Storage::Io))??)
    }

    /// Where a log stands now.
    pub(crate) async fn head(&self, owner: vault::ChartId, strand: StrandCode) -> Result<Head, ClinicError> {
        let heads = self.ledger.heads_of(owner, &[strand]).await?;
        Ok(heads.first().copied().unwrap_or(Head::empty(strand)))
    }

    /// What goes to the ledger's writer with a change that was begun at this epoch of the keys.
    pub(crate) fn write_pass(&self, epoch: KeyEpoch) -> WritePass {
        self.vault.write_pass(&self.linker, epoch)
    }

    /// Does something that opens, seals and stores, and does it again where keys were destroyed before it was stored.
    pub(crate) async fn with_living_keys<T, F>(&self, act: impl Fn(KeyEpoch) -> F) -> Result<T, ClinicError>
    where
        F: Future<Output = Result<T, ClinicError>>,
    {
        for _ in 1..TRIES {
            match act(self.vault.epoch()).await {
                Err(ClinicError::Ledger(LedgerError::KeysChanged(_))) => {}
                done => return done,
            }
        }
        act(self.vault.epoch()).await
    }

    /// Stores a change. Rows that it writes leave the cache; so do, where a guard did not hold, those it was guarded by; and
    /// every key, where some were destroyed since the change was begun.
    pub(crate) async fn store(&self, change: Change) -> Result<(), ClinicError> {
        let written = row_cache::written(&change);
        let guarded = row_cache::guarded(&change.guards);
        let done = self.ledger.commit(change).await;
        self.rows.remove(&written);
        match done {
            Err(LedgerError::GuardFailed(_)) => self.rows.remove(&guarded),
            Err(LedgerError::KeysChanged(epoch)) => self.vault.catch_up(epoch),
            _ => {}
        }
        Ok(done?)
    }

    /// A row from the store, cached for the next time.
    pub(crate) async fn stored_row(&self, space: Space, key: &[u8]) -> Result<Option<Arc<Row>>, ClinicError> {
        let row = self.ledger.row(self.clinic_id(), space, key).await?;
        if row.is_none() {
            self.rows.remove(&[(space, key.to_vec())]);
        }
        Ok(row.map(|row| self.rows.keep(row, self.now_ms())))
    }

    /// The rows at these keys from the store, as far as they are there; cached for the next time.
    pub(crate) async fn stored_rows(
        &self,
        space: Space,
        keys: &[Vec<u8>],
    ) -> Result<Vec<Arc<Row>>, ClinicError> {
        let rows = self.ledger.rows_at(self.clinic_id(), space, keys).await?;
        Ok(rows.into_iter().map(|row| self.rows.keep(row, self.now_ms())).collect())
    }

    /// A row from the cache, and what must still be so for it to hold.
    pub(crate) fn cached_row(&self, space: Space, key: &[u8]) -> Option<(Arc<Row>, Guard)> {
        self.rows.get(space, key, self.now_ms())
    }

    /// Drops the cached rows that these guards are about.
    pub(crate) fn forget_rows(&self, guards: &[Guard]) {
        self.rows.remove(&row_cache::guarded(guards));
    }
}
