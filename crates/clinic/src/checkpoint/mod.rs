//! Checkpoints: where the ledger stood, under a MAC that nobody makes without the keys. A ledger that stands behind the last
//! one, or elsewhere, was put back or altered while nobody looked.

pub(crate) mod comparison;
mod layout;

use std::sync::Arc;

use jiff::Timestamp;
use ledger::{AuditHead, AuditPlace, LedgerError, StateRule, Storage};
use vault::{CheckpointWrite, KeyEpoch};

use self::layout::Checkpoint;
use crate::ClinicError;
use crate::accounts::Accounts;
use crate::audit::AuditDraft;
use crate::sealed::{SealedStore, ids};

/// The action of a person who accepts the ledger as it stands.
const ACCEPT_STATE: &str = "accept_state";

/// A checkpoint as it is stored, also off the data folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCheckpoint {
    /// Its place in the audit chain.
    pub seq: u64,
    /// What is stored: one line of JSON.
    pub bytes: Vec<u8>,
}

/// The checkpoints of a clinic.
pub struct Checkpoints {
    sealed: Arc<SealedStore>,
    accounts: Arc<Accounts>,
}

impl Checkpoints {
    pub(crate) fn new(sealed: Arc<SealedStore>, accounts: Arc<Accounts>) -> Self {
        Self { sealed, accounts }
    }

    /// Writes down in the key store where the ledger stands, unless that is where the newest checkpoint stands already.
    ///
    /// # Errors
    /// As [`Self::make`], and when the key store cannot be written.
    pub async fn take(&self) -> Result<StoredCheckpoint, ClinicError> {
        let (before, made) = self.next().await?;
        match before {
            Some(before) if (before.place, before.state) == (made.place, made.state) => self.closed(&before),
            _ => self.put(made, CheckpointWrite::Advance).await,
        }
    }

    /// A checkpoint of where the ledger stands now, for keeping elsewhere; the key store is only read.
    ///
    /// # Errors
    /// [`ClinicError::Vault`] with [`vault::Error::Tampered`] where the newest event does not stand where the chain says, or the
    /// ledger stands behind the newest checkpoint; or when a store cannot be read.
    pub async fn make(&self) -> Result<StoredCheckpoint, ClinicError> {
        let (_, made) = self.next().await?;
        self.closed(&made)
    }

    async fn next(&self) -> Result<(Option<Checkpoint>, Checkpoint), ClinicError> {
        // Read first: whoever writes meanwhile only moves the ledger on.
        let before = self.newest().await?;
        let head = self.sealed.ledger.audit_head(self.sealed.clinic_id()).await?;
        if before.is_some_and(|before| before.place.seq > head.place.seq) {
            return Err(vault::Error::Tampered.into());
        }
        self.check_newest_event(head.place).await?;
        Ok((before, self.of(head)))
    }

    /// Accepts the ledger as it stands, in the name of a person at the machine, with their reason; the clinic's log says so. What
    /// was altered stays altered, and `verify` goes on naming what it can name.
    ///
    /// # Errors
    /// When the stores cannot be written, or the clinic's log is damaged itself.
    pub async fn accept(&self, reason: &str) -> Result<StoredCheckpoint, ClinicError> {
        let before = self.newest().await?.map(|checkpoint| checkpoint.place.seq);
        self.sealed.with_living_keys(|epoch| self.try_accept(reason, before, epoch)).await?;
        let head = self.sealed.ledger.audit_head(self.sealed.clinic_id()).await?;
        self.put(self.of(head), CheckpointWrite::Replace).await
    }

    async fn try_accept(
        &self,
        reason: &str,
        checkpoint_seq: Option<u64>,
        epoch: KeyEpoch,
    ) -> Result<(), ClinicError> {
        let id = vault::RecordId(self.sealed.vault.new_id()?);
        let objects = [ids::from_vault(id)];
        let draft = AuditDraft { objects: &objects, ..AuditDraft::installation(ACCEPT_STATE, epoch) };
        let mut change = self.sealed.change_about_clinic(&draft)?;
        self.accounts.add_acceptance(&mut change, id, reason, checkpoint_seq).await?;
        change.state = StateRule::Accepted;
        self.sealed.store(change).await
    }

    /// The place in the audit chain of a checkpoint that is kept elsewhere; none where it is not one of these keys.
    #[must_use]
    pub fn place_of(&self, bytes: &[u8]) -> Option<u64> {
        self.read(bytes).map(|checkpoint| checkpoint.place.seq)
    }

    /// The newest in the key store, if one is there that was made with these keys.
    async fn newest(&self) -> Result<Option<Checkpoint>, ClinicError> {
        Ok(self.stored().await?.and_then(|bytes| self.read(&bytes)))
    }

    fn read(&self, bytes: &[u8]) -> Option<Checkpoint> {
        Checkpoint::open(&self.sealed.vault, &self.sealed.clinic_id(), bytes)
    }

    /// The key store may be slow, or hang: nobody else waits for it here.
    async fn stored(&self) -> Result<Option<Vec<u8>>, ClinicError> {
        let (vault, clinic) = (Arc::clone(&self.sealed.vault), self.sealed.clinic_id());
        let read = tokio::task::spawn_blocking(move || vault.checkpoint(&clinic)).await;
        Ok(read.map_err(|_| LedgerError::NotSaved(Storage::Io))??)
    }

    /// A checkpoint of this head, taken now, in whole milliseconds as everywhere in the ledger.
    fn of(&self, AuditHead { place, state }: AuditHead) -> Checkpoint {
        let at = Timestamp::from_millisecond(self.sealed.now_ms()).unwrap_or(Timestamp::UNIX_EPOCH);
        Checkpoint { at, place, state }
    }

    fn closed(&self, checkpoint: &Checkpoint) -> Result<StoredCheckpoint, ClinicError> {
        let bytes = checkpoint.close(&self.sealed.vault, &self.sealed.clinic_id())?;
        Ok(StoredCheckpoint { seq: checkpoint.place.seq, bytes })
    }

    async fn put(
        &self,
        checkpoint: Checkpoint,
        how: CheckpointWrite,
    ) -> Result<StoredCheckpoint, ClinicError> {
        let stored = self.closed(&checkpoint)?;
        let (vault, clinic) = (Arc::clone(&self.sealed.vault), self.sealed.clinic_id());
        let StoredCheckpoint { seq, bytes } = stored.clone();
        let put = tokio::task::spawn_blocking(move || vault.put_checkpoint(&clinic, seq, &bytes, how)).await;
        put.map_err(|_| LedgerError::NotSaved(Storage::Io))??;
        Ok(stored)
    }

    /// That the newest event is the one that the head names and follows the one before: no checkpoint vouches for a head
    /// that somebody wrote without the key.
    async fn check_newest_event(&self, place: AuditPlace) -> Result<(), ClinicError> {
        let Some(before) = place.seq.checked_sub(1) else { return Ok(()) };
        let clinic = self.sealed.clinic_id();
        let events = self.sealed.ledger.audit(clinic, before.saturating_sub(1), 2).await?;
        let last = events.iter().find(|stored| stored.seq == place.seq);
        let link = match events.iter().find(|stored| stored.seq == before) {
            Some(stored) => stored.link,
            None => AuditPlace::START.link,
        };
        let expected =
            last.map(|last| AuditPlace { seq: before, link }.next(&self.sealed.linker, &last.audit));
        match expected {
            Some(Ok(expected)) if expected == place => Ok(()),
            _ => Err(vault::Error::Tampered.into()),
        }
    }
}
