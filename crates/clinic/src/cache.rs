//! What was read lately, so that who turns a page does not wait for the same again.
//!
//! What is kept is never believed. A chart is shown again only after its keys have opened something once more, and only
//! if every strand still stands where it stood, in the transaction that stores the look. A row is unsealed every time, and
//! what rests on it holds only if the row is still the same in the transaction.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Unused for so long, what was opened is let go: as long as a member of staff may be idle.
pub(crate) const IDLE_MS: i64 = 15 * 60_000;
/// How often is looked for what is unused.
pub(crate) const SWEEP_MS: i64 = 60_000;
/// When there is no more room, this part of it is made at once: looking for the oldest each time would take long.
const SPARE: usize = 8;

/// A bounded store of what was read; the least recently used goes first.
pub(crate) struct Kept<K, V> {
    most_bytes: usize,
    idle_ms: i64,
    shelf: Mutex<Shelf<K, V>>,
}

struct Shelf<K, V> {
    held: HashMap<K, Held<V>>,
    bytes: usize,
    swept_ms: i64,
}

struct Held<V> {
    value: Arc<V>,
    bytes: usize,
    used_ms: i64,
}

impl<K: Clone + Eq + Hash, V> Kept<K, V> {
    /// Room for values of `most_bytes` in all, as those who bring them count; each for `idle_ms` after its last use.
    pub(crate) fn new(most_bytes: usize, idle_ms: i64) -> Self {
        let shelf = Shelf { held: HashMap::new(), bytes: 0, swept_ms: 0 };
        Self { most_bytes, idle_ms, shelf: Mutex::new(shelf) }
    }

    /// What is kept under `key`. Whoever shows it must check it first.
    pub(crate) fn get(&self, key: &K, now_ms: i64) -> Option<Arc<V>> {
        let mut shelf = self.lock();
        shelf.sweep(now_ms, self.idle_ms);
        let held = shelf.held.get_mut(key)?;
        held.used_ms = now_ms;
        Some(Arc::clone(&held.value))
    }

    /// Keeps a value of about so many bytes, in place of the one before.
    pub(crate) fn keep(&self, key: K, value: &Arc<V>, bytes: usize, now_ms: i64) {
        let mut shelf = self.lock();
        shelf.sweep(now_ms, self.idle_ms);
        shelf.remove(&key);
        shelf.bytes += bytes;
        shelf.held.insert(key, Held { value: Arc::clone(value), bytes, used_ms: now_ms });
        if shelf.bytes > self.most_bytes {
            shelf.make_room(self.most_bytes - self.most_bytes / SPARE);
        }
    }

    /// Lets go of what is under this key.
    pub(crate) fn remove(&self, key: &K) {
        self.lock().remove(key);
    }

    /// Lets go of everything under these keys.
    pub(crate) fn forget(&self, gone: impl Fn(&K) -> bool) {
        self.lock().retain(|key, _| !gone(key));
    }

    fn lock(&self) -> MutexGuard<'_, Shelf<K, V>> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Clone + Eq + Hash, V> Shelf<K, V> {
    fn remove(&mut self, key: &K) {
        if let Some(held) = self.held.remove(key) {
            self.bytes -= held.bytes;
        }
    }

    /// Lets go of the least recently used until no more than this is held.
    fn make_room(&mut self, most_bytes: usize) {
        let mut by_age: Vec<(i64, K)> =
            self.held.iter().map(|(key, held)| (held.used_ms, key.clone())).collect();
        by_age.sort_unstable_by_key(|(used_ms, _)| *used_ms);
        for (_, key) in by_age {
            if self.bytes <= most_bytes {
                return;
            }
            self.remove(&key);
        }
    }

    fn sweep(&mut self, now_ms: i64, idle_ms: i64) {
        // A clock that was set back must not keep anything for longer.
        if (now_ms - self.swept_ms).abs() >= SWEEP_MS {
            self.swept_ms = now_ms;
            self.retain(|_, held| (now_ms - held.used_ms).abs() < idle_ms);
        }
    }

    fn retain(&mut self, keep: impl Fn(&K, &Held<V>) -> bool) {
        self.held.retain(|key, held| keep(key, held));
        self.bytes = self.held.values().map(|held| held.bytes).sum();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(kept: &Kept<u8, u8>, now_ms: i64) -> Vec<u8> {
        (0..9).filter(|number| kept.get(number, now_ms).is_some()).collect()
    }

    #[test]
    fn the_least_recently_used_go_first() {
        let kept = Kept::new(800, IDLE_MS);
        for number in 0..8_u8 {
            kept.keep(number, &Arc::new(number), 100, i64::from(number));
        }
        kept.get(&0, 9);
        kept.keep(8, &Arc::new(8), 100, 10);
        assert_eq!(numbers(&kept, 11), [0, 3, 4, 5, 6, 7, 8]);
        // What is larger than the room is not kept at all, and does not leave the room full.
        kept.keep(8, &Arc::new(8), 801, 12);
        assert_eq!(numbers(&kept, 13), [0_u8; 0]);
        kept.keep(1, &Arc::new(1), 800, 14);
        kept.keep(1, &Arc::new(1), 800, 15);
        assert_eq!(numbers(&kept, 16), [1]);
        kept.remove(&1);
        kept.keep(2, &Arc::new(2), 800, 17);
        assert_eq!(numbers(&kept, 18), [2]);
    }

    #[test]
    fn what_is_unused_or_forgotten_is_gone() {
        let kept = Kept::new(300, IDLE_MS);
        kept.keep(1_u8, &Arc::new(1_u8), 1, 0);
        kept.keep(2, &Arc::new(2), 1, 0);
        kept.get(&1, IDLE_MS - SWEEP_MS);
        assert_eq!(numbers(&kept, IDLE_MS), [1]);
        assert_eq!(numbers(&kept, -IDLE_MS), [0_u8; 0]);
        kept.keep(3, &Arc::new(3), 1, 0);
        kept.forget(|number| *number == 3);
        assert_eq!(numbers(&kept, 0), [0_u8; 0]);
    }
}
