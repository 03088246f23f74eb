//! What a drawing is made of: plain values, no diary types, no language.

use jiff::civil::Date;

use crate::axis::days_between;
pub use crate::{
    axis::Range,
    items::{Asked, ItemRow, Items},
    paint::Tone,
};

/// Everything one timeline shows. Lists may come in any order but where a field says otherwise. Values outside the
/// range are not drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// The days drawn, inclusive.
    pub range: Range,
    /// What is known of each day; a day of the range that is not listed counts as [`DayState::Missing`].
    pub days: Vec<Day>,
    /// The lanes from top to bottom.
    pub lanes: Vec<Lane>,
    /// Changes from one medicine to another, linked in the drawing.
    pub switches: Vec<Switch>,
    /// The step whose day is day 0 of the lower axis; without one the lower axis has dates, too.
    pub day_zero: Option<Date>,
}

/// One day of the diary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// The day it is about.
    pub date: Date,
    /// Whether it was recorded.
    pub state: DayState,
}

/// Whether a day was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayState {
    /// At least one record.
    Recorded,
    /// Asked, no record.
    Missing,
    /// The person said that they could not write.
    CannotWrite,
    /// Before the diary began.
    BeforeDiary,
    /// Not over yet.
    Open,
}

impl DayState {
    /// Whether the diary asked for an entry.
    #[must_use]
    pub const fn is_asked(self) -> bool {
        !matches!(self, Self::BeforeDiary | Self::Open)
    }
}

/// One lane: a name, a smaller note (unit, direction), and what it shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// The lane's name.
    pub name: String,
    /// Unit, direction or how to read it; may be empty.
    pub note: String,
    /// What it shows.
    pub body: Body,
}

/// What a lane shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// One medicine's daily dose as steps from zero.
    Dose(Vec<DoseStep>),
    /// Sessions as ticks; several on a date count.
    Sessions(Vec<Date>),
    /// Values on an axis of their own.
    Series(Series),
    /// One bar a day from zero.
    Bars(Bars),
    /// Rows of marks, how strong by height.
    Strip(Strip),
    /// Rows of values, each between the best and the worst of them.
    Items(Items),
    /// School or work, one mark a day.
    Function(Vec<(Date, Function)>),
    /// Whether the day's medicine was taken, one mark a day; a thin lane that belongs to the doses above it.
    Intake(Vec<(Date, Intake)>),
    /// Totals on single days.
    Measures(Measures),
    /// Periods.
    Spans(Vec<Span>),
}

/// A dose from its day on.
#[derive(Clone, Debug, PartialEq)]
pub struct DoseStep {
    /// The first day of this dose: day 0 of a step.
    pub date: Date,
    /// The dose with its unit left to the lane's note: `37.5`.
    pub label: String,
    /// The daily dose in the lane's own unit, of days by turns the largest; 0 means stopped, or taken as needed.
    pub dose: f64,
    /// What its days are like.
    pub days: DoseDays,
    /// How it is known.
    pub kind: StepKind,
}

/// What the days of a dose are like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DoseDays {
    /// Each day has the same.
    Alike,
    /// Days by turns, the least of them having this much.
    ByTurns {
        /// The smallest daily dose in the lane's own unit.
        least: f64,
    },
    /// It is taken when it is needed: no daily dose is drawn.
    AsNeeded,
}

impl DoseStep {
    /// Whether anything is taken from this day on, or may be.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        self.dose > 0.0 || self.days == DoseDays::AsNeeded
    }
}

/// How a dose is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// The dose already taken when it was first known; nothing changed on this day.
    Known,
    /// A change on this day.
    Change,
    /// A change before the diary, with an approximate date: drawn as such, left out of every calculation.
    BeforeDiary,
    /// A change entered for a later day: nothing of it has happened. Drawn as such, left out of every calculation.
    Planned,
}

/// A change of medicine: two dose lanes, by their index in [`Timeline::lanes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Switch {
    /// The first day of the new medicine.
    pub date: Date,
    /// The lane that is left.
    pub from: usize,
    /// The lane that takes over.
    pub to: usize,
}

/// Values over time on a fixed axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The lane's family.
    pub tone: Tone,
    /// The lower end of the axis.
    pub min: f64,
    /// The upper end of the axis.
    pub max: f64,
    /// The values.
    pub points: Vec<Point>,
    /// What several values of one day count as.
    pub summary: Summary,
    /// The person's own values, one a day as `summary` has it, by date.
    pub days: Vec<(Date, f64)>,
    /// The person's own line.
    pub line: Line,
    /// The line of what others wrote.
    pub proxy_line: Line,
    /// The person's own range, where a baseline is known.
    pub band: Option<Band>,
}

/// A line as runs of days: the days of a run are joined, two runs never are.
pub type Line = Vec<Vec<(Date, f64)>>;

/// What several values of one day count as, in the line and in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Summary {
    /// Their median; each value is drawn, and the axis holds the whole scale.
    Median,
    /// The one that comes last in the list, for answers given anew: drawn is that one, and a stroke from the day's lowest
    /// to its highest.
    Latest,
    /// Their mean, for a scale asked many times a day, whose medians are whole numbers and hide what changes. Drawn are
    /// each day's mean and a stroke from its lowest to its highest value; the axis holds the means, labelled.
    Mean,
}

/// One value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The day it is about.
    pub date: Date,
    /// The value in the unit of its axis; one that is not finite is left out.
    pub value: f64,
    /// Who wrote it.
    pub voice: Voice,
    /// When it was written.
    pub written: Written,
    /// Whether it was corrected.
    pub version: Version,
}

/// Who wrote a value. Voices are never mixed into one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// The person: a disc.
    Own,
    /// Somebody for the person: a square.
    Proxy,
}

