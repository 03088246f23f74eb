//! What a change brings to the writer: how to link it, and proof that the keys it was made with still live.

use crate::error::{KeyStoreError, Result};
use crate::ids::ClinicId;
use crate::keystore::{HeldKeys, KeyEpoch, KeyStore};
use crate::link::Linker;
use crate::vault::Vault;
use std::fmt;
use std::sync::Arc;

/// Goes with a change to the ledger's writer. It links and holds keys alive; it opens nothing.
#[derive(Clone)]
pub struct WritePass {
    linker: Linker,
    epoch: KeyEpoch,
    keys: Arc<dyn KeyStore>,
}

impl fmt::Debug for WritePass {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "WritePass({:?}, {:?})", self.linker, self.epoch)
    }
}

impl WritePass {
    /// Links and sums of the clinic.
    #[must_use]
    pub fn linker(&self) -> &Linker {
        &self.linker
    }

    /// The epoch of the keys that the change was made with, whatever was opened or sealed for it.
    #[must_use]
    pub fn epoch(&self) -> KeyEpoch {
        self.epoch
    }

    /// Whether both were given out over the same key store.
    #[must_use]
    pub fn has_same_keys(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.keys, &other.keys)
    }

    /// Holds the keys, so that none is destroyed before the change is durable. May block.
    ///
    /// # Errors
    /// As [`KeyStore::hold`].
    pub fn hold_keys(&self) -> std::result::Result<Box<dyn HeldKeys>, KeyStoreError> {
        self.keys.hold()
    }
}

impl Vault {
    /// Links and sums of a clinic.
    ///
    /// # Errors
    /// [`crate::Error::Provider`] only.
    pub fn linker(&self, clinic: &ClinicId) -> Result<Linker> {
        Linker::derive(&self.deriver, clinic)
    }

    /// The epoch of the keys that this vault knows. To be asked before the first opening or sealing of what will be one
    /// change; a change with an older one than the store's is not stored.
    #[must_use]
    pub fn epoch(&self) -> KeyEpoch {
        self.ring.epoch()
    }

    /// What a change carries to the writer that was begun at `epoch`.
    #[must_use]
    pub fn write_pass(&self, linker: &Linker, epoch: KeyEpoch) -> WritePass {
        WritePass { linker: linker.clone(), epoch, keys: Arc::clone(&self.ring.store) }
    }

    /// Drops every key from memory if the store's epoch has moved on: what was cached is worth nothing any more.
    pub fn catch_up(&self, epoch: KeyEpoch) {
        self.ring.catch_up(epoch);
    }

    /// As [`Self::catch_up`], with the epoch that the store has now.
    ///
    /// # Errors
    /// That the store failed.
    pub fn refresh_epoch(&self) -> Result<()> {
        self.ring.catch_up(self.ring.store.epoch()?);
        Ok(())
    }
}
