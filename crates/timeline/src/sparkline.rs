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

/// Mood, anxiety and sleep of the last 28 days, with the dose steps where they were.
#[must_use]
pub fn sparks(t: Texts, days: &[SparkDay], steps: &[Date], today: Date) -> [Svg; 3] {
    let range = Range::last(today, 28);
    let line = |title: &str, tone, ends, of: &dyn Fn(&SparkDay) -> Option<f64>| {
        let values: Vec<(Date, Option<f64>)> = days.iter().map(|day| (day.date, of(day))).collect();
        let title = t.get(title);
        Svg::drawn(sparkline(
            &Sparkline { range, values: &values, steps, ends, tone, title: &title },
            Paint::Page,
        ))
    };
    #[expect(clippy::cast_precision_loss, reason = "minutes of one night are far below 2^52")]
    let hours = |day: &SparkDay| day.slept_min.map(|minutes| minutes as f64 / 60.0);
    [
        line("spark-mood", Tone::Mood, (0.0, 10.0), &|day| day.mood.map(f64::from)),
        line("spark-anxiety", Tone::Anxiety, (0.0, 10.0), &|day| day.anxiety.map(f64::from)),
        line("spark-sleep", Tone::Sleep, (0.0, 12.0), &hours),
    ]
}
