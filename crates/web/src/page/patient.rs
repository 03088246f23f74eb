//! One patient's timeline.

use askama::Template;
use jiff::civil::{Date, DateTime};

use super::{FactKind, Figure, Frame, Table, path};

/// Who is on the screen: always two identifiers.
#[derive(Clone, Debug)]
pub struct Who {
    /// The chart's id.
    pub chart: String,
    /// Display name.
    pub name: String,
    /// Birth date.
    pub birth: Date,
    /// Age in years.
    pub age: i16,
    /// The clinic's own number, where it uses one.
    pub number: Option<String>,
    /// Medicine and dose: `セルトラリン 12.5 mg`.
    pub medicines: Vec<String>,
    /// Days since the last dose step.
    pub since_step: Option<i32>,
}

/// How much of the time axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// 4 weeks.
    FourWeeks,
    /// 12 weeks.
    TwelveWeeks,
    /// Everything.
    All,
}

impl Span {
    const ALL: [Self; 3] = [Self::FourWeeks, Self::TwelveWeeks, Self::All];

    /// As in the page's address: `range=4w|12w|all`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FourWeeks => "4w",
            Self::TwelveWeeks => "12w",
            Self::All => "all",
        }
    }

    /// From the page's address; everything for what it does not know.
    #[must_use]
    pub fn parse(name: &str) -> Self {
        Self::ALL.into_iter().find(|span| span.as_str() == name).unwrap_or(Self::All)
    }
}

/// The same facts, drawn or in a table.
pub enum Show {
    /// Nothing is recorded in the range.
    Empty,
    /// Drawn.
    Figure(Box<Figure>),
    /// In a table.
    Table(Table),
}

/// Timeline and table of one patient.
#[derive(Template)]
#[template(path = "patient.html")]
pub struct PatientPage {
    /// Surroundings.
    pub frame: Frame,
    /// Who.
    pub who: Who,
    /// Which range.
    pub span: Span,
    /// Drawing or table.
    pub as_table: View,
    /// What is shown.
    pub show: Show,
    /// Sentences under the table; a figure brings its own.
    pub caption: Vec<String>,
    /// When it was last reviewed.
    pub reviewed: Option<DateTime>,
    /// Entries since then.
    pub since_review: usize,
    /// Open tasks.
    pub tasks: usize,
}

/// Which of the twins is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// The drawing.
    Figure,
    /// The table.
    Table,
}

/// One choice of a row of links.
pub struct Tab {
    href: String,
    text: String,
    current: bool,
}

impl PatientPage {
    fn spans(&self) -> Vec<Tab> {
        let tab = |span: Span| Tab {
            href: self.address(span, self.as_table),
            text: match span {
                Span::FourWeeks => self.frame.t.get("range-4w"),
                Span::TwelveWeeks => self.frame.t.get("range-12w"),
                Span::All => self.frame.t.get("range-all"),
            },
            current: span == self.span,
        };
        Span::ALL.into_iter().map(tab).collect()
    }

    fn views(&self) -> Vec<Tab> {
        let tab =
            |view, text| Tab { href: self.address(self.span, view), text, current: view == self.as_table };
        let t = self.frame.t;
        vec![tab(View::Figure, t.get("view-figure")), tab(View::Table, t.get("view-table"))]
    }

    fn address(&self, span: Span, view: View) -> String {
        let view = if view == View::Table { "table" } else { "figure" };
        format!("{}?range={}&view={view}", path::chart(&self.who.chart), span.as_str())
    }

    fn entries(&self) -> String {
        path::entries(&self.who.chart)
    }

    fn review(&self) -> String {
        path::fact(&self.who.chart, FactKind::Review.as_str())
    }

    /// What can be added: where, and its name.
    fn additions(&self) -> Vec<(String, String)> {
        FactKind::ADDED
            .iter()
            .map(|kind| (path::fact(&self.who.chart, kind.as_str()), kind.title(&self.frame.t)))
            .collect()
    }
}
