//! From a chart to its drawings: which lanes there are, and in which words.

mod lanes;
mod spark;
mod treatment;

use std::collections::BTreeSet;

use clinic::ChartView;
use diary::chart::{Chart, Day};
use figure::input::{self, DayState, Timeline};
use figure::paint::Paint;
use figure::layout::Size;
use figure::timeline::{View, draw};
use figure::words::Words;
use jiff::ToSpan;
use jiff::civil::Date;

pub use spark::sparks;

use crate::page::{Figure, Key, Svg, Table, caption, labels};
use crate::texts::Texts;

/// Days before the range whose values count in the first days' median.
const BEFORE_DAYS: i32 = 7;

/// The timeline as a drawing with its explanation and caption.
#[must_use]
pub fn figure(t: Texts, view: &ChartView, (from, to): (Date, Date), size: Size) -> Figure {
    let timeline = timeline(t, view, from, to);
    let caption = said(t, &view.chart, &timeline, from, to);
    let labels = labels(t, &caption);
    with_words(t, &labels, |words| {
        let drawn = draw(&timeline, words, View { size, paint: Paint::Page, id: "tl" });
        let keys = figure::legend::legend(&timeline, &labels, Paint::Page, "key");
        let keys = keys.into_iter().map(|key| Key { glyph: Svg::drawn(key.glyph), text: key.text }).collect();
        Figure { svg: Svg::drawn(drawn), keys, caption: caption.clone() }
    })
}

/// The timeline as a table.
#[must_use]
pub fn table(t: Texts, view: &ChartView, (from, to): (Date, Date)) -> Table {
    let timeline = timeline(t, view, from, to);
    let caption = said(t, &view.chart, &timeline, from, to);
    let labels = labels(t, &caption);
    with_words(t, &labels, |words| Table::of(t, &figure::table::table(&timeline, words)))
}

/// What the timeline holds, in sentences.
#[must_use]
pub fn sentences(t: Texts, view: &ChartView, (from, to): (Date, Date)) -> Vec<String> {
    said(t, &view.chart, &timeline(t, view, from, to), from, to)
}

fn said(t: Texts, chart: &Chart, timeline: &Timeline, from: Date, to: Date) -> Vec<String> {
    let mut lines = caption(t, &figure::caption::facts(timeline), from, to);
    let hidden = lanes::imported_count(chart);
    if hidden > 0 {
        lines.push(t.one("timeline-caption-more-imported", "n", hidden));
    }
    lines
}

fn with_words<R>(t: Texts, labels: &figure::words::Labels, draw: impl FnOnce(&Words<'_>) -> R) -> R {
    let month = |date: Date| t.month(&date);
    let day = |date: Date| format!("{}/{}", date.month(), date.day());
    let date = |date: Date| t.day(&date);
    draw(&Words { labels, month: &month, day: &day, date: &date })
}

/// What the chart says between two days, lane by lane.
#[must_use]
pub fn timeline(t: Texts, view: &ChartView, from: Date, to: Date) -> Timeline {
    let chart = &view.chart;
    let early = from.checked_sub(BEFORE_DAYS.days()).unwrap_or(from);
    let days = chart.days(early, to);
    let mut lanes = treatment::doses(t, chart);
    let switches = treatment::switches(chart);
    lanes.extend(treatment::tms(t, chart));
    lanes.extend(lanes::mood(t, &days));
    lanes.extend(lanes::anxiety(t, &days));
    lanes.extend(lanes::sleep(t, &days));
    lanes.extend(lanes::symptoms(t, chart, (from, to)));
    lanes.extend(lanes::function(t, &days));
    lanes.extend(lanes::imported(t, chart));
    lanes.extend(treatment::events(t, &days));
    lanes.extend(treatment::stays(t, chart));
    lanes.extend(treatment::notes(t, &days));
    let imported: BTreeSet<Date> = chart.imported().iter().map(|row| row.entry.date()).collect();
    let first = chart.span().map(|(first, _)| first);
    let state = |day: &Day<'_>| state(day, first, imported.contains(&day.date), view.today);
    let states = days.iter().map(|day| input::Day { date: day.date, state: state(day) });
    Timeline { range: figure::axis::Range::new(from, to), days: states.collect(), lanes, switches }
}

fn state(day: &Day<'_>, first: Option<Date>, has_imported: bool, today: Date) -> DayState {
    let before = first.is_none_or(|first| day.date < first);
    match day.answers() {
        Some(answers) if answers.answered == diary::Answered::CannotWrite => DayState::CannotWrite,
        Some(_) => DayState::Recorded,
        None if day.sleep.is_some() || has_imported => DayState::Recorded,
        None if before || day.date >= today => DayState::NotAsked,
        None => DayState::Missing,
    }
}
