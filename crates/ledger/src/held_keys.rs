//! The keys of a batch, held from before its first question until its COMMIT has returned.

use vault::{HeldKeys, KeyEpoch, KeyStoreError, WritePass};

use crate::decide::Work;
use crate::{LedgerError, Storage};

/// What a batch holds: each key store of its changes once, nearly always one.
pub struct BatchKeys(Vec<(WritePass, Box<dyn HeldKeys>)>);

impl BatchKeys {
    /// Holds the keys of all these changes. May block.
    ///
    /// # Errors
    /// As [`Self::hold_all`].
    pub fn hold(work: &[Work]) -> Result<Self, LedgerError> {
        Self::hold_all(&passes(work))
    }

    /// Holds the keys that these passes were given out over. May block.
    ///
    /// # Errors
    /// [`LedgerError::NotSaved`] where a key store cannot be held.
    pub fn hold_all(passes: &[WritePass]) -> Result<Self, LedgerError> {
        let mut held = Vec::with_capacity(passes.len());
        for pass in passes {
            held.push((pass.clone(), pass.hold_keys().map_err(not_saved)?));
        }
        Ok(Self(held))
    }

    /// The epoch in force in the key store of this pass, if it is held.
    #[must_use]
    pub fn epoch(&self, pass: &WritePass) -> Option<KeyEpoch> {
        self.0.iter().find(|(held, _)| held.has_same_keys(pass)).map(|(_, keys)| keys.epoch())
    }

    /// Lets go after COMMIT. To be called before anybody hears that something was stored.
    ///
    /// # Errors
    /// [`LedgerError::Unknown`] where a store cannot say that the keys were held all the time.
    pub fn release(self) -> Result<(), LedgerError> {
        for (_, keys) in self.0 {
            keys.release().map_err(|_| LedgerError::Unknown)?;
        }
        Ok(())
    }
}

/// The passes of a batch, one for each key store.
#[must_use]
pub fn passes(work: &[Work]) -> Vec<WritePass> {
    let mut passes: Vec<WritePass> = Vec::new();
    for piece in work {
        if let Work::Commit(change) = piece
            && !passes.iter().any(|pass| pass.has_same_keys(change.pass()))
        {
            passes.push(change.pass().clone());
        }
    }
    passes
}

fn not_saved(error: KeyStoreError) -> LedgerError {
    LedgerError::NotSaved(match error {
        KeyStoreError::Full => Storage::Full,
        KeyStoreError::Damaged => Storage::Corrupt,
        _ => Storage::Io,
    })
}
