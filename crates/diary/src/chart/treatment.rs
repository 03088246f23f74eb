//! The treatment beside the diary: doses, TMS sessions, imported values.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use super::{Chart, Entry};
use crate::{
    AccountId, Body, EntryId, FieldEntry, HalfMicrograms, ImportedRow, ImportedSeries, Medicine, Precision,
    RecordId,
};

/// One known dose and the day it began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoseStep {
    /// First day.
    pub date: Date,
    /// How exactly the day is known.
    pub precision: Precision,
    /// Dose a day.
    pub per_day: HalfMicrograms,
    /// The entry that says so.
    pub entry: Option<RecordId>,
}

/// What a known dose is to the diary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// The first dose known, or the one before it once more: nothing changed on this day.
    Known,
    /// A change on this very day, since the diary began. Days are counted from changes alone.
    Change,
    /// A change before the diary, or of which only the month or the year is known: left out of every calculation.
    BeforeDiary,
    /// A change entered for a later day: nothing of it has happened.
    Planned,
}

/// A known dose, what it followed and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClassifiedStep<'a> {
    /// The dose.
    pub step: &'a DoseStep,
    /// The dose before it, where one is known.
    pub before: Option<HalfMicrograms>,
    /// What it is.
    pub kind: StepKind,
}

/// The doses of one medicine, by date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoseLane {
    /// The medicine.
    pub medicine: Medicine,
    /// Its doses.
    pub steps: Vec<DoseStep>,
    /// The medicine it took the place of.
    pub replaces: Option<Medicine>,
}

impl DoseLane {
    /// The dose on a day; none before the first known one.
    #[must_use]
    pub fn on(&self, date: Date) -> Option<HalfMicrograms> {
        self.steps.iter().rev().find(|step| step.date <= date).map(|step| step.per_day)
    }

    /// What is entered for the days after `today`, without steps that repeat the dose before them: planned, not taken yet.
    #[must_use]
    pub fn planned(&self, today: Date) -> Vec<&DoseStep> {
        let mut before = self.on(today);
        let mut planned = Vec::new();
        for step in self.steps.iter().filter(|step| step.date > today) {
            if before != Some(step.per_day) {
                planned.push(step);
            }
            before = Some(step.per_day);
        }
        planned
    }

    /// Every known dose with what it is on `today`, in a diary whose first own entry is of `first_day`. The start of a
    /// registration is no change: nothing is said of what was taken before it.
    pub fn classified_steps(
        &self,
        first_day: Option<Date>,
        today: Date,
    ) -> impl Iterator<Item = ClassifiedStep<'_>> {
        let befores = std::iter::once(None).chain(self.steps.iter().map(|step| Some(step.per_day)));
        self.steps.iter().zip(befores).map(move |(step, before)| {
            let past = first_day.is_some_and(|first| step.date < first) || step.precision != Precision::Day;
            let kind = match before {
                Some(dose) if dose == step.per_day => StepKind::Known,
                _ if step.date > today => StepKind::Planned,
                None => StepKind::Known,
                _ if past => StepKind::BeforeDiary,
                _ => StepKind::Change,
            };
            ClassifiedStep { step, before, kind }
        })
    }

    /// The changes that days are counted from, as [`Self::classified_steps`] has them.
    pub fn changes(&self, first_day: Option<Date>, today: Date) -> impl Iterator<Item = ClassifiedStep<'_>> {
        self.classified_steps(first_day, today).filter(|step| step.kind == StepKind::Change)
    }

    /// The last of them.
    #[must_use]
    pub fn last_change(&self, first_day: Option<Date>, today: Date) -> Option<ClassifiedStep<'_>> {
        self.changes(first_day, today).last()
    }
}

/// One imported row with what its items mean.
#[derive(Clone, Debug)]
pub struct ImportedDay<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// Its values.
    pub row: &'a ImportedRow,
    /// The items of its set, where the set is there.
    pub series: &'a [ImportedSeries],
}

impl Chart {
    /// Every medicine with its doses, in order of the first one.
    #[must_use]
    pub fn doses(&self) -> Vec<DoseLane> {
        let mut lanes: BTreeMap<Medicine, DoseLane> = BTreeMap::new();
        for entry in self.standing() {
            for body in entry.bodies() {
                let (medicine, per_day, precision, replaces) = match body {
                    Body::MedicineStart(s) => (&s.medicine, s.per_day, s.precision, s.replaces.clone()),
                    Body::DoseChange(d) => (&d.medicine, d.per_day, d.precision, None),
                    _ => continue,
                };
                let lane = lanes.entry(medicine.clone()).or_insert_with(|| DoseLane {
                    medicine: medicine.clone(),
                    steps: Vec::new(),
                    replaces: None,
                });
                lane.replaces = lane.replaces.take().or(replaces);
                lane.steps.push(DoseStep { date: entry.date(), precision, per_day, entry: entry.id() });
            }
        }
        let mut lanes: Vec<DoseLane> = lanes.into_values().collect();
        lanes.sort_by_key(|lane| lane.steps.first().map(|step| step.date));
        lanes
    }

    /// TMS sessions, by date.
    pub fn tms(&self) -> impl Iterator<Item = (&Entry, &crate::TmsSession)> {
        self.standing().filter_map(|entry| {
            entry.bodies().find_map(|body| match body {
                Body::Fields(FieldEntry::Tms(session)) => Some((entry, session)),
                _ => None,
            })
        })
    }

    /// Imported rows, by date, with their items.
    #[must_use]
    pub fn imported(&self) -> Vec<ImportedDay<'_>> {
        // Entry ids are made by clients: two people's may be equal, so a row belongs to a set of its own author.
        let mut sets: HashMap<(AccountId, EntryId), &[ImportedSeries]> = HashMap::new();
        for entry in self.standing() {
            for body in entry.bodies() {
                let of = entry.author().zip(entry.client_id());
                if let (Body::ImportedSet(set), Some((author, id))) = (body, of) {
                    sets.insert((author.account, id), &set.series);
                }
            }
        }
        let rows = self.standing().flat_map(|entry| entry.bodies().map(move |body| (entry, body)));
        rows.filter_map(|(entry, body)| match body {
            Body::ImportedRow(row) => {
                let set = entry.author().and_then(|author| sets.get(&(author.account, row.set)));
                Some(ImportedDay { entry, row, series: set.copied().unwrap_or_default() })
            }
            _ => None,
        })
        .collect()
    }

    /// The newest review mark.
    #[must_use]
    pub fn last_review(&self) -> Option<(&Entry, &crate::Review)> {
        let reviews = self.standing().flat_map(|entry| {
            entry.bodies().filter_map(move |body| match body {
                Body::Review(review) => Some((entry, review)),
                _ => None,
            })
        });
        reviews.max_by_key(|(_, review)| review.up_to)
    }
}
