//! What a chart holds for one visit: the days since the last review, or the last four weeks, counted.

use std::collections::{BTreeMap, BTreeSet};

use diary::chart::{
    Chart, ClassifiedStep, Day, DayKind, DoseStep, Entry, ResolvedSymptoms, SleepSource, StepKind,
};
use diary::{
    Body, DayEvent, Dosing, ListedSymptom, Medicine, MedicineTaken, Precision, Role, Severity, Symptom,
};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::dose_steps::{PlannedStep, planned};

/// Symptoms named at most.
const SYMPTOMS: usize = 3;

/// Where the period begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// At the last review that was written before today; at the first entry where there is none.
    Review,
    /// 27 days back.
    FourWeeks,
}

/// The days that a summary is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day of the diary in it: today, while the diary is being kept.
    pub to: Date,
    /// Up to when the review that it begins with had read.
    pub reviewed: Option<Timestamp>,
    /// Up to when the newest review has read.
    pub last_reviewed: Option<Timestamp>,
}

impl Period {
    /// The period that ends on `today`. Reviews of today belong to this visit: it begins at the one before them, on that
    /// review's day in `zone`.
    #[must_use]
    pub fn of(chart: &Chart, today: Date, since: Since, zone: &TimeZone) -> Self {
        let day_of = |at: Timestamp| at.to_zoned(zone.clone()).date();
        let written_before =
            |entry: &&Entry| entry.newest().is_some_and(|version| day_of(version.meta.received_at) < today);
        let reviews = chart.standing().filter(written_before).flat_map(Entry::bodies);
        let reviews = reviews.filter_map(|body| match body {
            Body::Review(review) => Some(review.up_to),
            _ => None,
        });
        let reviewed = reviews.max().filter(|_| since == Since::Review);
        let first = match since {
            Since::FourWeeks => today.checked_sub(27.days()).ok(),
            Since::Review => reviewed.map(day_of).or(chart.span().map(|(first, _)| first)),
        };
        let from = first.unwrap_or(today).min(today);
        // As the figure has it: a diary that is no longer kept ends with its last entry.
        let span = chart.diary_span(today).map(|(_, last)| last);
        let last = span.filter(|last| since == Since::Review && *last >= from);
        let last_reviewed = chart.last_review().map(|(_, review)| review.up_to);
        Self { from, to: last.unwrap_or(today).min(today), reviewed, last_reviewed }
    }

    fn contains(&self, date: Date) -> bool {
        (self.from..=self.to).contains(&date)
    }
}

/// Everything a summary states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitSummary {
    /// Its days.
    pub period: Period,
    /// Every day of the period is one of these.
    pub days: DayCounts,
    /// Whether the diary ended before today.
    pub ended: bool,
    /// Values of diaries kept elsewhere.
    pub imported: ImportedValues,
    /// Entries by guardians.
    pub by_guardians: usize,
    /// 0 to 10, a value a day.
    pub mood: Option<Spread>,
    /// 0 to 10, a value a day.
    pub anxiety: Option<Spread>,
    /// Minutes, a value a night.
    pub slept_min: Option<Spread>,
    /// Where those come from, with the number of nights.
    pub sleep_sources: Vec<(SleepSource, usize)>,
    /// Medicines with what holds today.
    pub doses: Vec<(Medicine, Dosing)>,
    /// Changes in the period, by date; the start of a registration is none.
    pub changes: Vec<DoseChange>,
    /// Medicines whose first known dose begins in the period.
    pub started: Vec<PlannedStep>,
    /// What is entered for later days, by date.
    pub planned: Vec<PlannedStep>,
    /// What was answered about the day's medicine, with the number of days; none that nobody answered.
    pub taken: Vec<(MedicineTaken, usize)>,
    /// What was answered about symptoms.
    pub symptoms: SymptomCounts,
    /// TMS sessions in the period.
    pub tms: Vec<Date>,
    /// Events with the number of their days; none without a day.
    pub events: Vec<(DayEvent, usize)>,
    /// Answers that need a review on the same day, as they were given: safety answers and severe akathisia.
    pub same_day: Vec<GivenAnswer>,
}

