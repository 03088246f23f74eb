//! The small lines of the panel.

use clinic::{PanelDay, PanelPatient};
use figure::axis::Range;
use figure::paint::{Paint, Tone};
use figure::sparkline::{Sparkline, sparkline};
use jiff::civil::Date;

use crate::page::Svg;
use crate::texts::Texts;

/// Mood, anxiety and sleep of the last 28 days, with the dose steps where they were.
#[must_use]
pub fn sparks(t: Texts, patient: &PanelPatient, today: Date) -> [Svg; 3] {
    let range = Range::last(today, 28);
    let changes = patient.doses.iter().flat_map(|dose| dose.lane.changes(patient.first_entry, today));
    let steps: Vec<Date> = changes.map(|told| told.step.date).collect();
    let line = |title: &str, tone, ends, of: &dyn Fn(&PanelDay) -> Option<f64>| {
        let values: Vec<(Date, Option<f64>)> =
            patient.days.iter().map(|(date, day)| (*date, of(day))).collect();
        let title = t.get(title);
        Svg::drawn(sparkline(
            &Sparkline { range, values: &values, steps: &steps, ends, tone, title: &title },
            Paint::Page,
        ))
    };
    #[expect(clippy::cast_precision_loss, reason = "minutes of one night are far below 2^52")]
    let hours = |day: &PanelDay| day.slept_min.map(|minutes| minutes as f64 / 60.0);
    [
        line("spark-mood", Tone::Mood, (0.0, 10.0), &|day| day.mood.map(f64::from)),
        line("spark-anxiety", Tone::Anxiety, (0.0, 10.0), &|day| day.anxiety.map(f64::from)),
        line("spark-sleep", Tone::Sleep, (0.0, 12.0), &hours),
    ]
}
