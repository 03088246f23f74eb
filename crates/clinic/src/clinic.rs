//! A clinic: its parts, and what belongs to none of them.

use std::sync::Arc;

use diary::{ClinicId, EntryId};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use ledger::Ledger;
use vault::Vault;

use crate::accounts::Accounts;
use crate::charts::Charts;
use crate::checkpoint::Checkpoints;
use crate::panel::page::Panel;
use crate::sealed::{SealedStore, ids};
use crate::tasks::Tasks;
use crate::verify::verifier::{MetSeals, Verified, Verifier};
use crate::{ClinicError, Clock};

/// One clinic. Everything lasting is in its store.
pub struct Clinic {
    sealed: Arc<SealedStore>,
    accounts: Arc<Accounts>,
    charts: Charts,
    tasks: Arc<Tasks>,
    panel: Panel,
    checkpoints: Checkpoints,
}

impl Clinic {
    /// A clinic in its time zone.
    ///
    /// # Errors
    /// When the keys cannot be used.
    pub fn new(
        id: ClinicId,
        ledger: Arc<dyn Ledger>,
        vault: Arc<Vault>,
        clock: Arc<dyn Clock>,
        zone: TimeZone,
    ) -> Result<Self, ClinicError> {
        let sealed = Arc::new(SealedStore::new(id, ledger, vault, clock, zone)?);
        let accounts = Arc::new(Accounts::new(Arc::clone(&sealed)));
        let tasks = Arc::new(Tasks::new(Arc::clone(&sealed)));
        let charts = Charts::new(Arc::clone(&sealed), Arc::clone(&accounts), Arc::clone(&tasks));
        let panel = Panel::new(Arc::clone(&sealed), Arc::clone(&accounts), Arc::clone(&tasks));
        let checkpoints = Checkpoints::new(Arc::clone(&sealed), Arc::clone(&accounts));
        Ok(Self { sealed, accounts, charts, tasks, panel, checkpoints })
    }

    /// Who can sign in, who is signed in, and whose charts they may open.
    #[must_use]
    pub fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    /// Reading charts and writing to them.
    #[must_use]
    pub fn charts(&self) -> &Charts {
        &self.charts
    }

    /// The panels of the people of this clinic.
    #[must_use]
    pub fn panel(&self) -> &Panel {
        &self.panel
    }

    /// Where the ledger stood, and how it stands to that.
    #[must_use]
    pub fn checkpoints(&self) -> &Checkpoints {
        &self.checkpoints
    }

    /// Now, by the clinic's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.sealed.now()
    }

    /// Today, where the clinic is.
    #[must_use]
    pub fn today(&self) -> Date {
        self.sealed.today()
    }

    /// The clinic's time zone.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.sealed.zone
    }

    /// A new id for an entry that a form will carry.
    ///
    /// # Errors
    /// When randomness fails.
    pub fn new_entry_id(&self) -> Result<EntryId, ClinicError> {
        self.new_uuid().map(EntryId::from_bytes)
    }

    /// A new id for an account or a chart.
    ///
    /// # Errors
    /// When randomness fails.
    pub fn new_uuid(&self) -> Result<[u8; 16], ClinicError> {
        let mut bytes = self.sealed.vault.new_id()?;
        // Version 4, variant 1: it is a random UUID and says so.
        let [_, _, _, _, _, _, version, _, variant, ..] = &mut bytes;
        *version = (*version & 0x0f) | 0x40;
        *variant = (*variant & 0x3f) | 0x80;
        Ok(bytes)
    }

    /// A new secret for a sign-in link, as 64 hexadecimal digits.
    ///
    /// # Errors
    /// When randomness fails.
    pub fn new_secret(&self) -> Result<String, ClinicError> {
        Ok(ids::hex(self.sealed.vault.new_token()?.as_slice()))
    }

    /// Whether records and keys can be written right now.
    ///
    /// # Errors
    /// What stands in the way.
    pub async fn probe(&self) -> Result<(), ClinicError> {
        self.sealed.probe().await
    }

    /// Lets go of all keys where another process has destroyed some. Every change notices by itself; this is for memory.
    pub async fn notice_destroyed_keys(&self) {
        let vault = Arc::clone(&self.sealed.vault);
        // A key store that does not answer is noticed by whoever writes.
        let _ = tokio::task::spawn_blocking(move || vault.refresh_epoch()).await;
    }

    /// Drops from memory whatever was opened and is unused since. To be called once a minute: an idle clinic drops nothing
    /// by itself.
    pub fn sweep(&self) {
        let now_ms = self.sealed.now_ms();
        self.charts.drop_unused(now_ms);
        self.panel.drop_unused(now_ms);
        self.sealed.drop_unused(now_ms);
    }

    /// Whether keys were used here, and yet nobody was ever opened in this clinic's own log: an empty ledger, or one of
    /// another clinic, lies beside these keys.
    ///
    /// # Errors
    /// When a store cannot be read.
    pub async fn is_emptied(&self) -> Result<bool, ClinicError> {
        let own = self.sealed.head(self.sealed.own_log(), ids::DIRECTORY).await?;
        Ok(own.seq == 0 && self.sealed.vault.has_sealed()?)
    }

    /// Checks the whole store, and how it stands to the newest checkpoint or to this one. `progress` hears the number of
    /// charts done.
    ///
    /// # Errors
    /// When the store cannot be read at all; what is read and wrong is in the answer.
    pub async fn verify(
        &self,
        against: Option<&[u8]>,
        progress: impl FnMut(u64),
    ) -> Result<Verified, ClinicError> {
        self.verifier().run(against, progress).await
    }

    /// What [`Self::verify`] finds without reading every record and event: what protects the ledger, its sum, its keys, and how
    /// it stands to the newest checkpoint or to this one. For every start.
    ///
    /// # Errors
    /// As [`Self::verify`].
    pub async fn inspect(&self, against: Option<&[u8]>) -> Result<Verified, ClinicError> {
        self.verifier().inspect(against).await
    }

    fn verifier(&self) -> Verifier<'_> {
        Verifier {
            sealed: &self.sealed,
            accounts: &self.accounts,
            tasks: &self.tasks,
            checkpoints: &self.checkpoints,
            seals: MetSeals::default(),
        }
    }
}
