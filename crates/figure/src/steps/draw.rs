//! One panel as a drawing.

use jiff::civil::Date;

use super::Panel;
use crate::{
    axis::{Axis, days_between, plus, signed},
    input::Tone,
    lane::value_axis,
    layout::SMALL,
    paint::{Look, Paint},
    path::Path,
    sparkline::raw_line,
    svg::{Anchor, Canvas, El, number},
    timeline,
};

const WIDTH: f64 = 220.0;
const HEIGHT: f64 = 132.0;
const LEFT: f64 = 24.0;
const TOP: f64 = 4.0;
const BOTTOM: f64 = 112.0;

/// One panel as an `<svg>` of 220 by 132 units; `title` is its accessible name, `id` begins its ids.
///
/// The numbers below are days from the step, every 7 or every 28.
#[must_use]
pub fn draw(panel: &Panel, title: &str, paint: Paint, id: &str) -> String {
    let axis = Axis::new(panel.range, LEFT, WIDTH - 1.0);
    let y = value_axis(panel.ends.0, panel.ends.1, TOP + 4.0, BOTTOM - 4.0);
    let mut canvas = Canvas::new(paint);
    let root = El::new("svg")
        .attr("xmlns", "http://www.w3.org/2000/svg")
        .attr("viewBox", &format!("0 0 {WIDTH} {HEIGHT}"))
        .attr("role", "img")
        .attr("aria-label", title);
    let root = if paint == Paint::Page { root.attr("class", "fig multi") } else { root };
    canvas.group(&root, |canvas| {
        timeline::hatch(canvas, id);
        if let Some(band) = panel.band {
            let (top, bottom) = (y(band.high), y(band.low));
            let el = El::rect(LEFT, top, axis.x1() - LEFT, bottom - top);
            canvas.leaf(&el.look(Look::Band, Tone::Ink));
        }
        timeline::bands(canvas, &axis, &panel.states, (TOP, BOTTOM), id);
        frame(canvas, &axis, panel, &y);
        timeline::step_lines(canvas, &axis, &others(panel), (TOP, BOTTOM));
        let x = axis.left(panel.step);
        canvas.leaf(&El::line(x, TOP, x, BOTTOM).look(Look::DayZero, Tone::Ink));
        values(canvas, &axis, panel, &y);
    });
    canvas.finish()
}

fn others(panel: &Panel) -> Vec<Date> {
    let mut dates: Vec<Date> = panel.others.iter().map(|change| change.date).collect();
    dates.dedup();
    dates
}

fn frame(canvas: &mut Canvas, axis: &Axis, panel: &Panel, y: &impl Fn(f64) -> f64) {
    let rect = El::rect(LEFT, TOP, axis.x1() - LEFT, BOTTOM - TOP);
    canvas.leaf(&rect.look(Look::Frame, Tone::Ink));
    let (low, high) = panel.ends;
    for value in [low, f64::midpoint(low, high), high] {
        canvas.leaf(&El::line(LEFT, y(value), axis.x1(), y(value)).look(Look::Base, Tone::Ink));
        let el = El::text(LEFT - 4.0, y(value) + 4.0, Anchor::End).look(Look::AxisText, Tone::Ink);
        canvas.text(&el, &number(value));
    }
    let every = if panel.range.len_days() <= 42 { 7 } else { 28 };
    for (date, _) in &panel.states {
        let day = days_between(panel.step, *date);
        let (x, y) = (axis.left(*date), BOTTOM + SMALL + 3.0);
        if day % every == 0 {
            canvas.leaf(&El::line(x, BOTTOM, x, BOTTOM + 3.0).look(Look::Frame, Tone::Ink));
            let el = El::text(x, y, Anchor::Middle).look(Look::AxisText, Tone::Ink);
            canvas.text(&el, &signed(day));
        }
    }
}

fn values(canvas: &mut Canvas, axis: &Axis, panel: &Panel, y: &impl Fn(f64) -> f64) {
    let mut dots = Path::default();
    for (date, value) in &panel.values {
        if let Some(x) = axis.mid(*date) {
            dots.dot(x, y(*value));
        }
    }
    canvas.strokes(&dots, Look::Raw, panel.tone, 3.4);
    // The raw line ends before each step: what was taken then and now is not joined.
    let mut cuts: Vec<Date> = others(panel).into_iter().chain([panel.step]).collect();
    cuts.sort_unstable();
    let mut from = panel.range.from();
    for until in cuts.into_iter().chain([plus(panel.range.to(), 1)]) {
        let part = panel.line.iter().copied().filter(|(date, _)| from <= *date && *date < until);
        let path = raw_line(axis, part, y);
        canvas.path(&path, Look::Thin, panel.tone);
        from = until;
    }
}
