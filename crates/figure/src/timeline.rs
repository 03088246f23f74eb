//! The timeline: all lanes on one time axis, days and dose steps running through all of them.

use jiff::civil::Date;

use crate::{
    axis::{Axis, Tick, units},
    input::{DayState, Since, Timeline, Tone},
    lane::{self, Scene},
    layout::{FOOT, HEAD, SINCE, SMALL, Size, Slot},
    paint::{Look, Paint},
    path::Path,
    svg::{Anchor, Canvas, El},
    words::Words,
};

/// A range longer than this has lines at the days counted from a dose change.
const LINED_DAYS: i64 = 98;
/// Between the names of the lanes and the first day.
const GUTTER: f64 = 4.0;

/// How a drawing is made.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The layout.
    pub size: Size,
    /// Classes or resolved attributes.
    pub paint: Paint,
    /// Begins the ids inside the drawing; one of its own for each drawing of a page.
    pub id: &'a str,
}

/// The drawing as one `<svg>` element with a title, a description and no fixed size.
///
/// On a page the root says where the first day begins and how wide a day is (`data-x0`, `data-day`, in user units), for
/// a script that moves the hidden `.cross` along.
#[must_use]
pub fn draw(timeline: &Timeline, words: &dyn Words, view: View<'_>) -> String {
    let (x0, x1) = view.size.plot();
    let wide = x0 + view.size.widest_day() * units(timeline.range.len_days());
    let axis = Axis::new(timeline.range, x0, x1.min(wide));
    let states = timeline.states();
    let steps = timeline.steps();
    let scene = Scene { axis, size: view.size, begins: timeline.begins(), words };
    let (slots, end) = view.size.slots(&timeline.lanes);

    let since = since(timeline, &axis, view.size);
    let foot = FOOT + if since.is_empty() { 0.0 } else { since_height(view.size) };

    let mut canvas = Canvas::new(view.paint);
    let root = root(view, &axis, end + foot);
    canvas.group(&root, |canvas| {
        canvas.text(&El::new("title").attr("id", &format!("{}-t", view.id)), &words.labels().title);
        canvas.text(&El::new("desc").attr("id", &format!("{}-d", view.id)), &words.labels().desc);
        hatch(canvas, view.id);
        bands(canvas, &axis, &states, (HEAD, end), view.id);
        crosses(canvas, &axis, &states, end);
        let (above, below) = (13.0, end + FOOT - 6.0);
        let dates = axis.ticks(words, SMALL);
        hairs(canvas, &axis, &dates, end);
        tick_labels(canvas, &axis, &dates, (x1, above));
        let days = timeline.day_zero.map_or(dates, |zero| axis.ticks_from(zero, SMALL));
        tick_labels(canvas, &axis, &days, (x1, below));
        counted(canvas, &scene, &since, end, timeline.last_change(), words);
        step_lines(canvas, &axis, &steps, (HEAD, end));
        // A class of the page's again: what is shown a second time is styled without what stands around it.
        let group = El::new("g").attr("id", &format!("{}-l", view.id)).attr("class", "fig");
        match view.paint {
            Paint::Page => canvas.group(&group, |canvas| lanes(canvas, timeline, &scene, &slots)),
            Paint::Print => lanes(canvas, timeline, &scene, &slots),
        }
        for change in &timeline.switches {
            if let (Some(from), Some(to)) = (slots.get(change.from), slots.get(change.to)) {
                lane::switch(canvas, &scene, change.date, *from, *to);
            }
        }
        if view.paint == Paint::Page {
            pointer(canvas, end);
        }
    });
    canvas.finish()
}

