//! A bounded map for many readers: sharded, so that threads seldom meet.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

const SHARDS: usize = 16;
/// A value that was not used during this many sweeps is dropped.
const UNUSED_SWEEPS: u64 = 15;

/// A key that says in one evenly spread byte which shard it belongs to.
pub(crate) trait Spread: Copy + Eq + Hash {
    fn spread(&self) -> u8;
}

struct Shard<K, V> {
    entries: HashMap<K, Entry<V>>,
    /// Counts removals: what was read from the store before a removal must not be cached after it.
    epoch: u64,
}

struct Entry<V> {
    value: V,
    /// The number of the last sweep before its last use.
    used: AtomicU64,
}

pub(crate) struct Cache<K, V> {
    first: RwLock<Shard<K, V>>,
    others: Vec<RwLock<Shard<K, V>>>,
    per_shard: usize,
    /// How many sweeps there were.
    sweeps: AtomicU64,
}

impl<K: Spread, V: Clone> Cache<K, V> {
    /// An empty cache of about `limit` entries.
    pub(crate) fn new(limit: usize) -> Self {
        let shard = || RwLock::new(Shard { entries: HashMap::new(), epoch: 0 });
        Self {
            first: shard(),
            others: std::iter::repeat_with(shard).take(SHARDS - 1).collect(),
            per_shard: limit.div_ceil(SHARDS).max(1),
            sweeps: AtomicU64::new(0),
        }
    }

    pub(crate) fn get(&self, key: &K) -> Option<V> {
        let shard = self.read(key);
        let entry = shard.entries.get(key)?;
        entry.used.store(self.sweeps.load(Ordering::Relaxed), Ordering::Relaxed);
        Some(entry.value.clone())
    }

    /// To be asked before the store is read, and handed to [`Self::insert`] after.
    pub(crate) fn epoch(&self, key: &K) -> u64 {
        self.read(key).epoch
    }

    /// Keeps `value`, or the one that another thread brought first, unless something was removed since `epoch`.
    pub(crate) fn insert(&self, key: K, value: V, epoch: u64) -> V {
        let mut shard = self.write(&key);
        if shard.epoch != epoch {
            return value;
        }
        if let Some(present) = shard.entries.get(&key) {
            return present.value.clone();
        }
        if shard.entries.len() >= self.per_shard {
            // Any entry will do: it costs one unwrapping to bring it back.
            let victim = shard.entries.keys().next().copied();
            victim.and_then(|victim| shard.entries.remove(&victim));
        }
        let used = AtomicU64::new(self.sweeps.load(Ordering::Relaxed));
        shard.entries.insert(key, Entry { value: value.clone(), used });
        value
    }

    pub(crate) fn remove(&self, key: &K) {
        let mut shard = self.write(key);
        shard.epoch = shard.epoch.wrapping_add(1);
        shard.entries.remove(key);
    }

    /// Removes what `keep` refuses, everywhere.
    pub(crate) fn retain(&self, keep: impl Fn(&K, &V) -> bool) {
        for shard in std::iter::once(&self.first).chain(&self.others) {
            let mut shard = shard.write().unwrap_or_else(PoisonError::into_inner);
            shard.epoch = shard.epoch.wrapping_add(1);
            shard.entries.retain(|key, entry| keep(key, &entry.value));
        }
    }

    /// Removes what was not used lately. To be called at even intervals.
    pub(crate) fn sweep(&self) {
        let sweep = self.sweeps.fetch_add(1, Ordering::Relaxed).wrapping_add(1);
        for shard in std::iter::once(&self.first).chain(&self.others) {
            let mut shard = shard.write().unwrap_or_else(PoisonError::into_inner);
            shard
                .entries
                .retain(|_, entry| sweep.wrapping_sub(entry.used.load(Ordering::Relaxed)) < UNUSED_SWEEPS);
            shard.entries.shrink_to_fit();
        }
    }

    fn shard(&self, key: &K) -> &RwLock<Shard<K, V>> {
        self.others.get(usize::from(key.spread()) % SHARDS).unwrap_or(&self.first)
    }

    fn read(&self, key: &K) -> RwLockReadGuard<'_, Shard<K, V>> {
        self.shard(key).read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self, key: &K) -> RwLockWriteGuard<'_, Shard<K, V>> {
        self.shard(key).write().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{ClinicId, KeyId, StrandCode};
    use crate::keystore::{KeyPurpose, Subject};
    use std::collections::HashSet;

    fn key(number: u16) -> KeyId {
        let [high, low] = number.to_be_bytes();
        KeyId([high, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, low])
    }

    #[test]
    fn stays_bounded() {
        let cache = Cache::new(64);
        for number in 0..4096 {
            cache.insert(key(number), number, cache.epoch(&key(number)));
        }
        assert_eq!((0..4096).filter(|number| cache.get(&key(*number)).is_some()).count(), 64);
    }

    #[test]
    fn what_was_read_before_a_removal_is_not_kept_after_it() {
        let cache = Cache::new(64);
        let epoch = cache.epoch(&key(7));
        cache.remove(&key(7));
        assert_eq!(cache.insert(key(7), "stale", epoch), "stale");
        assert_eq!(cache.get(&key(7)), None);
        cache.insert(key(7), "fresh", cache.epoch(&key(7)));
        assert_eq!(cache.get(&key(7)), Some("fresh"));
        cache.retain(|_, value| *value != "fresh");
        assert_eq!(cache.get(&key(7)), None);
    }

    #[test]
    fn what_no_one_used_during_fifteen_sweeps_is_gone() {
        let cache = Cache::new(64);
        for number in [1, 2] {
            cache.insert(key(number), number, cache.epoch(&key(number)));
        }
        (1..UNUSED_SWEEPS).for_each(|_| cache.sweep());
        assert_eq!(cache.get(&key(1)), Some(1));
        cache.sweep();
        assert_eq!((cache.get(&key(1)), cache.get(&key(2))), (Some(1), None));
        (0..UNUSED_SWEEPS).for_each(|_| cache.sweep());
        assert_eq!(cache.get(&key(1)), None);
    }

    /// Threads seldom meet: charts lie in all shards, and so do the keys of one chart.
    #[test]
    fn subjects_are_spread_by_owner_and_by_strand() {
        let spread = |owner, strand| {
            let purpose = KeyPurpose::Strand(StrandCode(strand));
            Subject { clinic: ClinicId([1; 16]), owner: [owner; 16], purpose }.spread()
        };
        let owners: HashSet<u8> = (0..=u8::MAX).map(|owner| spread(owner, 2)).collect();
        let strands: HashSet<u8> = (0..=u8::MAX).map(|strand| spread(0x55, strand)).collect();
        assert_eq!((owners.len(), strands.len()), (256, 256));
    }
}