/// The days of a period by what they are; together they are all of it, today too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayCounts {
    /// With an entry of the patient's own.
    pub recorded: usize,
    /// "Cannot write" days.
    pub cannot_write: usize,
    /// Days of the diary before today that have neither.
    pub missing: usize,
    /// Before the patient's first own entry.
    pub before_diary: usize,
    /// Today, without an entry so far.
    pub today_open: usize,
}

/// Values of diaries kept elsewhere: each has a scale of its own, so that they are only counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportedValues {
    /// How many values.
    pub values: usize,
    /// Of which items, each once, in the order of their files.
    pub items: Vec<String>,
}

/// The least, the middle and the greatest of some whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// How many values.
    pub count: usize,
    /// The least.
    pub least: i64,
    /// Twice the median, which may lie between two whole numbers.
    pub twice_median: i64,
    /// The greatest.
    pub most: i64,
}

/// One change of dose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoseChange {
    /// The medicine.
    pub medicine: Medicine,
    /// The dose before.
    pub before: Dosing,
    /// The dose from then on.
    pub after: Dosing,
    /// First day.
    pub date: Date,
    /// How exactly the day is known.
    pub precision: Precision,
}

/// Symptoms of a period, safety answers left out: they have no grades and are listed on their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SymptomCounts {
    /// Days on which the question was answered, "same as yesterday" resolved.
    pub answered: usize,
    /// Days on which there were none. Of a day with safety answers alone nobody may say so: an entry for its writer alone
    /// delivers nothing else.
    pub none: usize,
    /// Days with any symptom.
    pub with_any: usize,
    /// Those of most days first, with their days.
    pub frequent: Vec<(Symptom, usize)>,
    /// The strongest answer there was.
    pub strongest: Option<Strongest>,
}

/// The strongest answer of a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strongest {
    /// The answer.
    pub severity: Severity,
    /// The symptoms it was given to, with the days of that answer.
    pub symptoms: Vec<(Symptom, usize)>,
}

/// An answer that needs a review on the day it arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenAnswer {
    /// The day it is about.
    pub date: Date,
    /// The answer as it stands, or as it was given where it does not stand any more.
    pub answer: ListedSymptom,
    /// Whether it was corrected or taken back since.
    pub changed: bool,
    /// Whether the newest review has read it.
    pub reviewed: bool,
}

impl VisitSummary {
    /// Counts a chart's period as of `today`.
    #[must_use]
    pub fn of(chart: &Chart, period: Period, today: Date) -> Self {
        let (from, to) = (period.from, period.to);
        let days = chart.days(from, to);
        let by_guardian = |entry: &&Entry| {
            period.contains(entry.date())
                && entry.author().is_some_and(|author| author.role == Role::Guardian)
        };
        let sessions = chart.tms().map(|(entry, _)| entry.date());
        // Of several check-ins of a day each question counts as it was answered last, as in the figure.
        let mood = days.iter().filter_map(|day| day.latest(|answers| answers.mood));
        let anxiety = days.iter().filter_map(|day| day.latest(|answers| answers.anxiety));
        let slept = days.iter().filter_map(Day::slept);
        let mut summary = Self {
            period,
            days: DayCounts::of(chart, &days, today),
            ended: to < today,
            imported: imported(chart, period),
            by_guardians: chart.standing().filter(by_guardian).count(),
            mood: Spread::of(mood.map(|(_, score)| i64::from(score.get()))),
            anxiety: Spread::of(anxiety.map(|(_, score)| i64::from(score.get()))),
            slept_min: Spread::of(slept.clone().map(|slept| slept.minutes)),
            sleep_sources: counted(slept.map(|slept| slept.source)),
            doses: Vec::new(),
            changes: Vec::new(),
            started: Vec::new(),
            planned: planned(chart, today),
            taken: taken(&days),
            symptoms: SymptomCounts::of(chart, from, to),
            tms: sessions.filter(|day| (from..=today).contains(day)).collect(),
            events: events(chart, period),
            same_day: same_day(chart, period),
        };
        summary.count_doses(chart, today);
        summary
    }