/// The names of the wide drawing's lanes alone, as a second `<svg>` on the same page: it stays in sight where the drawing is
/// moved sideways. As wide as the names, as high as the lanes' end.
#[must_use]
pub fn names(timeline: &Timeline, view: View<'_>) -> String {
    let (x0, _) = view.size.plot();
    let (_, end) = view.size.slots(&timeline.lanes);
    let mut canvas = Canvas::new(view.paint);
    let root = El::new("svg")
        .attr("viewBox", &format!("0 0 {} {}", crate::svg::number(x0 - GUTTER), crate::svg::number(end)))
        .attr("class", "fig names")
        .attr("aria-hidden", "true");
    canvas.group(&root, |canvas| {
        canvas.leaf(&El::new("use").attr("href", &format!("#{}-l", view.id)));
    });
    canvas.finish()
}

fn root(view: View<'_>, axis: &Axis, height: f64) -> El {
    let el = El::new("svg")
        .attr("xmlns", "http://www.w3.org/2000/svg")
        .attr("viewBox", &format!("0 0 {} {}", view.size.width(), crate::svg::number(height)))
        .attr("role", "img")
        .attr("aria-labelledby", &format!("{}-t", view.id))
        .attr("aria-describedby", &format!("{}-d", view.id));
    match view.paint {
        Paint::Page => {
            let class = if view.size == Size::Phone { "fig fig-phone" } else { "fig" };
            el.attr("class", class)
                .num("data-x0", axis.x0())
                .attr("data-day", &number6(axis.day()).to_string())
        }
        Paint::Print => el.attr("font-family", "BIZ UDPGothic, Noto Sans CJK JP, sans-serif"),
    }
}

/// The pattern of missing days.
pub(crate) fn hatch(canvas: &mut Canvas, id: &str) {
    let pattern = El::new("pattern")
        .attr("id", &format!("{id}-h"))
        .num("width", 5.0)
        .num("height", 5.0)
        .attr("patternUnits", "userSpaceOnUse")
        .attr("patternTransform", "rotate(45)");
    canvas.group(&El::new("defs"), |canvas| {
        canvas.group(&pattern, |canvas| {
            canvas.leaf(&El::line(0.0, 0.0, 0.0, 5.0).look(Look::Hatch, Tone::Ink));
        });
    });
}

/// Missing, "cannot write" and not asked days through all lanes, neighbours as one.
pub(crate) fn bands(
    canvas: &mut Canvas,
    axis: &Axis,
    states: &[(Date, DayState)],
    (top, bottom): (f64, f64),
    id: &str,
) {
    for run in states.chunk_by(|a, b| a.1 == b.1) {
        let (Some((first, state)), Some((last, _))) = (run.first(), run.last()) else { continue };
        let x = axis.left(*first);
        let rect = El::rect(x, top, axis.right(*last) - x, bottom - top);
        match state {
            DayState::Recorded => {}
            DayState::Missing => canvas.leaf(&rect.attr("fill", &format!("url(#{id}-h)"))),
            DayState::BeforeDiary | DayState::Open => canvas.leaf(&rect.look(Look::NotAsked, Tone::Ink)),
            DayState::CannotWrite => canvas.leaf(&rect.look(Look::CannotBand, Tone::Ink)),
        }
    }
}

/// An × below each "cannot write" day.
fn crosses(canvas: &mut Canvas, axis: &Axis, states: &[(Date, DayState)], bottom: f64) {
    let mut path = Path::default();
    for (date, _) in states.iter().filter(|(_, state)| *state == DayState::CannotWrite) {
        if let Some(x) = axis.mid(*date) {
            path.cross(x, bottom + 8.0, 3.0);
        }
    }
    canvas.path(&path, Look::CannotMark, Tone::Ink);
}

fn hairs(canvas: &mut Canvas, axis: &Axis, ticks: &[Tick], end: f64) {
    for tick in ticks {
        let x = axis.left(tick.date);
        canvas.leaf(&El::line(x, HEAD - 4.0, x, end).look(Look::Hair, Tone::Ink));
    }
}

