//! The table twin: the same timeline, a row a day, so that picture and table cannot disagree.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{
    axis::days_between,
    input::{
        Body, DayState, DoseStep, Function, Grade, Intake, Lane, Point, Reads, Series, StepKind, Strip,
        Summary, Timeline, Tone, Version, Voice, Written,
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
    /// Names behind a count, for the table alone: a reading line has no room for them.
    pub names: Vec<String>,
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
    let columns = timeline.lanes.iter().map(|lane| column(timeline, lane, words).into_iter());
    let mut columns: Vec<std::vec::IntoIter<Cell>> = columns.collect();
    let head = [labels.date.clone(), labels.day.clone()].into_iter();
    let rows = timeline.states().into_iter().map(|(date, state)| {
        let fixed = [vec![Part::value((words.date)(date))], vec![Part::value(state_word(state, labels))]];
        let lanes = columns.iter_mut().map(|column| column.next().unwrap_or_default());
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
        Body::Dose(_) | Body::Intake(_) => Tone::Dose,
        Body::Sessions(_) => Tone::Tms,
        Body::Series(series) => series.tone,
        Body::Bars(bars) => bars.tone,
        Body::Strip(strip) => strip.rows.first().map_or(Tone::Ink, |row| row.tone),
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

/// A lane's cells, one a day of the range.
fn column(timeline: &Timeline, lane: &Lane, words: &Words<'_>) -> Vec<Cell> {
    let (labels, range) = (words.labels, timeline.range);
    let mut out: Vec<Cell> = vec![Cell::new(); usize::try_from(range.len_days()).unwrap_or(0)];
    let mut put = |date: Date, part: Part| {
        let place = usize::try_from(days_between(range.from(), date)).ok();
        if let Some(cell) = place.and_then(|place| out.get_mut(place)) {
            cell.push(part);
        }
    };
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
        Body::Strip(strip) if strip.reads == Reads::Compared => {
            compared(strip, labels).into_iter().for_each(|(date, part)| put(date, part));
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
    }
    out
}

/// Of a day's compared items, how many reach each grade, the strongest first, with their names.
fn compared(strip: &Strip, labels: &Labels) -> Vec<(Date, Part)> {
    let mut days: BTreeMap<Date, [Vec<&str>; 3]> = BTreeMap::new();
    for row in strip.all() {
        row.known.iter().for_each(|date| _ = days.entry(*date).or_default());
        for (date, grade) in &row.marks {
            let [mild, moderate, severe] = days.entry(*date).or_default();
            let names = match grade {
                Grade::Present => continue,
                Grade::Mild => mild,
                Grade::Moderate => moderate,
                Grade::Severe => severe,
            };
            names.push(&row.label);
        }
    }
    let [mild_word, moderate_word, severe_word] = &labels.compared;
    let parts = |(date, [mild, moderate, severe]): (Date, [Vec<&str>; 3])| {
        let found = [(severe_word, severe), (moderate_word, moderate), (mild_word, mild)];
        let none = found.iter().all(|(_, names)| names.is_empty());
        let part = |(word, names): (&String, Vec<&str>)| Part {
            label: word.clone(),
            value: names.len().to_string(),
            marks: Vec::new(),
            names: names.into_iter().map(str::to_owned).collect(),
        };
        let parts = found.into_iter().filter(|(_, names)| !names.is_empty()).map(part);
        let rest = none.then(|| Part::value(&labels.compared_known));
        parts.chain(rest).map(move |part| (date, part)).collect::<Vec<_>>()
    };
    days.into_iter().flat_map(parts).collect()
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
fn values(timeline: &Timeline, series: &Series, words: &Words<'_>) -> Vec<(Date, Part)> {
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
        match (day.first(), median::mean(&all)) {
            (Some(first), Some(mean)) if day.len() > 1 && series.summary == Summary::Mean => {
                let marks = vec![several(&all, words)];
                out.push((first.date, Part { marks, ..Part::value(number(mean)) }));
            }
            _ => out.extend(day.iter().map(|p| (p.date, point(p, words.labels)))),
        }
    }
    out
}

/// How many values there are, the lowest and the highest.
fn several(values: &[f64], words: &Words<'_>) -> String {
    let low = number(values.iter().copied().fold(f64::INFINITY, f64::min));
    let high = number(values.iter().copied().fold(f64::NEG_INFINITY, f64::max));
    (words.several)(&Several { count: values.len(), low, high })
}

/// The last of the person's own values of a day, with how many there were; then those of others.
fn latest(day: &[&Point], words: &Words<'_>) -> Vec<(Date, Part)> {
    let own: Vec<&&Point> = day.iter().filter(|p| p.voice == Voice::Own).collect();
    let mut out = Vec::with_capacity(1);
    if let Some(last) = own.last() {
        let mut part = point(last, words.labels);
        if own.len() > 1 {
            let values: Vec<f64> = own.iter().map(|p| p.value).collect();
            part.marks.push(several(&values, words));
        }
        out.push((last.date, part));
    }
    let others = day.iter().filter(|p| p.voice == Voice::Proxy);
    out.extend(others.map(|p| (p.date, point(p, words.labels))));
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