    /// Treatment goes on where nobody writes any more: up to `today`, not to the period's last day.
    fn count_doses(&mut self, chart: &Chart, today: Date) {
        let (from, first_day) = (self.period.from, chart.diary_days().first());
        for lane in chart.doses() {
            self.doses.extend(lane.on(today).map(|dose| (lane.medicine.clone(), dose.clone())));
            let inside = |known: &ClassifiedStep<'_>| (from..=today).contains(&known.step.date);
            for known in lane.classified_steps(first_day, today).filter(inside) {
                let DoseStep { date, precision, dosing: after, .. } = known.step.clone();
                let medicine = lane.medicine.clone();
                match (known.kind, known.before) {
                    (StepKind::Change | StepKind::BeforeDiary, Some(before)) => {
                        let before = before.clone();
                        self.changes.push(DoseChange { medicine, before, after, date, precision });
                    }
                    (_, None) => self.started.push(PlannedStep { medicine, step: known.step.clone() }),
                    _ => {}
                }
            }
        }
        self.changes.sort_by_key(|change| change.date);
    }
}

impl DayCounts {
    fn of(chart: &Chart, days: &[Day<'_>], today: Date) -> Self {
        let (recorded, mut counts) = (chart.diary_days(), Self::default());
        for day in days {
            *match recorded.kind(day, today) {
                DayKind::Recorded => &mut counts.recorded,
                DayKind::CannotWrite => &mut counts.cannot_write,
                DayKind::Missing => &mut counts.missing,
                DayKind::BeforeDiary => &mut counts.before_diary,
                DayKind::Open => &mut counts.today_open,
            } += 1;
        }
        counts
    }

    /// All days.
    #[must_use]
    pub fn all(self) -> usize {
        self.recorded + self.cannot_write + self.missing + self.before_diary + self.today_open
    }
}

impl Spread {
    /// Of the values in any order; nothing for no values.
    pub fn of(values: impl IntoIterator<Item = i64>) -> Option<Self> {
        let mut sorted: Vec<i64> = values.into_iter().collect();
        sorted.sort_unstable();
        let count = sorted.len();
        let (least, most) = (*sorted.first()?, *sorted.last()?);
        let (low, high) = (sorted.get((count - 1) / 2)?, sorted.get(count / 2)?);
        Some(Self { count, least, twice_median: low + high, most })
    }
}

impl SymptomCounts {
    fn of(chart: &Chart, from: Date, to: Date) -> Self {
        let mut counts = Self::default();
        let mut answers: BTreeMap<Symptom, Vec<Option<Severity>>> = BTreeMap::new();
        for (_, resolved) in chart.symptoms().range(from..=to) {
            let ResolvedSymptoms::Known(listed) = resolved else { continue };
            let graded: Vec<&ListedSymptom> =
                listed.iter().filter(|item| !item.symptom.is_safety()).collect();
            counts.answered += 1;
            counts.none += usize::from(listed.is_empty());
            counts.with_any += usize::from(!graded.is_empty());
            for item in graded {
                answers.entry(item.symptom).or_default().push(item.severity);
            }
        }
        counts.frequent = most(answers.iter().map(|(symptom, given)| (*symptom, given.len())));
        let given = answers.values().flatten().copied().flatten();
        counts.strongest = given.max_by_key(|severity| severity.number()).map(|severity| {
            let days =
                |given: &[Option<Severity>]| given.iter().filter(|one| **one == Some(severity)).count();
            let symptoms = answers.iter().map(|(symptom, given)| (*symptom, days(given)));
            Strongest { severity, symptoms: most(symptoms.filter(|(_, days)| *days > 0)) }
        });
        counts
    }
}

/// The symptoms of most days; of equally many days in the order they came in.
fn most(counted: impl Iterator<Item = (Symptom, usize)>) -> Vec<(Symptom, usize)> {
    let mut counted: Vec<(Symptom, usize)> = counted.collect();
    counted.sort_by_key(|(_, days)| std::cmp::Reverse(*days));
    counted.truncate(SYMPTOMS);
    counted
}

fn counted<T: Ord>(all: impl Iterator<Item = T>) -> Vec<(T, usize)> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for one in all {
        *counts.entry(one).or_default() += 1;
    }
    counts.into_iter().collect()
}

