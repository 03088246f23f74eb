//! What the panel shows of a row, read again only when the row has changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use diary::{ChartId, Strand};
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::Row;

use super::{PanelDay, PanelDose, PanelRow};
use crate::kept::Kept;
use crate::{Clinic, Problem, payload};

/// Rows read lately.
pub(crate) type Rows = Kept<ChartId, Shown>;

/// Sealed bytes of all rows that are kept: about fifteen thousand.
pub(crate) const MOST_BYTES: usize = 16 * 1024 * 1024;

/// What a row says to the panel.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shown {
    pub days: BTreeMap<Date, PanelDay>,
    pub doses: Vec<PanelDose>,
    pub first_entry: Option<Date>,
    pub last_entry: Option<Date>,
    pub unread: u32,
    pub reviewed_up_to: Option<Timestamp>,
    /// The row as it was sealed.
    sealed: Vec<u8>,
}

impl Shown {
    fn of(row: PanelRow, sealed: Vec<u8>) -> Result<Self, Problem> {
        let days = row.shown();
        let PanelRow { doses, first_entry, last_entry, unread, reviewed_up_to_ms, .. } = row;
        let reviewed_up_to = reviewed_up_to_ms.map(Timestamp::from_millisecond).transpose();
        let reviewed_up_to = reviewed_up_to.map_err(|_| Problem::Unreadable)?;
        Ok(Self { days, doses, first_entry, last_entry, unread, reviewed_up_to, sealed })
    }
}

impl Clinic {
    /// What a chart's row says. It is unsealed every time, so that its key and its place are proven; only what is in it is
    /// not read again while it stays the same.
    pub(super) fn shown(&self, chart: ChartId, row: Row) -> Result<Arc<Shown>, Problem> {
        let now_ms = self.now_ms();
        let plain = self.unseal_row(&self.strand_key(chart, Strand::Care), &row)?;
        if let Some(kept) = self.panel_rows.get(&chart, now_ms).filter(|kept| kept.sealed == row.value) {
            return Ok(kept);
        }
        let read: PanelRow = payload::decode(&plain)?;
        let bytes = row.value.len();
        let shown = Arc::new(Shown::of(read, row.value)?);
        self.panel_rows.keep(chart, &shown, bytes, now_ms);
        Ok(shown)
    }
}
