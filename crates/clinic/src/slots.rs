//! One place a chart for its writers: they take turns, and the newest heads are kept between turns.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use diary::ChartId;
use ledger::Head;
use vault::StrandCode;

use crate::panel::PanelRow;

/// What the last writer left behind; absent where it must be read again.
pub(crate) type Slot = Arc<tokio::sync::Mutex<Option<State>>>;

/// The write position of one chart.
#[derive(Clone, Default)]
pub(crate) struct State {
    pub heads: BTreeMap<StrandCode, Head>,
    /// Version and content of the panel row; version 0 where there is none yet.
    pub panel: (u64, PanelRow),
    /// When the newest entry arrived; none where that is not known, because this process has not looked at what was
    /// stored before it.
    pub newest_ms: Option<i64>,
    /// When the turn of the entries at hand came, unless each says itself when it arrived.
    pub turn: Option<jiff::Timestamp>,
}

/// Slots of the charts written to lately.
#[derive(Default)]
pub(crate) struct Slots(Mutex<HashMap<ChartId, Slot>>);

/// Beyond this many, slots that nobody holds are dropped.
const MOST: usize = 20_000;

impl Slots {
    pub(crate) fn of(&self, chart: ChartId) -> Slot {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if slots.len() >= MOST {
            slots.retain(|_, slot| Arc::strong_count(slot) > 1);
        }
        Arc::clone(slots.entry(chart).or_default())
    }
}