/// A label that would leave the drawing moves to the left of its line, and is left out where it would touch another.
fn tick_labels(canvas: &mut Canvas, axis: &Axis, ticks: &[Tick], (right, y): (f64, f64)) {
    let mut free = f64::NEG_INFINITY;
    for (x, tick) in axis.placed(ticks, SMALL) {
        let width = crate::text::width(&tick.label, SMALL);
        let x = x.min(right - width);
        if x >= free {
            canvas.text(&El::text(x, y, Anchor::Start).look(Look::AxisText, Tone::Ink), &tick.label);
            free = x + width + SMALL / 2.0;
        }
    }
}

/// Days counted from the last dose change, where no step is day 0 of the axis already; on the phone only while the change
/// itself is in sight.
fn since(timeline: &Timeline, axis: &Axis, size: Size) -> Vec<Tick> {
    match (timeline.day_zero, timeline.last_change()) {
        (None, Some((date, _))) if size == Size::Desk || axis.range().contains(date) => {
            // One number alone counts nothing.
            Some(axis.ticks_since(date, SMALL)).filter(|ticks| ticks.len() > 1).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// One row on a desk; on the phone its words have a line of their own.
fn since_height(size: Size) -> f64 {
    match size {
        Size::Desk => SINCE,
        Size::Phone => 2.0 * SINCE,
    }
}

/// The row of counted days below the dates. In a long range a fine line runs through all lanes at each, and the day of a
/// stop, which is day 0, has a whole line instead of a dotted one.
fn counted(
    canvas: &mut Canvas,
    scene: &Scene<'_>,
    ticks: &[Tick],
    end: f64,
    change: Option<(Date, Since)>,
    words: &dyn Words,
) {
    let (Some((date, since)), false) = (change, ticks.is_empty()) else { return };
    let name = match since {
        Since::Change => &words.labels().since_change,
        Since::Stop => &words.labels().since_stop,
    };
    let first = end + FOOT + SINCE - 6.0;
    let y = match scene.size {
        Size::Desk => first,
        Size::Phone => first + SINCE,
    };
    canvas.text(&El::text(0.0, first, Anchor::Start).look(Look::LaneNote, Tone::Ink), name);
    if since == Since::Stop && scene.axis.range().contains(date) {
        let x = scene.axis.left(date);
        canvas.leaf(&El::line(x, HEAD, x, end).look(Look::DayZero, Tone::Dose));
    }
    let lined = scene.axis.range().len_days() > LINED_DAYS;
    for tick in ticks.iter().filter(|tick| lined && tick.date > date) {
        let x = scene.axis.left(tick.date);
        canvas.leaf(&El::line(x, HEAD, x, end).look(Look::Since, Tone::Dose));
    }
    tick_labels(canvas, &scene.axis, ticks, (scene.size.plot().1, y));
}

fn lanes(canvas: &mut Canvas, timeline: &Timeline, scene: &Scene<'_>, slots: &[Slot]) {
    for (lane, slot) in timeline.lanes.iter().zip(slots) {
        lane::draw(canvas, scene, lane, *slot);
        let (y, width) = (slot.lane_bottom, scene.size.width());
        canvas.leaf(&El::line(0.0, y, width, y).look(Look::Hair, Tone::Ink));
    }
}

/// A dotted line at the left edge of each step's day 0.
pub(crate) fn step_lines(canvas: &mut Canvas, axis: &Axis, steps: &[Date], (top, bottom): (f64, f64)) {
    for step in steps.iter().filter(|step| axis.range().contains(**step)) {
        let x = axis.left(*step);
        canvas.leaf(&El::line(x, top, x, bottom).look(Look::Step, Tone::Ink));
    }
}

/// The line that a script moves from day to day.
fn pointer(canvas: &mut Canvas, end: f64) {
    canvas.leaf(&El::line(0.0, HEAD, 0.0, end).look(Look::Cross, Tone::Ink).attr("visibility", "hidden"));
}

/// A scale needs more than two decimals: its error is multiplied by the number of days.
fn number6(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
