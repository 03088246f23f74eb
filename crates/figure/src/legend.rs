//! The keys of what a timeline really shows: a small drawing and its words, each only where it occurs.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{
    axis,
    input::{
        Body, DayState, DoseStep, Function, Grade, Intake, Line, Point, Series, StepKind, Summary, Timeline,
        Tone, Version, Voice, Written,
    },
    lane::{grade_height, last_of_day, mark},
    paint::{Look, Paint},
    path::Path,
    svg::{Canvas, El},
    timeline,
    words::Labels,
};

const WIDTH: f64 = 22.0;
const HEIGHT: f64 = 16.0;
const MIDDLE: f64 = 8.0;
const CENTRE: f64 = 11.0;

const GRADES: [(Grade, Look); 3] =
    [(Grade::Mild, Look::Mild), (Grade::Moderate, Look::Moderate), (Grade::Severe, Look::Severe)];
const FUNCTIONS: [Function; 4] = [Function::AsUsual, Function::Partly, Function::CouldNot, Function::DayOff];
const INTAKES: [Intake; 4] = [Intake::AsPlanned, Intake::Partly, Intake::NotTaken, Intake::More];

/// One key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// A decorative `<svg>` of 22 by 16 units, hidden from assistive technology.
    pub glyph: String,
    /// What it means.
    pub text: String,
}

/// The keys of a timeline, in reading order; `id` begins their ids and differs from the drawing's.
#[must_use]
pub fn legend(timeline: &Timeline, labels: &Labels, paint: Paint, id: &str) -> Vec<Key> {
    let drawn = Shown::of(timeline);
    let mut out = Vec::new();
    let mut add = |shown: bool, text: &str, inside: &dyn Fn(&mut Canvas)| {
        if shown {
            out.push(Key { glyph: glyph(paint, inside), text: text.to_owned() });
        }
    };
    add(drawn.values, &labels.raw, &|c| points(c, &[], CENTRE));
    add(drawn.median, &labels.median, &|c| line(c, Look::Median));
    add(drawn.means, &labels.mean, &|c| points(c, &[], CENTRE));
    add(drawn.mean_line, &labels.mean_line, &|c| line(c, Look::Median));
    add(drawn.several, &labels.extent, &extent);
    add(drawn.band, &labels.band, &|c| c.leaf(&El::rect(0.0, 4.0, WIDTH, 8.0).look(Look::Band, Tone::Ink)));
    add(drawn.late || drawn.late_proxy, &labels.late, &|c| late(c, &drawn));
    add(drawn.amended, &labels.amended, &|c| {
        points(c, &[Point { version: Version::Amended, ..plain() }], CENTRE)
    });
    add(drawn.proxy, &labels.proxy, &|c| points(c, &[Point { voice: Voice::Proxy, ..plain() }], CENTRE));
    add(drawn.proxy_line, &labels.median_proxy, &|c| line(c, Look::MedianProxy));
    for ((grade, look), text) in GRADES.into_iter().zip(&labels.severities) {
        let height = grade_height(grade).unwrap_or(0.0);
        add(drawn.grades.contains(&grade), text, &|c| bar(c, height, (look, Tone::Symptom)));
    }
    for (key, tone) in &drawn.bars {
        add(true, key, &|c| bar(c, HEIGHT - 4.0, (Look::Bar, *tone)));
    }
    let [daily, sparse] = &labels.items;
    add(drawn.items, daily, &|c| outline(c, &[5.0, 6.0, 8.0, 11.0, 9.0, 8.0]));
    add(drawn.sparse_items, sparse, &|c| outline(c, &[4.0, 12.0]));
    for (intake, text) in INTAKES.into_iter().zip(&labels.intake_keys) {
        add(drawn.intakes.contains(&intake), text, &|c| {
            crate::lane::intake_marks(c, &[(11.0, intake)], (HEIGHT - 2.0, 3.0, 3.0));
        });
    }
    for (function, text) in FUNCTIONS.into_iter().zip(&labels.function_keys) {
        add(drawn.functions.contains(&function), text, &|c| {
            crate::lane::function_marks(c, &[(11.0, function)], (HEIGHT - 2.0, 3.0, 3.5));
        });
    }
    add(drawn.steps, &labels.step, &|c| {
        c.leaf(&El::line(11.0, 0.0, 11.0, HEIGHT).look(Look::Step, Tone::Ink))
    });
    add(drawn.before, &labels.before_diary, &|c| line(c, Look::DoseBefore));
    add(drawn.planned, &labels.planned, &|c| line(c, Look::DoseBefore));
    add(drawn.missing, &labels.missing, &|c| {
        timeline::hatch(c, id);
        c.leaf(&El::rect(0.0, 1.0, WIDTH, 14.0).attr("fill", &format!("url(#{id}-h)")));
    });
    add(drawn.cannot, &labels.cannot_write, &cannot_write);
    for (shown, text) in [(drawn.before_first, &labels.before_first), (drawn.open, &labels.open)] {
        add(shown, text, &|c| c.leaf(&El::rect(0.0, 1.0, WIDTH, 14.0).look(Look::NotAsked, Tone::Ink)));
    }
    out
}

