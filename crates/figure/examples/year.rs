//! How long a year's drawing takes, part by part: `cargo run --example year -p figure`, in an optimised build.

use std::time::Instant;

use figure::{
    axis::{Range, plus},
    caption::facts,
    input::{
        Asked, Bars, Body, Day, DayState, DoseStep, Function, Grade, Intake, ItemRow, Items, Lane, Point,
        Series, StepKind, Strip, StripRow, Summary, Timeline, Tone,
    },
    layout::Size,
    legend::legend,
    paint::Paint,
    table::table,
    timeline::{View, draw},
    words::{Labels, Several, Words},
};
use jiff::civil::{Date, date};

const DAYS: i64 = 365;
const RUNS: usize = 500;

fn main() {
    let chart = year();
    let labels = Labels::default();
    let words = Short(labels.clone());
    let view = View { size: Size::Desk, paint: Paint::Page, id: "f" };
    let svg = measure("draw", || draw(&chart, &words, view));
    measure("table", || table(&chart, &words));
    measure("legend", || legend(&chart, &labels, Paint::Page, "k"));
    measure("facts", || facts(&chart));
    println!("{} bytes of SVG, {} lanes, {DAYS} days", svg.len(), chart.lanes.len());
}

/// Words of about the length that they have on a page.
struct Short(Labels);

impl Words for Short {
    fn labels(&self) -> &Labels {
        &self.0
    }

    fn month(&self, first: Date) -> String {
        format!("{}月", first.month())
    }

    fn day(&self, date: Date) -> String {
        format!("{}/{}", date.month(), date.day())
    }

    fn date(&self, date: Date) -> String {
        self.day(date)
    }

    fn count(&self, days: i64) -> String {
        format!("{days}日")
    }

    fn since(&self, days: i64) -> String {
        self.count(days)
    }

    fn several(&self, several: &Several) -> String {
        format!("{}回、{}から{}", several.count, several.low, several.high)
    }
}

/// The median and the fastest of many runs.
fn measure<T>(name: &str, run: impl Fn() -> T) -> T {
    let mut times: Vec<u128> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(run());
            start.elapsed().as_micros()
        })
        .collect();
    times.sort_unstable();
    let at = |n: usize| times.get(n).copied().unwrap_or_default();
    println!("{name}: {} µs p50, {} µs fastest", at(RUNS / 2), at(0));
    run()
}

fn day_of(n: i64) -> Date {
    plus(date(2026, 1, 1), n)
}

#[expect(clippy::cast_precision_loss, reason = "one digit")]
fn wave(n: i64) -> f64 {
    ((n * 7) % 6 + 2) as f64
}

/// Forty items.
fn items() -> Body {
    let row = |n: i64| ItemRow {
        label: format!("item {n}"),
        turned: String::new(),
        unit: "1 to 7".to_owned(),
        better: 1.0,
        worse: 7.0,
        days: (0..DAYS).map(|i| (day_of(i), wave(i * n))).collect(),
        drawn: (0..DAYS).map(|i| (day_of(i), wave(i * n))).collect(),
        asked: Asked::Daily,
    };
    Body::Items(Items { groups: vec![(1..=40).map(row).collect()], ..Items::default() })
}

/// Ratings of a year on a scale from 0 to 10, with every ninth day missing.
fn series(tone: Tone) -> Body {
    let points: Vec<Point> =
        (0..DAYS).filter(|n| n % 9 != 0).map(|n| Point::new(day_of(n), wave(n))).collect();
    let days: Vec<_> = points.iter().map(|point| (point.date, point.value)).collect();
    let line = insight::median::trailing(&days, &[]);
    Body::Series(Series {
        tone,
        min: 0.0,
        max: 10.0,
        points,
        summary: Summary::Latest,
        days,
        line,
        proxy_line: Vec::new(),
        band: None,
    })
}

/// A year as a diary has it: a taper in eight steps, an entry on most days, some days missing.
fn year() -> Timeline {
    let every = |step: usize| (0..DAYS).step_by(step).map(day_of);
    let doses = (0..9).map(|n: i32| DoseStep {
        date: day_of(i64::from(n) * 28),
        label: format!("{}", 40 - n * 5),
        dose: f64::from(40 - n * 5),
        days: figure::input::DoseDays::Alike,
        kind: if n == 0 { StepKind::Known } else { StepKind::Change },
    });
    let sleep = (0..DAYS).filter(|n| n % 9 != 0).map(|n| (day_of(n), wave(n)));
    let row = |n: usize| {
        let marks = every(n + 3).map(|date| (date, Grade::Moderate)).collect();
        StripRow::of(format!("row {n}"), Tone::Symptom, marks)
    };
    let bars = Bars {
        tone: Tone::Sleep,
        at_least: 8.0,
        tick: 4.0,
        values: sleep.collect(),
        sources: Vec::new(),
        beside: Vec::new(),
        key: String::new(),
    };
    let strip = Strip { rows: (0..12).map(row).collect(), table_only: Vec::new(), more: String::new() };
    let lane = |name: &str, body| Lane { name: name.to_owned(), note: "note".to_owned(), body };
    Timeline {
        range: Range::new(day_of(0), day_of(DAYS - 1)),
        days: (0..DAYS)
            .map(|n| Day {
                date: day_of(n),
                state: if n % 9 == 0 { DayState::Missing } else { DayState::Recorded },
            })
            .collect(),
        lanes: vec![
            lane("dose", Body::Dose(doses.collect())),
            lane("taken", Body::Intake(every(1).map(|date| (date, Intake::AsPlanned)).collect())),
            lane("TMS", Body::Sessions(every(3).collect())),
            lane("mood", series(Tone::Mood)),
            lane("anxiety", series(Tone::Anxiety)),
            lane("sleep", Body::Bars(bars)),
            lane("symptoms", Body::Strip(strip)),
            lane("items", items()),
            lane("school", Body::Function(every(1).map(|date| (date, Function::AsUsual)).collect())),
        ],
        switches: Vec::new(),
        day_zero: None,
    }
}
