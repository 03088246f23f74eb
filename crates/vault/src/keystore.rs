//! Wrapped keys and the store that keeps them: a database elsewhere, apart from the ledger and its backups.

use crate::error::KeyStoreError;
use crate::ids::{ClinicId, KeyId, StrandCode};
use std::fmt;

/// What a key is for. The code is stored and bound into the wrapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyPurpose {
    /// Records of one strand and the rows projected from it.
    Strand(StrandCode),
    /// Identity and contacts of one person.
    Identity,
    /// Audit events about one subject; with the clinic as owner, about the clinic.
    Audit,
    /// The one key from which ids, pseudonyms, hashes of tokens and MACs derive. Never seals anything.
    Derivation,
}

impl KeyPurpose {
    /// The stored code: kind in the high byte, strand in the low byte.
    #[must_use]
    pub fn code(self) -> u16 {
        match self {
            Self::Strand(StrandCode(strand)) => u16::from_be_bytes([1, strand]),
            Self::Identity => 0x0200,
            Self::Audit => 0x0300,
            Self::Derivation => 0x0400,
        }
    }

    /// Reads a stored code.
    #[must_use]
    pub fn from_code(code: u16) -> Option<Self> {
        match code.to_be_bytes() {
            [1, strand] => Some(Self::Strand(StrandCode(strand))),
            [2, 0] => Some(Self::Identity),
            [3, 0] => Some(Self::Audit),
            [4, 0] => Some(Self::Derivation),
            _ => None,
        }
    }
}

/// Whose key, and for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// The clinic.
    pub clinic: ClinicId,
    /// The chart, the person, or the clinic itself.
    pub owner: [u8; 16],
    /// What the key is for.
    pub purpose: KeyPurpose,
}

/// A data key as stored: version 1 ‖ root id (8) ‖ nonce (12) ‖ AES-256-GCM(KEK, 32-byte key) ‖ tag (16), 69 bytes, bound
/// to "namima/wrap/1" ‖ version ‖ root id ‖ key id ‖ clinic ‖ owner ‖ purpose (u16) ‖ generation (u32) ‖ created (i64).
/// The KEK is HKDF-SHA-256(root key, salt "namima/1", info "namima/1/wrap").
#[derive(Clone, PartialEq, Eq)]
pub struct WrappedKey {
    /// The key's id.
    pub key: KeyId,
    /// Whose key.
    pub subject: Subject,
    /// 1, 2, …; the highest seals, all open.
    pub generation: u32,
    /// When it was made, in milliseconds since 1970.
    pub created_ms: i64,
    /// The wrapping.
    pub wrapped: Vec<u8>,
}

impl fmt::Debug for WrappedKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("WrappedKey")
            .field("key", &self.key)
            .field("generation", &self.generation)
            .field("created_ms", &self.created_ms)
            .finish_non_exhaustive()
    }
}

/// How often keys of this store have been destroyed. What was cached at one epoch says nothing about the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct KeyEpoch(pub u64);

/// Keys that nobody destroys as long as this is held; neither this process nor another.
pub trait HeldKeys: Send + Sync {
    /// The epoch that stays what it is.
    fn epoch(&self) -> KeyEpoch;

    /// Lets go.
    ///
    /// # Errors
    /// That the store cannot say whether the keys were held all the time.
    fn release(self: Box<Self>) -> Result<(), KeyStoreError>;
}

/// Whether a checkpoint may be older than the one that is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckpointWrite {
    /// It is stored unless a later one is there: of several servers the furthest counts.
    Advance,
    /// It takes the place of whatever is there: a person has accepted an older state.
    Replace,
}

/// A living key as it is stored, with the number of its seals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredKey {
    /// The key.
    pub key: WrappedKey,
    /// How many seals it has made or reserved.
    pub seals: u64,
}

/// What is left of a destroyed key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DestroyedKey {
    /// The key's id.
    pub key: KeyId,
    /// Whose key it was.
    pub subject: Subject,
    /// Which of them.
    pub generation: u32,
}

/// Durable storage of wrapped keys. Every method may block on a disk; every change is durable before it returns.
pub trait KeyStore: Send + Sync {
    /// All living keys of a subject, in any order.
    ///
    /// # Errors
    /// [`KeyStoreError`] as the store finds.
    fn load(&self, subject: &Subject) -> Result<Vec<WrappedKey>, KeyStoreError>;

    /// One living key; `None` if it was destroyed or never was.
    ///
    /// # Errors
    /// [`KeyStoreError`] as the store finds.
    fn find(&self, key: &KeyId) -> Result<Option<WrappedKey>, KeyStoreError>;

    /// The highest generation this subject ever had, living or destroyed; 0 if it never had a key.
    ///
    /// # Errors
    /// [`KeyStoreError`] as the store finds.
    fn last_generation(&self, subject: &Subject) -> Result<u32, KeyStoreError>;

    /// Adds a key that has sealed nothing yet.
    ///
    /// # Errors
    /// [`KeyStoreError::Conflict`] if the id, or the subject with this generation, is taken.
    fn insert(&self, key: &WrappedKey) -> Result<(), KeyStoreError>;

    /// Adds `count` to the key's seals, atomically across processes, and returns the number before.
    ///
    /// # Errors
    /// [`KeyStoreError::NotFound`] if the key is not living.
    fn reserve_seals(&self, key: &KeyId, count: u64) -> Result<u64, KeyStoreError>;

    /// Destroys a key so that its wrapping cannot be read back, also from free pages and logs of the store, and raises the
    /// epoch with it. Waits until nobody holds the keys. Destroying a key that is gone is not an error.
    ///
    /// # Errors
    /// [`KeyStoreError`] as the store finds.
    fn destroy(&self, key: &KeyId) -> Result<(), KeyStoreError>;

    /// A page of all living keys in order of their ids, beginning behind `after`; an empty page is the end.
    ///
    /// # Errors
    /// [`KeyStoreError`] as the store finds.
    fn all(&self, after: Option<KeyId>, limit: u32) -> Result<Vec<StoredKey>, KeyStoreError>;

    /// All keys that were destroyed, in any order.
    ///
    /// # Errors
    /// [`KeyStoreError`] as the store finds.
    fn destroyed(&self) -> Result<Vec<DestroyedKey>, KeyStoreError>;

    /// Puts a key under another wrapping, if its wrapping is still `old`; answers whether it was.
    ///
    /// # Errors
    /// [`KeyStoreError`] as the store finds.
    fn rewrap(&self, key: &KeyId, old: &[u8], new: &[u8]) -> Result<bool, KeyStoreError>;

    /// The epoch right now.
    ///
    /// # Errors
    /// [`KeyStoreError`] as the store finds.
    fn epoch(&self) -> Result<KeyEpoch, KeyStoreError>;

    /// Holds all keys: shared with other holders, and with nobody who destroys.
    ///
    /// # Errors
    /// [`KeyStoreError::Unavailable`] where they could not be held within the store's own time limit.
    fn hold(&self) -> Result<Box<dyn HeldKeys>, KeyStoreError>;

    /// The newest checkpoint of a clinic.
    ///
    /// # Errors
    /// [`KeyStoreError`] as the store finds.
    fn checkpoint(&self, clinic: &ClinicId) -> Result<Option<Vec<u8>>, KeyStoreError>;

    /// Stores a checkpoint at this place of the clinic's audit chain.
    ///
    /// # Errors
    /// [`KeyStoreError`] as the store finds.
    fn put_checkpoint(
        &self,
        clinic: &ClinicId,
        seq: u64,
        checkpoint: &[u8],
        how: CheckpointWrite,
    ) -> Result<(), KeyStoreError>;
}
