//! Whether the day's medicine was taken: half the height as planned, a quarter partly, an × for not taken, the whole height
//! with a disc above it for more.

use jiff::civil::Date;

use super::scene::Scene;
use crate::{
    input::{Intake, Tone},
    layout::Slot,
    paint::Look,
    path::Path,
    svg::{Canvas, El},
};

/// The whole height.
const FULL: f64 = 8.0;

pub(super) fn draw(canvas: &mut Canvas, scene: &Scene<'_>, days: &[(Date, Intake)], slot: Slot) {
    let base = slot.bottom - 1.0;
    let (x0, x1) = (scene.axis.x0(), scene.axis.x1());
    canvas.leaf(&El::line(x0, base, x1, base).look(Look::Base, Tone::Ink));
    let half = (scene.axis.day() * 0.4).clamp(1.5, 3.0);
    let shown = days.iter().filter_map(|(date, intake)| Some((scene.axis.mid(*date)?, *intake)));
    marks(canvas, &shown.collect::<Vec<_>>(), (base, scene.bar(), half));
}

/// The marks at their x, on `base`; `bar` is a bar's width, `half` half of a cross.
pub(crate) fn marks(canvas: &mut Canvas, at: &[(f64, Intake)], (base, bar, half): (f64, f64, f64)) {
    let (mut bars, mut crosses, mut dots) = (Path::default(), Path::default(), Path::default());
    for (x, intake) in at {
        match intake {
            Intake::AsPlanned => bars.bar(*x, base, FULL / 2.0),
            Intake::Partly => bars.bar(*x, base, FULL / 4.0),
            Intake::NotTaken => crosses.cross(*x, base - FULL / 2.0, half),
            Intake::More => {
                bars.bar(*x, base, FULL);
                dots.dot(*x, base - FULL - 3.0);
            }
        }
    }
    canvas.strokes(&bars, Look::Bar, Tone::Dose, bar);
    canvas.strokes(&dots, Look::Ungraded, Tone::Dose, 3.0);
    canvas.path(&crosses, Look::CannotMark, Tone::Ink);
}
