//! Dose changes and what is counted from them. Day 0 of a change is the first day of the new dose.

use diary::chart::{Chart, ClassifiedStep, DoseLane, DoseStep, StepKind};
use diary::{Dosing, Medicine};
use jiff::civil::Date;

/// How far a dose is from the one before it, where that is worth a second look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoseJump {
    /// It is the same.
    Same,
    /// It starts a medicine that was stopped.
    AfterStop,
    /// More than twice as much: how many times, in tenths, rounded.
    Times {
        /// Tenths of a time.
        tenths: u64,
    },
    /// Less than half: per cent, rounded, at least 1.
    Percent(u64),
}

impl DoseJump {
    /// From a dose to the next, by what a day has on average, as exact fractions; none for a step that is usual, for a stop,
    /// and to or from an order that is taken as needed. Only a dose that is the same in every respect is the same.
    #[must_use]
    pub fn between(before: &Dosing, after: &Dosing) -> Option<Self> {
        if before == after {
            return Some(Self::Same);
        }
        let (before, after) = before.mean_per_day().zip(after.mean_per_day())?;
        // Both over one denominator.
        let (before, after) =
            (before.half_micrograms() * after.days(), after.half_micrograms() * before.days());
        if before == 0 {
            return Some(Self::AfterStop);
        }
        if after > before * 2 {
            return Some(Self::Times { tenths: (after * 10 + before / 2) / before });
        }
        if after > 0 && after * 2 < before {
            let percent = (after * 100 + before / 2) / before;
            return Some(Self::Percent(if percent == 0 { 1 } else { percent }));
        }
        None
    }
}

/// A change that is entered for a later day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedStep {
    /// The medicine.
    pub medicine: Medicine,
    /// Its dose from then on.
    pub step: DoseStep,
}

/// The days up to `today` on which a dose changed since the diary began: sorted, each once.
#[must_use]
pub fn step_days(chart: &Chart, today: Date) -> Vec<Date> {
    let first_day = chart.diary_days().first();
    let lanes = chart.doses();
    let changes = lanes.iter().flat_map(|lane| lane.changes(first_day, today));
    let mut days: Vec<Date> = changes.map(|change| change.step.date).collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// The newest day since the diary began from which a medicine was not taken any more, as far as it is known on `today`.
#[must_use]
pub fn last_stop(chart: &Chart, today: Date) -> Option<Date> {
    let first_day = chart.diary_days().first();
    let mut newest = None;
    for lane in chart.doses() {
        let made = |step: &ClassifiedStep<'_>| step.step.date <= today;
        let last = lane.classified_steps(first_day, today).filter(made).last();
        let stop = last.filter(|last| last.kind == StepKind::Change && last.step.dosing.is_stop());
        newest = newest.max(stop.map(|stop| stop.step.date));
    }
    newest
}

/// What is entered for the days after `today`, by date; of one day in the order of the medicines.
#[must_use]
pub fn planned(chart: &Chart, today: Date) -> Vec<PlannedStep> {
    let of = |lane: &DoseLane| -> Vec<PlannedStep> {
        let steps = lane.planned(today).into_iter();
        steps.map(|step| PlannedStep { medicine: lane.medicine.clone(), step: step.clone() }).collect()
    };
    let mut steps: Vec<PlannedStep> = chart.doses().iter().flat_map(of).collect();
    steps.sort_by_key(|planned| planned.step.date);
    steps
}

/// One value and the day of its first time, counted from a change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extreme {
    /// The value.
    pub value: f64,
    /// Days after the change; its own day is 0.
    pub day: i64,
}

/// What the days from a dose change on hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepFacts {
    /// The largest value.
    pub highest: Option<Extreme>,
    /// The smallest value.
    pub lowest: Option<Extreme>,
    /// Days with a value.
    pub days_recorded: usize,
    /// Days that the diary asked about.
    pub days_asked: usize,
    /// The last of them, counted from the change.
    pub last_day: i64,
}

impl StepFacts {
    /// Counts the values and the days that were asked about, from `step` on; earlier ones count nothing.
    #[must_use]
    pub fn of(step: Date, values: &[(Date, f64)], asked: &[Date]) -> Self {
        let mut after: Vec<(Date, f64)> = values.iter().copied().filter(|(date, _)| *date >= step).collect();
        after.sort_by_key(|(date, _)| *date);
        let extreme = |(date, value): &(Date, f64)| Extreme { value: *value, day: days_between(step, *date) };
        // The first of equal values wins: `min_by` keeps the first, and so does `min_by` with the order turned round.
        let highest = after.iter().min_by(|a, b| b.1.total_cmp(&a.1)).map(extreme);
        let lowest = after.iter().min_by(|a, b| a.1.total_cmp(&b.1)).map(extreme);
        let asked: Vec<Date> = asked.iter().copied().filter(|date| *date >= step).collect();
        Self {
            highest,
            lowest,
            days_recorded: after.chunk_by(|a, b| a.0 == b.0).count(),
            days_asked: asked.len(),
            last_day: asked.iter().max().map_or(0, |last| days_between(step, *last)),
        }
    }
}

fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}
