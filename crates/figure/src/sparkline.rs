//! A word-sized line of raw values for a panel's row. Gaps stay gaps; steps are dotted.

use jiff::civil::Date;

use crate::{
    axis::{Axis, Range},
    lane::value_axis,
    paint::{Look, Paint, Tone},
    path::Path,
    svg::{Canvas, El},
    timeline::step_lines,
};

const WIDTH: f64 = 112.0;
const HEIGHT: f64 = 32.0;

/// What a sparkline shows.
#[derive(Clone, Copy, Debug)]
pub struct Sparkline<'a> {
    /// The days shown.
    pub range: Range,
    /// Days and values, a day at most once; days without a value may be left out or `None`.
    pub values: &'a [(Date, Option<f64>)],
    /// Dose steps.
    pub steps: &'a [Date],
    /// The fixed ends of the value axis.
    pub ends: (f64, f64),
    /// The lane family.
    pub tone: Tone,
    /// The accessible name: what it shows, in words.
    pub title: &'a str,
}

/// The sparkline as one `<svg>` of 112 by 32 units.
#[must_use]
pub fn sparkline(line: &Sparkline<'_>, paint: Paint) -> String {
    let axis = Axis::new(line.range, 2.0, WIDTH - 2.0);
    let y = value_axis(line.ends.0, line.ends.1, 3.0, HEIGHT - 3.0);
    let mut canvas = Canvas::new(paint);
    let root = El::new("svg")
        .attr("xmlns", "http://www.w3.org/2000/svg")
        .attr("viewBox", &format!("0 0 {WIDTH} {HEIGHT}"))
        .attr("role", "img")
        .attr("aria-label", line.title);
    let root = if paint == Paint::Page { root.attr("class", "fig spark") } else { root };
    let values = line.values.iter().filter_map(|(date, value)| Some((*date, (*value)?)));
    let path = raw_line(&axis, values, y);
    canvas.group(&root, |canvas| {
        step_lines(canvas, &axis, line.steps, (0.0, HEIGHT));
        canvas.path(&path, Look::Thin, line.tone);
    });
    canvas.finish()
}

/// Values, one a day, joined from day to day only; a day between two gaps is a short stroke.
pub(crate) fn raw_line(
    axis: &Axis,
    values: impl IntoIterator<Item = (Date, f64)>,
    y: impl Fn(f64) -> f64,
) -> Path {
    let mut days: Vec<(Date, f64)> = values
        .into_iter()
        .filter(|(date, value)| value.is_finite() && axis.range().contains(*date))
        .collect();
    days.sort_by_key(|(date, _)| *date);
    let mut path = Path::default();
    for run in days.chunk_by(|a, b| crate::axis::days_between(a.0, b.0) == 1) {
        for (i, (date, value)) in run.iter().enumerate() {
            let (Some(x), at) = (axis.mid(*date), y(*value)) else { continue };
            match (i, run.len()) {
                (0, 1) => {
                    path.start(x - axis.day() / 2.0, at);
                    path.across(x + axis.day() / 2.0);
                }
                (0, _) => path.start(x, at),
                _ => path.line(x, at),
            }
        }
    }
    path
}
