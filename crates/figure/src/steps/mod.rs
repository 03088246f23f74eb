//! Small multiples: one panel a day on which doses changed, all with the same axes, raw values only, day 0 at the same
//! place.

mod draw;

use std::collections::BTreeMap;

use jiff::civil::Date;

pub use draw::draw;

use crate::{
    axis::Range,
    caption::changes,
    input::{Band, Body, DayState, Lane, Timeline, Tone, Voice},
};

pub use crate::caption::Change;

/// How many days around day 0 a panel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Days before day 0.
    pub before: i64,
    /// Days after day 0.
    pub after: i64,
}

/// The usual window: 7 days before to 28 after.
pub const USUAL: Window = Window { before: 7, after: 28 };
/// The long window: 14 days before to 84 after.
pub const LONG: Window = Window { before: 14, after: 84 };

/// One step's panel: what is drawn and the facts that stand under it.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Day 0.
    pub step: Date,
    /// The days shown.
    pub range: Range,
    /// Each day's state.
    pub states: Vec<(Date, DayState)>,
    /// What changed on day 0.
    pub changes: Vec<Change>,
    /// Dose changes on other days of the window, sorted.
    pub others: Vec<Change>,
    /// Sessions in the window before day 0, and from day 0 on; none without a session lane.
    pub sessions: Option<(usize, usize)>,
    /// The raw values of the window.
    pub values: Vec<(Date, f64)>,
    /// One value a day of the window, for the thin line.
    pub line: Vec<(Date, f64)>,
    /// The shared value axis.
    pub ends: (f64, f64),
    /// The person's own range, where known.
    pub band: Option<Band>,
    /// The series' family.
    pub tone: Tone,
}

/// The values of a lane that has any.
struct Source {
    values: Vec<(Date, f64)>,
    days: Vec<(Date, f64)>,
    ends: (f64, f64),
    band: Option<Band>,
    tone: Tone,
}

/// The panels of one lane, one for each step of the timeline; empty when the lane is neither a series nor bars.
///
/// The window is cut from all the timeline's values, also those outside its range; days of which the timeline says
/// nothing are taken as not over yet.
#[must_use]
pub fn panels(timeline: &Timeline, lane: usize, window: Window) -> Vec<Panel> {
    let Some(source) = timeline.lanes.get(lane).and_then(source) else { return Vec::new() };
    let known: BTreeMap<Date, DayState> = timeline.days.iter().map(|day| (day.date, day.state)).collect();
    let changes = changes(timeline);
    timeline.steps().iter().map(|step| panel(timeline, &source, &known, &changes, (*step, window))).collect()
}

/// Whether a lane can be shown by step.
#[must_use]
pub fn has_panels(lane: &Lane) -> bool {
    source(lane).is_some()
}

fn source(lane: &Lane) -> Option<Source> {
    let finite = |values: &mut dyn Iterator<Item = (Date, f64)>| -> Vec<(Date, f64)> {
        values.filter(|(_, value)| value.is_finite()).collect()
    };
    let (mut source, least, most) = match &lane.body {
        Body::Series(s) => {
            // One voice only: what another wrote is never joined to it.
            let own = s.points.iter().filter(|p| p.voice == Voice::Own);
            let values = finite(&mut own.map(|p| (p.date, p.value)));
            let (tone, days) = (s.tone, s.days.clone());
            (Source { values, days, ends: (s.min, s.max), band: s.band, tone }, s.min, s.max)
        }
        Body::Bars(bars) => {
            let values = finite(&mut bars.values.iter().copied());
            let (tone, days) = (bars.tone, values.clone());
            (Source { values, days, ends: (0.0, 0.0), band: None, tone }, 0.0, bars.at_least)
        }
        _ => return None,
    };
    let least = source.values.iter().map(|(_, value)| *value).fold(least, f64::min);
    let most = source.values.iter().map(|(_, value)| *value).fold(most, f64::max);
    source.ends = match &lane.body {
        Body::Bars(bars) if bars.tick > 0.0 => (0.0, (most / bars.tick).ceil() * bars.tick),
        _ => (least, most),
    };
    Some(source)
}

fn panel(
    timeline: &Timeline,
    source: &Source,
    known: &BTreeMap<Date, DayState>,
    changes: &[Change],
    (step, window): (Date, Window),
) -> Panel {
    let range = Range::around(step, window.before, window.after);
    let state = |date: &Date| known.get(date).copied().unwrap_or(DayState::Open);
    let near = changes.iter().filter(|change| range.contains(change.date)).cloned();
    let (changes, others) = near.partition(|change| change.date == step);
    let inside = |days: &[(Date, f64)]| -> Vec<(Date, f64)> {
        days.iter().filter(|(date, _)| range.contains(*date)).copied().collect()
    };
    Panel {
        step,
        range,
        states: range.dates().map(|date| (date, state(&date))).collect(),
        changes,
        others,
        sessions: sessions(timeline, step, range),
        values: inside(&source.values),
        line: inside(&source.days),
        ends: source.ends,
        band: source.band,
        tone: source.tone,
    }
}

fn sessions(timeline: &Timeline, step: Date, range: Range) -> Option<(usize, usize)> {
    let mut lanes = timeline.lanes.iter().filter_map(|lane| match &lane.body {
        Body::Sessions(dates) => Some(dates),
        _ => None,
    });
    lanes.next().map(|first| {
        let all = first.iter().chain(lanes.flatten()).filter(|date| range.contains(**date));
        all.fold(
            (0, 0),
            |(before, after), date| if *date < step { (before + 1, after) } else { (before, after + 1) },
        )
    })
}
