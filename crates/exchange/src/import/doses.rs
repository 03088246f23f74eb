//! From a column of doses to entries: the first dose, then each change.

use std::collections::BTreeMap;

use diary::{About, DoseChange, HalfMicrograms, MedicineStart, NewEntry, Precision, Submission};
use jiff::civil::Date;

use super::ids;
use super::map::{DoseColumn, Map};
use super::new_entry::new_entry;
use super::refusal::{Cause, Refusals};

/// The dose that one row names.
pub(super) struct RowDose {
    pub(super) date: Date,
    pub(super) per_day: HalfMicrograms,
    pub(super) file: String,
    pub(super) row: u64,
}

/// The doses of all rows, by day.
#[derive(Default)]
pub(super) struct Doses {
    by_day: BTreeMap<Date, Vec<RowDose>>,
}

impl Doses {
    /// Adds a dose; a repeat of the same dose on the same day changes nothing.
    pub(super) fn add(&mut self, dose: RowDose) {
        let day = self.by_day.entry(dose.date).or_default();
        if !day.iter().any(|other| other.per_day == dose.per_day) {
            day.push(dose);
        }
    }

    /// One entry for the first dose and one for each change; a day with two doses is refused.
    pub(super) fn entries(self, map: &Map, refusals: &mut Refusals) -> Vec<NewEntry> {
        let Some(column) = &map.dose else { return Vec::new() };
        let mut entries = Vec::new();
        let mut before = None;
        for day in self.by_day.values() {
            let [only] = day.as_slice() else {
                for dose in day.iter().skip(1) {
                    refusals.add(&dose.file, Some(dose.row), Some(&column.column), Cause::TwoDoses);
                }
                continue;
            };
            if before != Some(only.per_day) {
                entries.push(dose_entry(map, column, only, before.is_none()));
                before = Some(only.per_day);
            }
        }
        entries
    }
}

fn dose_entry(map: &Map, column: &DoseColumn, dose: &RowDose, is_first: bool) -> NewEntry {
    let (medicine, per_day, precision) = (column.medicine.clone(), dose.per_day, Precision::Day);
    let day = dose.date.to_string();
    let half_micrograms = per_day.get().to_string();
    let kind = if is_first { "first" } else { "change" };
    let id = ids::id_of(&[kind, medicine.as_str(), map.zone.as_str(), &day, &half_micrograms]);
    let content = if is_first {
        Submission::MedicineStart(MedicineStart { medicine, per_day, precision, replaces: None })
    } else {
        Submission::DoseChange(DoseChange { medicine, per_day, precision })
    };
    new_entry(id, About { date: dose.date, time: None, zone: map.zone.clone() }, content)
}
