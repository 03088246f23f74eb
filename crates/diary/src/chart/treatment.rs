//! The treatment beside the diary: doses, TMS sessions, imported values.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Chart, Entry};
use crate::{
    AccountId, Body, Code, Dosing, EntryId, FieldEntry, ImportedRow, ImportedSeries, Medicine, NewEntry,
    Precision, RecordId, Refusal, Submission,
};

/// One known dose and the day it began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoseStep {
    /// First day.
    pub date: Date,
    /// How exactly the day is known.
    pub precision: Precision,
    /// What is taken from then on.
    pub dosing: Dosing,
    /// The entry that says so.
    pub entry: Option<RecordId>,
}

/// What an entry says of a medicine's dose from its date on.
pub struct DoseFact<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// Its medicine.
    pub medicine: &'a Medicine,
    /// What is taken from then on.
    pub dosing: Dosing,
    /// How exactly the day is known.
    pub precision: Precision,
    /// The medicine it took the place of.
    pub replaces: Option<&'a Medicine>,
}

impl<'a> DoseFact<'a> {
    fn of(entry: &'a Entry, body: &'a Body) -> Option<Self> {
        let (medicine, dosing) = body.dosing()?;
        let (precision, replaces) = match body {
            Body::MedicineStart(started) => (started.precision, started.replaces.as_ref()),
            Body::DoseChange(dose) => (dose.precision, None),
            _ => (Precision::Day, None),
        };
        Some(Self { entry, medicine, dosing, precision, replaces })
    }

    /// When the version that says so reached the clinic.
    #[must_use]
    pub fn received_at(&self) -> Timestamp {
        self.entry.effective_version().map_or(Timestamp::MIN, |version| version.meta.received_at)
    }

    /// Whether it is the dose that a medicine was entered with, and no change of one.
    #[must_use]
    pub fn is_start(&self) -> bool {
        self.entry.bodies().any(|body| matches!(body, Body::MedicineStart(_)))
    }
}

/// What a known dose is to the diary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// The first dose known, one that a day has as much of as before, or one to or from which nothing can be compared because
    /// it is taken as needed: no step is counted from this day.
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
    pub before: Option<&'a Dosing>,
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
    /// What holds on a day; none before the first known dose.
    #[must_use]
    pub fn on(&self, date: Date) -> Option<&Dosing> {
        self.steps.iter().rev().find(|step| step.date <= date).map(|step| &step.dosing)
    }

    /// What is entered for the days after `today`, without steps that repeat the dose before them: planned, not taken yet.
    #[must_use]
    pub fn planned(&self, today: Date) -> Vec<&DoseStep> {
        let mut before = self.on(today);
        let mut planned = Vec::new();
        for step in self.steps.iter().filter(|step| step.date > today) {
            if before != Some(&step.dosing) {
                planned.push(step);
            }
            before = Some(&step.dosing);
        }
        planned
    }

    /// Every known dose with what it is on `today`, in a diary whose first own entry is of `first_day`. The start of a
    /// registration is no change: nothing is said of what was taken before it. A change is one of what a day has on average,
    /// compared as exact fractions; as-needed orders have no such average, so that nothing is counted to or from them.
    pub fn classified_steps(
        &self,
        first_day: Option<Date>,
        today: Date,
    ) -> impl Iterator<Item = ClassifiedStep<'_>> {
        let befores = std::iter::once(None).chain(self.steps.iter().map(|step| Some(&step.dosing)));
        self.steps.iter().zip(befores).map(move |(step, before)| {
            let past = first_day.is_some_and(|first| step.date < first) || step.precision != Precision::Day;
            let means = before.and_then(Dosing::mean_per_day).zip(step.dosing.mean_per_day());
            let kind = match before {
                Some(dose) if *dose == step.dosing => StepKind::Known,
                _ if step.date > today => StepKind::Planned,
                _ if means.is_none_or(|(before, after)| before == after) => StepKind::Known,
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
    /// What stands of medicines, by date; of one date as it was received, so that the last one holds. What was received in
    /// one moment (an import may say so) goes by when it was written, then by what it says: never by an id.
    #[must_use]
    pub fn dose_facts(&self) -> Vec<DoseFact<'_>> {
        let mut facts = Vec::new();
        for entry in self.standing() {
            facts.extend(entry.bodies().filter_map(|body| DoseFact::of(entry, body)));
        }
        facts.sort_by(|one, other| {
            let place =
                |fact: &DoseFact<'_>| (fact.entry.date(), fact.received_at(), fact.entry.entered_at());
            let said = |fact: &DoseFact<'_>| (fact.is_start(), fact.precision.as_str());
            place(one)
                .cmp(&place(other))
                .then_with(|| said(other).cmp(&said(one)))
                .then_with(|| one.dosing.cmp(&other.dosing))
        });
        facts
    }

    /// Every medicine with its doses, in order of the first one.
    #[must_use]
    pub fn doses(&self) -> Vec<DoseLane> {
        let mut lanes: BTreeMap<&Medicine, DoseLane> = BTreeMap::new();
        for fact in self.dose_facts() {
            let lane = lanes.entry(fact.medicine).or_insert_with(|| DoseLane {
                medicine: fact.medicine.clone(),
                steps: Vec::new(),
                replaces: None,
            });
            lane.replaces = lane.replaces.take().or(fact.replaces.cloned());
            let (date, precision, entry) = (fact.entry.date(), fact.precision, fact.entry.id());
            lane.steps.push(DoseStep { date, precision, dosing: fact.dosing, entry });
        }
        let mut lanes: Vec<DoseLane> = lanes.into_values().collect();
        lanes.sort_by_key(|lane| lane.steps.first().map(|step| step.date));
        lanes
    }

    /// Refuses a change of dose or an order of a medicine for a day that has one already, unless its writer names the one that
    /// it takes the place of: the last of that day. The entry that it corrects is none, as long as it is that last one.
    ///
    /// # Errors
    /// [`Code::DoseOfThatDay`] of the field `known`.
    pub fn check_dose_of_that_day(&self, entry: &NewEntry) -> Result<(), Refusal> {
        let medicine = match &entry.content {
            Submission::DoseChange(dose) => &dose.medicine,
            Submission::DoseOrder(ordered) => &ordered.medicine,
            _ => return Ok(()),
        };
        let corrected =
            entry.amends.as_ref().and_then(|amends| self.entry(amends.record)).and_then(Entry::id);
        let facts = self.dose_facts();
        let mut of_that_day =
            facts.iter().filter(|fact| fact.medicine == medicine && fact.entry.date() == entry.about.date);
        let last = of_that_day.next_back();
        let fits = match (last, entry.known) {
            (Some(last), _) if corrected.is_some() && last.entry.id() == corrected => true,
            (Some(last), Some(known)) => last.entry.holds(known),
            (Some(last), None) => last.is_start(),
            (None, known) => known.is_none(),
        };
        if fits { Ok(()) } else { Err(Refusal::new("known", Code::DoseOfThatDay)) }
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
