//! Rows of marks. Severity is the height, so that it reads without colour; what has no grade is a disc.

use super::Scene;
use crate::{
    axis::plus,
    input::{Grade, Reads, Strip, StripRow, Tone},
    layout::{SMALL, Size, Slot},
    paint::Look,
    path::Path,
    svg::{Anchor, Canvas, El},
};

/// The height of severity 3.
pub(crate) const FULL: f64 = 12.0;
/// The width of a day from which its severity is also written.
const NUMERAL_DAY: f64 = 20.0;

/// The height of severity 3 where rows stand closer.
const CLOSE: f64 = 10.0;

pub(super) fn draw(canvas: &mut Canvas, scene: &Scene<'_>, strip: &Strip, slot: Slot) {
    let mut base = slot.top;
    for row in &strip.rows {
        if row.label.is_empty() {
            base = slot.bottom;
        } else {
            base += scene.size.strip_row(strip, &row.label);
            row_label(canvas, scene, &row.label, base);
        }
        known(canvas, scene, row, base);
        let full = if strip.reads == Reads::Compared { CLOSE } else { FULL };
        for grade in [Grade::Present, Grade::Mild, Grade::Moderate, Grade::Severe] {
            marks(canvas, scene, row, grade, (base, full));
        }
        if strip.reads == Reads::Severity {
            numerals(canvas, scene, row, base);
        }
    }
    if !strip.more.is_empty() {
        let el = El::text(0.0, slot.bottom - 2.0, Anchor::Start).look(Look::LaneNote, Tone::Ink);
        canvas.text(&el, &strip.more);
    }
}

/// A thin line where there is a value; without it there is none.
fn known(canvas: &mut Canvas, scene: &Scene<'_>, row: &StripRow, base: f64) {
    let mut path = Path::default();
    let (mut from, mut to) = (f64::NAN, f64::NAN);
    for (left, right) in row.known.iter().filter_map(|date| stretch(scene, row, *date)) {
        if (left - to).abs() < 0.05 {
            to = right;
            continue;
        }
        if from < to {
            path.start(from, base);
            path.across(to);
        }
        (from, to) = (left, right);
    }
    if from < to {
        path.start(from, base);
        path.across(to);
    }
    if !path.is_empty() {
        canvas.leaf(&path.element(Look::Known, row.tone));
    }
}

/// From where to where a mark of this day reaches, cut at the ends of the axis.
fn stretch(scene: &Scene<'_>, row: &StripRow, date: jiff::civil::Date) -> Option<(f64, f64)> {
    let range = scene.axis.range();
    range.contains(date).then(|| {
        let from = plus(date, 1 - row.span_days.max(1)).max(range.from());
        (scene.axis.left(from), scene.axis.right(date))
    })
}

/// A row's label: left of its marks, or above them, its last line nearest.
pub(super) fn row_label(canvas: &mut Canvas, scene: &Scene<'_>, label: &str, base: f64) {
    let mut y = match scene.size {
        Size::Desk => base - 2.0,
        Size::Phone => base - FULL - 5.0,
    };
    for line in scene.size.row_lines(label).iter().rev() {
        canvas.text(&El::text(0.0, y, Anchor::Start).look(Look::LaneNote, Tone::Ink), line);
        y -= SMALL + 1.0;
    }
    let (x0, x1) = (scene.axis.x0(), scene.axis.x1());
    canvas.leaf(&El::line(x0, base, x1, base).look(Look::Base, Tone::Ink));
}

/// Where days are wide enough, severity 1 to 3 is also written beside its bar.
fn numerals(canvas: &mut Canvas, scene: &Scene<'_>, row: &StripRow, base: f64) {
    if scene.axis.day() < NUMERAL_DAY {
        return;
    }
    for (date, grade) in &row.marks {
        let numeral = match grade {
            Grade::Present => continue,
            Grade::Mild => "1",
            Grade::Moderate => "2",
            Grade::Severe => "3",
        };
        if let Some(x) = scene.axis.mid(*date) {
            let x = x + scene.bar() / 2.0 + 1.5;
            canvas.text(&El::text(x, base - 1.0, Anchor::Start).look(Look::Numeral, Tone::Ink), numeral);
        }
    }
}

fn marks(canvas: &mut Canvas, scene: &Scene<'_>, row: &StripRow, grade: Grade, (base, full): (f64, f64)) {
    let mut days: Vec<_> = row.marks.iter().filter(|(_, g)| *g == grade).map(|(date, _)| *date).collect();
    days.sort_unstable();
    days.dedup();
    let mut path = Path::default();
    for (left, right) in days.into_iter().filter_map(|date| stretch(scene, row, date)) {
        let x = f64::midpoint(left, right);
        match height(grade) {
            Some(height) => path.bar(x, base, height * full / FULL),
            None => path.dot(x, base - full / 2.0),
        }
    }
    if !path.is_empty() {
        let several = crate::axis::units(row.span_days) * scene.axis.day() - 0.8;
        let width = match grade {
            Grade::Present => scene.bar().clamp(3.0, 6.0),
            _ if row.span_days > 1 => several,
            _ if full < FULL => scene.axis.day().clamp(0.8, 14.0),
            _ => scene.bar(),
        };
        canvas.leaf(&path.element(look(grade), row.tone).num("stroke-width", width));
    }
}

/// A third, two thirds, the whole.
pub(crate) fn height(grade: Grade) -> Option<f64> {
    match grade {
        Grade::Present => None,
        Grade::Mild => Some(FULL / 3.0),
        Grade::Moderate => Some(FULL * 2.0 / 3.0),
        Grade::Severe => Some(FULL),
    }
}

fn look(grade: Grade) -> Look {
    match grade {
        Grade::Present => Look::Ungraded,
        Grade::Mild => Look::Mild,
        Grade::Moderate => Look::Moderate,
        Grade::Severe => Look::Severe,
    }
}
