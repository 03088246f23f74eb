//! The time axis: dates to x, and which dates get a label.

use jiff::{SignedDuration, civil::Date};

use crate::{text, words::Words};

/// The longest range drawn, in days: ten years.
pub const MAX_DAYS: i64 = 3_660;

/// How far right of its day's edge a label begins.
const LABEL_LEFT: f64 = 3.0;

/// Some days, both ends included, at least one, at most [`MAX_DAYS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    from: Date,
    to: Date,
}

impl Range {
    /// The days from one date to another, in either order; of a longer range the last [`MAX_DAYS`] are kept.
    #[must_use]
    pub fn new(a: Date, b: Date) -> Self {
        let (from, to) = if a <= b { (a, b) } else { (b, a) };
        Self { from: from.max(plus(to, 1 - MAX_DAYS)), to }
    }

    /// The last `days` days up to and including `to`: 28 for four weeks.
    #[must_use]
    pub fn last(to: Date, days: i64) -> Self {
        Self::new(plus(to, 1 - days.max(1)), to)
    }

    /// The days around a dose step: `before` days before its day 0, `after` days after it.
    #[must_use]
    pub fn around(step: Date, before: i64, after: i64) -> Self {
        Self::new(plus(step, -before.max(0)), plus(step, after.max(0)))
    }

    /// The first day.
    #[must_use]
    pub fn from(self) -> Date {
        self.from
    }

    /// The last day.
    #[must_use]
    pub fn to(self) -> Date {
        self.to
    }

    /// How many days.
    #[must_use]
    pub fn len_days(self) -> i64 {
        days_between(self.from, self.to) + 1
    }

    /// Whether the range holds the day.
    #[must_use]
    pub fn contains(self, date: Date) -> bool {
        self.from <= date && date <= self.to
    }

    /// Each day in order.
    pub fn dates(self) -> impl Iterator<Item = Date> {
        let next = |date: &Date| date.tomorrow().ok();
        std::iter::successors(Some(self.from), next).take_while(move |date| *date <= self.to)
    }
}

/// Dates to user units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    range: Range,
    x0: f64,
    x1: f64,
}

/// A labelled date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick {
    /// The day whose left edge is marked.
    pub date: Date,
    /// Its label.
    pub label: String,
}

impl Axis {
    /// An axis whose days share the width from `x0` to `x1` equally.
    #[must_use]
    pub fn new(range: Range, x0: f64, x1: f64) -> Self {
        Self { range, x0, x1 }
    }

    /// The days shown.
    #[must_use]
    pub fn range(&self) -> Range {
        self.range
    }

    /// The left end.
    #[must_use]
    pub fn x0(&self) -> f64 {
        self.x0
    }

    /// The right end.
    #[must_use]
    pub fn x1(&self) -> f64 {
        self.x1
    }

    /// The width of a day.
    #[must_use]
    pub fn day(&self) -> f64 {
        (self.x1 - self.x0) / units(self.range.len_days())
    }

    /// The left edge of a day, held inside the axis.
    #[must_use]
    pub fn left(&self, date: Date) -> f64 {
        (self.x0 + self.day() * units(days_between(self.range.from, date))).clamp(self.x0, self.x1)
    }

    /// The right edge of a day, held inside the axis.
    #[must_use]
    pub fn right(&self, date: Date) -> f64 {
        self.left(plus(date, 1))
    }

    /// The middle of a day, or nothing outside the range.
    #[must_use]
    pub fn mid(&self, date: Date) -> Option<f64> {
        self.range.contains(date).then(|| self.left(date) + self.day() / 2.0)
    }

    /// The densest regular labels that do not touch at `size`: days in a fortnight, weeks from Monday in a quarter,
    /// else months or years. The label after a January's, which carries the year, may be left out.
    #[must_use]
    pub fn ticks(&self, words: &dyn Words, size: f64) -> Vec<Tick> {
        let candidates: &[Every] = match self.range.len_days() {
            ..=14 => &[Every::Days(1), Every::Days(2), Every::Days(7)],
            15..=98 => &[Every::Days(7), Every::Days(14), Every::Days(28)],
            _ => &[Every::Months(1), Every::Months(2), Every::Months(3), Every::Months(6), Every::Months(12)],
        };
        let mut last = Vec::new();
        for every in candidates {
            last = self.ticks_every(*every, words);
            let years = last.iter().filter(|tick| tick.date.month() == 1).count();
            let may_go = if matches!(every, Every::Months(1..=6)) { years } else { 0 };
            if self.touching(&last, size) <= may_go {
                break;
            }
        }
        last
    }

