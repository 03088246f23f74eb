//! Rows of marks. Severity is the height, so that it reads without colour; what has no grade is a disc.

use super::label;
use super::scene::Scene;
use crate::{
    input::{Grade, Strip, StripRow, Tone},
    layout::{SMALL, Size, Slot},
    paint::Look,
    path::Path,
    svg::{Anchor, Canvas, El},
};

/// The height of severity 3.
pub(crate) const FULL: f64 = 12.0;
/// From the marks of one row down to the line before the next.
const BETWEEN: f64 = 7.0;
/// The width of a day from which its severity is also written.
const NUMERAL_DAY: f64 = 20.0;

pub(super) fn draw(canvas: &mut Canvas, scene: &Scene<'_>, strip: &Strip, slot: Slot) {
    let mut base = slot.top;
    for (n, row) in strip.rows.iter().enumerate() {
        if n > 0 {
            between(canvas, scene, base);
        }
        if row.label.is_empty() {
            base = slot.bottom;
        } else {
            base += scene.size.row_height(&row.label);
            row_label(canvas, scene, &row.label, base);
        }
        for grade in [Grade::Present, Grade::Mild, Grade::Moderate, Grade::Severe] {
            marks(canvas, scene, row, grade, base);
        }
        numerals(canvas, scene, row, base);
    }
    label::more(canvas, &strip.more, slot);
}

/// On the phone a line between two rows, so that marks belong to the label above them and to no other.
pub(super) fn between(canvas: &mut Canvas, scene: &Scene<'_>, base: f64) {
    if scene.size == Size::Phone {
        let y = base + BETWEEN;
        canvas.leaf(&El::line(0.0, y, scene.size.width(), y).look(Look::Hair, Tone::Ink));
    }
}

/// A row's label: left of its marks, or above them, its last line nearest.
pub(super) fn row_label(canvas: &mut Canvas, scene: &Scene<'_>, label: &str, base: f64) {
    let mut y = match scene.size {
        Size::Desk => base - 2.0,
        Size::Phone => base - FULL - 3.0,
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

fn marks(canvas: &mut Canvas, scene: &Scene<'_>, row: &StripRow, grade: Grade, base: f64) {
    let mut days: Vec<_> = row.marks.iter().filter(|(_, g)| *g == grade).map(|(date, _)| *date).collect();
    days.sort_unstable();
    days.dedup();
    let mut path = Path::default();
    for x in days.into_iter().filter_map(|date| scene.axis.mid(date)) {
        match height(grade) {
            Some(height) => path.bar(x, base, height),
            None => path.dot(x, base - FULL / 2.0),
        }
    }
    let width = if grade == Grade::Present { scene.bar().clamp(3.0, 6.0) } else { scene.bar() };
    canvas.strokes(&path, look(grade), row.tone, width);
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
