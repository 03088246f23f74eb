//! The keys of what a timeline really shows: a small drawing and its words, each only where it occurs.

use crate::{
    input::{
        Body, DayState, Function, Grade, Intake, Point, Reads, StepKind, Summary, Timeline, Tone, Version,
        Voice, Written,
    },
    lane::{grade_height, mark},
    paint::{Look, Paint},
    path::Path,
    svg::{Canvas, El},
    timeline,
    words::Labels,
};

const WIDTH: f64 = 22.0;
const HEIGHT: f64 = 16.0;
const MIDDLE: f64 = 8.0;

const GRADES: [(Grade, Look); 3] =
    [(Grade::Mild, Look::Mild), (Grade::Moderate, Look::Moderate), (Grade::Severe, Look::Severe)];
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
    let seen = Seen::of(timeline);
    let mut out = Vec::new();
    let mut add = |shown: bool, text: &str, inside: &dyn Fn(&mut Canvas)| {
        if shown {
            out.push(Key { glyph: glyph(paint, inside), text: text.to_owned() });
        }
    };
    add(seen.values, &labels.raw, &|c| points(c, &[]));
    add(seen.values, &labels.median, &|c| line(c, Look::Median));
    add(seen.means, &labels.mean, &|c| points(c, &[]));
    add(seen.means, &labels.mean_line, &|c| line(c, Look::Median));
    add(seen.means || seen.several, &labels.extent, &extent);
    add(seen.band, &labels.band, &|c| c.leaf(&El::rect(0.0, 4.0, WIDTH, 8.0).look(Look::Band, Tone::Ink)));
    add(seen.late, &labels.late, &|c| points(c, &[Point { written: Written::Late, ..plain() }]));
    add(seen.amended, &labels.amended, &|c| points(c, &[Point { version: Version::Amended, ..plain() }]));
    add(seen.proxy, &labels.proxy, &|c| points(c, &[Point { voice: Voice::Proxy, ..plain() }]));
    for ((grade, look), text) in GRADES.into_iter().zip(&labels.severities) {
        add(seen.grades, text, &|c| bar(c, grade, (look, Tone::Symptom)));
    }
    for ((grade, look), text) in GRADES.into_iter().zip(&labels.compared) {
        add(seen.compared, text, &|c| bar(c, grade, (look, Tone::Scale)));
    }
    add(seen.compared, &labels.compared_known, &known);
    for (intake, text) in INTAKES.into_iter().zip(&labels.intake_keys) {
        add(seen.intakes.contains(&intake), text, &|c| {
            crate::lane::intake_marks(c, &[(11.0, intake)], (HEIGHT - 2.0, 3.0, 3.0));
        });
    }
    let [as_usual, partly, could_not, day_off] = &labels.function_keys;
    for (function, text) in [
        (Function::AsUsual, as_usual),
        (Function::Partly, partly),
        (Function::CouldNot, could_not),
        (Function::DayOff, day_off),
    ] {
        add(seen.functions.contains(&function), text, &|c| {
            crate::lane::function_marks(c, &[(11.0, function)], (HEIGHT - 2.0, 3.0, 3.5));
        });
    }
    add(seen.steps, &labels.step, &|c| {
        c.leaf(&El::line(11.0, 0.0, 11.0, HEIGHT).look(Look::Step, Tone::Ink))
    });
    add(seen.before, &labels.before_diary, &|c| line(c, Look::DoseBefore));
    add(seen.missing, &labels.missing, &|c| {
        timeline::hatch(c, id);
        c.leaf(&El::rect(0.0, 1.0, WIDTH, 14.0).attr("fill", &format!("url(#{id}-h)")));
    });
    add(seen.cannot, &labels.cannot_write, &|c| {
        c.leaf(&El::rect(4.0, 0.0, 14.0, HEIGHT).look(Look::CannotBand, Tone::Ink));
        let mut path = Path::default();
        path.cross(11.0, MIDDLE, 3.0);
        c.leaf(&path.element(Look::CannotMark, Tone::Ink));
    });
    add(seen.not_asked, &labels.not_asked, &|c| {
        c.leaf(&El::rect(0.0, 1.0, WIDTH, 14.0).look(Look::NotAsked, Tone::Ink));
    });
    out
}

