//! What was read or written lately, so that turning a page does not open the same records again.
//!
//! Cached values are never trusted. A chart is shown again only after its keys have opened a record once more, and only if
//! the head of every strand is unchanged in the transaction that stores the event of reading. A row is unsealed every time,
//! and whatever rests on it is stored only if the row is unchanged in that transaction.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Idle time after which opened charts are dropped: as long as a member of staff may be idle.
pub(crate) const IDLE_MS: i64 = 15 * 60_000;
/// How often unused values are looked for.
pub(crate) const SWEEP_MS: i64 = 60_000;
/// When there is no more room, this part of it is made at once: looking for the oldest each time would take long.
const SPARE: usize = 8;

/// What becomes of a value that has to go while someone outside of the cache holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InUse {
    /// It goes, and lives on where it is held.
    Goes,
    /// It stays: whoever asks next must get the same one.
    Stays,
}

/// A cache bounded in size and in idle time; the least recently used goes first.
pub(crate) struct BoundedCache<K, V> {
    limits: Limits,
    slots: Mutex<Slots<K, V>>,
}

#[derive(Clone, Copy)]
struct Limits {
    most: usize,
    idle_ms: i64,
    in_use: InUse,
}

struct Slots<K, V> {
    by_key: HashMap<K, Slot<V>>,
    size: usize,
    swept_ms: i64,
}

struct Slot<V> {
    value: Arc<V>,
    size: usize,
    used_ms: i64,
}

impl<K: Clone + Eq + Hash, V> BoundedCache<K, V> {
    /// Room for values of the size `most` in all, as those who insert them count; each for `idle_ms` after its last use.
    pub(crate) fn new(most: usize, idle_ms: i64, in_use: InUse) -> Self {
        let slots = Slots { by_key: HashMap::new(), size: 0, swept_ms: 0 };
        Self { limits: Limits { most, idle_ms, in_use }, slots: Mutex::new(slots) }
    }

    /// The value of `key`. Whoever shows it must check it first.
    pub(crate) fn get(&self, key: &K, now_ms: i64) -> Option<Arc<V>> {
        let mut slots = self.lock();
        slots.sweep(now_ms, self.limits);
        slots.touch(key, now_ms)
    }

    /// The value of `key`; where there is none, a default one of the size 1, which is cached from now on.
    pub(crate) fn get_or_default(&self, key: &K, now_ms: i64) -> Arc<V>
    where
        V: Default,
    {
        let mut slots = self.lock();
        slots.sweep(now_ms, self.limits);
        if let Some(value) = slots.touch(key, now_ms) {
            return value;
        }
        let value = Arc::default();
        let slot = Slot { value: Arc::clone(&value), size: 1, used_ms: now_ms };
        slots.insert(key.clone(), slot, self.limits);
        value
    }

    /// Caches a value of about this size, in place of the one before.
    pub(crate) fn insert(&self, key: K, value: &Arc<V>, size: usize, now_ms: i64) {
        let mut slots = self.lock();
        slots.sweep(now_ms, self.limits);
        slots.insert(key, Slot { value: Arc::clone(value), size, used_ms: now_ms }, self.limits);
    }

    /// Drops what is unused by now, whoever comes by or not.
    pub(crate) fn drop_unused(&self, now_ms: i64) {
        let mut slots = self.lock();
        slots.drop_unused(now_ms, self.limits);
        slots.by_key.shrink_to_fit();
    }

    /// Drops the value of this key.
    pub(crate) fn remove(&self, key: &K) {
        self.lock().remove(key);
    }

    /// Drops the values of all these keys.
    pub(crate) fn remove_where(&self, gone: impl Fn(&K) -> bool) {
        self.lock().retain(|key, _| !gone(key));
    }

    fn lock(&self) -> MutexGuard<'_, Slots<K, V>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Clone + Eq + Hash, V> Slots<K, V> {
    fn touch(&mut self, key: &K, now_ms: i64) -> Option<Arc<V>> {
        let slot = self.by_key.get_mut(key)?;
        slot.used_ms = now_ms;
        Some(Arc::clone(&slot.value))
    }

    fn insert(&mut self, key: K, slot: Slot<V>, limits: Limits) {
        self.remove(&key);
        self.size += slot.size;
        self.by_key.insert(key, slot);
        if self.size > limits.most {
            self.make_room(limits);
        }
    }

    fn remove(&mut self, key: &K) {
        if let Some(slot) = self.by_key.remove(key) {
            self.size -= slot.size;
        }
    }

