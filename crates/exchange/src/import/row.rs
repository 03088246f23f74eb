//! From a row to an entry.

use std::collections::HashMap;

use diary::{About, EntryId, HalfMicrograms, ImportedRow, NewEntry, Submission};
use jiff::Timestamp;
use jiff::civil::{Date, Time};

use super::doses::RowDose;
use super::map::Map;
use super::new_entry::{check, new_entry};
use super::refusal::{Cause, Refusals};
use super::table::Row;
use super::{cell, ids};

/// What an accepted row holds.
pub(super) struct RowContent {
    /// Its entry; none where no item has a value.
    pub(super) entry: Option<NewEntry>,
    /// Values in the entry.
    pub(super) values: u64,
    /// Mapped items without a value.
    pub(super) missing: u64,
    /// Its dose, if it names one.
    pub(super) dose: Option<RowDose>,
}

/// Reads the rows of one file.
pub(super) struct RowReader<'a> {
    map: &'a Map,
    file: &'a str,
    now: Timestamp,
    set: EntryId,
    /// How often the same row came up in this file: each occurrence is an entry of its own.
    occurrences: HashMap<EntryId, u64>,
}

/// A refused part of a row: a cell of this column, or the whole row.
struct RefusedPart<'a> {
    column: Option<&'a str>,
    cause: Cause,
}

impl<'a> RowReader<'a> {
    pub(super) fn new(map: &'a Map, file: &'a str, now: Timestamp) -> Self {
        Self { map, file, now, set: map.set_id(), occurrences: HashMap::new() }
    }

    /// The content of a row; none when the row is refused, with every cause among the refusals.
    pub(super) fn read(&mut self, row: &Row, refusals: &mut Refusals) -> Option<RowContent> {
        let map = self.map;
        let mut refused = Vec::new();
        let mut cells = row.cells();
        let date = accept(&mut refused, &map.date, self.date(cells.next()?));
        let mut time = None;
        if let Some(column) = &map.time {
            let text = cells.next()?;
            if !cell::is_empty(text) {
                time = accept(&mut refused, column, cell::time(text));
            }
        }
        let mut values = Vec::new();
        for item in &map.items {
            let text = cells.next()?;
            if !cell::is_empty(text) {
                accept(&mut refused, &item.column, item.check(text));
                values.push((item.series.item.clone(), text.to_owned()));
            }
        }
        let mut dose = None;
        if let Some(column) = &map.dose {
            let text = cells.next()?;
            if !cell::is_empty(text) {
                dose = accept(&mut refused, &column.column, cell::dose(text, column.unit));
            }
        }
        let entry = date.map(|date| self.entry(date, time, values));
        if let Some(entry) = &entry
            && let Err(cause) = check(entry, self.now)
        {
            refused.push(RefusedPart { column: None, cause });
        }
        for RefusedPart { column, cause } in &refused {
            refusals.add(self.file, Some(row.number), *column, *cause);
        }
        if refused.is_empty() { Some(self.content(row.number, entry?, dose)) } else { None }
    }

    fn content(&mut self, row: u64, mut entry: NewEntry, dose: Option<HalfMicrograms>) -> RowContent {
        let values = match &entry.content {
            Submission::ImportedRow(row) => row.values.len(),
            _ => 0,
        };
        let date = entry.about.date;
        let occurrence = self.occurrences.entry(entry.id).or_insert(0);
        *occurrence += 1;
        entry.id = ids::id_of(&["occurrence", &entry.id.to_string(), &occurrence.to_string()]);
        RowContent {
            entry: (values > 0).then_some(entry),
            values: values as u64,
            missing: self.map.items.len().saturating_sub(values) as u64,
            dose: dose.map(|per_day| RowDose { date, per_day, file: self.file.to_owned(), row }),
        }
    }

    fn date(&self, text: &str) -> Result<Date, Cause> {
        let date = cell::date(text)?;
        if date > self.map.zone.date_of(self.now) { Err(Cause::InTheFuture) } else { Ok(date) }
    }

    /// The entry of a row, with an id that follows from its content.
    fn entry(&self, date: Date, time: Option<Time>, values: Vec<(String, String)>) -> NewEntry {
        let set = self.set.to_string();
        let day = date.to_string();
        let clock = time.map_or_else(String::new, |time| time.to_string());
        let mut fields = vec!["row", &set, &day, &clock];
        for (item, value) in &values {
            fields.extend([item.as_str(), value.as_str()]);
        }
        let id = ids::id_of(&fields);
        let about = About { date, time, zone: self.map.zone.clone() };
        new_entry(id, about, Submission::ImportedRow(ImportedRow { set: self.set, values }))
    }
}

/// The value of a cell; none where it is refused, which is then noted.
fn accept<'a, T>(refused: &mut Vec<RefusedPart<'a>>, column: &'a str, value: Result<T, Cause>) -> Option<T> {
    match value {
        Ok(value) => Some(value),
        Err(cause) => {
            refused.push(RefusedPart { column: Some(column), cause });
            None
        }
    }
}
