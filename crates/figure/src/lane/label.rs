//! A lane's name and note: left of it on a desk, above it on a phone.

use super::scene::Scene;
use crate::{
    input::{Body, Lane, Tone},
    layout::{NAME, SMALL, Size, Slot, has_rows},
    paint::Look,
    svg::{Anchor, Canvas, El},
    text,
};

pub(super) fn draw(canvas: &mut Canvas, scene: &Scene<'_>, lane: &Lane, slot: Slot) {
    if scene.size == Size::Phone || has_rows(lane) || matches!(lane.body, Body::Intake(_)) {
        return beside(canvas, scene, lane, slot.lane_top + 17.0);
    }
    let mut y = slot.lane_top + 19.0;
    for line in scene.size.name_lines(lane) {
        canvas.text(&El::text(0.0, y, Anchor::Start).look(Look::LaneName, Tone::Ink), &line);
        y += 16.0;
    }
    for line in scene.size.note_lines(lane) {
        canvas.text(&El::text(0.0, y, Anchor::Start).look(Look::LaneNote, Tone::Ink), &line);
        y += 16.0;
    }
}

/// Name and note on one line, the second following the first however wide the font makes it.
fn beside(canvas: &mut Canvas, scene: &Scene<'_>, lane: &Lane, y: f64) {
    let width = scene.size.width();
    let name = text::wrap(&lane.name, width, NAME, 1).join("");
    let rest = width - text::width(&name, NAME) - 10.0;
    canvas.group(&El::text(0.0, y, Anchor::Start), |canvas| {
        canvas.text(&El::new("tspan").look(Look::LaneName, Tone::Ink), &name);
        if !lane.note.is_empty() && rest > 3.0 * SMALL {
            let note = text::wrap(&lane.note, rest, SMALL, 1).join("");
            canvas.text(&El::new("tspan").num("dx", 10.0).look(Look::LaneNote, Tone::Ink), &note);
        }
    });
}

/// The last line of a lane, which says what only the table holds; an empty one is not there.
pub(super) fn more(canvas: &mut Canvas, text: &str, slot: Slot) {
    if !text.is_empty() {
        let el = El::text(0.0, slot.bottom - 2.0, Anchor::Start).look(Look::LaneNote, Tone::Ink);
        canvas.text(&el, text);
    }
}
