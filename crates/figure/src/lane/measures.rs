//! Totals on single days as open circles with their number.

use super::scene::{Scene, value_axis};
use crate::{
    input::{Measures, Tone},
    layout::{SMALL, Slot},
    paint::Look,
    path::Path,
    svg::{Anchor, Canvas, El, number},
    text,
};

/// The radius of a circle.
const R: f64 = 3.5;

/// A total in its place.
struct Mark<'a> {
    x: f64,
    y: f64,
    label: &'a str,
}

pub(super) fn draw(canvas: &mut Canvas, scene: &Scene<'_>, measures: &Measures, slot: Slot) {
    let y = value_axis(measures.min, measures.max, slot.top + 16.0, slot.bottom - 5.0);
    for value in [measures.min, measures.max] {
        let el = El::text(scene.axis.x0() - 7.0, y(value) + 4.0, Anchor::End);
        canvas.text(&el.look(Look::AxisText, Tone::Ink), &number(value));
    }
    let mut values: Vec<_> = measures.values.iter().filter(|(_, value, _)| value.is_finite()).collect();
    values.sort_by_key(|(date, ..)| *date);
    let marks: Vec<Mark<'_>> = values
        .into_iter()
        .filter_map(|(date, value, label)| Some(Mark { x: scene.axis.mid(*date)?, y: y(*value), label }))
        .collect();
    let mut path = Path::default();
    for mark in &marks {
        path.circle(mark.x, mark.y, R);
    }
    canvas.path(&path, Look::Measure, Tone::Scale);
    labels(canvas, &marks, scene.axis.x1());
}

/// Each number right of its circle; where the next circle is too near, above it; where no room is, the table has it.
fn labels(canvas: &mut Canvas, marks: &[Mark<'_>], x1: f64) {
    let mut end = f64::NEG_INFINITY;
    for (i, mark) in marks.iter().enumerate() {
        let width = text::width(mark.label, SMALL);
        let next = marks.get(i + 1).map_or(x1, |next| next.x - R - 2.0);
        let right = mark.x + R + 3.0;
        let above = mark.x - width / 2.0;
        let (x, y) = if right > end && right + width < next {
            (right, mark.y + 4.0)
        } else if above.min(x1 - width) > end + 2.0 {
            (above.min(x1 - width), mark.y - R - 4.0)
        } else {
            continue;
        };
        canvas.text(&El::text(x, y, Anchor::Start).look(Look::ValueText, Tone::Ink), mark.label);
        end = x + width;
    }
}