/// A late value, the own one and another's, whichever occurs.
fn late(canvas: &mut Canvas, drawn: &Shown) {
    let late = Point { written: Written::Late, ..plain() };
    if drawn.late {
        points(canvas, &[late], if drawn.late_proxy { 6.0 } else { CENTRE });
    }
    if drawn.late_proxy {
        points(canvas, &[Point { voice: Voice::Proxy, ..late }], if drawn.late { 16.0 } else { CENTRE });
    }
}

fn cannot_write(canvas: &mut Canvas) {
    canvas.leaf(&El::rect(4.0, 0.0, 14.0, HEIGHT).look(Look::CannotBand, Tone::Ink));
    let mut path = Path::default();
    path.cross(11.0, MIDDLE, 3.0);
    canvas.path(&path, Look::CannotMark, Tone::Ink);
}

/// What occurs in the range.
#[derive(Default)]
struct Shown {
    values: bool,
    median: bool,
    means: bool,
    mean_line: bool,
    several: bool,
    functions: Vec<Function>,
    band: bool,
    late: bool,
    late_proxy: bool,
    amended: bool,
    proxy: bool,
    proxy_line: bool,
    grades: Vec<Grade>,
    bars: Vec<(String, Tone)>,
    items: bool,
    sparse_items: bool,
    intakes: Vec<Intake>,
    steps: bool,
    before: bool,
    planned: bool,
    missing: bool,
    cannot: bool,
    before_first: bool,
    open: bool,
}

impl Shown {
    fn of(timeline: &Timeline) -> Self {
        let range = timeline.range;
        let mut drawn =
            Self { steps: timeline.steps().iter().any(|d| range.contains(*d)), ..Self::default() };
        for (_, state) in timeline.states() {
            match state {
                DayState::Recorded => {}
                DayState::Missing => drawn.missing = true,
                DayState::CannotWrite => drawn.cannot = true,
                DayState::BeforeDiary => drawn.before_first = true,
                DayState::Open => drawn.open = true,
            }
        }
        for lane in &timeline.lanes {
            match &lane.body {
                Body::Series(series) => drawn.series(timeline, series),
                Body::Bars(bars) => {
                    let is_drawn = bars.values.iter().any(|(date, _)| range.contains(*date));
                    drawn
                        .bars
                        .extend((is_drawn && !bars.key.is_empty()).then(|| (bars.key.clone(), bars.tone)));
                }
                Body::Strip(strip) => {
                    let marks = strip.rows.iter().flat_map(|row| &row.marks);
                    let marks = marks.filter(|(date, _)| range.contains(*date));
                    drawn.grades.extend(marks.map(|(_, grade)| *grade));
                }
                Body::Intake(days) => {
                    let days = days.iter().filter(|(date, _)| range.contains(*date));
                    drawn.intakes.extend(days.map(|(_, intake)| *intake));
                }
                Body::Items(items) => {
                    for row in items.groups.iter().flatten() {
                        drawn.items |= !row.asked.is_sparse();
                        drawn.sparse_items |= row.asked.is_sparse();
                    }
                }
                Body::Function(days) => {
                    let days = days.iter().filter(|(date, _)| range.contains(*date));
                    drawn.functions.extend(days.map(|(_, function)| *function));
                }
                Body::Dose(steps) => drawn.doses(timeline, steps),
                _ => {}
            }
        }
        drawn
    }

