//! The small lines of the list of patients.

use figure::axis::Range;
use figure::paint::{Paint, Tone};
use figure::sparkline::{Sparkline, sparkline};
use jiff::civil::Date;
use locale::Texts;

use crate::rendered::Svg;

/// What one day adds to the small lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SparkDay {
    /// The day.
    pub date: Date,
    /// 0 very bad, 10 very good.
    pub mood: Option<u8>,
    /// 0 none, 10 very strong.
    pub anxiety: Option<u8>,
    /// Minutes slept.
    pub slept_min: Option<i64>,
}

/// Mood, anxiety and sleep of the last 28 days, with the dose steps where they were. Each says its name and on how many of
/// these days it was recorded.
#[must_use]
pub fn sparks(t: Texts, days: &[SparkDay], steps: &[Date], today: Date) -> [Svg; 3] {
    let range = Range::last(today, 28);
    #[expect(clippy::cast_precision_loss, reason = "minutes of one night are far below 2^52")]
    let hours = |day: &SparkDay| day.slept_min.map(|minutes| minutes as f64 / 60.0);
    let (mood, mood_days) = values(days, range, |day| day.mood.map(f64::from));
    let (anxiety, anxiety_days) = values(days, range, |day| day.anxiety.map(f64::from));
    let (sleep, sleep_days) = values(days, range, hours);
    let line = |values: &[(Date, Option<f64>)], title: &str, tone, ends| {
        Svg::drawn(sparkline(&Sparkline { range, values, steps, ends, tone, title }, Paint::Page))
    };
    [
        line(&mood, &t.one("spark-mood", "n", mood_days), Tone::Mood, (0.0, 10.0)),
        line(&anxiety, &t.one("spark-anxiety", "n", anxiety_days), Tone::Anxiety, (0.0, 10.0)),
        line(&sleep, &t.one("spark-sleep", "n", sleep_days), Tone::Sleep, (0.0, 12.0)),
    ]
}

/// The values of one line, and how many of the days in the range have one.
fn values(
    days: &[SparkDay],
    range: Range,
    of: impl Fn(&SparkDay) -> Option<f64>,
) -> (Vec<(Date, Option<f64>)>, usize) {
    let values: Vec<(Date, Option<f64>)> = days.iter().map(|day| (day.date, of(day))).collect();
    let recorded = values.iter().filter(|(date, value)| value.is_some() && range.contains(*date)).count();
    (values, recorded)
}