    /// Drops the least recently used until a part of the room is free.
    fn make_room(&mut self, limits: Limits) {
        let enough = limits.most - limits.most / SPARE;
        let mut by_age: Vec<(i64, K)> = Vec::with_capacity(self.by_key.len());
        for (key, slot) in &self.by_key {
            if !slot.stays(limits) {
                by_age.push((slot.used_ms, key.clone()));
            }
        }
        by_age.sort_unstable_by_key(|(used_ms, _)| *used_ms);
        for (_, key) in by_age {
            if self.size <= enough {
                return;
            }
            self.remove(&key);
        }
    }

    fn sweep(&mut self, now_ms: i64, limits: Limits) {
        // A clock that was set back must not keep anything for longer.
        if (now_ms - self.swept_ms).abs() >= SWEEP_MS {
            self.drop_unused(now_ms, limits);
        }
    }

    fn drop_unused(&mut self, now_ms: i64, limits: Limits) {
        self.swept_ms = now_ms;
        self.retain(|_, slot| slot.stays(limits) || (now_ms - slot.used_ms).abs() < limits.idle_ms);
    }

    fn retain(&mut self, keep: impl Fn(&K, &Slot<V>) -> bool) {
        self.by_key.retain(|key, slot| keep(key, slot));
        self.size = self.by_key.values().map(|slot| slot.size).sum();
    }
}

impl<V> Slot<V> {
    fn stays(&self, limits: Limits) -> bool {
        limits.in_use == InUse::Stays && Arc::strong_count(&self.value) > 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache(most: usize) -> BoundedCache<u8, u8> {
        BoundedCache::new(most, IDLE_MS, InUse::Goes)
    }

    fn insert(cache: &BoundedCache<u8, u8>, number: u8, size: usize, now_ms: i64) {
        cache.insert(number, &Arc::new(number), size, now_ms);
    }

    fn numbers(cache: &BoundedCache<u8, u8>, now_ms: i64) -> Vec<u8> {
        (0..9).filter(|number| cache.get(number, now_ms).is_some()).collect()
    }

    #[test]
    fn the_least_recently_used_go_first() {
        let cache = cache(800);
        for number in 0..8_u8 {
            insert(&cache, number, 100, i64::from(number));
        }
        cache.get(&0, 9);
        insert(&cache, 8, 100, 10);
        assert_eq!(numbers(&cache, 11), [0, 3, 4, 5, 6, 7, 8]);
        // A value larger than the cache is not kept at all, and does not leave the cache full.
        insert(&cache, 8, 801, 12);
        assert_eq!(numbers(&cache, 13), [0_u8; 0]);
        insert(&cache, 1, 800, 14);
        insert(&cache, 1, 800, 15);
        assert_eq!(numbers(&cache, 16), [1]);
        cache.remove(&1);
        insert(&cache, 2, 800, 17);
        assert_eq!(numbers(&cache, 18), [2]);
    }

    #[test]
    fn what_is_unused_or_removed_is_gone() {
        let cache = cache(300);
        insert(&cache, 1, 1, 0);
        insert(&cache, 2, 1, 0);
        cache.get(&1, IDLE_MS - SWEEP_MS);
        assert_eq!(numbers(&cache, IDLE_MS), [1]);
        assert_eq!(numbers(&cache, -IDLE_MS), [0_u8; 0]);
        insert(&cache, 3, 1, 0);
        cache.remove_where(|number| *number == 3);
        assert_eq!(numbers(&cache, 0), [0_u8; 0]);
    }

    /// Part of: CRY-011
    #[test]
    fn what_is_unused_goes_without_anyone_asking() {
        let cache = cache(9);
        let value = Arc::new(1);
        cache.insert(1, &value, 1, 0);
        let watched = Arc::downgrade(&value);
        drop(value);
        cache.drop_unused(IDLE_MS - 1);
        assert!(watched.upgrade().is_some());
        // Sooner after the last sweep than sweeps by those who come by are.
        cache.drop_unused(IDLE_MS);
        assert!(watched.upgrade().is_none());
    }

    /// Whoever asks while a value is held gets that one, however long ago it was used; others are gone.
    #[test]
    fn what_is_in_use_stays_where_it_must() {
        let cache: BoundedCache<u8, u8> = BoundedCache::new(9, IDLE_MS, InUse::Stays);
        let held = cache.get_or_default(&3, 0);
        let dropped = Arc::downgrade(&cache.get_or_default(&2, 0));
        assert!(Arc::ptr_eq(&cache.get_or_default(&2, IDLE_MS - 1), &dropped.upgrade().unwrap()));
        assert!(Arc::ptr_eq(&held, &cache.get_or_default(&3, 2 * IDLE_MS)));
        assert!(dropped.upgrade().is_none());
        (10..=200).for_each(|number| drop(cache.get_or_default(&number, 2 * IDLE_MS + i64::from(number))));
        assert!(Arc::ptr_eq(&held, &cache.get_or_default(&3, 2 * IDLE_MS)));
        assert!(cache.lock().size <= 9);
    }
}
