//! Helpers for tests, here and in other crates: fixed randomness, fixed root keys, keys in memory. Never in a release.

use crate::error::{KeyStoreError, RandomError, Result};
use crate::ids::{ClinicId, KeyId};
use crate::keystore::{
    CheckpointWrite, DestroyedKey, HeldKeys, KeyEpoch, KeyStore, StoredKey, Subject, WrappedKey,
};
use crate::layout::{join, sha256};
use crate::random::{Random, private};
use crate::root::RootKey;
use crate::vault::{Installation, InstallationKind, Vault};
use crate::write_pass::WritePass;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// The same bytes every time: SHA-256(seed ‖ counter), block by block; each call begins a new block.
#[derive(Debug)]
pub struct FixedRandom {
    seed: u64,
    blocks: AtomicU64,
}

impl FixedRandom {
    /// A generator whose whole output follows from `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { seed, blocks: AtomicU64::new(0) }
    }
}

impl private::Sealed for FixedRandom {}

impl Random for FixedRandom {
    fn fill(&self, dest: &mut [u8]) -> std::result::Result<(), RandomError> {
        for chunk in dest.chunks_mut(32) {
            let counter = self.blocks.fetch_add(1, Ordering::Relaxed);
            let block = sha256(&join::<16>(&[&self.seed.to_be_bytes(), &counter.to_be_bytes()]));
            for (to, from) in chunk.iter_mut().zip(block) {
                *to = from;
            }
        }
        Ok(())
    }
}

/// A root key with these bytes.
#[must_use]
pub fn fixed_root(bytes: [u8; 32]) -> RootKey {
    RootKey::fixed(bytes)
}

/// Whose the keys of tests are.
pub const INSTALLATION: Installation =
    Installation { clinic: ClinicId([0xc1; 16]), kind: InstallationKind::Demo };

/// A pass for changes of a clinic that no vault has to make.
///
/// # Errors
/// None in practice.
pub fn write_pass(clinic: &ClinicId) -> Result<WritePass> {
    let vault = fixed_vault(1)?;
    Ok(vault.write_pass(&vault.linker(clinic)?, vault.epoch()))
}

/// A vault in memory whose keys, ids and ciphertexts follow from `seed`.
///
/// # Errors
/// None in practice.
pub fn fixed_vault(seed: u64) -> Result<Vault> {
    let (keys, random) = (Arc::new(MemoryKeys::default()), Arc::new(FixedRandom::new(seed)));
    Vault::create(fixed_root([7; 32]), INSTALLATION, keys, random, 0)
}

/// The vault of [`fixed_vault`] with the seed 1, over this empty store.
///
/// # Errors
/// As [`Vault::create`].
pub fn vault_over(keys: Arc<dyn KeyStore>) -> Result<Vault> {
    Vault::create(fixed_root([7; 32]), INSTALLATION, keys, Arc::new(FixedRandom::new(1)), 0)
}

/// A key store in memory that keeps the contract of [`KeyStore`].
#[derive(Debug, Default)]
pub struct MemoryKeys {
    rows: Mutex<BTreeMap<KeyId, StoredKey>>,
    /// What is left of destroyed keys.
    tombs: Mutex<Vec<DestroyedKey>>,
    checkpoints: Mutex<BTreeMap<ClinicId, (u64, Vec<u8>)>>,
    gate: Arc<Gate>,
    /// Whether its disk is full.
    is_full: AtomicBool,
}

/// Holders and the epoch.
#[derive(Debug, Default)]
struct Gate {
    state: Mutex<GateState>,
    released: Condvar,
}

#[derive(Debug, Default)]
struct GateState {
    epoch: u64,
    holders: u32,
}

struct HeldInMemory {
    gate: Arc<Gate>,
    epoch: KeyEpoch,
}

impl HeldKeys for HeldInMemory {
    fn epoch(&self) -> KeyEpoch {
        self.epoch
    }

    fn release(self: Box<Self>) -> std::result::Result<(), KeyStoreError> {
        Ok(())
    }
}

