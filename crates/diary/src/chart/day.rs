//! The chart day by day.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Chart, Entry};
use crate::{Body, CheckIn, ListedSymptom, SymptomAnswer};

/// One calendar day of a chart.
#[derive(Clone, Debug)]
pub struct Day<'a> {
    /// The day.
    pub date: Date,
    /// The patient's own check-in: the one written last, in its newest version.
    pub check_in: Option<&'a Entry>,
    /// The patient's own night that ended on this day.
    pub sleep: Option<&'a Entry>,
    /// What was said of the day otherwise: other people's entries, earlier check-ins, notes, events.
    pub observations: Vec<&'a Entry>,
}

/// A day's symptoms, as far as they are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResolvedSymptoms {
    /// Not answered, or "same as yesterday" after more than three days without an answer.
    Unknown,
    /// These; empty when there were none.
    Known(Vec<ListedSymptom>),
}

/// "The same" reaches back this far.
const SAME_REACHES_DAYS: i32 = 3;

impl Chart {
    /// Every day from `from` to `to`, both included; days without entries are there, empty.
    #[must_use]
    pub fn days(&self, from: Date, to: Date) -> Vec<Day<'_>> {
        let mut by_date: BTreeMap<Date, Vec<&Entry>> = BTreeMap::new();
        for entry in self.standing().filter(|entry| (from..=to).contains(&entry.date())) {
            by_date.entry(entry.date()).or_default().push(entry);
        }
        from.series(1.day())
            .take_while(|date| *date <= to)
            .map(|date| Day::of(date, by_date.remove(&date).unwrap_or_default()))
            .collect()
    }

    /// The symptoms of each day that has an answer, with "same" resolved.
    #[must_use]
    pub fn symptoms(&self) -> BTreeMap<Date, ResolvedSymptoms> {
        let Some((first, last)) = self.span() else { return BTreeMap::new() };
        let mut resolved: BTreeMap<Date, ResolvedSymptoms> = BTreeMap::new();
        for day in self.days(first, last) {
            let (answer, safety) = (day.symptom_answer(), day.safety());
            let mut known = match answer {
                None if safety.is_empty() => continue,
                None | Some(SymptomAnswer::None) => Some(Vec::new()),
                Some(SymptomAnswer::Listed(listed)) => Some(listed.clone()),
                Some(SymptomAnswer::Same) => last_answer(&resolved, day.date),
            };
            // A safety answer is shown whatever else is known of the day.
            if !safety.is_empty() {
                known.get_or_insert_default().extend(safety);
            }
            resolved.insert(day.date, known.map_or(ResolvedSymptoms::Unknown, ResolvedSymptoms::Known));
        }
        resolved
    }
}

fn last_answer(resolved: &BTreeMap<Date, ResolvedSymptoms>, date: Date) -> Option<Vec<ListedSymptom>> {
    let (last, symptoms) = resolved.range(..date).next_back()?;
    let days = date.since(*last).ok()?.get_days();
    match symptoms {
        // A "same" repeats the graded symptoms, but no safety answer and no clock time: nobody gave those for this day.
        ResolvedSymptoms::Known(listed) if days <= SAME_REACHES_DAYS => {
            let graded = listed.iter().filter(|item| !item.symptom.is_safety());
            Some(graded.map(|item| ListedSymptom { time: None, ..item.clone() }).collect())
        }
        _ => None,
    }
}

impl<'a> Day<'a> {
    fn of(date: Date, entries: Vec<&'a Entry>) -> Self {
        let mut day = Self { date, check_in: None, sleep: None, observations: Vec::new() };
        for entry in entries {
            let earlier = match entry.bodies().next() {
                Some(Body::CheckIn(_)) if entry.by_patient() => day.check_in.replace(entry),
                Some(Body::Sleep(_)) if entry.by_patient() => day.sleep.replace(entry),
                Some(Body::Started(_) | Body::Dose(_) | Body::Tms(_) | Body::Review(_)) => None,
                Some(Body::ImportedSet(_) | Body::ImportedRow(_)) => None,
                _ => Some(entry),
            };
            day.observations.extend(earlier);
        }
        day
    }

    /// The patient's check-in.
    #[must_use]
    pub fn answers(&self) -> Option<&'a CheckIn> {
        self.check_in?.bodies().find_map(|body| match body {
            Body::CheckIn(check_in) => Some(check_in),
            _ => None,
        })
    }

    /// What was answered about symptoms.
    fn symptom_answer(&self) -> Option<&'a SymptomAnswer> {
        self.answers()?.symptoms.as_ref()
    }

    /// Every safety answer the patient gave on this day, also in a check-in that another one followed: none is covered
    /// by a later "none", and one that came without its check-in is there all the same.
    fn safety(&self) -> Vec<ListedSymptom> {
        let entries = self.check_in.into_iter().chain(self.observations.iter().copied());
        let mut all: Vec<ListedSymptom> = Vec::new();
        for body in entries.filter(|entry| entry.by_patient()).flat_map(Entry::bodies) {
            let Body::Safety(safety) = body else { continue };
            for item in &safety.listed {
                if !all.iter().any(|known| known.symptom == item.symptom) {
                    all.push(item.clone());
                }
            }
        }
        all
    }
}