/// The day's medicine as the person answered it last.
fn taken(days: &[Day<'_>]) -> Vec<(MedicineTaken, usize)> {
    let mut counts = Vec::new();
    for taken in MedicineTaken::ALL {
        let answered =
            |day: &&Day<'_>| day.latest(|answers| answers.medicine).is_some_and(|(_, one)| one == *taken);
        counts.push((*taken, days.iter().filter(answered).count()));
    }
    counts.retain(|(_, days)| *days > 0);
    counts
}

fn imported(chart: &Chart, period: Period) -> ImportedValues {
    let mut found = ImportedValues::default();
    for day in chart.imported().iter().filter(|day| period.contains(day.entry.date())) {
        for (item, _) in &day.row.values {
            found.values += 1;
            if !found.items.contains(item) {
                found.items.push(item.clone());
            }
        }
    }
    found
}

/// Events with the number of days that anyone wrote of them.
fn events(chart: &Chart, period: Period) -> Vec<(DayEvent, usize)> {
    let mut days: BTreeMap<&str, BTreeSet<Date>> = BTreeMap::new();
    for entry in chart.standing() {
        for body in entry.bodies() {
            match body {
                Body::CheckIn(check_in) => {
                    for event in &check_in.events {
                        days.entry(event.as_str()).or_default().insert(entry.date());
                    }
                }
                Body::Event(event) => {
                    let last = event.until.unwrap_or(entry.date()).min(period.to);
                    let span = entry.date().max(period.from).series(1.day()).take_while(|day| *day <= last);
                    days.entry(event.what.as_str()).or_default().extend(span);
                }
                _ => {}
            }
        }
    }
    let mut counts = Vec::new();
    for event in DayEvent::ALL {
        let inside = days.get(event.as_str()).into_iter().flatten().filter(|day| period.contains(**day));
        counts.push((*event, inside.count()));
    }
    counts.retain(|(_, days)| *days > 0);
    counts
}

/// Same-day answers about the period, and those that arrived after the review it begins with, whatever day they are about:
/// all that a review has to tick, also what was corrected or taken back since.
fn same_day(chart: &Chart, period: Period) -> Vec<GivenAnswer> {
    let mut answers = Vec::new();
    for entry in chart.entries() {
        let arrived = entry.newest().map(|version| version.meta.received_at);
        let late = period.reviewed.is_some() && arrived > period.reviewed;
        if !late && !period.contains(entry.date()) {
            continue;
        }
        let mut given: BTreeMap<Symptom, (&ListedSymptom, Timestamp)> = BTreeMap::new();
        for version in entry.versions() {
            for item in version.written().flat_map(|part| part.body.same_day_answers()) {
                given.insert(item.symptom, (item, version.meta.received_at));
            }
        }
        for (symptom, (item, arrived)) in given {
            let standing = entry.bodies().flat_map(Body::same_day_answers).find(|one| one.symptom == symptom);
            answers.push(GivenAnswer {
                date: entry.date(),
                answer: standing.unwrap_or(item).clone(),
                changed: standing.is_none(),
                reviewed: Some(arrived) <= period.last_reviewed,
            });
        }
    }
    answers
}
