//! What the panel shows of a row, read again only when the row has changed.

use std::collections::BTreeMap;

use diary::ChartId;
use jiff::Timestamp;
use jiff::civil::Date;

use super::past_days::PanelDay;
use super::row::{PanelDose, PanelRow};
use crate::ClinicError;
use crate::cache::BoundedCache;

/// What rows read lately say.
pub(super) type Rows = BoundedCache<ChartId, Shown>;

/// Sealed bytes of all cached rows: about fifteen thousand rows.
pub(super) const MOST_BYTES: usize = 16 * 1024 * 1024;

/// What a row says to the panel.
#[derive(Clone, Debug, Default)]
pub(super) struct Shown {
    pub days: BTreeMap<Date, PanelDay>,
    pub doses: Vec<PanelDose>,
    pub first_entry: Option<Date>,
    pub last_entry: Option<Date>,
    pub unread: u32,
    pub reviewed_up_to: Option<Timestamp>,
    /// The row as it was sealed.
    pub sealed: Vec<u8>,
}

impl Shown {
    pub(super) fn of(row: PanelRow, sealed: Vec<u8>) -> Result<Self, ClinicError> {
        let days = row.shown();
        let PanelRow { doses, first_entry, last_entry, unread, reviewed_up_to_ms, .. } = row;
        let reviewed_up_to = reviewed_up_to_ms.map(Timestamp::from_millisecond).transpose();
        let reviewed_up_to = reviewed_up_to.map_err(|_| ClinicError::Unreadable)?;
        Ok(Self { days, doses, first_entry, last_entry, unread, reviewed_up_to, sealed })
    }
}
