//! What was read lately, so that who turns a page does not wait for the same again.
//!
//! What is kept is never believed. A chart is shown again only after its keys have opened something once more, and only
//! if every strand still stands where it stood, in the transaction that stores the look. A row is unsealed every time.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Unused for so long, it is let go: as long as a member of staff may be idle.
const IDLE_MS: i64 = 15 * 60_000;
/// How often is looked for what is unused.
const SWEEP_MS: i64 = 60_000;

/// A bounded store of what was read; the least recently used goes first.
pub(crate) struct Kept<K, V> {
    most_bytes: usize,
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

impl<K: Copy + Eq + Hash, V> Kept<K, V> {
    /// Room for values of `most_bytes` in all, as those who bring them count.
    pub(crate) fn new(most_bytes: usize) -> Self {
        let shelf = Shelf { held: HashMap::new(), bytes: 0, swept_ms: 0 };
        Self { most_bytes, shelf: Mutex::new(shelf) }
    }

    /// What is kept under `key`. Whoever shows it must check it first.
    pub(crate) fn get(&self, key: &K, now_ms: i64) -> Option<Arc<V>> {
        let mut shelf = self.lock();
        shelf.sweep(now_ms);
        let held = shelf.held.get_mut(key)?;
        held.used_ms = now_ms;
        Some(Arc::clone(&held.value))
    }

    /// Keeps a value of about so many bytes, in place of the one before.
    pub(crate) fn keep(&self, key: K, value: &Arc<V>, bytes: usize, now_ms: i64) {
        let mut shelf = self.lock();
        shelf.sweep(now_ms);
        shelf.remove(&key);
        shelf.bytes += bytes;
        shelf.held.insert(key, Held { value: Arc::clone(value), bytes, used_ms: now_ms });
        while shelf.bytes > self.most_bytes {
            let Some(oldest) = shelf.held.iter().min_by_key(|(_, held)| held.used_ms).map(|(key, _)| *key)
            else {
                break;
            };
            shelf.remove(&oldest);
        }
    }

    /// Lets go of everything under these keys.
    pub(crate) fn forget(&self, gone: impl Fn(&K) -> bool) {
        self.lock().retain(|key, _| !gone(key));
    }

    fn lock(&self) -> MutexGuard<'_, Shelf<K, V>> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Copy + Eq + Hash, V> Shelf<K, V> {
    fn remove(&mut self, key: &K) {
        if let Some(held) = self.held.remove(key) {
            self.bytes -= held.bytes;
        }
    }

    fn sweep(&mut self, now_ms: i64) {
        // A clock that was set back must not keep anything for longer.
        if (now_ms - self.swept_ms).abs() >= SWEEP_MS {
            self.swept_ms = now_ms;
            self.retain(|_, held| (now_ms - held.used_ms).abs() < IDLE_MS);
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
    fn the_least_recently_used_goes_first() {
        let kept = Kept::new(300);
        for number in 0..3_u8 {
            kept.keep(number, &Arc::new(number), 100, i64::from(number));
        }
        kept.get(&0, 5);
        kept.keep(7, &Arc::new(7), 100, 6);
        assert_eq!(numbers(&kept, 7), [0, 2, 7]);
        // What is larger than the room is not kept at all, and does not leave the room full.
        kept.keep(8, &Arc::new(8), 301, 8);
        assert_eq!(numbers(&kept, 9), [0_u8; 0]);
        kept.keep(1, &Arc::new(1), 300, 10);
        kept.keep(1, &Arc::new(1), 300, 11);
        assert_eq!(numbers(&kept, 12), [1]);
    }

    #[test]
    fn what_is_unused_or_forgotten_is_gone() {
        let kept = Kept::new(300);
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
