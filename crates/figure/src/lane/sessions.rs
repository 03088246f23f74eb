//! Sessions as ticks; a second session on a day is a dot above its tick.

use jiff::civil::Date;

use super::scene::Scene;
use crate::{input::Tone, layout::Slot, paint::Look, path::Path, svg::Canvas};

pub(super) fn draw(canvas: &mut Canvas, scene: &Scene<'_>, dates: &[Date], slot: Slot) {
    let mut dates = dates.to_vec();
    dates.sort_unstable();
    let (mut ticks, mut more) = (Path::default(), Path::default());
    for day in dates.chunk_by(|a, b| a == b) {
        let Some(x) = day.first().and_then(|date| scene.axis.mid(*date)) else { continue };
        ticks.bar(x, slot.bottom, 12.0);
        if day.len() > 1 {
            more.dot(x, slot.bottom - 15.0);
        }
    }
    let width = (scene.axis.day() * 0.45).clamp(1.2, 4.0);
    canvas.strokes(&ticks, Look::Session, Tone::Tms, width);
    canvas.strokes(&more, Look::Ungraded, Tone::Tms, 3.0);
}
