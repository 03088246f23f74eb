//! Entries in pages, newest day first.

use clinic::ChartView;
use diary::RecordId;
use diary::chart::Entry;

use crate::http::query::Query;
use crate::pages::layout::context::PageContext;
use crate::pages::parts::entry_view::{EntryView, Reader, entry_view};

/// Entries of one page.
const A_PAGE: usize = 14;

/// One page of entries, newest day first, and where the pages beside it are.
pub struct EntryList {
    pub entries: Vec<EntryView>,
    /// Where older ones are.
    pub older: Option<String>,
    /// Where newer ones are.
    pub newer: Option<String>,
}

impl EntryList {
    /// The page of `query` of what this reader goes through; the pages stand at `address`.
    pub fn of(page: &PageContext, view: &ChartView, query: &Query, reader: Reader, address: &str) -> Self {
        let number: usize = query.get("page").and_then(|text| text.parse().ok()).unwrap_or(0).min(10_000);
        let all: Vec<&Entry> = view.chart.entries().iter().filter(|entry| reader.lists(entry)).collect();
        let here = all.iter().copied().rev().skip(number * A_PAGE).take(A_PAGE);
        let older = (all.len() > (number + 1) * A_PAGE).then(|| format!("{address}?page={}", number + 1));
        let newer = number.checked_sub(1).map(|newer| format!("{address}?page={newer}"));
        let entries = here.filter_map(|entry| entry_view(page, view, entry, reader)).collect();
        Self { entries, older, newer }
    }
}

/// Where an entry stands among the pages of an [`EntryList`].
pub fn entry_address(view: &ChartView, record: RecordId, reader: Reader, address: &str) -> Option<String> {
    let id = view.chart.entry(record)?.id()?;
    let mut newest_first = view.chart.entries().iter().filter(|entry| reader.lists(entry)).rev();
    let place = newest_first.position(|entry| entry.id() == Some(id))?;
    Some(format!("{address}?page={}#e-{id}", place / A_PAGE))
}
