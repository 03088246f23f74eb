//! The write position of each chart: its writers take turns, and the newest heads stay cached between turns.

use std::collections::{BTreeMap, BTreeSet};

use diary::{ChartId, Strand};
use jiff::Timestamp;
use ledger::Head;
use vault::{KeyId, StrandCode, Subject};

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
    /// The strands of which it is known where they stand.
    pub known: BTreeSet<StrandCode>,
    pub heads: BTreeMap<StrandCode, Head>,
    /// None where no writer needed it who may open the strand that it is drawn from.
    pub panel: Option<PanelState>,
    pub reviewed: ReviewedState,
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

/// The row of what was reviewed as a writer knows it.
#[derive(Clone, Copy, Default)]
pub(super) struct ReviewedState {
    /// 0 where there is none yet.
    pub version: u64,
    pub up_to_ms: Option<i64>,
    /// What it is sealed under; none where there is no row that opens.
    pub key: Option<KeyId>,
}

impl WritePosition {
    /// Whether what a writer left behind may be used again: what was opened under a key that is gone must not be.
    pub(super) fn may_be_used(&self, sealed: &SealedStore, chart: ChartId) -> bool {
        let opens =
            |subject: Subject, key: Option<KeyId>| Some(sealed.vault.still_opens(&subject, &key?).is_ok());
        let reviewed = opens(sealed.person_key(chart), self.reviewed.key);
        let panel = self.panel.as_ref().map(|panel| {
            let care = sealed.strand_key(chart, Strand::Care);
            opens(care, panel.key).unwrap_or(panel.row == PanelRow::default())
        });
        panel.unwrap_or(true) && reviewed.unwrap_or(self.reviewed.up_to_ms.is_none())
    }

    /// Up to when the chart was reviewed: by its log, where that is known, else by the row.
    pub(super) fn reviewed_up_to_ms(&self) -> Option<i64> {
        match &self.panel {
            Some(panel) => panel.row.reviewed_up_to_ms,
            None => self.reviewed.up_to_ms,
        }
    }

    /// The moment a same-day answer counts as arrived: now, and after everything that was reviewed before it. Thus no review
    /// covers an answer that came after it, whatever the clocks say.
    ///
    /// For same-day answers alone: the moment of any other entry must tell a reader of one strand nothing of the others.
    pub(super) fn after_reviewed(&self, now: Timestamp) -> Timestamp {
        match self.reviewed_up_to_ms() {
            Some(floor_ms) if now.as_millisecond() <= floor_ms => {
                Timestamp::from_millisecond(floor_ms.saturating_add(1)).unwrap_or(now)
            }
            _ => now,
        }
    }
}
