//! From a row to an entry.

use std::collections::HashMap;

use diary::{About, ImportedRow, NewEntry, Submission};
use jiff::Timestamp;
use jiff::civil::{Date, Time};

use super::doses::Dosed;
use super::reason::Reasons;
use super::table::Row;
use super::{Map, Why, cell, checked, ids};

/// What a row gives.
pub(super) struct Read {
    /// Its entry; none where no item has a value.
    pub(super) entry: Option<NewEntry>,
    /// Values in the entry.
    pub(super) values: u64,
    /// Mapped items without a value.
    pub(super) missing: u64,
    /// Its dose, if it names one.
    pub(super) dose: Option<Dosed>,
}

/// Reads the rows of one file.
pub(super) struct Rows<'a> {
    map: &'a Map,
    file: &'a str,
    now: Timestamp,
    set: String,
    /// How often the same row was met in this file: each occurrence is an entry of its own.
    met: HashMap<diary::EntryId, u64>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(map: &'a Map, file: &'a str, now: Timestamp) -> Self {
        Self { map, file, now, set: map.set_id().to_string(), met: HashMap::new() }
    }

    /// `None` when the row is refused; all its reasons are given.
    pub(super) fn read(&mut self, row: &Row, reasons: &mut Reasons) -> Option<Read> {
        let mut refused = Vec::new();
        let mut cells = row.cells();
        let mut next = || cells.next().unwrap_or_default();
        let date = keep(&mut refused, &self.map.date, self.date(next()));
        let time = self.map.time.as_ref().map(|column| {
            let text = next();
            let time = if cell::is_empty(text) { Ok(None) } else { cell::time(text).map(Some) };
            keep(&mut refused, column, time).flatten()
        });
        let mut values = Vec::new();
        for item in &self.map.items {
            let text = next();
            if !cell::is_empty(text) {
                let number = cell::number(text)
                    .and_then(|number| if item.holds(number) { Ok(()) } else { Err(Why::OutOfRange) });
                keep(&mut refused, &item.column, number);
                values.push((item.series.item.clone(), text.to_owned()));
            }
        }
        let dose = self.map.dose.as_ref().and_then(|column| {
            let text = next();
            let dose = (!cell::is_empty(text)).then(|| cell::dose(text, column.unit))?;
            keep(&mut refused, &column.column, dose)
        });
        let entry = date.map(|date| self.entry(date, time.flatten(), values));
        if let Some(Err(why)) = entry.as_ref().map(|entry| checked(entry, self.now)) {
            refused.push((None, why));
        }
        for (column, why) in &refused {
            reasons.add(self.file, Some(row.number), *column, *why);
        }
        let (entry, date) = if refused.is_empty() { (entry?, date?) } else { return None };
        Some(self.result(row, entry, date, dose))
    }

    fn result(
        &mut self,
        row: &Row,
        mut entry: NewEntry,
        date: Date,
        dose: Option<diary::Micrograms>,
    ) -> Read {
        let values = match &entry.said {
            Submission::ImportedRow(row) => row.values.len(),
            _ => 0,
        };
        let occurrence = self.met.entry(entry.id).or_insert(0);
        *occurrence += 1;
        entry.id = ids::of(&["occurrence", &entry.id.to_string(), &occurrence.to_string()]);
        Read {
            entry: (values > 0).then_some(entry),
            values: values as u64,
            missing: self.map.items.len().saturating_sub(values) as u64,
            dose: dose.map(|per_day| Dosed { date, per_day, file: self.file.to_owned(), row: row.number }),
        }
    }

    fn date(&self, text: &str) -> Result<Date, Why> {
        let date = cell::date(text)?;
        if date > self.map.zone.date_of(self.now) { Err(Why::InTheFuture) } else { Ok(date) }
    }

    fn entry(&self, date: Date, time: Option<Time>, values: Vec<(String, String)>) -> NewEntry {
        let (day, clock) = (date.to_string(), time.map_or_else(String::new, |time| time.to_string()));
        let mut fields = vec!["row", self.set.as_str(), &day, &clock];
        fields.extend(values.iter().flat_map(|(item, value)| [item.as_str(), value.as_str()]));
        let id = ids::of(&fields);
        let about = About { date, time, zone: self.map.zone.clone() };
        super::entry(id, about, Submission::ImportedRow(ImportedRow { set: self.map.set_id(), values }))
    }
}

fn keep<'c, T>(
    refused: &mut Vec<(Option<&'c str>, Why)>,
    column: &'c str,
    result: Result<T, Why>,
) -> Option<T> {
    result.map_err(|why| refused.push((Some(column), why))).ok()
}
