//! From a column of doses to facts: the first dose, then each change.

use std::collections::BTreeMap;

use diary::{About, Dose, Micrograms, NewEntry, Precision, Started, Submission};
use jiff::civil::Date;

use super::reason::Reasons;
use super::{Map, Why, ids};

/// The dose that one row names.
pub(super) struct Dosed {
    pub(super) date: Date,
    pub(super) per_day: Micrograms,
    pub(super) file: String,
    pub(super) row: u64,
}

/// The doses of all rows, by day.
#[derive(Default)]
pub(super) struct Doses {
    by_day: BTreeMap<Date, Vec<Dosed>>,
}

impl Doses {
    /// Keeps a dose; a repeat of the same dose on the same day says nothing new.
    pub(super) fn add(&mut self, dosed: Dosed) {
        let day = self.by_day.entry(dosed.date).or_default();
        if !day.iter().any(|other| other.per_day == dosed.per_day) {
            day.push(dosed);
        }
    }

    /// One fact for the first dose and one for each change; a day with two doses is refused.
    pub(super) fn facts(self, map: &Map, reasons: &mut Reasons) -> Vec<NewEntry> {
        let Some(column) = &map.dose else { return Vec::new() };
        let mut facts = Vec::new();
        let mut before: Option<Micrograms> = None;
        for (date, day) in self.by_day {
            let [only] = day.as_slice() else {
                for dosed in day.iter().skip(1) {
                    reasons.add(&dosed.file, Some(dosed.row), Some(&column.column), Why::TwoDoses);
                }
                continue;
            };
            if before == Some(only.per_day) {
                continue;
            }
            let (medicine, per_day, precision) = (column.medicine.clone(), only.per_day, Precision::Day);
            let (kind, said) = match before {
                None => {
                    ("first", Submission::Started(Started { medicine, per_day, precision, replaces: None }))
                }
                Some(_) => ("change", Submission::Dose(Dose { medicine, per_day, precision })),
            };
            before = Some(per_day);
            let (day, micrograms) = (date.to_string(), per_day.get().to_string());
            let id = ids::of(&[kind, column.medicine.as_str(), map.zone.as_str(), &day, &micrograms]);
            facts.push(super::entry(id, About { date, time: None, zone: map.zone.clone() }, said));
        }
        facts
    }
}
