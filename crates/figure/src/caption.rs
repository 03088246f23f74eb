//! The facts a caption may state. Sentences are the page's; nothing here compares, judges or concludes.

use jiff::civil::Date;

use crate::{
    axis::plus,
    input::{Body, DayState, DoseStep, StepKind, Timeline},
};

/// How far around a step other changes are named, in days on each side.
pub const NEAR_DAYS: i64 = 7;

/// What a timeline holds, counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// Days of the range the diary asked about.
    pub days_asked: usize,
    /// Days recorded.
    pub days_recorded: usize,
    /// Days "cannot write".
    pub days_cannot_write: usize,
    /// Days without a record.
    pub days_missing: usize,
    /// Days before the first one that the diary asked about.
    pub days_before: usize,
    /// Days that are not over yet.
    pub days_open: usize,
    /// Medicines with a dose in the range.
    pub doses: Vec<DoseFact>,
    /// Dose changes in the range, sorted by date.
    pub steps: Vec<StepFact>,
    /// Session lanes that hold any.
    pub sessions: Vec<SessionFact>,
}

/// One dose change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Day 0.
    pub date: Date,
    /// The lane's name: the medicine.
    pub name: String,
    /// The dose before, where it is known.
    pub from: Option<String>,
    /// The dose from this day on, as labelled.
    pub to: String,
    /// Whether a dose is taken from this day on.
    pub taken: Taken,
}

/// Whether a dose is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Above 0.
    Some,
    /// 0: stopped.
    None,
}

/// One medicine's doses in the range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoseFact {
    /// The lane's name: the medicine.
    pub name: String,
    /// The dose on the first day of the range, else the first one in it.
    pub first: String,
    /// The dose that holds at the end of the range, without what is planned.
    pub last: String,
    /// Whether that is a dose.
    pub taken: Taken,
    /// Changes in the range that were made.
    pub changes: usize,
    /// The last change in the range.
    pub last_change: Option<Date>,
    /// The first day of the first known dose, where that lies in the range.
    pub began: Option<Date>,
}

/// One dose change with what else changed near it.
#[derive(Clone, Debug, PartialEq)]
pub struct StepFact {
    /// The change.
    pub change: Change,
    /// Sessions of any lane in the [`NEAR_DAYS`] days before day 0; 0 here and below unless the diary has asked about
    /// every one of these days, because half a week says nothing beside a whole one.
    pub sessions_before: usize,
    /// Sessions of any lane in the [`NEAR_DAYS`] days from day 0 on.
    pub sessions_after: usize,
    /// Other medicines changed at most [`NEAR_DAYS`] days away: name and date.
    pub others: Vec<(String, Date)>,
}

/// The sessions of one lane in the range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionFact {
    /// The lane's name.
    pub name: String,
    /// The first session.
    pub first: Date,
    /// The last session.
    pub last: Date,
    /// How many.
    pub count: usize,
}

/// Counts what a timeline holds.
#[must_use]
pub fn facts(timeline: &Timeline) -> Facts {
    let states = timeline.states();
    let count = |wanted: DayState| states.iter().filter(|(_, state)| *state == wanted).count();
    Facts {
        days_asked: states.iter().filter(|(_, state)| state.is_asked()).count(),
        days_before: count(DayState::BeforeDiary),
        days_open: count(DayState::Open),
        days_recorded: count(DayState::Recorded),
        days_cannot_write: count(DayState::CannotWrite),
        days_missing: count(DayState::Missing),
        doses: timeline.lanes.iter().filter_map(|lane| doses(timeline, &lane.name, &lane.body)).collect(),
        steps: steps(timeline),
        sessions: timeline
            .lanes
            .iter()
            .filter_map(|lane| sessions(timeline, &lane.name, &lane.body))
            .collect(),
    }
}

