//! One place a chart for its writers: they take turns, and the newest heads are kept between turns.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use diary::{ChartId, Strand};
use ledger::Head;
use vault::{KeyId, StrandCode};

use crate::cache::{IDLE_MS, SWEEP_MS};
use crate::panel::row::PanelRow;
use crate::sealed::SealedStore;

/// What the last writer left behind; absent where it must be read again.
pub(super) type Slot = Arc<tokio::sync::Mutex<Option<State>>>;

/// The write position of one chart.
#[derive(Clone, Default)]
pub(super) struct State {
    pub heads: BTreeMap<StrandCode, Head>,
    pub panel: PanelState,
    /// When the newest entry arrived; none where that is not known, because this process has not looked at what was
    /// stored before it.
    pub newest_ms: Option<i64>,
    /// When the turn of the entries at hand came, unless each says itself when it arrived.
    pub turn: Option<jiff::Timestamp>,
}

/// The panel row as a writer knows it.
#[derive(Clone, Default)]
pub(super) struct PanelState {
    /// 0 where there is none yet.
    pub version: u64,
    pub row: PanelRow,
    /// What it is sealed under; none where there is no row, or it was drawn from the log instead.
    pub key: Option<KeyId>,
}

/// Slots of the charts written to lately.
#[derive(Default)]
pub(super) struct Slots(Mutex<Shelf>);

#[derive(Default)]
struct Shelf {
    held: HashMap<ChartId, Held>,
    swept_ms: i64,
}

struct Held {
    slot: Slot,
    used_ms: i64,
}

/// Beyond this many, slots that nobody holds are dropped.
const MOST: usize = 20_000;

impl Slots {
    pub(super) fn of(&self, chart: ChartId, now_ms: i64) -> Slot {
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.sweep(now_ms);
        let held = shelf.held.entry(chart).or_insert_with(|| Held { slot: Slot::default(), used_ms: now_ms });
        held.used_ms = now_ms;
        Arc::clone(&held.slot)
    }
}

impl Shelf {
    /// Drops what nobody holds: all of it where there is too much, otherwise what was not used for long.
    fn sweep(&mut self, now_ms: i64) {
        let too_many = self.held.len() >= MOST;
        // A clock that was set back must not keep anything for longer.
        if too_many || (now_ms - self.swept_ms).abs() >= SWEEP_MS {
            self.swept_ms = now_ms;
            let lately = |held: &Held| !too_many && (now_ms - held.used_ms).abs() < IDLE_MS;
            self.held.retain(|_, held| Arc::strong_count(&held.slot) > 1 || lately(held));
        }
    }
}

impl State {
    /// Whether what a writer left behind may be used again: what was opened under a key that is gone must not be.
    pub(super) fn may_be_used(&self, sealed: &SealedStore, chart: ChartId) -> bool {
        match self.panel.key {
            Some(key) => sealed.vault.still_opens(&sealed.strand_key(chart, Strand::Care), &key).is_ok(),
            None => self.panel.row == PanelRow::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(number: usize) -> ChartId {
        let [.., high, low] = number.to_be_bytes();
        ChartId::from_bytes([high, low, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    }

    fn leave(slots: &Slots, number: usize, now_ms: i64) {
        *slots.of(chart(number), now_ms).try_lock().unwrap() = Some(State::default());
    }

    fn is_left(slots: &Slots, number: usize, now_ms: i64) -> bool {
        slots.of(chart(number), now_ms).try_lock().unwrap().is_some()
    }

    #[test]
    fn what_is_unused_is_gone_and_what_is_held_stays() {
        let slots = Slots::default();
        (1..=3).for_each(|number| leave(&slots, number, 0));
        let held = slots.of(chart(3), 0);
        assert!(is_left(&slots, 1, IDLE_MS - SWEEP_MS));
        assert!(is_left(&slots, 1, IDLE_MS));
        assert!(!is_left(&slots, 2, IDLE_MS));
        assert!(Arc::ptr_eq(&held, &slots.of(chart(3), IDLE_MS)));
        assert!(!is_left(&slots, 1, -IDLE_MS));
    }

    #[test]
    fn there_are_never_many_more_than_may_be() {
        let slots = Slots::default();
        (0..MOST).for_each(|number| leave(&slots, number, 0));
        let held = slots.of(chart(7), 0);
        leave(&slots, MOST, 0);
        assert_eq!(slots.0.lock().unwrap().held.len(), 2);
        assert!(Arc::ptr_eq(&held, &slots.of(chart(7), 0)));
    }
}
