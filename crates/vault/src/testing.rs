//! Helpers for tests, here and in other crates: fixed randomness, fixed root keys, keys in memory. Never in a release.

use crate::error::{KeyStoreError, RandomError, Result};
use crate::ids::KeyId;
use crate::keystore::{KeyStore, Subject, WrappedKey};
use crate::layout::{join, sha256};
use crate::random::{Random, private};
use crate::root::RootKey;
use crate::vault::Vault;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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

/// A vault in memory whose keys, ids and ciphertexts follow from `seed`.
///
/// # Errors
/// None in practice.
pub fn fixed_vault(seed: u64) -> Result<Vault> {
    Vault::create(fixed_root([7; 32]), Arc::new(MemoryKeys::default()), Arc::new(FixedRandom::new(seed)), 0)
}

/// A key store in memory that keeps the contract of [`KeyStore`].
#[derive(Debug, Default)]
pub struct MemoryKeys {
    rows: Mutex<BTreeMap<KeyId, (WrappedKey, u64)>>,
    /// What is left of destroyed keys.
    tombs: Mutex<Vec<(Subject, u32)>>,
}

impl MemoryKeys {
    fn rows(&self) -> MutexGuard<'_, BTreeMap<KeyId, (WrappedKey, u64)>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tombs(&self) -> MutexGuard<'_, Vec<(Subject, u32)>> {
        self.tombs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a row there as it is, over any other with its id: what a tampered store may hold.
    pub fn overwrite(&self, key: WrappedKey) {
        self.rows().insert(key.key, (key, 0));
    }

    /// Loses a key without a trace: what a store that was put back from an old copy has done.
    pub fn lose(&self, key: &KeyId) {
        self.rows().remove(key);
    }
}

impl KeyStore for MemoryKeys {
    fn load(&self, subject: &Subject) -> std::result::Result<Vec<WrappedKey>, KeyStoreError> {
        Ok(self
            .rows()
            .values()
            .filter(|(key, _)| key.subject == *subject)
            .map(|(key, _)| key.clone())
            .collect())
    }

    fn find(&self, key: &KeyId) -> std::result::Result<Option<WrappedKey>, KeyStoreError> {
        Ok(self.rows().get(key).map(|(key, _)| key.clone()))
    }

    fn last_generation(&self, subject: &Subject) -> std::result::Result<u32, KeyStoreError> {
        let (rows, tombs) = (self.rows(), self.tombs());
        let living = rows.values().filter(|(key, _)| key.subject == *subject).map(|(key, _)| key.generation);
        let gone = tombs.iter().filter(|(of, _)| of == subject).map(|(_, generation)| *generation);
        Ok(living.chain(gone).max().unwrap_or(0))
    }

    fn insert(&self, new: &WrappedKey) -> std::result::Result<(), KeyStoreError> {
        let mut rows = self.rows();
        let taken = |(key, _): &(WrappedKey, u64)| {
            key.key == new.key || (key.subject == new.subject && key.generation == new.generation)
        };
        if rows.values().any(taken) {
            return Err(KeyStoreError::Conflict);
        }
        rows.insert(new.key, (new.clone(), 0));
        Ok(())
    }

    fn reserve_seals(&self, key: &KeyId, count: u64) -> std::result::Result<u64, KeyStoreError> {
        let mut rows = self.rows();
        let (_, seals) = rows.get_mut(key).ok_or(KeyStoreError::NotFound)?;
        let before = *seals;
        *seals = before.checked_add(count).ok_or(KeyStoreError::Damaged)?;
        Ok(before)
    }

    fn destroy(&self, key: &KeyId) -> std::result::Result<(), KeyStoreError> {
        let gone = self.rows().remove(key);
        self.tombs().extend(gone.map(|(key, _)| (key.subject, key.generation)));
        Ok(())
    }

    fn all(&self, after: Option<KeyId>, limit: u32) -> std::result::Result<Vec<WrappedKey>, KeyStoreError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let rows = self.rows();
        let later = rows.iter().filter(|(id, _)| after.is_none_or(|after| **id > after));
        Ok(later.take(limit).map(|(_, (key, _))| key.clone()).collect())
    }
}
