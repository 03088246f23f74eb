//! Rows that were read lately, as they are sealed: sessions, accounts, relations, people.
//!
//! Cached rows are never trusted. A row is unsealed every time, so that its key is still there; and it comes with a guard
//! that must hold in the transaction that stores the request's event or records. Denials are always decided from the
//! database, never from the cache.

use std::sync::Arc;

use ledger::{Change, Guard, Row, RowWrite, Space};

use super::ids::{ACCOUNTS, PEOPLE, RELATIONS, SESSIONS};
use crate::cache::{BoundedCache, InUse};

/// A row's place.
type Place = (Space, Vec<u8>);

/// Bytes of all rows: about ten thousand.
const MOST_BYTES: usize = 8 * 1024 * 1024;
/// Idle time after which a row is dropped.
const IDLE_MS: i64 = 5 * 60_000;
/// What a row takes beside its key and its value.
const AROUND_BYTES: usize = 256;

/// The rows.
pub(super) struct RowCache(BoundedCache<Place, Row>);

impl RowCache {
    pub(super) fn new() -> Self {
        Self(BoundedCache::new(MOST_BYTES, IDLE_MS, InUse::Goes))
    }

    pub(super) fn keep(&self, row: Row, now_ms: i64) -> Arc<Row> {
        let (place, bytes) = ((row.space, row.key.clone()), row.value.len() + row.key.len() + AROUND_BYTES);
        let row = Arc::new(row);
        self.0.insert(place, &row, bytes, now_ms);
        row
    }

    pub(super) fn get(&self, space: Space, key: &[u8], now_ms: i64) -> Option<(Arc<Row>, Guard)> {
        let row = self.0.get(&(space, key.to_vec()), now_ms)?;
        let guard = Guard::RowIs(space, row.key.clone(), row.version);
        Some((row, guard))
    }

    pub(super) fn drop_unused(&self, now_ms: i64) {
        self.0.drop_unused(now_ms);
    }

    pub(super) fn remove(&self, places: &[Place]) {
        places.iter().for_each(|place| self.0.remove(place));
    }
}

/// The cached places that a change writes.
pub(super) fn written(change: &Change) -> Vec<Place> {
    change.rows.iter().map(place).filter(|(space, _)| is_cached(*space)).collect()
}

/// The cached places that guards say a row is at.
pub(super) fn guarded(guards: &[Guard]) -> Vec<Place> {
    let at = |guard: &Guard| match guard {
        Guard::RowIs(space, key, _) if is_cached(*space) => Some((*space, key.clone())),
        _ => None,
    };
    guards.iter().filter_map(at).collect()
}

fn is_cached(space: Space) -> bool {
    [SESSIONS, ACCOUNTS, RELATIONS, PEOPLE].contains(&space)
}

fn place(write: &RowWrite) -> Place {
    match write {
        RowWrite::Put(row) | RowWrite::Refresh(row) => (row.space, row.key.clone()),
        RowWrite::Delete(space, key) => (*space, key.clone()),
    }
}