impl Drop for HeldInMemory {
    fn drop(&mut self) {
        lock(&self.gate.state).holders -= 1;
        self.gate.released.notify_all();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl MemoryKeys {
    /// Puts a row there as it is, over any other with its id: what a tampered store may hold.
    pub fn overwrite(&self, key: WrappedKey) {
        lock(&self.rows).insert(key.key, StoredKey { key, seals: 0 });
    }

    /// Refuses every further change, as a store does whose disk is full.
    pub fn fill_up(&self) {
        self.is_full.store(true, Ordering::Relaxed);
    }

    fn check_room(&self) -> std::result::Result<(), KeyStoreError> {
        if self.is_full.load(Ordering::Relaxed) { Err(KeyStoreError::Unavailable) } else { Ok(()) }
    }

    /// Loses a key without a trace: what a store that was put back from an old copy has done.
    pub fn lose(&self, key: &KeyId) {
        lock(&self.rows).remove(key);
    }
}

impl KeyStore for MemoryKeys {
    fn load(&self, subject: &Subject) -> std::result::Result<Vec<WrappedKey>, KeyStoreError> {
        let rows = lock(&self.rows);
        Ok(rows.values().filter(|row| row.key.subject == *subject).map(|row| row.key.clone()).collect())
    }

    fn find(&self, key: &KeyId) -> std::result::Result<Option<WrappedKey>, KeyStoreError> {
        Ok(lock(&self.rows).get(key).map(|row| row.key.clone()))
    }

    fn last_generation(&self, subject: &Subject) -> std::result::Result<u32, KeyStoreError> {
        let (rows, tombs) = (lock(&self.rows), lock(&self.tombs));
        let living = rows.values().filter(|row| row.key.subject == *subject).map(|row| row.key.generation);
        let gone = tombs.iter().filter(|tomb| tomb.subject == *subject).map(|tomb| tomb.generation);
        Ok(living.chain(gone).max().unwrap_or(0))
    }

    fn insert(&self, new: &WrappedKey) -> std::result::Result<(), KeyStoreError> {
        self.check_room()?;
        let mut rows = lock(&self.rows);
        let taken = |row: &StoredKey| {
            row.key.key == new.key || (row.key.subject == new.subject && row.key.generation == new.generation)
        };
        if rows.values().any(taken) {
            return Err(KeyStoreError::Conflict);
        }
        rows.insert(new.key, StoredKey { key: new.clone(), seals: 0 });
        Ok(())
    }

    fn reserve_seals(&self, key: &KeyId, count: u64) -> std::result::Result<u64, KeyStoreError> {
        self.check_room()?;
        let mut rows = lock(&self.rows);
        let row = rows.get_mut(key).ok_or(KeyStoreError::NotFound)?;
        let before = row.seals;
        row.seals = before.checked_add(count).ok_or(KeyStoreError::Damaged)?;
        Ok(before)
    }

    fn destroy(&self, key: &KeyId) -> std::result::Result<(), KeyStoreError> {
        self.check_room()?;
        let gate = lock(&self.gate.state);
        let mut gate = self
            .gate
            .released
            .wait_while(gate, |gate| gate.holders > 0)
            .unwrap_or_else(PoisonError::into_inner);
        gate.epoch += 1;
        let gone = lock(&self.rows).remove(key);
        let tomb = |StoredKey { key, .. }: StoredKey| DestroyedKey {
            key: key.key,
            subject: key.subject,
            generation: key.generation,
        };
        lock(&self.tombs).extend(gone.map(tomb));
        Ok(())
    }

    fn all(&self, after: Option<KeyId>, limit: u32) -> std::result::Result<Vec<StoredKey>, KeyStoreError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let rows = lock(&self.rows);
        let later = rows.iter().filter(|(id, _)| after.is_none_or(|after| **id > after));
        Ok(later.take(limit).map(|(_, row)| row.clone()).collect())
    }

    fn destroyed(&self) -> std::result::Result<Vec<DestroyedKey>, KeyStoreError> {
        Ok(lock(&self.tombs).clone())
    }

    fn rewrap(&self, key: &KeyId, old: &[u8], new: &[u8]) -> std::result::Result<bool, KeyStoreError> {
        let mut rows = lock(&self.rows);
        let row = rows.get_mut(key).filter(|row| row.key.wrapped == old);
        let is_there = row.is_some();
        row.into_iter().for_each(|row| row.key.wrapped = new.to_vec());
        Ok(is_there)
    }

    fn epoch(&self) -> std::result::Result<KeyEpoch, KeyStoreError> {
        Ok(KeyEpoch(lock(&self.gate.state).epoch))
    }

    fn hold(&self) -> std::result::Result<Box<dyn HeldKeys>, KeyStoreError> {
        let mut state = lock(&self.gate.state);
        state.holders += 1;
        Ok(Box::new(HeldInMemory { gate: Arc::clone(&self.gate), epoch: KeyEpoch(state.epoch) }))
    }

    fn checkpoint(&self, clinic: &ClinicId) -> std::result::Result<Option<Vec<u8>>, KeyStoreError> {
        Ok(lock(&self.checkpoints).get(clinic).map(|(_, checkpoint)| checkpoint.clone()))
    }

    fn put_checkpoint(
        &self,
        clinic: &ClinicId,
        seq: u64,
        checkpoint: &[u8],
        how: CheckpointWrite,
    ) -> std::result::Result<(), KeyStoreError> {
        let mut checkpoints = lock(&self.checkpoints);
        let is_later = checkpoints.get(clinic).is_none_or(|(stored, _)| *stored <= seq);
        if is_later || how == CheckpointWrite::Replace {
            checkpoints.insert(*clinic, (seq, checkpoint.to_vec()));
        }
        Ok(())
    }
}
