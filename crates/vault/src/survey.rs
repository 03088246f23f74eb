//! Whether the keys of a store fit together: for a look over everything, and for every start.

use crate::error::{Error, Result};
use crate::ids::{ClinicId, KeyId};
use crate::keystore::{CheckpointWrite, StoredKey, Subject};
use crate::vault::Vault;
use std::collections::{BTreeMap, BTreeSet};

/// Keys read at a time.
const PAGE: u32 = 500;

/// Something that does not fit among the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyProblem {
    /// A wrapping that is damaged, or stands in another key's place.
    Damaged,
    /// Among a subject's generations one is missing, there twice, or both living and destroyed.
    Generations,
    /// More keys were destroyed than the epoch counts.
    Epoch,
}

/// What stands in a key store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeySurvey {
    /// How many seals each living key has made or reserved.
    pub seals: BTreeMap<KeyId, u64>,
    /// What does not fit, each kind once.
    pub problems: BTreeSet<KeyProblem>,
}

impl KeyProblem {
    /// A stable code for texts and logs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Damaged => "key-damaged",
            Self::Generations => "key-generations",
            Self::Epoch => "key-epoch",
        }
    }
}

impl Vault {
    /// Looks at every key, living and destroyed. May block on the key store for each page of keys.
    ///
    /// # Errors
    /// That the store failed. What is read and wrong is in the answer.
    pub fn survey(&self) -> Result<KeySurvey> {
        let mut found = KeySurvey::default();
        let mut generations: BTreeMap<Subject, Vec<u32>> = BTreeMap::new();
        let mut after = None;
        loop {
            let page = self.ring.store.all(after, PAGE)?;
            let Some(last) = page.last() else { break };
            after = Some(last.key.key);
            for StoredKey { key, seals } in page {
                if let Err(error) = self.check_key(&key) {
                    match error {
                        Error::WrongRoot | Error::KeyDamaged | Error::UnknownFormat => {
                            found.problems.insert(KeyProblem::Damaged);
                        }
                        error => return Err(error),
                    }
                }
                generations.entry(key.subject).or_default().push(key.generation);
                found.seals.insert(key.key, seals);
            }
        }
        let destroyed = self.ring.store.destroyed()?;
        let count = u64::try_from(destroyed.len()).unwrap_or(u64::MAX);
        if self.ring.store.epoch()?.0 < count {
            found.problems.insert(KeyProblem::Epoch);
        }
        for gone in destroyed {
            generations.entry(gone.subject).or_default().push(gone.generation);
        }
        if !generations.into_values().all(are_dense) {
            found.problems.insert(KeyProblem::Generations);
        }
        Ok(found)
    }

    /// The newest checkpoint of a clinic, as it was stored.
    ///
    /// # Errors
    /// That the store failed.
    pub fn checkpoint(&self, clinic: &ClinicId) -> Result<Option<Vec<u8>>> {
        Ok(self.ring.store.checkpoint(clinic)?)
    }

    /// Stores a checkpoint at this place of the clinic's audit chain.
    ///
    /// # Errors
    /// That the store failed.
    pub fn put_checkpoint(
        &self,
        clinic: &ClinicId,
        seq: u64,
        checkpoint: &[u8],
        how: CheckpointWrite,
    ) -> Result<()> {
        Ok(self.ring.store.put_checkpoint(clinic, seq, checkpoint, how)?)
    }
}

/// Whether these are 1, 2, … without a gap, each once.
fn are_dense(mut generations: Vec<u32>) -> bool {
    generations.sort_unstable();
    (1..).zip(&generations).all(|(expected, found): (u32, &u32)| expected == *found)
}
