//! The table twin: the same timeline, a row a day, so that picture and table cannot disagree.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{
    axis::days_between,
    input::{
        Body, DayState, DoseStep, Function, Grade, Lane, Point, Series, StepKind, Summary, Timeline, Tone,
        Version, Voice, Written,
    },
    median,
    svg::number,
    words::{Labels, Several, Words},
};

/// A table: every row has as many cells as `head`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The drawing's title.
    pub caption: String,
    /// Column heads: date, day, then one a lane.
    pub head: Vec<String>,
    /// The unit of each column's numbers, where its cells do not say it; else empty.
    pub units: Vec<String>,
    /// The family of each column.
    pub tones: Vec<Tone>,
    /// One row a day, in order.
    pub rows: Vec<Row>,
}

/// One day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The day.
    pub date: Date,
    /// Its state, for the row's mark.
    pub state: DayState,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// One cell: nothing, or parts in order.
pub type Cell = Vec<Part>;

/// One fact of a cell: `めまい 中くらい`, `6（後から）`. The page joins label, value and marks in its language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// What it is about, where the column's head does not say it; else empty.
    pub label: String,
    /// The value in words or digits.
    pub value: String,
    /// What else is to be known of it: late, amended, another's.
    pub marks: Vec<String>,
}

impl Part {
    fn value(value: impl Into<String>) -> Self {
        Self { value: value.into(), ..Self::default() }
    }
}

/// The table of a timeline. A missing day says so in its second cell; its other cells hold what is known anyway.
#[must_use]
pub fn table(timeline: &Timeline, words: &Words<'_>) -> Table {
    let labels = words.labels;
    let columns: Vec<BTreeMap<Date, Cell>> =
        timeline.lanes.iter().map(|lane| column(timeline, lane, words)).collect();
    let head = [labels.date.clone(), labels.day.clone()].into_iter();
    let rows = timeline.states().into_iter().map(|(date, state)| {
        let fixed = [vec![Part::value((words.date)(date))], vec![Part::value(state_word(state, labels))]];
        let lanes = columns.iter().map(|column| column.get(&date).cloned().unwrap_or_default());
        Row { date, state, cells: fixed.into_iter().chain(lanes).collect() }
    });
    Table {
        caption: labels.title.clone(),
        head: head.chain(timeline.lanes.iter().map(|lane| lane.name.clone())).collect(),
        units: [String::new(), String::new()].into_iter().chain(timeline.lanes.iter().map(unit)).collect(),
        tones: [Tone::Ink; 2].into_iter().chain(timeline.lanes.iter().map(tone)).collect(),
        rows: rows.collect(),
    }
}

fn unit(lane: &Lane) -> String {
    match &lane.body {
        Body::Dose(_) | Body::Bars(_) => lane.note.clone(),
        _ => String::new(),
    }
}

fn tone(lane: &Lane) -> Tone {
    match &lane.body {
        Body::Dose(_) => Tone::Dose,
        Body::Sessions(_) => Tone::Tms,
        Body::Series(series) => series.tone,
        Body::Bars(bars) => bars.tone,
        Body::Strip(rows) => rows.first().map_or(Tone::Ink, |row| row.tone),
        Body::Measures(_) => Tone::Scale,
        Body::Function(_) | Body::Spans(_) => Tone::Ink,
    }
}

fn state_word(state: DayState, labels: &Labels) -> String {
    match state {
        DayState::Recorded => labels.recorded.clone(),
        DayState::Missing => labels.missing.clone(),
        DayState::CannotWrite => labels.cannot_write.clone(),
        DayState::NotAsked => labels.not_asked.clone(),
    }
}