/// When a value was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// In time.
    InTime,
    /// Later: hollow.
    Late,
}

/// Whether a value was corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// As first written.
    First,
    /// Corrected: a small stroke above.
    Amended,
}

/// A horizontal range of a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// One bar a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    /// The lane's family.
    pub tone: Tone,
    /// The least height of the axis; a larger value raises it to the next tick.
    pub at_least: f64,
    /// The distance of the labelled ticks, above 0.
    pub tick: f64,
    /// A day and its value from zero; zero itself is a ring.
    pub values: Vec<(Date, f64)>,
    /// Where a day's value comes from, in words, where days differ in that.
    pub sources: Vec<(Date, String)>,
    /// Other values of a day that are not drawn, with where they come from: for the table.
    pub beside: Vec<(Date, f64, String)>,
    /// What a bar is, for the legend; empty for a lane whose name says it.
    pub key: String,
}

/// Rows of marks under one another.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    /// The rows that are drawn.
    pub rows: Vec<StripRow>,
    /// Rows that only the table holds.
    pub table_only: Vec<StripRow>,
    /// A last line that says how many those are; empty when there are none.
    pub more: String,
}

/// One row of marks.
#[derive(Clone, Debug, PartialEq)]
pub struct StripRow {
    /// The row's name.
    pub label: String,
    /// The row's family.
    pub tone: Tone,
    /// A day and its grade.
    pub marks: Vec<(Date, Grade)>,
}

/// How strong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Present; this concept is not graded, or the mark is an event or a note.
    Present,
    /// Severity 1: a third of the height.
    Mild,
    /// Severity 2: two thirds.
    Moderate,
    /// Severity 3: the whole height.
    Severe,
}

/// School or work on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// As usual.
    AsUsual,
    /// Partly.
    Partly,
    /// Could not.
    CouldNot,
    /// A day off.
    DayOff,
}

/// Whether the day's medicine was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intake {
    /// As planned.
    AsPlanned,
    /// Partly.
    Partly,
    /// Not taken.
    NotTaken,
    /// More than planned.
    More,
}

/// Totals on single days.
#[derive(Clone, Debug, PartialEq)]
pub struct Measures {
    /// The lower end of the axis.
    pub min: f64,
    /// The upper end of the axis.
    pub max: f64,
    /// A day, its value and the value as text.
    pub values: Vec<(Date, f64, String)>,
}

/// A period, inclusive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// What it was.
    pub label: String,
    /// Its first day.
    pub from: Date,
    /// Its last day, or nothing while it lasts.
    pub to: Option<Date>,
}

/// What days are counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// A dose change.
    Change,
    /// The first day without the medicine.
    Stop,
}

impl Series {
    /// What the person's own values of a day count as.
    pub(crate) fn day(&self, date: Date) -> Option<f64> {
        let place = self.days.binary_search_by_key(&date, |(day, _)| *day).ok()?;
        self.days.get(place).map(|(_, value)| *value)
    }
}

impl Strip {
    /// A strip whose rows are all drawn.
    #[must_use]
    pub fn of(rows: Vec<StripRow>) -> Self {
        Self { rows, table_only: Vec::new(), more: String::new() }
    }

    /// The rows of the table: the drawn ones first.
    pub fn all(&self) -> impl Iterator<Item = &StripRow> {
        self.rows.iter().chain(&self.table_only)
    }
}

impl StripRow {
    /// A row.
    #[must_use]
    pub fn of(label: String, tone: Tone, marks: Vec<(Date, Grade)>) -> Self {
        Self { label, tone, marks }
    }
}

impl Timeline {
    /// Every dose change that was made since the diary began, of every medicine: sorted, each day once.
    #[must_use]
    pub fn steps(&self) -> Vec<Date> {
        let mut out: Vec<Date> =
            self.dose_steps().filter(|step| step.kind == StepKind::Change).map(|step| step.date).collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    /// The last dose change up to the end of the range, and whether nothing of that medicine is taken since.
    #[must_use]
    pub fn last_change(&self) -> Option<(Date, Since)> {
        let changes = self.dose_steps().filter(|s| s.kind == StepKind::Change && s.date <= self.range.to());
        let last = changes.max_by_key(|step| step.date)?;
        Some((last.date, if last.dose > 0.0 { Since::Change } else { Since::Stop }))
    }

    /// Each day of the range with its state; [`DayState::Missing`] where nothing is known of it.
    #[must_use]
    pub fn states(&self) -> Vec<(Date, DayState)> {
        let mut states: Vec<(Date, DayState)> =
            self.range.dates().map(|date| (date, DayState::Missing)).collect();
        for day in &self.days {
            let place = usize::try_from(days_between(self.range.from(), day.date)).ok();
            if let Some((_, state)) = place.and_then(|place| states.get_mut(place)) {
                *state = day.state;
            }
        }
        states
    }

    /// The first day of the range that the diary asked about; its last where it asked about none.
    #[must_use]
    pub fn begins(&self) -> Date {
        let asked = self.states().into_iter().find(|(_, state)| state.is_asked());
        asked.map_or(self.range.to(), |(date, _)| date)
    }

    fn dose_steps(&self) -> impl Iterator<Item = &DoseStep> {
        self.lanes.iter().flat_map(|lane| match &lane.body {
            Body::Dose(steps) => steps.as_slice(),
            _ => &[],
        })
    }
}

impl Point {
    /// A value the person wrote in time and never changed.
    #[must_use]
    pub fn new(date: Date, value: f64) -> Self {
        Self { date, value, voice: Voice::Own, written: Written::InTime, version: Version::First }
    }

    /// Nothing about it needs a mark.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.voice == Voice::Own && self.written == Written::InTime && self.version == Version::First
    }
}
