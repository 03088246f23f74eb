//! Imported items: a row each, one filled outline on its own scale, as high as the value lies between the scale's ends.

use jiff::civil::Date;

use super::Scene;
use crate::{
    axis::plus,
    input::{ItemRow, Items, Tone},
    layout::{GROUP, SMALL, Size, Slot},
    paint::Look,
    path::Path,
    svg::{Anchor, Canvas, El},
    text,
};

/// Air between the top of a scale and the line of the row above.
const AIR: f64 = 2.0;
/// The height of a scale on the phone, where its name has a line of its own above it.
const PHONE: f64 = 14.0;

/// A value over some days: left, right, and how far up its scale.
type Piece = (f64, f64, f64);

pub(super) fn draw(canvas: &mut Canvas, scene: &Scene<'_>, items: &Items, slot: Slot) {
    let row_height = scene.size.item_row();
    let full = match scene.size {
        Size::Desk => row_height - AIR,
        Size::Phone => PHONE,
    };
    let mut base = slot.top;
    for (n, group) in items.groups.iter().enumerate() {
        if n > 0 {
            let y = base + GROUP / 2.0;
            canvas.leaf(&El::line(0.0, y, scene.axis.x1(), y).look(Look::Hair, Tone::Ink));
            base += GROUP;
        }
        for row in group {
            base += row_height;
            label(canvas, scene, row, (base, full));
            outline(canvas, scene, row, (base, full));
        }
    }
    if !items.more.is_empty() {
        let el = El::text(0.0, slot.bottom - 2.0, Anchor::Start).look(Look::LaneNote, Tone::Ink);
        canvas.text(&el, &items.more);
    }
}

/// Name and scale on one line, left of the row or above it, and the line the row stands on.
fn label(canvas: &mut Canvas, scene: &Scene<'_>, row: &ItemRow, (base, full): (f64, f64)) {
    let (x0, x1) = (scene.axis.x0(), scene.axis.x1());
    let (right, y) = match scene.size {
        Size::Desk => (x0 - 7.0, base - 4.0),
        Size::Phone => (scene.size.width(), base - full - 4.0),
    };
    let room = right - text::width(&row.ends, SMALL) - SMALL / 2.0;
    let name = text::wrap(&row.label, room, SMALL, 1).join("");
    canvas.text(&El::text(0.0, y, Anchor::Start).look(Look::LaneNote, Tone::Ink), &name);
    canvas.text(&El::text(right, y, Anchor::End).look(Look::AxisText, Tone::Ink), &row.ends);
    canvas.leaf(&El::line(x0, base, x1, base).look(Look::Base, Tone::Ink));
}

/// All days of a row as one path; a value at the bottom of its scale is still a line, a day without a value is nothing.
fn outline(canvas: &mut Canvas, scene: &Scene<'_>, row: &ItemRow, (base, full): (f64, f64)) {
    let drawn = row.drawn(&row.days(), scene.steps);
    let pieces: Vec<Piece> = drawn.into_iter().filter_map(|day| piece(scene, row, day)).collect();
    let mut path = Path::default();
    for run in pieces.chunk_by(|a, b| (a.1 - b.0).abs() < 0.05) {
        path.area(base, run.iter().map(|(from, to, height)| (*from, *to, base - height * full)));
    }
    if !path.is_empty() {
        canvas.leaf(&path.element(Look::Item, Tone::Scale));
    }
}

/// Cut at the ends of the axis; nothing for a day outside it.
fn piece(scene: &Scene<'_>, row: &ItemRow, (date, value): (Date, f64)) -> Option<Piece> {
    let range = scene.axis.range();
    let from = plus(date, 1 - row.covers()).max(range.from());
    let place = || (scene.axis.left(from), scene.axis.right(date), row.height(value));
    range.contains(date).then(place)
}
