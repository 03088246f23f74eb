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
    /// Dose changes in the range, sorted by date.
    pub steps: Vec<StepFact>,
    /// Session lanes that hold any.
    pub sessions: Vec<SessionFact>,
    /// Series lanes that hold values.
    pub series: Vec<SeriesFact>,
}

/// One dose change.
#[derive(Clone, Debug, PartialEq)]
pub struct StepFact {
    /// Day 0.
    pub date: Date,
    /// The lane's name: the medicine.
    pub name: String,
    /// The dose before, where it is known.
    pub from: Option<String>,
    /// The dose from this day on.
    pub to: String,
    /// Sessions of any lane in the [`NEAR_DAYS`] days before day 0.
    pub sessions_before: usize,
    /// Sessions of any lane from day 0 for [`NEAR_DAYS`] days.
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

/// The raw values of one series in the range.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesFact {
    /// The lane's name.
    pub name: String,
    /// Days with at least one value.
    pub days: usize,
    /// The smallest value and the first day it was written for.
    pub lowest: (f64, Date),
    /// The largest value and the first day it was written for.
    pub highest: (f64, Date),
}

/// Counts what a timeline holds.
#[must_use]
pub fn facts(timeline: &Timeline) -> Facts {
    let states = timeline.states();
    let count = |wanted: DayState| states.iter().filter(|(_, state)| *state == wanted).count();
    Facts {
        days_asked: states.len() - count(DayState::NotAsked),
        days_recorded: count(DayState::Recorded),
        days_cannot_write: count(DayState::CannotWrite),
        days_missing: count(DayState::Missing),
        steps: steps(timeline),
        sessions: timeline
            .lanes
            .iter()
            .filter_map(|lane| sessions(timeline, &lane.name, &lane.body))
            .collect(),
        series: timeline.lanes.iter().filter_map(|lane| series(timeline, &lane.name, &lane.body)).collect(),
    }
}

fn steps(timeline: &Timeline) -> Vec<StepFact> {
    let mut all: Vec<StepFact> = timeline
        .lanes
        .iter()
        .flat_map(|lane| match &lane.body {
            Body::Dose(steps) => lane_steps(&lane.name, steps),
            _ => Vec::new(),
        })
        .collect();
    all.sort_by_key(|step| step.date);
    let dates: Vec<(String, Date)> = all.iter().map(|step| (step.name.clone(), step.date)).collect();
    all.retain(|step| timeline.range.contains(step.date));
    for step in &mut all {
        let (before, after) = (plus(step.date, -NEAR_DAYS), plus(step.date, NEAR_DAYS));
        let near = |(name, date): &&(String, Date)| *name != step.name && before <= *date && *date <= after;
        step.others = dates.iter().filter(near).cloned().collect();
        step.sessions_before = session_count(timeline, before, step.date);
        step.sessions_after = session_count(timeline, step.date, after);
    }
    all
}

fn lane_steps(name: &str, steps: &[DoseStep]) -> Vec<StepFact> {
    let mut steps: Vec<&DoseStep> = steps.iter().collect();
    steps.sort_by_key(|step| step.date);
    let mut out = Vec::new();
    let mut from: Option<&DoseStep> = None;
    for step in steps {
        if step.kind == StepKind::Change {
            out.push(StepFact {
                date: step.date,
                name: name.to_owned(),
                from: from.map(|from| from.label.clone()),
                to: step.label.clone(),
                sessions_before: 0,
                sessions_after: 0,
                others: Vec::new(),
            });
        }
        from = Some(step);
    }
    out
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
    let seen = || dates.iter().copied().filter(|date| timeline.range.contains(*date));
    Some(SessionFact {
        name: name.to_owned(),
        first: seen().min()?,
        last: seen().max()?,
        count: seen().count(),
    })
}

fn series(timeline: &Timeline, name: &str, body: &Body) -> Option<SeriesFact> {
    let Body::Series(series) = body else { return None };
    let seen = series.points.iter().filter(|p| p.value.is_finite() && timeline.range.contains(p.date));
    let mut values: Vec<(f64, Date)> = seen.map(|p| (p.value, p.date)).collect();
    values.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut dates: Vec<Date> = values.iter().map(|(_, date)| *date).collect();
    dates.sort_unstable();
    dates.dedup();
    let lowest = *values.first()?;
    let most = values.last()?.0;
    let highest = *values.iter().find(|(value, _)| *value >= most)?;
    Some(SeriesFact { name: name.to_owned(), days: dates.len(), lowest, highest })
}