/// What occurs in the range.
#[derive(Default)]
struct Seen {
    values: bool,
    means: bool,
    several: bool,
    functions: Vec<Function>,
    band: bool,
    late: bool,
    amended: bool,
    proxy: bool,
    grades: bool,
    compared: bool,
    intakes: Vec<Intake>,
    steps: bool,
    before: bool,
    missing: bool,
    cannot: bool,
    not_asked: bool,
}

impl Seen {
    fn of(timeline: &Timeline) -> Self {
        let range = timeline.range;
        let mut seen = Self { steps: timeline.steps().iter().any(|d| range.contains(*d)), ..Self::default() };
        for (_, state) in timeline.states() {
            match state {
                DayState::Recorded => {}
                DayState::Missing => seen.missing = true,
                DayState::CannotWrite => seen.cannot = true,
                DayState::NotAsked => seen.not_asked = true,
            }
        }
        for lane in &timeline.lanes {
            match &lane.body {
                Body::Series(series) => {
                    seen.band |= series.band.is_some();
                    let is_mean = series.summary == Summary::Mean;
                    let mut last = None;
                    for point in series.points.iter().filter(|p| range.contains(p.date)) {
                        seen.values |= !is_mean;
                        seen.means |= is_mean;
                        let own = (point.voice == Voice::Own).then_some(point.date);
                        seen.several |= own.is_some() && last == own;
                        last = own.or(last);
                        seen.late |= point.written == Written::Late;
                        seen.amended |= point.version == Version::Amended;
                        seen.proxy |= point.voice == Voice::Proxy;
                    }
                }
                Body::Strip(strip) => {
                    let mut marks = strip.rows.iter().flat_map(|row| &row.marks);
                    let graded = marks.any(|(date, grade)| range.contains(*date) && *grade != Grade::Present);
                    match strip.reads {
                        Reads::Severity => seen.grades |= graded,
                        Reads::Compared => seen.compared = true,
                    }
                }
                Body::Intake(days) => {
                    let days = days.iter().filter(|(date, _)| range.contains(*date));
                    seen.intakes.extend(days.map(|(_, intake)| *intake));
                }
                Body::Measures(measures) => seen.band |= measures.band.is_some(),
                Body::Function(days) => {
                    let days = days.iter().filter(|(date, _)| range.contains(*date));
                    seen.functions.extend(days.map(|(_, function)| *function));
                }
                Body::Dose(steps) => {
                    seen.before |=
                        steps.iter().any(|s| s.kind == StepKind::BeforeDiary && s.date <= range.to());
                }
                _ => {}
            }
        }
        seen
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

/// Three raw dots, or marked points.
fn points(canvas: &mut Canvas, marked: &[Point]) {
    let mut path = Path::default();
    for point in marked {
        mark(&mut path, point, 11.0, MIDDLE + 1.0, 3.0);
    }
    if marked.is_empty() {
        for (x, y) in [(4.0, 10.0), (11.0, 6.0), (18.0, 9.0)] {
            path.dot(x, y);
        }
    }
    let look = match marked.first().map(|point| point.written) {
        None => Look::Raw,
        Some(Written::InTime) => Look::MarkedFill,
        Some(Written::Late) => Look::Marked,
    };
    let el = path.element(look, Tone::Ink);
    canvas.leaf(&if marked.is_empty() { el.num("stroke-width", 3.4) } else { el });
}

fn extent(canvas: &mut Canvas) {
    let mut path = Path::default();
    for (x, low, high) in [(5.0, 14.0, 4.0), (11.0, 12.0, 2.0), (17.0, 15.0, 6.0)] {
        path.bar(x, low, low - high);
    }
    canvas.leaf(&path.element(Look::Extent, Tone::Ink).num("stroke-width", 2.0));
}

fn line(canvas: &mut Canvas, look: Look) {
    let mut path = Path::default();
    path.start(1.0, MIDDLE);
    path.across(WIDTH - 1.0);
    canvas.leaf(&path.element(look, Tone::Ink));
}

fn known(canvas: &mut Canvas) {
    let mut path = Path::default();
    path.start(1.0, HEIGHT - 4.0);
    path.across(WIDTH - 1.0);
    canvas.leaf(&path.element(Look::Known, Tone::Scale));
}

fn bar(canvas: &mut Canvas, grade: Grade, (look, tone): (Look, Tone)) {
    let mut path = Path::default();
    for x in [7.0, 11.0, 15.0] {
        path.bar(x, HEIGHT - 2.0, grade_height(grade).unwrap_or(0.0));
    }
    canvas.leaf(&path.element(look, tone).num("stroke-width", 3.0));
}
