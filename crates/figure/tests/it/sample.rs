//! Made-up input, fixed words, and a small reader of the written SVG.

use figure::{
    axis::{Range, plus},
    input::{
        Asked, Bars, Body, Day, DayState, DoseStep, Function, Grade, Intake, ItemRow, Items, Lane, Measures,
        Point, Series, Span, StepKind, Strip, StripRow, Summary, Switch, Timeline, Tone, Version, Voice,
        Written,
    },
    layout::Size,
    paint::Paint,
    timeline::{self, View},
    words::{Labels, Several, Words},
};
use insight::median::{daily_latest, daily_means, daily_medians, trailing};
use jiff::civil::{Date, date};

pub const FIRST: Date = date(2026, 9, 7);
pub const PAGE: View<'static> = View { size: Size::Desk, paint: Paint::Page, id: "f" };
pub const VIEWS: [View<'static>; 3] = [
    PAGE,
    View { size: Size::Phone, paint: Paint::Page, id: "f" },
    View { size: Size::Desk, paint: Paint::Print, id: "f" },
];

pub fn day(n: i64) -> Date {
    plus(FIRST, n)
}

pub fn labels() -> Labels {
    let s = str::to_owned;
    Labels {
        title: s("title"),
        desc: s("description"),
        date: s("date"),
        day: s("day"),
        recorded: s("recorded"),
        missing: s("no entry"),
        cannot_write: s("cannot write"),
        before_first: s("before the first"),
        open: s("not over"),
        late: s("late"),
        amended: s("amended"),
        proxy: s("proxy"),
        step: s("step"),
        before_diary: s("before the diary"),
        planned: s("planned"),
        severities: [s("mild"), s("moderate"), s("severe")],
        present: s("yes"),
        functions: [s("as usual"), s("partly"), s("could not"), s("day off")],
        stopped: s("stopped"),
        function_keys: [s("as usual"), s("partly"), s("could not"), s("day off")],
        extent: s("extent"),
        mean: s("mean"),
        mean_line: s("mean line"),
        intakes: [s("as planned"), s("part"), s("not taken"), s("more")],
        intake_keys: [s("taken as planned"), s("taken in part"), s("key not taken"), s("taken more")],
        items: [s("daily height"), s("sparse height")],
        since_change: s("since change"),
        since_stop: s("since stop"),
        raw: s("raw"),
        median: s("median"),
        median_proxy: s("proxy line"),
        band: s("range"),
    }
}

/// The words of the tests.
struct Plain<'a>(&'a Labels);

impl Words for Plain<'_> {
    fn labels(&self) -> &Labels {
        self.0
    }

    fn month(&self, first: Date) -> String {
        format!("M{}", first.month())
    }

    fn day(&self, date: Date) -> String {
        format!("{}/{}", date.month(), date.day())
    }

    fn date(&self, date: Date) -> String {
        date.to_string()
    }

    fn count(&self, days: i64) -> String {
        format!("{days} d")
    }

    fn since(&self, days: i64) -> String {
        format!("+{days}")
    }

    fn several(&self, several: &Several) -> String {
        format!("{} x, {} to {}", several.count, several.low, several.high)
    }
}

/// Calls `f` with the words of the tests.
pub fn with_words<T>(labels: &Labels, f: impl FnOnce(&dyn Words) -> T) -> T {
    f(&Plain(labels))
}

pub fn draw(timeline: &Timeline, view: View<'_>) -> String {
    with_words(&labels(), |words| timeline::draw(&smoothed(timeline), words, view))
}

/// The same timeline with the lines that its values make.
pub fn smoothed(timeline: &Timeline) -> Timeline {
    let (mut out, steps) = (timeline.clone(), timeline.steps());
    for lane in &mut out.lanes {
        match &mut lane.body {
            Body::Series(series) => {
                let days = |voice| {
                    let of_voice = series.points.iter().filter(|p| p.voice == voice);
                    let values = of_voice.map(|p| (p.date, p.value));
                    match series.summary {
                        Summary::Median => daily_medians(values),
                        Summary::Mean => daily_means(values),
                        Summary::Latest => daily_latest(values),
                    }
                };
                let (own, theirs) = (days(Voice::Own), days(Voice::Proxy));
                series.line = trailing(&own, &steps);
                series.proxy_line = trailing(&theirs, &steps);
                series.days = own;
            }
            Body::Items(items) => {
                for row in items.groups.iter_mut().flatten().chain(&mut items.table_only) {
                    row.drawn = match row.asked {
                        Asked::Daily => trailing(&row.days, &steps).concat(),
                        Asked::Sparsely { .. } => row.days.clone(),
                    };
                }
            }
            _ => {}
        }
    }
    out
}

