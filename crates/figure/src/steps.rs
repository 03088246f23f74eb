//! Small multiples: one panel a dose step, all with the same axes, raw values only, day 0 at the same place.

use jiff::civil::Date;

use crate::{
    axis::{Axis, Range, days_between, plus},
    input::{Band, Body, DayState, Series, Timeline, Tone},
    lane::value_axis,
    layout::SMALL,
    paint::{Look, Paint},
    path::Path,
    sparkline::raw_line,
    svg::{Anchor, Canvas, El, number},
    timeline,
};

/// How many days around day 0 a panel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Days before day 0.
    pub before: i64,
    /// Days after day 0.
    pub after: i64,
}

/// The usual window: 7 days before to 28 after.
pub const USUAL: Window = Window { before: 7, after: 28 };

/// One step's panel: what is drawn and the facts that stand under it.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Day 0.
    pub step: Date,
    /// The days shown.
    pub range: Range,
    /// Each day's state.
    pub states: Vec<(Date, DayState)>,
    /// Other dose changes inside the window.
    pub others: Vec<Date>,
    /// The raw values of the window.
    pub values: Vec<(Date, f64)>,
    /// The shared value axis.
    pub ends: (f64, f64),
    /// The person's own range, where known.
    pub band: Option<Band>,
    /// The series' family.
    pub tone: Tone,
}

/// Facts of a panel, counted from day 0 to the window's end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PanelFacts {
    /// The largest value and its first day after the step (day 0 is 0).
    pub highest: Option<(f64, i64)>,
    /// The smallest value and its first day after the step.
    pub lowest: Option<(f64, i64)>,
    /// Days with a value.
    pub days_recorded: usize,
    /// Days of the window that the diary asked about.
    pub days_asked: usize,
}

/// The panels of one lane, one for each step of the timeline; empty when the lane is not a series.
///
/// The window is cut from all the timeline's values, also those outside its range; days of which the timeline says
/// nothing are taken as not asked.
#[must_use]
pub fn panels(timeline: &Timeline, lane: usize, window: Window) -> Vec<Panel> {
    let Some(Body::Series(series)) = timeline.lanes.get(lane).map(|lane| &lane.body) else {
        return Vec::new();
    };
    let steps = timeline.steps();
    steps.iter().map(|step| panel(timeline, series, *step, &steps, window)).collect()
}

fn panel(timeline: &Timeline, series: &Series, step: Date, steps: &[Date], window: Window) -> Panel {
    let range = Range::around(step, window.before, window.after);
    let whole = Timeline { range, lanes: Vec::new(), switches: Vec::new(), days: timeline.days.clone() };
    let known = |date: Date| timeline.days.iter().any(|day| day.date == date);
    let states = whole.states().into_iter();
    let finite = || series.points.iter().filter(|p| p.value.is_finite());
    let min = finite().map(|p| p.value).fold(series.min, f64::min);
    let max = finite().map(|p| p.value).fold(series.max, f64::max);
    Panel {
        step,
        range,
        states: states.map(|(d, state)| (d, if known(d) { state } else { DayState::NotAsked })).collect(),
        others: steps.iter().copied().filter(|other| *other != step && range.contains(*other)).collect(),
        values: finite().filter(|p| range.contains(p.date)).map(|p| (p.date, p.value)).collect(),
        ends: (min, max),
        band: series.band,
        tone: series.tone,
    }
}

impl Panel {
    /// The facts under the panel.
    #[must_use]
    pub fn facts(&self) -> PanelFacts {
        let after = || self.values.iter().filter(|(date, _)| *date >= self.step);
        let day = |found: &(Date, f64)| (found.1, days_between(self.step, found.0));
        let earlier = |a: &(Date, f64), b: &(Date, f64)| a.0.cmp(&b.0);
        let highest = after().min_by(|a, b| b.1.total_cmp(&a.1).then(earlier(a, b))).map(day);
        let lowest = after().min_by(|a, b| a.1.total_cmp(&b.1).then(earlier(a, b))).map(day);
        let mut dates: Vec<Date> = after().map(|(date, _)| *date).collect();
        dates.sort_unstable();
        dates.dedup();
        let asked = self.states.iter().filter(|(d, state)| *d >= self.step && *state != DayState::NotAsked);
        PanelFacts { highest, lowest, days_recorded: dates.len(), days_asked: asked.count() }
    }
}

const WIDTH: f64 = 190.0;
const HEIGHT: f64 = 116.0;
const LEFT: f64 = 22.0;
const TOP: f64 = 4.0;
const BOTTOM: f64 = 96.0;

/// One panel as an `<svg>` of 190 by 116 units; `title` is its accessible name, `id` begins its ids.
///
/// The numbers below are days from the step, every 7.
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
        timeline::step_lines(canvas, &axis, &panel.others, (TOP, BOTTOM));
        let x = axis.left(panel.step);
        canvas.leaf(&El::line(x, TOP, x, BOTTOM).look(Look::DayZero, Tone::Ink));
        values(canvas, &axis, panel, &y);
    });
    canvas.finish()
}

fn frame(canvas: &mut Canvas, axis: &Axis, panel: &Panel, y: &impl Fn(f64) -> f64) {
    let rect = El::rect(LEFT, TOP, axis.x1() - LEFT, BOTTOM - TOP);
    canvas.leaf(&rect.look(Look::Frame, Tone::Ink));
    for value in [panel.ends.0, panel.ends.1] {
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
            canvas.text(&el, &day.to_string().replace('-', "\u{2212}"));
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
    // The raw line ends before each step: what was taken then and now is not joined.
    let mut cuts: Vec<Date> = panel.others.iter().copied().chain([panel.step]).collect();
    cuts.sort_unstable();
    let mut from = panel.range.from();
    for until in cuts.into_iter().chain([plus(panel.range.to(), 1)]) {
        let part = panel.values.iter().copied().filter(|(date, _)| from <= *date && *date < until);
        let path = raw_line(axis, part, y);
        if !path.is_empty() {
            canvas.leaf(&path.element(Look::Thin, panel.tone));
        }
        from = until;
    }
    if !dots.is_empty() {
        canvas.leaf(&dots.element(Look::Raw, panel.tone).num("stroke-width", 3.4));
    }
}
