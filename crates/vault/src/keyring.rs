//! Which key opens and which key seals: cached keys, counted seals, generations.

use crate::cache::{Cache, Spread};
use crate::error::{Error, KeyStoreError, Result};
use crate::ids::KeyId;
use crate::keys::{DataKey, Wrapper};
use crate::keystore::{KeyEpoch, KeyPurpose, KeyStore, Subject, WrappedKey};
use crate::random::Random;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// How often another writer may win before a seal gives up.
const ATTEMPTS: u32 = 8;

/// Bounds of the key handling. The defaults are the product's; tests make them small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Seals reserved durably at a time; a crash wastes at most these.
    pub seals_per_reservation: u64,
    /// Seals of one key before a new generation is made: 2^31, far below the 2^32 of SP 800-38D for random nonces.
    pub seals_per_key: u64,
    /// Unwrapped keys held in memory (about 1 kB each).
    pub cached_keys: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { seals_per_reservation: 4096, seals_per_key: 1 << 31, cached_keys: 50_000 }
    }
}

impl Spread for KeyId {
    fn spread(&self) -> u8 {
        let [.., last] = self.0;
        last
    }
}

impl Spread for Subject {
    fn spread(&self) -> u8 {
        let [.., last] = self.owner;
        let [kind, strand] = self.purpose.code().to_be_bytes();
        last ^ kind ^ strand
    }
}

/// The newest key of a subject with what is left of its reservation.
struct Sealer {
    key: Arc<DataKey>,
    left: u64,
}

type SealerSlot = Arc<Mutex<Option<Sealer>>>;

/// Keys by id for opening, keys by subject for sealing.
pub(crate) struct Keyring {
    pub(crate) wrapper: Wrapper,
    pub(crate) store: Arc<dyn KeyStore>,
    pub(crate) random: Arc<dyn Random>,
    limits: Limits,
    opening: Cache<KeyId, Arc<DataKey>>,
    sealing: Cache<Subject, SealerSlot>,
    /// The epoch at which everything cached here was still living.
    epoch: AtomicU64,
}

impl Keyring {
    pub(crate) fn new(
        wrapper: Wrapper,
        store: Arc<dyn KeyStore>,
        random: Arc<dyn Random>,
        limits: Limits,
    ) -> Result<Self> {
        let (opening, sealing) = (Cache::new(limits.cached_keys), Cache::new(limits.cached_keys));
        let epoch = AtomicU64::new(store.epoch()?.0);
        Ok(Self { wrapper, store, random, limits, opening, sealing, epoch })
    }

    pub(crate) fn with_limits(self, limits: Limits) -> Self {
        let (opening, sealing) = (Cache::new(limits.cached_keys), Cache::new(limits.cached_keys));
        Self { limits, opening, sealing, ..self }
    }

    pub(crate) fn epoch(&self) -> KeyEpoch {
        KeyEpoch(self.epoch.load(Ordering::Acquire))
    }

    /// Empties the caches before it says that they are of this epoch: whoever reads the new one finds nothing of the old.
    pub(crate) fn catch_up(&self, KeyEpoch(epoch): KeyEpoch) {
        if self.epoch.load(Ordering::Acquire) < epoch {
            self.let_go();
            self.epoch.fetch_max(epoch, Ordering::AcqRel);
        }
    }

    /// Drops every key from memory; each comes back with its next use.
    pub(crate) fn let_go(&self) {
        self.sealing.retain(|_, _| false);
        self.opening.retain(|_, _| false);
    }

    /// Drops the keys that were not used lately, with what is left of their reservations.
    pub(crate) fn sweep(&self) {
        self.sealing.sweep();
        self.opening.sweep();
    }

    /// The key with this id, if it is this subject's.
    pub(crate) fn to_open(&self, subject: &Subject, id: &KeyId) -> Result<Arc<DataKey>> {
        let key = match self.opening.get(id) {
            Some(key) => key,
            None => {
                let epoch = self.opening.epoch(id);
                let wrapped = self.store.find(id)?.ok_or(Error::KeyGone)?;
                if wrapped.key != *id {
                    return Err(Error::KeyDamaged);
                }
                self.opening.insert(*id, Arc::new(self.wrapper.prepare(&wrapped)?), epoch)
            }
        };
        if key.subject == *subject { Ok(key) } else { Err(Error::Tampered) }
    }