/// Days 0 to `n - 1`, all recorded but the ones named.
pub fn days(n: i64, missing: &[i64], cannot: &[i64]) -> Vec<Day> {
    let state = |i| match i {
        i if missing.contains(&i) => DayState::Missing,
        i if cannot.contains(&i) => DayState::CannotWrite,
        _ => DayState::Recorded,
    };
    (0..n).map(|i| Day { date: day(i), state: state(i) }).collect()
}

pub fn lane(name: &str, body: Body) -> Lane {
    Lane { name: name.to_owned(), note: "note".to_owned(), body }
}

pub fn dose(n: i64, dose: f64, kind: StepKind) -> DoseStep {
    DoseStep {
        date: day(n),
        label: figure::svg::number(dose),
        dose,
        days: figure::input::DoseDays::Alike,
        kind,
    }
}

pub fn series(points: Vec<Point>) -> Body {
    Body::Series(Series {
        tone: Tone::Mood,
        min: 0.0,
        max: 10.0,
        points,
        summary: Summary::Median,
        days: Vec::new(),
        line: Vec::new(),
        proxy_line: Vec::new(),
        band: None,
    })
}

pub fn strip(marks: &[(i64, Grade)]) -> Body {
    let marks = marks.iter().map(|(n, grade)| (day(*n), *grade)).collect();
    Body::Strip(Strip::of(vec![StripRow::of("row".to_owned(), Tone::Symptom, marks)]))
}

pub fn timeline(n: i64, lanes: Vec<Lane>) -> Timeline {
    let range = Range::new(day(0), day(n - 1));
    Timeline { range, days: days(n, &[], &[]), lanes, switches: Vec::new(), day_zero: None }
}

/// Ten values a day for `n` days, with their mean rising.
pub fn many_a_day(n: i64) -> Body {
    let value = |day: i64, beep: i64| 1.0 + (beep % 3) as f64 + if day > n / 2 { 1.0 } else { 0.0 };
    let points = (0..n).flat_map(|d| (0..10).map(move |b| Point::new(day(d), value(d, b)))).collect();
    let Body::Series(series) = series(points) else { panic!("a series") };
    Body::Series(Series { tone: Tone::Scale, min: 1.0, max: 7.0, summary: Summary::Mean, ..series })
}

/// Mood with gaps, and with one late, one amended and one proxy value.
fn marked_mood() -> Vec<Point> {
    let mut mood: Vec<Point> = [0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 13]
        .into_iter()
        .zip([6.0, 6.0, 5.0, 7.0, 6.0, 4.0, 3.0, 4.0, 4.0, 5.0, 5.0])
        .map(|(n, value)| Point::new(day(n), value))
        .collect();
    mood[3].written = Written::Late;
    mood[7].version = Version::Amended;
    mood[10].voice = Voice::Proxy;
    mood
}

/// One day of each kind.
fn taken() -> Body {
    Body::Intake(vec![
        (day(0), Intake::AsPlanned),
        (day(1), Intake::Partly),
        (day(2), Intake::NotTaken),
        (day(3), Intake::More),
    ])
}

/// An item on a scale of 1 to 7.
pub fn item(label: &str, values: &[(i64, f64)], asked: Asked) -> ItemRow {
    ItemRow {
        label: label.to_owned(),
        turned: String::new(),
        unit: "1 to 7".to_owned(),
        better: 1.0,
        worse: 7.0,
        days: daily_means(values.iter().map(|(n, value)| (day(*n), *value))),
        drawn: Vec::new(),
        asked,
    }
}

/// The same item with its scale turned round.
pub fn turned(row: ItemRow) -> ItemRow {
    ItemRow { turned: "rev. ".to_owned(), better: row.worse, worse: row.better, ..row }
}

/// Two files: one asked daily, with a turned item and the same gap as the diary, one asked once a week.
fn items() -> Body {
    let days = [0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 13];
    let daily: Vec<(i64, f64)> = days.into_iter().map(|n| (n, 1.0 + (n % 7) as f64)).collect();
    let daily = |label| item(label, &daily, Asked::Daily);
    let week = item("week", &[(4, 1.0), (11, 4.0)], Asked::Sparsely { days: 7 });
    let groups = vec![vec![daily("worse"), turned(daily("better"))], vec![week]];
    Body::Items(Items { groups, table_only: vec![daily("unseen")], more: "+1".to_owned() })
}

