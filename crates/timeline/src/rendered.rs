//! Drawings and tables on a page, and the sentences under them.

use figure::input::DayState;

use locale::Texts;

/// A drawing made by the `figure` crate, whose writer escapes everything that goes into it. Never made from other text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Svg(String);

impl Svg {
    /// Takes what the `figure` crate drew.
    #[must_use]
    pub const fn drawn(svg: String) -> Self {
        Self(svg)
    }

    /// The markup, to be put into a page as it is.
    #[must_use]
    pub fn markup(&self) -> &str {
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
    /// Whether that is open from the start.
    pub legend: Legend,
    /// Sentences under it.
    pub caption: Vec<String>,
    /// The twin's columns, for the line that follows the reader through the days; the first are the days themselves.
    pub reading: Vec<Column>,
    /// How many days.
    pub days: usize,
    /// The day the line begins with: the last recorded one.
    pub latest: usize,
}

/// How the explanation of a figure begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Legend {
    /// Open: there is room, and on paper nobody can open it.
    Open,
    /// Folded away.
    Folded,
}

/// One column of the twin.
pub struct Column {
    /// Its head.
    pub head: String,
    /// The class of its lane's family; empty for none.
    pub tone: &'static str,
    /// A cell a day.
    pub cells: Vec<String>,
}

/// An imported item and whether it is drawn.
pub struct Item {
    /// Its number.
    pub number: usize,
    /// Its name in its file.
    pub name: String,
    /// Whether it is drawn.
    pub drawn: bool,
}

/// The same days around every dose change, for one lane.
pub struct Multiples {
    /// The lane's name in an address.
    pub by: String,
    /// The lane's name.
    pub name: String,
    /// Unit or direction.
    pub note: String,
    /// How to read them.
    pub how: String,
    /// The lanes there are: name in an address, and in words.
    pub choices: Vec<(String, String)>,
    /// One a dose change.
    pub panels: Vec<Multiple>,
}

/// One dose change.
pub struct Multiple {
    /// What changed.
    pub head: String,
    /// The day of the change.
    pub day: String,
    /// The drawing.
    pub svg: Svg,
    /// Facts under it.
    pub facts: Vec<String>,
}

impl Figure {
    /// A drawing with its explanation, caption and twin.
    #[must_use]
    pub fn new(svg: Svg, keys: Vec<Key>, legend: Legend, caption: Vec<String>, twin: &Table) -> Self {
        let column = |n: usize, head: &String| Column {
            head: head.clone(),
            tone: twin.tones.get(n).copied().unwrap_or_default(),
            cells: twin.rows.iter().map(|row| row.cell(n).to_owned()).collect(),
        };
        let recorded = twin.rows.iter().rposition(|row| row.state == state(DayState::Recorded));
        Self {
            svg,
            keys,
            legend,
            caption,
            reading: twin.head.iter().enumerate().map(|(n, head)| column(n, head)).collect(),
            days: twin.rows.len(),
            latest: recorded.unwrap_or_else(|| twin.rows.len().saturating_sub(1)),
        }
    }

    /// Whether its explanation is open from the start.
    #[must_use]
    pub fn has_open_legend(&self) -> bool {
        self.legend == Legend::Open
    }

    /// The line of the day it begins with: tone, head and cell of what is known; the day itself has no head.
    #[must_use]
    pub fn line(&self) -> Vec<(&'static str, &str, &str)> {
        let cells = self.reading.iter().enumerate().filter_map(|(n, column)| {
            let head = if n < 2 { "" } else { column.head.as_str() };
            Some((column.tone, head, column.cells.get(self.latest)?.as_str()))
        });
        cells.filter(|(_, _, cell)| !cell.is_empty()).collect()
    }
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
    /// The class of each column's family; empty for none.
    pub tones: Vec<&'static str>,
    /// The class of each column's width, from its longest text: a table that arrives in pieces must not move.
    pub widths: Vec<&'static str>,
    /// Rows.
    pub rows: Vec<TableRow>,
}

impl TableRow {
    /// The cell of a column; the day is the first.
    fn cell(&self, n: usize) -> &str {
        n.checked_sub(1).map_or(Some(&self.head), |n| self.cells.get(n)).map_or("", String::as_str)
    }
}

impl Table {
    /// From the figure's twin, in the reader's language.
    #[must_use]
    pub fn of(t: Texts, twin: &figure::table::Table) -> Self {
        let separator = t.get("list-separator");
        let row = |row: &figure::table::Row| {
            let mut cells = row.cells.iter().map(|cell| joined(t, cell, &separator));
            TableRow {
                head: cells.next().unwrap_or_default(),
                state: state(row.state),
                cells: cells.collect(),
            }
        };
        let head: Vec<_> =
            twin.head.iter().zip(&twin.units).map(|(name, unit)| headed(t, name, unit)).collect();
        let rows: Vec<_> = twin.rows.iter().map(row).collect();
        Self {
            caption: t.get("table-title"),
            tones: twin.tones.iter().map(|tone| tone.class().unwrap_or_default()).collect(),
            widths: head.iter().enumerate().map(|(n, head)| width(head, n, &rows)).collect(),
            head,
            rows,
        }
    }
}

/// The width, of four, of column `n`: half of its cells fit on one line, nineteen of twenty and its head on two.
fn width(head: &str, n: usize, rows: &[TableRow]) -> &'static str {
    let mut cells: Vec<f64> = rows.iter().map(|row| figure::text::width(row.cell(n), 1.0)).collect();
    cells.sort_by(f64::total_cmp);
    let at = |part: usize, of: usize| cells.get(cells.len() * part / of).copied().unwrap_or_default();
    let most = at(19, 20).max(figure::text::width(head, 1.0));
    match at(1, 2).max(most / 2.0).max(most.min(5.0)) {
        ..=3.5 => "w1",
        ..=6.5 => "w2",
        ..=11.0 => "w3",
        _ => "w4",
    }
}

const fn state(state: DayState) -> &'static str {
    match state {
        DayState::Recorded => "recorded",
        DayState::Missing => "missing",
        DayState::CannotWrite => "cannot",
        DayState::BeforeDiary | DayState::Open => "not-asked",
    }
}

/// A column's name with the unit of its numbers.
fn headed(t: Texts, name: &str, unit: &str) -> String {
    if unit.is_empty() {
        return name.to_owned();
    }
    t.with("cell-marked", &[("value", name.into()), ("marks", unit.into())])
}

fn joined(t: Texts, cell: &[figure::table::Part], separator: &str) -> String {
    let part = |part: &figure::table::Part| match (part.label.is_empty(), part.marks.is_empty()) {
        (true, true) => part.value.clone(),
        (false, _) => t.with(
            "cell-joined",
            &[("label", part.label.as_str().into()), ("value", part.value.as_str().into())],
        ),
        (true, false) => {
            let marks = part.marks.join(separator);
            t.with("cell-marked", &[("value", part.value.as_str().into()), ("marks", marks.into())])
        }
    };
    match cell {
        [] => String::new(),
        [one] => part(one),
        several => several.iter().map(part).collect::<Vec<_>>().join(separator),
    }
}