fn doses(timeline: &Timeline, name: &str, body: &Body) -> Option<DoseFact> {
    let Body::Dose(steps) = body else { return None };
    let made = |step: &&DoseStep| step.kind != StepKind::Planned && step.date <= timeline.range.to();
    let mut steps: Vec<&DoseStep> = steps.iter().filter(made).collect();
    steps.sort_by_key(|step| step.date);
    let (last, from) = (steps.last()?, timeline.range.from());
    // A change on the first day itself is told as a change: it starts from the dose before.
    let until = |step: &&&DoseStep| step.date < from || (step.date == from && step.kind != StepKind::Change);
    let first = steps.iter().rev().find(until).or(steps.first())?;
    let changes: Vec<Date> =
        steps.iter().filter(|s| s.kind == StepKind::Change && from <= s.date).map(|s| s.date).collect();
    // A medicine that was stopped before the range has nothing to say in it.
    (first.is_taken() || !changes.is_empty()).then(|| DoseFact {
        name: name.to_owned(),
        first: first.label.clone(),
        last: last.label.clone(),
        taken: taken(last),
        changes: changes.len(),
        last_change: changes.last().copied(),
        began: Some(first.date).filter(|date| *date > from),
    })
}

fn taken(step: &DoseStep) -> Taken {
    if step.is_taken() { Taken::Some } else { Taken::None }
}

/// Every dose change that was made since the diary began, of every medicine, by date; also those outside the range.
#[must_use]
pub fn changes(timeline: &Timeline) -> Vec<Change> {
    let lanes = timeline.lanes.iter().flat_map(|lane| match &lane.body {
        Body::Dose(steps) => lane_changes(&lane.name, steps),
        _ => Vec::new(),
    });
    let mut all: Vec<Change> = lanes.collect();
    all.sort_by_key(|change| change.date);
    all
}

fn lane_changes(name: &str, steps: &[DoseStep]) -> Vec<Change> {
    let mut steps: Vec<&DoseStep> = steps.iter().collect();
    steps.sort_by_key(|step| step.date);
    let before = std::iter::once(None).chain(steps.iter().map(Some));
    let pairs = before.zip(&steps).filter(|(_, step)| step.kind == StepKind::Change);
    let change = |(from, step): (Option<&&DoseStep>, &&DoseStep)| Change {
        date: step.date,
        name: name.to_owned(),
        from: from.map(|from| from.label.clone()),
        to: step.label.clone(),
        taken: taken(step),
    };
    pairs.map(change).collect()
}

fn steps(timeline: &Timeline) -> Vec<StepFact> {
    let all = changes(timeline);
    let asked = timeline.days.iter().filter(|day| day.state.is_asked()).map(|day| day.date);
    let known = asked.clone().min().zip(asked.max());
    let in_range = all.iter().filter(|change| timeline.range.contains(change.date));
    let fact = |change: &Change| {
        let (before, after) = (plus(change.date, -NEAR_DAYS), plus(change.date, NEAR_DAYS));
        let near = |other: &&Change| other.name != change.name && before <= other.date && other.date <= after;
        let whole = known.is_some_and(|(first, last)| first <= before && after <= plus(last, 1));
        let sessions = |from, until| if whole { session_count(timeline, from, until) } else { 0 };
        StepFact {
            change: change.clone(),
            others: all.iter().filter(near).map(|other| (other.name.clone(), other.date)).collect(),
            sessions_before: sessions(before, change.date),
            sessions_after: sessions(change.date, after),
        }
    };
    in_range.map(fact).collect()
}

/// Sessions from one day up to, not including, another.
fn session_count(timeline: &Timeline, from: Date, until: Date) -> usize {
    let dates = timeline.lanes.iter().flat_map(|lane| match &lane.body {
        Body::Sessions(dates) => dates.as_slice(),
        _ => &[],
    });
    dates.filter(|date| from <= **date && **date < until).count()
}

fn sessions(timeline: &Timeline, name: &str, body: &Body) -> Option<SessionFact> {
    let Body::Sessions(dates) = body else { return None };
    let inside = || dates.iter().copied().filter(|date| timeline.range.contains(*date));
    Some(SessionFact {
        name: name.to_owned(),
        first: inside().min()?,
        last: inside().max()?,
        count: inside().count(),
    })
}
