//! Periods, one row each; one that lasts, or goes on outside the range, has no closing edge there.

use super::scene::Scene;
use super::strip;
use crate::{
    axis::plus,
    input::{Span, Tone},
    layout::{Slot, span_rows},
    paint::Look,
    path::Path,
    svg::Canvas,
};

/// The height of a period.
const THICK: f64 = 8.0;

pub(super) fn draw(canvas: &mut Canvas, scene: &Scene<'_>, spans: &[Span], slot: Slot) {
    let mut base = slot.top;
    for (n, (label, of)) in span_rows(spans).into_iter().enumerate() {
        if n > 0 {
            strip::between(canvas, scene, base);
        }
        base += scene.size.row_height(label);
        strip::row_label(canvas, scene, label, base);
        of.into_iter().for_each(|span| period(canvas, scene, span, base));
    }
}

fn period(canvas: &mut Canvas, scene: &Scene<'_>, span: &Span, base: f64) {
    let range = scene.axis.range();
    let to = span.to.unwrap_or_else(|| plus(range.to(), 1));
    if span.from > range.to() || to < range.from() || to < span.from {
        return;
    }
    let (x0, x1) = (scene.axis.left(span.from), scene.axis.right(to.min(range.to())));
    let (top, bottom) = (base - 2.0 - THICK, base - 2.0);
    let mut path = Path::default();
    if span.from < range.from() {
        path.start(x0, bottom);
        path.across(x1);
        path.down(top);
        path.across(x0);
    } else {
        path.start(x1, bottom);
        path.across(x0);
        path.down(top);
        path.across(x1);
        if to <= range.to() {
            path.down(bottom);
        }
    }
    canvas.path(&path, Look::Span, Tone::Ink);
}
