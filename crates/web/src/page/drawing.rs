//! Drawings and tables on a page, and the sentences under them.

use diary::{Function, Severity};
use figure::caption::{Facts, StepFact};
use figure::input::DayState;
use figure::words::Labels;
use jiff::civil::Date;

use crate::texts::Texts;

/// A drawing made by the `figure` crate, whose writer escapes everything that goes into it. Never made from other text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Svg(String);

impl Svg {
    /// Takes what the `figure` crate drew.
    #[must_use]
    pub const fn drawn(svg: String) -> Self {
        Self(svg)
    }

    pub(super) fn markup(&self) -> &str {
        &self.0
    }
}

/// One line of the explanation of a figure.
pub struct Key {
    /// Its small drawing.
    pub glyph: Svg,
    /// What it means.
    pub text: String,
}

/// A figure with what stands around it.
pub struct Figure {
    /// The drawing.
    pub svg: Svg,
    /// How to read it.
    pub keys: Vec<Key>,
    /// Sentences under it.
    pub caption: Vec<String>,
}

/// One day of the table.
pub struct TableRow {
    /// The day, in words.
    pub head: String,
    /// `recorded`, `missing`, `cannot` or `not-asked`; beside the words in the second cell.
    pub state: &'static str,
    /// The other cells.
    pub cells: Vec<String>,
}

/// The table twin of a figure.
pub struct Table {
    /// What it holds.
    pub caption: String,
    /// Column heads; the first stands over the days.
    pub head: Vec<String>,
    /// Rows.
    pub rows: Vec<TableRow>,
}

impl Table {
    /// From the figure's twin, in the reader's language.
    #[must_use]
    pub fn of(t: Texts, twin: &figure::table::Table) -> Self {
        let row = |row: &figure::table::Row| {
            let mut cells = row.cells.iter().map(|cell| joined(t, cell));
            TableRow {
                head: cells.next().unwrap_or_default(),
                state: state(row.state),
                cells: cells.collect(),
            }
        };
        Self {
            caption: t.get("table-title"),
            head: twin.head.clone(),
            rows: twin.rows.iter().map(row).collect(),
        }
    }
}

const fn state(state: DayState) -> &'static str {
    match state {
        DayState::Recorded => "recorded",
        DayState::Missing => "missing",
        DayState::CannotWrite => "cannot",
        DayState::NotAsked => "not-asked",
    }
}

fn joined(t: Texts, cell: &[figure::table::Part]) -> String {
    let separator = t.get("list-separator");
    let part = |part: &figure::table::Part| {
        let value = if part.label.is_empty() {
            part.value.clone()
        } else {
            t.with(
                "cell-joined",
                &[("label", part.label.as_str().into()), ("value", part.value.as_str().into())],
            )
        };
        if part.marks.is_empty() {
            value
        } else {
            t.with("cell-marked", &[("value", value.into()), ("marks", part.marks.join(&separator).into())])
        }
    };
    cell.iter().map(part).collect::<Vec<_>>().join(&separator)
}

/// The fixed words of a timeline; `desc` is its caption.
#[must_use]
pub fn labels(t: Texts, caption: &[String]) -> Labels {
    let function = |value| t.function(&value);
    Labels {
        title: t.get("figure-title"),
        desc: caption.join(" "),
        date: t.get("figure-date"),
        day: t.get("figure-day"),
        recorded: t.get("figure-recorded"),
        missing: t.get("figure-missing"),
        cannot_write: t.get("figure-cannot-write"),
        not_asked: t.get("figure-not-asked"),
        late: t.get("figure-late"),
        amended: t.get("figure-amended"),
        proxy: t.get("figure-proxy"),
        step: t.get("figure-step"),
        before_diary: t.get("figure-before-diary"),
        severities: [Severity::Mild, Severity::Moderate, Severity::Severe]
            .map(|severity| t.severity(&severity)),
        present: t.get("figure-present"),
        functions: [Function::AsUsual, Function::Partly, Function::CouldNot, Function::DayOff].map(function),
        raw: t.get("figure-raw"),
        median: t.get("figure-median"),
        band: t.get("figure-band"),
    }
}

/// Steps named in a caption; the others are in the table.
const STEPS_NAMED: usize = 3;

/// What a timeline holds, in sentences that name concurrent changes and conclude nothing.
#[must_use]
pub fn caption(t: Texts, facts: &Facts, from: Date, to: Date) -> Vec<String> {
    let mut said = vec![t.with(
        "timeline-caption-days",
        &[
            ("from", t.short_day(&from).into()),
            ("to", t.short_day(&to).into()),
            ("asked", facts.days_asked.into()),
            ("recorded", facts.days_recorded.into()),
            ("cannot", facts.days_cannot_write.into()),
            ("missing", facts.days_missing.into()),
        ],
    )];
    let hidden = facts.steps.len().saturating_sub(STEPS_NAMED);
    for fact in facts.steps.iter().skip(hidden) {
        said.extend(step(t, fact));
    }
    if hidden > 0 {
        said.push(t.one("timeline-caption-more-steps", "n", hidden));
    }
    said.extend(facts.sessions.iter().map(|lane| {
        t.with(
            "timeline-caption-sessions",
            &[
                ("first", t.short_day(&lane.first).into()),
                ("last", t.short_day(&lane.last).into()),
                ("n", lane.count.into()),
            ],
        )
    }));
    said
}

fn step(t: Texts, fact: &StepFact) -> Vec<String> {
    let mut values = vec![
        ("date", t.short_day(&fact.date).into()),
        ("medicine", fact.name.as_str().into()),
        ("to", fact.to.as_str().into()),
    ];
    let key = match &fact.from {
        Some(from) => {
            values.push(("from", from.as_str().into()));
            "timeline-caption-step"
        }
        None => "timeline-caption-step-first",
    };
    let mut said = vec![t.with(key, &values)];
    if fact.sessions_before + fact.sessions_after > 0 {
        said.push(t.with(
            "timeline-caption-near-sessions",
            &[("before", fact.sessions_before.into()), ("after", fact.sessions_after.into())],
        ));
    }
    said.extend(fact.others.iter().map(|(name, date)| {
        t.with(
            "timeline-caption-near-other",
            &[("medicine", name.as_str().into()), ("date", t.short_day(date).into())],
        )
    }));
    said
}
