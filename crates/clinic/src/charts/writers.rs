//! The write position of each chart: its writers take turns, and the newest heads stay cached between turns.

use std::collections::BTreeMap;

use diary::{ChartId, Strand};
use jiff::Timestamp;
use ledger::Head;
use vault::{KeyId, StrandCode};

use crate::cache::BoundedCache;
use crate::panel::row::PanelRow;
use crate::sealed::SealedStore;

/// The charts written to lately, each with what its last writer left behind; absent where it must be read again.
pub(super) type ChartWriters = BoundedCache<ChartId, tokio::sync::Mutex<Option<WritePosition>>>;

/// The most charts that are remembered, beside those that are written to right now.
pub(super) const MOST_CHARTS: usize = 20_000;

/// The write position of one chart.
#[derive(Clone, Default)]
pub(super) struct WritePosition {
    pub heads: BTreeMap<StrandCode, Head>,
    pub panel: PanelState,
    /// When the newest entry arrived; none where that is not known, because this process has not read what was
    /// stored before it.
    pub newest_ms: Option<i64>,
    /// When the turn of the entries at hand came, unless each says itself when it arrived.
    pub taken_up_at: Option<Timestamp>,
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

impl WritePosition {
    /// Whether what a writer left behind may be used again: what was opened under a key that is gone must not be.
    pub(super) fn may_be_used(&self, sealed: &SealedStore, chart: ChartId) -> bool {
        match self.panel.key {
            Some(key) => sealed.vault.still_opens(&sealed.strand_key(chart, Strand::Care), &key).is_ok(),
            None => self.panel.row == PanelRow::default(),
        }
    }

    /// The moment a same-day answer counts as arrived: now, and after everything that was stored or reviewed before it.
    /// Thus no review covers an answer that came after it, whatever the clocks say.
    ///
    /// For same-day answers alone: the moment of any other entry must tell a reader of one strand nothing of the others.
    pub(super) fn after_all(&self, now: Timestamp) -> Timestamp {
        let floor_ms = self.newest_ms.max(self.panel.row.reviewed_up_to_ms);
        match floor_ms {
            Some(floor_ms) if now.as_millisecond() <= floor_ms => {
                Timestamp::from_millisecond(floor_ms.saturating_add(1)).unwrap_or(now)
            }
            _ => now,
        }
    }
}
