//! The table twin: the same timeline, a row a day, so that picture and table cannot disagree.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::{
    axis::{days_between, extent},
    input::{
        Body, DayState, DoseStep, Function, Grade, Intake, ItemRow, Lane, Point, Series, StepKind, Summary,
        Timeline, Tone, Version, Voice, Written,
    },
    svg::number,
    words::{Labels, Several, Words},
};

/// A table: every row has as many cells as `head`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The drawing's title.
    pub caption: String,
    /// Column heads: date, day, then one a lane; last, one an imported item of the lanes of items.
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

/// One column below its head.
struct Column {
    head: String,
    unit: String,
    tone: Tone,
    cells: Vec<Cell>,
}

/// The table of a timeline. A missing day says so in its second cell; its other cells hold what is known anyway.
#[must_use]
pub fn table(timeline: &Timeline, words: &dyn Words) -> Table {
    let items = |lane| item_columns(timeline, lane);
    twin(timeline, words, timeline.lanes.iter().flat_map(items))
}

/// The same for a reading line, which has no room for the small rows of imported items.
#[must_use]
pub fn reading(timeline: &Timeline, words: &dyn Words) -> Table {
    twin(timeline, words, std::iter::empty())
}

fn twin(timeline: &Timeline, words: &dyn Words, items: impl Iterator<Item = Column>) -> Table {
    let labels = words.labels();
    let states = timeline.states();
    let fixed = |head: &str, cell: &dyn Fn(Date, DayState) -> String| Column {
        head: head.to_owned(),
        unit: String::new(),
        tone: Tone::Ink,
        cells: states.iter().map(|(date, state)| vec![Part::value(cell(*date, *state))]).collect(),
    };
    let mut columns = vec![
        fixed(&labels.date, &|date, _| words.date(date)),
        fixed(&labels.day, &|_, state| state_word(state, labels).to_owned()),
    ];
    columns.extend(timeline.lanes.iter().filter_map(|lane| lane_column(timeline, lane, words)));
    columns.extend(items);
    let mut cells: Vec<std::vec::IntoIter<Cell>> = Vec::with_capacity(columns.len());
    let mut table =
        Table { caption: labels.title.clone(), head: vec![], units: vec![], tones: vec![], rows: vec![] };
    for column in columns {
        table.head.push(column.head);
        table.units.push(column.unit);
        table.tones.push(column.tone);
        cells.push(column.cells.into_iter());
    }
    let row = |(date, state)| Row {
        date,
        state,
        cells: cells.iter_mut().map(|column| column.next().unwrap_or_default()).collect(),
    };
    table.rows = states.iter().copied().map(row).collect();
    table
}

/// One lane's column; the items of a lane have columns of their own.
fn lane_column(timeline: &Timeline, lane: &Lane, words: &dyn Words) -> Option<Column> {
    let column = || Column {
        head: lane.name.clone(),
        unit: unit(lane),
        tone: tone(lane),
        cells: column(timeline, lane, words),
    };
    (!matches!(lane.body, Body::Items(_))).then(column)
}

/// Columns of a lane of items, one each.
fn item_columns(timeline: &Timeline, lane: &Lane) -> Vec<Column> {
    let Body::Items(items) = &lane.body else { return Vec::new() };
    items.all().map(|row| item_column(timeline, row)).collect()
}

/// The day's value, and the one that is drawn where that is another.
fn item_column(timeline: &Timeline, row: &ItemRow) -> Column {
    let mut cells = Cells::of(timeline);
    let smoothed: HashMap<Date, f64> =
        if row.asked.is_sparse() { HashMap::new() } else { row.drawn.iter().copied().collect() };
    for (date, value) in &row.days {
        let marks = smoothed.get(date).map(|value| number(*value)).into_iter().collect();
        cells.put(*date, Part { marks, ..Part::value(number(*value)) });
    }
    Column { head: row.label.clone(), unit: row.unit.clone(), tone: Tone::Scale, cells: cells.all }
}

/// The cells of a column, one a day of the range.
struct Cells {
    from: Date,
    all: Vec<Cell>,
}

impl Cells {
    fn of(timeline: &Timeline) -> Self {
        let days = usize::try_from(timeline.range.len_days()).unwrap_or(0);
        Self { from: timeline.range.from(), all: vec![Cell::new(); days] }
    }

    fn put(&mut self, date: Date, part: Part) {
        let place = usize::try_from(days_between(self.from, date)).ok();
        if let Some(cell) = place.and_then(|place| self.all.get_mut(place)) {
            cell.push(part);
        }
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
        Body::Dose(_) | Body::Intake(_) => Tone::Dose,
        Body::Sessions(_) => Tone::Tms,
        Body::Series(series) => series.tone,
        Body::Bars(bars) => bars.tone,
        Body::Strip(strip) => strip.rows.first().map_or(Tone::Ink, |row| row.tone),
        Body::Measures(_) | Body::Items(_) => Tone::Scale,
        Body::Function(_) | Body::Spans(_) => Tone::Ink,
    }
}

fn state_word(state: DayState, labels: &Labels) -> &str {
    match state {
        DayState::Recorded => &labels.recorded,
        DayState::Missing => &labels.missing,
        DayState::CannotWrite => &labels.cannot_write,
        DayState::BeforeDiary => &labels.before_first,
        DayState::Open => &labels.open,
    }
}