    /// The key for one more seal of this subject, already counted. Makes the key at first use and when one is worn out.
    pub(crate) fn to_seal(&self, subject: &Subject, now_ms: i64) -> Result<Arc<DataKey>> {
        let slot = match self.sealing.get(subject) {
            Some(slot) => slot,
            None => self.sealing.insert(*subject, SealerSlot::default(), self.sealing.epoch(subject)),
        };
        let mut sealer = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(ready) = sealer.as_mut().filter(|ready| ready.left > 0) {
            ready.left -= 1;
            return Ok(Arc::clone(&ready.key));
        }
        let mut ready = self.reserve(subject, now_ms)?;
        ready.left = ready.left.saturating_sub(1);
        let key = Arc::clone(&ready.key);
        *sealer = Some(ready);
        Ok(key)
    }

    /// Refuses a subject that never had a key: where something of it is sealed already, its key was lost, and a new one
    /// would hide that.
    pub(crate) fn require(&self, subject: &Subject) -> Result<()> {
        let ready = self.sealing.get(subject).is_some_and(|slot| {
            let sealer = slot.lock().unwrap_or_else(PoisonError::into_inner);
            sealer.as_ref().is_some_and(|ready| ready.left > 0)
        });
        if ready || self.store.last_generation(subject)? > 0 { Ok(()) } else { Err(Error::KeyGone) }
    }

    /// Makes a newer key for a subject; the older ones go on opening.
    pub(crate) fn rotate(&self, subject: &Subject, now_ms: i64) -> Result<KeyId> {
        for _ in 0..ATTEMPTS {
            if let Some(made) = self.make(subject, now_ms)? {
                self.sealing.remove(subject);
                return Ok(made.key);
            }
        }
        Err(Error::Busy)
    }

    /// Destroys a key in the store, then here.
    pub(crate) fn destroy(&self, id: &KeyId) -> Result<()> {
        let subject = match self.opening.get(id) {
            Some(key) => Some(key.subject),
            None => self.store.find(id)?.map(|key| key.subject),
        };
        if subject.is_some_and(|subject| subject.purpose == KeyPurpose::Derivation) {
            return Err(Error::ContextMismatch);
        }
        self.store.destroy(id)?;
        self.catch_up(self.store.epoch()?);
        Ok(())
    }

    fn reserve(&self, subject: &Subject, now_ms: i64) -> Result<Sealer> {
        for _ in 0..ATTEMPTS {
            if let Some(wrapped) = self.newest(subject)? {
                let used = match self.store.reserve_seals(&wrapped.key, self.limits.seals_per_reservation) {
                    // Destroyed since it was loaded.
                    Err(KeyStoreError::NotFound) => continue,
                    used => used?,
                };
                let left =
                    self.limits.seals_per_key.saturating_sub(used).min(self.limits.seals_per_reservation);
                if left > 0 {
                    return Ok(Sealer { key: self.to_open(subject, &wrapped.key)?, left });
                }
            }
            // Made by us or by another writer: the next round finds it.
            self.make(subject, now_ms)?;
        }
        Err(Error::Busy)
    }

    fn newest(&self, subject: &Subject) -> Result<Option<WrappedKey>> {
        let keys = self.store.load(subject)?;
        if keys.iter().any(|key| key.subject != *subject) {
            return Err(Error::KeyDamaged);
        }
        Ok(keys.into_iter().max_by_key(|key| key.generation))
    }

    /// Stores a new key, durably before it can seal. `None` if another writer was first. Generations go on behind those
    /// that were destroyed: a number that named a key once never names another.
    fn make(&self, subject: &Subject, now_ms: i64) -> Result<Option<WrappedKey>> {
        let generation = self.store.last_generation(subject)?.checked_add(1).ok_or(Error::KeyDamaged)?;
        let made = self.wrapper.make(self.random.as_ref(), subject, generation, now_ms)?;
        match self.store.insert(&made) {
            Ok(()) => Ok(Some(made)),
            Err(KeyStoreError::Conflict) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}