fn column(timeline: &Timeline, lane: &Lane, words: &Words<'_>) -> BTreeMap<Date, Cell> {
    let labels = words.labels;
    let mut out: BTreeMap<Date, Cell> = BTreeMap::new();
    let mut put = |date: Date, part: Part| out.entry(date).or_default().push(part);
    match &lane.body {
        Body::Dose(steps) => {
            doses(timeline, steps, words).into_iter().for_each(|(date, part)| put(date, part))
        }
        Body::Sessions(dates) => dates.iter().for_each(|date| put(*date, Part::value(&labels.present))),
        Body::Series(series) => {
            values(timeline, series, words).into_iter().for_each(|(date, part)| put(date, part));
        }
        Body::Bars(bars) => {
            let values = bars.values.iter().filter(|(_, value)| value.is_finite());
            values.for_each(|(date, value)| put(*date, Part::value(number(*value))));
        }
        Body::Strip(rows) => {
            for row in rows {
                for (date, grade) in &row.marks {
                    put(*date, graded(&row.label, *grade, labels));
                }
            }
        }
        Body::Function(days) => {
            days.iter()
                .for_each(|(date, function)| put(*date, Part::value(function_word(*function, labels))));
        }
        Body::Measures(measures) => {
            let values = measures.values.iter().filter(|(_, value, _)| value.is_finite());
            values.for_each(|(date, _, label)| put(*date, Part::value(label)));
        }
        Body::Spans(spans) => {
            for date in timeline.range.dates() {
                let on = |to: Option<Date>| to.is_none_or(|to| date <= to);
                let spans = spans.iter().filter(|span| span.from <= date && on(span.to));
                spans.for_each(|span| put(date, Part::value(&span.label)));
            }
        }
    }
    out
}

/// The values of a series; of several that count by their mean, the mean with how many, lowest and highest.
fn values(timeline: &Timeline, series: &Series, words: &Words<'_>) -> Vec<(Date, Part)> {
    let shown = |p: &&Point| p.value.is_finite() && timeline.range.contains(p.date);
    let mut points: Vec<&Point> = series.points.iter().filter(shown).collect();
    points.sort_by_key(|p| p.date);
    let mut out = Vec::with_capacity(points.len());
    for day in points.chunk_by(|a, b| a.date == b.date) {
        let all: Vec<f64> = day.iter().map(|p| p.value).collect();
        match (day.first(), median::mean(&all)) {
            (Some(first), Some(mean)) if day.len() > 1 && series.summary == Summary::Mean => {
                let low = number(all.iter().copied().fold(f64::INFINITY, f64::min));
                let high = number(all.iter().copied().fold(f64::NEG_INFINITY, f64::max));
                let several = (words.several)(&Several { count: day.len(), low, high });
                out.push((first.date, Part { marks: vec![several], ..Part::value(number(mean)) }));
            }
            _ => out.extend(day.iter().map(|p| (p.date, point(p, words.labels)))),
        }
    }
    out
}

/// The dose of each day, with a mark on the day it changed and the days counted from it.
fn doses(timeline: &Timeline, steps: &[DoseStep], words: &Words<'_>) -> Vec<(Date, Part)> {
    let labels = words.labels;
    let mut steps: Vec<&DoseStep> = steps.iter().filter(|step| step.dose.is_finite()).collect();
    steps.sort_by_key(|step| step.date);
    let part = |date: Date| {
        let step = steps.iter().rev().find(|step| step.date <= date)?;
        let marks = match step.kind {
            StepKind::BeforeDiary if step.date == date => {
                vec![labels.step.clone(), labels.before_diary.clone()]
            }
            StepKind::Change if step.date == date => vec![labels.step.clone()],
            StepKind::Change => vec![(words.since)(days_between(step.date, date))],
            _ => Vec::new(),
        };
        let value = if step.dose > 0.0 { &step.label } else { &labels.stopped };
        Some((date, Part { marks, ..Part::value(value) }))
    };
    timeline.range.dates().filter_map(part).collect()
}

fn point(point: &Point, labels: &Labels) -> Part {
    let marks = [
        (point.voice == Voice::Proxy).then_some(&labels.proxy),
        (point.written == Written::Late).then_some(&labels.late),
        (point.version == Version::Amended).then_some(&labels.amended),
    ];
    Part { marks: marks.into_iter().flatten().cloned().collect(), ..Part::value(number(point.value)) }
}

/// What has a name and no grade is its name; a grade stands beside its name.
fn graded(label: &str, grade: Grade, labels: &Labels) -> Part {
    if grade == Grade::Present && !label.is_empty() {
        return Part::value(label);
    }
    Part { label: label.to_owned(), ..Part::value(grade_word(grade, labels)) }
}

fn grade_word(grade: Grade, labels: &Labels) -> &str {
    let [mild, moderate, severe] = &labels.severities;
    match grade {
        Grade::Present => &labels.present,
        Grade::Mild => mild,
        Grade::Moderate => moderate,
        Grade::Severe => severe,
    }
}

fn function_word(function: Function, labels: &Labels) -> &str {
    let [as_usual, partly, could_not, day_off] = &labels.functions;
    match function {
        Function::AsUsual => as_usual,
        Function::Partly => partly,
        Function::CouldNot => could_not,
        Function::DayOff => day_off,
    }
}
