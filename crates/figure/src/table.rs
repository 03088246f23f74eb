//! The table twin: the same timeline, a row a day, so that picture and table cannot disagree.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{
    input::{
        Body, DayState, DoseStep, Function, Grade, Lane, Point, StepKind, Timeline, Version, Voice, Written,
    },
    svg::number,
    words::{Labels, Words},
};

/// A table: every row has as many cells as `head`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The drawing's title.
    pub caption: String,
    /// Column heads: date, day, then one a lane.
    pub head: Vec<String>,
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
        timeline.lanes.iter().map(|lane| column(timeline, lane, labels)).collect();
    let head = [labels.date.clone(), labels.day.clone()].into_iter();
    let rows = timeline.states().into_iter().map(|(date, state)| {
        let fixed = [vec![Part::value((words.date)(date))], vec![Part::value(state_word(state, labels))]];
        let lanes = columns.iter().map(|column| column.get(&date).cloned().unwrap_or_default());
        Row { date, state, cells: fixed.into_iter().chain(lanes).collect() }
    });
    Table {
        caption: labels.title.clone(),
        head: head.chain(timeline.lanes.iter().map(|lane| lane.name.clone())).collect(),
        rows: rows.collect(),
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

fn column(timeline: &Timeline, lane: &Lane, labels: &Labels) -> BTreeMap<Date, Cell> {
    let mut out: BTreeMap<Date, Cell> = BTreeMap::new();
    let mut put = |date: Date, part: Part| out.entry(date).or_default().push(part);
    match &lane.body {
        Body::Dose(steps) => {
            doses(timeline, steps, labels).into_iter().for_each(|(date, part)| put(date, part))
        }
        Body::Sessions(dates) => dates.iter().for_each(|date| put(*date, Part::value(&labels.present))),
        Body::Series(series) => {
            series.points.iter().filter(|p| p.value.is_finite()).for_each(|p| put(p.date, point(p, labels)));
        }
        Body::Bars(bars) => {
            let values = bars.values.iter().filter(|(_, value)| value.is_finite());
            values.for_each(|(date, value)| put(*date, Part::value(number(*value))));
        }
        Body::Strip(rows) => {
            for row in rows {
                for (date, grade) in &row.marks {
                    put(*date, Part { label: row.label.clone(), ..Part::value(grade_word(*grade, labels)) });
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

/// The dose of each day, with a mark on the day it changed.
fn doses(timeline: &Timeline, steps: &[DoseStep], labels: &Labels) -> Vec<(Date, Part)> {
    let mut steps: Vec<&DoseStep> = steps.iter().filter(|step| step.dose.is_finite()).collect();
    steps.sort_by_key(|step| step.date);
    let part = |date: Date| {
        let step = steps.iter().rev().find(|step| step.date <= date)?;
        let marks = match step.kind {
            StepKind::BeforeDiary if step.date == date => {
                vec![labels.step.clone(), labels.before_diary.clone()]
            }
            StepKind::Change if step.date == date => vec![labels.step.clone()],
            _ => Vec::new(),
        };
        Some((date, Part { marks, ..Part::value(&step.label) }))
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
