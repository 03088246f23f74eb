//! Imported items: a row each, one filled outline between the best and the worst value drawn, which stand beside its name:
//! on the whole scale of an item most of what one person writes would be a flat line.

use jiff::civil::Date;

use super::label;
use super::scene::Scene;
use crate::{
    axis::plus,
    input::{ItemRow, Items, Tone},
    layout::{GROUP, SMALL, Size, Slot},
    paint::Look,
    path::Path,
    svg::{Anchor, Canvas, El, number},
    text,
};

/// Air between the top of a row and the line of the row above.
const AIR: f64 = 2.0;
/// The height of a row on the phone, where its name has a line of its own above it.
const PHONE: f64 = 14.0;

/// A value over some days: left, right, and how far up its row.
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
            let ends = row.ends();
            name(canvas, scene, (row, ends), (base, full));
            outline(canvas, scene, (row, ends), (base, full));
        }
    }
    label::more(canvas, &items.more, slot);
}

/// Name and ends on one line, left of the row or above it, and the line the row stands on.
fn name(
    canvas: &mut Canvas,
    scene: &Scene<'_>,
    (row, (bottom, top)): (&ItemRow, (f64, f64)),
    (base, full): (f64, f64),
) {
    let (x0, x1) = (scene.axis.x0(), scene.axis.x1());
    let (right, y) = match scene.size {
        Size::Desk => (x0 - 7.0, base - 4.0),
        Size::Phone => (scene.size.width(), base - full - 4.0),
    };
    let ends = match (bottom.is_finite(), bottom.total_cmp(&top).is_eq()) {
        (false, _) => String::new(),
        (true, true) => format!("{}{}", row.turned, number(top)),
        (true, false) => format!("{}{}→{}", row.turned, number(bottom), number(top)),
    };
    let room = right - text::width(&ends, SMALL) - SMALL / 2.0;
    let name = text::wrap(&row.label, room, SMALL, 1).join("");
    canvas.text(&El::text(0.0, y, Anchor::Start).look(Look::LaneNote, Tone::Ink), &name);
    canvas.text(&El::text(right, y, Anchor::End).look(Look::AxisText, Tone::Ink), &ends);
    canvas.leaf(&El::line(x0, base, x1, base).look(Look::Base, Tone::Ink));
}

/// All days of a row as one path; a value at the bottom of its row is still a line, a day without a value is nothing.
fn outline(
    canvas: &mut Canvas,
    scene: &Scene<'_>,
    (row, ends): (&ItemRow, (f64, f64)),
    (base, full): (f64, f64),
) {
    let pieces: Vec<Piece> = row.drawn.iter().filter_map(|day| piece(scene, (row, ends), *day)).collect();
    let mut path = Path::default();
    for run in pieces.chunk_by(|a, b| (a.1 - b.0).abs() < 0.05) {
        path.area(base, run.iter().map(|(from, to, height)| (*from, *to, base - height * full)));
    }
    canvas.path(&path, Look::Item, Tone::Scale);
}

/// Cut at the ends of the axis; nothing for a day outside it.
fn piece(
    scene: &Scene<'_>,
    (row, ends): (&ItemRow, (f64, f64)),
    (date, value): (Date, f64),
) -> Option<Piece> {
    let range = scene.axis.range();
    let from = plus(date, 1 - row.covers()).max(range.from());
    let place = || (scene.axis.left(from), scene.axis.right(date), height(ends, value));
    range.contains(date).then(place)
}

/// A value's place between the ends, from 0 to 1; values that never change have no height.
fn height((bottom, top): (f64, f64), value: f64) -> f64 {
    let share = (value - bottom) / (top - bottom);
    if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 }
}