/// A fortnight with one of everything: a taper and a new medicine, gaps, marks, every lane.
pub fn fortnight() -> Timeline {
    let mood = marked_mood();
    let measures = vec![(day(0), 8.0, "8".to_owned()), (day(10), 12.0, "12".to_owned())];
    let hospital = Span { label: "ward".to_owned(), from: day(-3), to: Some(day(1)) };
    let lanes = vec![
        lane(
            "Old",
            Body::Dose(vec![
                dose(-60, 75.0, StepKind::BeforeDiary),
                dose(-9, 50.0, StepKind::Known),
                dose(7, 25.0, StepKind::Change),
            ]),
        ),
        lane("New", Body::Dose(vec![dose(7, 10.0, StepKind::Change)])),
        lane("Taken", taken()),
        lane("TMS", Body::Sessions(vec![day(1), day(3), day(3), day(8)])),
        lane("Mood", series(mood)),
        lane(
            "Sleep",
            Body::Bars(Bars {
                tone: Tone::Sleep,
                at_least: 8.0,
                tick: 4.0,
                values: vec![(day(0), 7.0), (day(1), 9.5)],
                sources: vec![(day(0), "by the card".to_owned())],
                beside: vec![(day(0), 8.0, "as stated".to_owned())],
                key: "bar: hours".to_owned(),
            }),
        ),
        lane(
            "Symptoms",
            strip(&[(7, Grade::Mild), (8, Grade::Moderate), (9, Grade::Severe), (10, Grade::Present)]),
        ),
        lane(
            "School",
            Body::Function(vec![
                (day(0), Function::AsUsual),
                (day(1), Function::Partly),
                (day(2), Function::CouldNot),
                (day(3), Function::DayOff),
            ]),
        ),
        lane("K6", Body::Measures(Measures { min: 0.0, max: 24.0, values: measures })),
        lane("Stays", Body::Spans(vec![hospital])),
        lane("Items", items()),
    ];
    let mut out = timeline(14, lanes);
    out.days = days(14, &[5, 6], &[12]);
    out.switches.push(Switch { date: day(7), from: 0, to: 1 });
    out
}

/// One start tag of a written SVG.
#[derive(Debug)]
pub struct Tag {
    pub name: String,
    pub attrs: Vec<(String, String)>,
}

impl Tag {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attrs.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    pub fn num(&self, name: &str) -> f64 {
        self.get(name).unwrap().parse().unwrap()
    }
}

/// Reads the start tags; panics where tags do not nest, an attribute stands twice or a raw `<` or `"` is inside one.
pub fn tags(svg: &str) -> Vec<Tag> {
    let (mut out, mut open) = (Vec::new(), Vec::new());
    for piece in svg.split('<').skip(1) {
        let (inside, text) = piece.split_once('>').expect("a tag ends");
        assert!(!text.contains(['"', '>']), "raw character in text: {text}");
        if let Some(name) = inside.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
            continue;
        }
        let (name, rest) =
            inside.trim_end_matches('/').split_once(' ').unwrap_or((inside.trim_end_matches('/'), ""));
        let mut attrs: Vec<(String, String)> = Vec::new();
        let parts: Vec<&str> = rest.split('"').collect();
        for pair in parts.chunks(2).filter(|pair| pair.len() == 2) {
            let key = pair[0].trim().strip_suffix('=').expect("an attribute has a value");
            assert!(attrs.iter().all(|(seen, _)| seen != key), "{key} twice in <{inside}>");
            attrs.push((key.to_owned(), pair[1].to_owned()));
        }
        if !inside.ends_with('/') {
            open.push(name.to_owned());
        }
        out.push(Tag { name: name.to_owned(), attrs });
    }
    assert!(open.is_empty(), "never closed: {open:?}");
    out
}

/// The tags of one class.
pub fn of_class(svg: &str, class: &str) -> Vec<Tag> {
    tags(svg)
        .into_iter()
        .filter(|t| t.get("class").is_some_and(|c| c.split(' ').any(|c| c == class)))
        .collect()
}

/// The runs of a path's `d` as absolute points; knows the commands the crate writes besides arcs.
pub fn runs(d: &str) -> Vec<Vec<(f64, f64)>> {
    let mut out: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut pen = (0.0, 0.0);
    for piece in d.split_inclusive(|c: char| c.is_ascii_alphabetic()).collect::<Vec<_>>().windows(2) {
        let command = piece[0].chars().last().unwrap();
        let values = numbers(piece[1].trim_end_matches(|c: char| c.is_ascii_alphabetic()));
        pen = step(pen, command, &values, &mut out);
    }
    out
}

fn step(pen: (f64, f64), command: char, n: &[f64], out: &mut Vec<Vec<(f64, f64)>>) -> (f64, f64) {
    let to = match command {
        'M' => (n[0], n[1]),
        'm' | 'l' => (pen.0 + n[0], pen.1 + n[1]),
        'h' => (pen.0 + n[0], pen.1),
        'v' => (pen.0, pen.1 + n[0]),
        'z' => out.last().unwrap()[0],
        other => panic!("unknown command {other}"),
    };
    match (command, out.last_mut()) {
        ('M' | 'm', _) | (_, None) => out.push(vec![to]),
        (_, Some(run)) => run.push(to),
    }
    to
}

fn numbers(text: &str) -> Vec<f64> {
    text.replace('-', " -").split_whitespace().map(|n| n.parse().unwrap()).collect()
}
