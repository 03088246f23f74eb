//! From a chart to its drawings: which lanes there are, and in which words.

mod caption;
mod diary_lanes;
mod dose_steps;
mod imported;
mod rendered;
mod sparkline;
#[cfg(test)]
mod tests;
mod treatment_lanes;
mod words;

use std::collections::BTreeSet;

use diary::chart::{Chart, Day, DayKind};
use figure::axis::Range;
use figure::input::{self, DayState, Lane, Timeline};
use figure::layout::Size;
use figure::paint::Paint;
use figure::timeline::{View, draw, names};
use figure::words::Words;
use jiff::civil::Date;
use locale::Texts;

pub use caption::caption;
pub use dose_steps::multiples;
pub use rendered::{Column, Figure, Item, Key, Legend, Multiple, Multiples, Svg, Table, TableRow};
pub use sparkline::{SparkDay, sparks};
pub use treatment_lanes::planned_step;
pub use words::FigureWords;

use imported::Imported;

/// What a drawing shows.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The days shown.
    pub range: Range,
    /// The step whose day is day 0 of the lower axis.
    pub day_zero: Option<Date>,
    /// Which lanes.
    pub lanes: Lanes,
    /// Imported items by number; none asked for draws the usual ones.
    pub items: BTreeSet<usize>,
}

/// Which lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lanes {
    /// All that hold anything.
    All,
    /// What fits a phone: medicine, TMS, mood, anxiety, sleep, symptoms.
    Own,
}

/// One chart, folded once into what can be drawn; the drawing, its twin and the step panels come from it.
pub struct Drawing {
    t: Texts,
    timeline: Timeline,
    /// One a lane: its name in an address, where it has one.
    keys: Vec<Option<String>>,
    items: Vec<Item>,
    caption: Vec<String>,
}

impl Drawing {
    /// Lays the chart out in lanes.
    #[must_use]
    pub fn of(t: Texts, chart: &Chart, today: Date, ask: &Ask) -> Self {
        let (first, last) = chart.span().unwrap_or((ask.range.from(), ask.range.to()));
        let days = chart.days(first.min(ask.range.from()), last.max(ask.range.to()));
        let steps = insight::dose_steps::step_days(chart, today);
        let mut rows = Rows::default();
        let rows_of_files = chart.imported();
        let files = Imported::of(&rows_of_files);
        let usual = if ask.items.is_empty() { files.usual() } else { ask.items.clone() };
        rows.extend(treatment_lanes::doses(t, chart, today));
        rows.extend(diary_lanes::intake(t, &days).filter(|lane| lane_holds(lane, ask.range)));
        rows.extend(
            treatment_lanes::sessions(t, chart)
                .into_iter()
                .filter(|lane| ask.lanes == Lanes::All || lane_holds(lane, ask.range)),
        );
        rows.named("mood", diary_lanes::mood(t, &days, &steps));
        rows.named("anxiety", diary_lanes::anxiety(t, &days, &steps));
        rows.named("sleep", diary_lanes::sleep(t, &days, ask.range));
        rows.extend(diary_lanes::symptoms(t, chart, (ask.range.from(), ask.range.to())));
        if ask.lanes == Lanes::All {
            rows.extend(diary_lanes::function(t, &days));
            rows.extend(files.small(t, &steps));
            for (number, lane) in files.lanes(t, &usual, &steps) {
                rows.named(&format!("item{number}"), Some(lane));
            }
            rows.extend(treatment_lanes::measures(t, chart));
            rows.extend(treatment_lanes::events(t, &days, ask.range));
            rows.extend(treatment_lanes::stays(t, chart));
            rows.extend(treatment_lanes::notes(t, &days));
        }
        let timeline = Timeline {
            range: ask.range,
            days: states(chart, &days, today),
            lanes: rows.lanes,
            switches: treatment_lanes::switches(chart),
            day_zero: ask.day_zero,
        };
        let planned: Vec<String> =
            insight::dose_steps::planned(chart, today).iter().map(|step| planned_step(t, step)).collect();
        let caption = caption(t, &figure::caption::facts(&timeline), ask.range, &planned);
        let item = |(number, name)| Item { number, name, drawn: usual.contains(&number) };
        let items = files.names().into_iter().enumerate().map(item).collect();
        Self { t, timeline, keys: rows.keys, items, caption }
    }

    /// The drawing with its explanation, caption and reading line.
    #[must_use]
    pub fn figure(&self, size: Size) -> Figure {
        let words = FigureWords::new(self.t, self.timeline.range, &self.caption);
        let view = View { size, paint: Paint::Page, id: "tl" };
        let mut drawn = draw(&self.timeline, &words, view);
        if size == Size::Desk {
            drawn.push_str(&names(&self.timeline, view));
        }
        let keys = figure::legend::legend(&self.timeline, words.labels(), Paint::Page, "key");
        let keys = keys.into_iter().map(|key| Key { glyph: Svg::drawn(key.glyph), text: key.text }).collect();
        let twin = Table::of(self.t, &figure::table::reading(&self.timeline, &words));
        let legend = if size == Size::Desk { Legend::Open } else { Legend::Folded };
        Figure::new(Svg::drawn(drawn), keys, legend, self.caption.clone(), &twin)
    }

    /// The drawing as a table.
    #[must_use]
    pub fn table(&self) -> Table {
        let words = FigureWords::new(self.t, self.timeline.range, &self.caption).in_cells();
        Table::of(self.t, &figure::table::table(&self.timeline, &words))
    }

    /// What the drawing holds, in sentences.
    #[must_use]
    pub fn caption(&self) -> &[String] {
        &self.caption
    }

    /// Imported items, in the order of their files.
    #[must_use]
    pub fn into_items(self) -> Vec<Item> {
        self.items
    }
}

/// Lanes on their way into a timeline.
#[derive(Default)]
struct Rows {
    lanes: Vec<Lane>,
    keys: Vec<Option<String>>,
}

impl Rows {
    fn extend(&mut self, lanes: impl IntoIterator<Item = Lane>) {
        self.lanes.extend(lanes);
        self.keys.resize(self.lanes.len(), None);
    }

    fn named(&mut self, key: &str, lane: Option<Lane>) {
        self.keys.extend(lane.iter().map(|_| Some(key.to_owned())));
        self.lanes.extend(lane);
    }
}

/// Whether a lane of sessions or of taken medicine has one in the range; an empty lane is only in the way.
fn lane_holds(lane: &Lane, range: Range) -> bool {
    match &lane.body {
        input::Body::Sessions(dates) => dates.iter().any(|date| range.contains(*date)),
        input::Body::Intake(days) => days.iter().any(|(date, _)| range.contains(*date)),
        _ => true,
    }
}

/// What the days are to the person's own diary; what the clinic or the family wrote makes none of them a recorded one.
fn states(chart: &Chart, days: &[Day<'_>], today: Date) -> Vec<input::Day> {
    let recorded = chart.diary_days();
    let state = |day: &Day<'_>| match recorded.kind(day, today) {
        DayKind::Recorded => DayState::Recorded,
        DayKind::CannotWrite => DayState::CannotWrite,
        DayKind::Missing => DayState::Missing,
        DayKind::BeforeDiary => DayState::BeforeDiary,
        DayKind::Open => DayState::Open,
    };
    days.iter().map(|day| input::Day { date: day.date, state: state(day) }).collect()
}