    /// What a series really draws: of several values of a day that count by the last one, that one alone.
    fn series(&mut self, timeline: &Timeline, series: &Series) {
        let range = timeline.range;
        self.band |= series.band.is_some();
        let is_mean = series.summary == Summary::Mean;
        let all: Vec<&Point> = series.points.iter().filter(|p| p.value.is_finite()).collect();
        let drawn = if series.summary == Summary::Latest { last_of_day(&all) } else { all.clone() };
        for point in drawn.iter().filter(|p| range.contains(p.date)) {
            self.values |= !is_mean && point.is_plain();
            self.means |= is_mean;
            let late = point.written == Written::Late;
            self.late |= late && point.voice == Voice::Own;
            self.late_proxy |= late && point.voice == Voice::Proxy;
            self.amended |= point.version == Version::Amended;
            self.proxy |= point.voice == Voice::Proxy;
        }
        let is_shown = |line: &Line| line.iter().flatten().any(|(date, _)| range.contains(*date));
        self.median |= !is_mean && is_shown(&series.line);
        self.mean_line |= is_mean && is_shown(&series.line);
        self.proxy_line |= is_shown(&series.proxy_line);
        let own = all.iter().filter(|p| p.voice == Voice::Own && range.contains(p.date));
        let mut days: BTreeMap<Date, Vec<f64>> = BTreeMap::new();
        for point in own {
            days.entry(point.date).or_default().push(point.value);
        }
        self.several |= days.values().filter_map(|day| axis::extent(day)).any(|(low, high)| low < high);
    }

    /// A dose from before the diary is drawn until the next one or until the diary begins.
    fn doses(&mut self, timeline: &Timeline, steps: &[DoseStep]) {
        let range = timeline.range;
        let begins = timeline.begins();
        let mut steps: Vec<&DoseStep> = steps.iter().filter(|step| step.date <= range.to()).collect();
        steps.sort_by_key(|step| step.date);
        for (n, step) in steps.iter().enumerate() {
            let until = steps.get(n + 1).map_or(begins, |next| next.date.min(begins));
            let is_drawn = step.date < until && until > range.from();
            self.before |= step.kind == StepKind::BeforeDiary && is_drawn;
            self.planned |= step.kind == StepKind::Planned && step.date >= range.from();
        }
    }
}

fn glyph(paint: Paint, inside: &dyn Fn(&mut Canvas)) -> String {
    let mut canvas = Canvas::new(paint);
    let root = El::new("svg")
        .attr("xmlns", "http://www.w3.org/2000/svg")
        .attr("viewBox", &format!("0 0 {WIDTH} {HEIGHT}"))
        .attr("aria-hidden", "true");
    let root = if paint == Paint::Page { root.attr("class", "fig key") } else { root };
    canvas.group(&root, inside);
    canvas.finish()
}

fn plain() -> Point {
    Point::new(jiff::civil::Date::ZERO, 0.0)
}

/// Three raw dots, or marked points at `x`.
fn points(canvas: &mut Canvas, marked: &[Point], x: f64) {
    let mut path = Path::default();
    for point in marked {
        mark(&mut path, point, x, MIDDLE + 1.0, if point.voice == Voice::Own { 3.0 } else { 2.3 });
    }
    if marked.is_empty() {
        for (x, y) in [(4.0, 10.0), (11.0, 6.0), (18.0, 9.0)] {
            path.dot(x, y);
        }
    }
    let look = match marked.first().map(|point| (point.voice, point.written)) {
        None => Look::Raw,
        Some((Voice::Proxy, _)) => Look::Proxy,
        Some((Voice::Own, Written::InTime)) => Look::MarkedFill,
        Some((Voice::Own, Written::Late)) => Look::Marked,
    };
    if marked.is_empty() {
        canvas.strokes(&path, look, Tone::Ink, 3.4);
    } else {
        canvas.path(&path, look, Tone::Ink);
    }
}

fn extent(canvas: &mut Canvas) {
    let mut path = Path::default();
    for (x, low, high) in [(5.0, 14.0, 4.0), (11.0, 12.0, 2.0), (17.0, 15.0, 6.0)] {
        path.bar(x, low, low - high);
    }
    canvas.strokes(&path, Look::Extent, Tone::Ink, 2.0);
}

fn line(canvas: &mut Canvas, look: Look) {
    let mut path = Path::default();
    path.start(1.0, MIDDLE);
    path.across(WIDTH - 1.0);
    canvas.path(&path, look, Tone::Ink);
}

/// Pieces of equal width with their heights.
fn outline(canvas: &mut Canvas, heights: &[f64]) {
    let wide = (WIDTH - 2.0) / crate::axis::units(i64::try_from(heights.len()).unwrap_or(1));
    let piece = |(n, height): (i64, &f64)| {
        let left = 1.0 + wide * crate::axis::units(n);
        (left, left + wide, HEIGHT - 2.0 - height)
    };
    let mut path = Path::default();
    path.area(HEIGHT - 2.0, (0..).zip(heights).map(piece));
    canvas.path(&path, Look::Item, Tone::Scale);
}

fn bar(canvas: &mut Canvas, height: f64, (look, tone): (Look, Tone)) {
    let mut path = Path::default();
    for x in [7.0, 11.0, 15.0] {
        path.bar(x, HEIGHT - 2.0, height);
    }
    canvas.strokes(&path, look, tone, 3.0);
}
