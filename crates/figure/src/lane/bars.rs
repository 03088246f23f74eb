//! One bar a day from zero; a ring on the base where the value is zero.

use jiff::civil::Date;

use super::scene::{Scene, value_axis};
use crate::{
    input::{Bars, Tone},
    layout::Slot,
    paint::Look,
    path::Path,
    svg::{Anchor, Canvas, El, number},
};

/// At most this many labelled ticks.
const TICKS: u32 = 6;

/// Radius of the ring that stands for a value of zero.
const RING: f64 = 3.0;

pub(super) fn draw(canvas: &mut Canvas, scene: &Scene<'_>, bars: &Bars, slot: Slot) {
    let mut days: Vec<(Date, f64)> =
        bars.values.iter().copied().filter(|(_, value)| value.is_finite()).collect();
    days.sort_by_key(|(date, _)| *date);
    let shown: Vec<(f64, f64)> =
        days.iter().filter_map(|(date, value)| Some((scene.axis.mid(*date)?, value.max(0.0)))).collect();
    let tick = if bars.tick > 0.0 && bars.tick.is_finite() { bars.tick } else { 1.0 };
    let most = shown.iter().map(|(_, value)| *value).fold(bars.at_least.max(tick), f64::max);
    let top = (most / tick).ceil() * tick;
    let y = value_axis(0.0, top, slot.top + 3.0, slot.bottom);

    let every = (top / tick / f64::from(TICKS)).ceil().max(1.0) * tick;
    for value in (0..=TICKS).map(|i| f64::from(i) * every).filter(|value| *value <= top) {
        let (x, at) = (scene.axis.x0(), y(value));
        canvas.leaf(&El::line(x, at, scene.axis.x1(), at).look(Look::Hair, Tone::Ink));
        let el = El::text(x - 7.0, at + 4.0, Anchor::End).look(Look::AxisText, Tone::Ink);
        canvas.text(&el, &number(value));
    }
    let (mut path, mut rings) = (Path::default(), Path::default());
    for (x, value) in shown {
        if value > 0.0 {
            path.bar(x, slot.bottom, slot.bottom - y(value));
        } else {
            // A day of which zero is the value must not look like a day without one.
            rings.circle(x, slot.bottom - RING, RING);
        }
    }
    canvas.strokes(&path, Look::Bar, bars.tone, scene.bar());
    if !rings.is_empty() {
        canvas.path(&rings, Look::Marked, bars.tone);
    }
}