    /// Days counted from day 0, labelled by their number: `−7`, `0`, `28`; as many as do not touch at `size`.
    #[must_use]
    pub fn ticks_from(&self, zero: Date, size: f64) -> Vec<Tick> {
        self.counted(zero, &[7, 14, 28, 84, 364], size)
    }

    /// Days counted onwards from a day, in thirties: `0`, `30`, `60`; in a short range every 7 or 14.
    #[must_use]
    pub fn ticks_since(&self, zero: Date, size: f64) -> Vec<Tick> {
        let short: &[i64] = if self.range.len_days() <= 98 { &[7, 14] } else { &[] };
        let mut ticks = self.counted(zero, &[short, &[30, 60, 90, 180, 360]].concat(), size);
        ticks.retain(|tick| tick.date >= zero);
        ticks
    }

    fn counted(&self, zero: Date, steps: &[i64], size: f64) -> Vec<Tick> {
        let mut last = Vec::new();
        for every in steps {
            let days = self.range.dates().map(|date| (date, days_between(zero, date)));
            let hits = days.filter(|(_, n)| n % every == 0);
            last = hits.map(|(date, n)| Tick { date, label: signed(n) }).collect();
            if self.touching(&last, size) == 0 {
                break;
            }
        }
        last
    }

    /// Where each label begins, those left out that would touch the one before it.
    pub(crate) fn placed<'a>(&self, ticks: &'a [Tick], size: f64) -> Vec<(f64, &'a Tick)> {
        let mut free = f64::NEG_INFINITY;
        let place = |tick: &'a Tick| {
            let x = self.left(tick.date) + LABEL_LEFT;
            (x >= free).then(|| {
                free = x + text::width(&tick.label, size) + size / 2.0;
                (x, tick)
            })
        };
        ticks.iter().filter_map(place).collect()
    }

    /// How many labels are left out.
    fn touching(&self, ticks: &[Tick], size: f64) -> usize {
        ticks.len() - self.placed(ticks, size).len()
    }

    fn ticks_every(&self, every: Every, words: &dyn Words) -> Vec<Tick> {
        let hit = |date: Date| match every {
            Every::Days(n) if n < 7 => days_between(self.range.from, date) % n == 0,
            Every::Days(n) => days_between(MONDAY, date).rem_euclid(n) == 0,
            Every::Months(n) => date.day() == 1 && (date.month() - 1) % n == 0,
        };
        let label = |date| match every {
            Every::Days(_) => words.day(date),
            Every::Months(_) => words.month(date),
        };
        self.range.dates().filter(|d| hit(*d)).map(|date| Tick { date, label: label(date) }).collect()
    }
}

/// A whole number with a true minus sign.
pub(crate) fn signed(number: i64) -> String {
    number.to_string().replace('-', "\u{2212}")
}

#[derive(Clone, Copy)]
enum Every {
    Days(i64),
    Months(i8),
}

/// A Monday long ago, so that fortnights do not depend on the range.
const MONDAY: Date = jiff::civil::date(2001, 1, 1);

/// Days from one date to another, negative when `b` is earlier.
#[must_use]
pub fn days_between(a: Date, b: Date) -> i64 {
    b.duration_since(a).as_hours() / 24
}

/// A date some days later or, negative, earlier; the ends of the calendar hold.
#[must_use]
pub fn plus(date: Date, days: i64) -> Date {
    date.saturating_add(SignedDuration::from_hours(days.saturating_mul(24).clamp(-90_000_000, 90_000_000)))
}

/// The lowest and the highest value. Nothing for no values.
pub(crate) fn extent(values: &[f64]) -> Option<(f64, f64)> {
    let low = values.iter().copied().reduce(f64::min)?;
    let high = values.iter().copied().reduce(f64::max)?;
    Some((low, high))
}

/// A count as user units.
pub(crate) fn units(count: i64) -> f64 {
    i32::try_from(count).map_or(f64::from(i32::MAX), f64::from)
}
