//! School or work: the whole height as usual, half of it partly, an × for could not, a small disc for a day off.

use jiff::civil::Date;

use super::scene::Scene;
use crate::{
    input::{Function, Tone},
    layout::Slot,
    paint::Look,
    path::Path,
    svg::{Canvas, El},
};

pub(super) fn draw(canvas: &mut Canvas, scene: &Scene<'_>, days: &[(Date, Function)], slot: Slot) {
    let base = slot.bottom - 2.0;
    let (x0, x1) = (scene.axis.x0(), scene.axis.x1());
    canvas.leaf(&El::line(x0, base, x1, base).look(Look::Base, Tone::Ink));
    let half = (scene.axis.day() * 0.4).clamp(1.5, 3.5);
    let shown = days.iter().filter_map(|(date, function)| Some((scene.axis.mid(*date)?, *function)));
    marks(canvas, &shown.collect::<Vec<_>>(), (base, scene.bar(), half));
}

/// The marks at their x, on `base`; `bar` is a bar's width, `half` half of a cross.
pub(crate) fn marks(canvas: &mut Canvas, at: &[(f64, Function)], (base, bar, half): (f64, f64, f64)) {
    let (mut bars, mut crosses, mut dots) = (Path::default(), Path::default(), Path::default());
    for (x, function) in at {
        match function {
            Function::AsUsual => bars.bar(*x, base, 10.0),
            Function::Partly => bars.bar(*x, base, 5.0),
            Function::CouldNot => crosses.cross(*x, base - 5.0, half),
            Function::DayOff => dots.dot(*x, base - 5.0),
        }
    }
    canvas.strokes(&bars, Look::Bar, Tone::Ink, bar);
    canvas.strokes(&dots, Look::Raw, Tone::Ink, 3.0);
    canvas.path(&crosses, Look::CannotMark, Tone::Ink);
}