/// A lane's cells, one a day of the range.
fn column(timeline: &Timeline, lane: &Lane, words: &dyn Words) -> Vec<Cell> {
    let labels = words.labels();
    let mut cells = Cells::of(timeline);
    let mut put = |date: Date, part: Part| cells.put(date, part);
    match &lane.body {
        Body::Dose(steps) => {
            doses(timeline, steps, words).into_iter().for_each(|(date, part)| put(date, part))
        }
        Body::Sessions(dates) => dates.iter().for_each(|date| put(*date, Part::value(&labels.present))),
        Body::Series(series) => {
            values(timeline, series, words).into_iter().for_each(|(date, part)| put(date, part));
        }
        Body::Bars(bars) => {
            for (date, value) in bars.values.iter().filter(|(_, value)| value.is_finite()) {
                let of_day = bars.sources.iter().filter(|(day, _)| day == date);
                let marks = of_day.map(|(_, source)| source.clone()).collect();
                put(*date, Part { marks, ..Part::value(number(*value)) });
            }
            for (date, value, source) in bars.beside.iter().filter(|(_, value, _)| value.is_finite()) {
                put(*date, Part { marks: vec![source.clone()], ..Part::value(number(*value)) });
            }
        }
        Body::Strip(strip) => {
            for row in strip.all() {
                for (date, grade) in &row.marks {
                    put(*date, graded(&row.label, *grade, labels));
                }
            }
        }
        Body::Intake(days) => {
            days.iter().for_each(|(date, intake)| put(*date, Part::value(intake_word(*intake, labels))));
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
        Body::Items(_) => {}
    }
    cells.all
}

fn intake_word(intake: Intake, labels: &Labels) -> &str {
    let [as_planned, partly, not_taken, more] = &labels.intakes;
    match intake {
        Intake::AsPlanned => as_planned,
        Intake::Partly => partly,
        Intake::NotTaken => not_taken,
        Intake::More => more,
    }
}

/// The values of a series; of several that count by their mean, the mean with how many, lowest and highest.
fn values(timeline: &Timeline, series: &Series, words: &dyn Words) -> Vec<(Date, Part)> {
    let shown = |p: &&Point| p.value.is_finite() && timeline.range.contains(p.date);
    let mut points: Vec<&Point> = series.points.iter().filter(shown).collect();
    points.sort_by_key(|p| p.date);
    let mut out = Vec::with_capacity(points.len());
    for day in points.chunk_by(|a, b| a.date == b.date) {
        if series.summary == Summary::Latest {
            out.extend(latest(day, words));
            continue;
        }
        let all: Vec<f64> = day.iter().map(|p| p.value).collect();
        let mean = day.first().and_then(|first| series.day(first.date));
        match (day.first(), mean) {
            (Some(first), Some(mean)) if day.len() > 1 && series.summary == Summary::Mean => {
                let marks = vec![several(&all, words)];
                out.push((first.date, Part { marks, ..Part::value(number(mean)) }));
            }
            _ => out.extend(day.iter().map(|p| (p.date, point(p, words.labels())))),
        }
    }
    out
}

/// How many values there are, the lowest and the highest.
fn several(values: &[f64], words: &dyn Words) -> String {
    let (low, high) = extent(values).unwrap_or_default();
    words.several(&Several { count: values.len(), low: number(low), high: number(high) })
}

/// The last of the person's own values of a day, with how many there were; then those of others.
fn latest(day: &[&Point], words: &dyn Words) -> Vec<(Date, Part)> {
    let own: Vec<&&Point> = day.iter().filter(|p| p.voice == Voice::Own).collect();
    let mut out = Vec::with_capacity(1);
    if let Some(last) = own.last() {
        let mut part = point(last, words.labels());
        if own.len() > 1 {
            let values: Vec<f64> = own.iter().map(|p| p.value).collect();
            part.marks.push(several(&values, words));
        }
        out.push((last.date, part));
    }
    let others = day.iter().filter(|p| p.voice == Voice::Proxy);
    out.extend(others.map(|p| (p.date, point(p, words.labels()))));
    out
}

/// The dose of each day, with a mark on the day it changed and the days counted from it.
fn doses(timeline: &Timeline, steps: &[DoseStep], words: &dyn Words) -> Vec<(Date, Part)> {
    let labels = words.labels();
    let mut steps: Vec<&DoseStep> = steps.iter().filter(|step| step.dose.is_finite()).collect();
    steps.sort_by_key(|step| step.date);
    let part = |date: Date| {
        let step = steps.iter().rev().find(|step| step.date <= date)?;
        let marks = match step.kind {
            StepKind::BeforeDiary if step.date == date => {
                vec![labels.step.clone(), labels.before_diary.clone()]
            }
            StepKind::Change if step.date == date => vec![labels.step.clone()],
            StepKind::Planned => vec![labels.planned.clone()],
            StepKind::Change => vec![words.since(days_between(step.date, date))],
            _ => Vec::new(),
        };
        let value = if step.is_taken() { &step.label } else { &labels.stopped };
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
