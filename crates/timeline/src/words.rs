//! The words of a figure in the reader's language.

use diary::{Function, MedicineTaken, Severity};
use figure::axis::Range;
use figure::words::{Labels, Several, Words};
use jiff::civil::Date;
use locale::Texts;

/// The words of one figure and its table.
pub struct FigureWords {
    t: Texts,
    labels: Labels,
    /// Whether two days of the range can have one name without their year.
    with_years: bool,
    in_cells: bool,
}

impl FigureWords {
    /// Words for the days of `range`; `caption` describes the figure to whoever does not see it.
    #[must_use]
    pub fn new(t: Texts, range: Range, caption: &[String]) -> Self {
        let with_years = range.from().year() != range.to().year();
        Self { t, labels: labels(t, caption), with_years, in_cells: false }
    }

    /// The same in as few signs as can be: the column of a table is narrow, and long.
    #[must_use]
    pub fn in_cells(self) -> Self {
        Self { in_cells: true, ..self }
    }
}

impl Words for FigureWords {
    fn labels(&self) -> &Labels {
        &self.labels
    }

    fn month(&self, first: Date) -> String {
        self.t.month(&first)
    }

    fn day(&self, date: Date) -> String {
        self.t.with("figure-axis-day", &[("month", date.month().into()), ("day", date.day().into())])
    }

    fn date(&self, date: Date) -> String {
        if self.with_years { self.t.date(&date) } else { self.t.day(&date) }
    }

    fn count(&self, days: i64) -> String {
        self.t.one("figure-count-days", "n", days)
    }

    fn since(&self, days: i64) -> String {
        self.t.one(if self.in_cells { "figure-since-short" } else { "figure-since-step" }, "n", days)
    }

    fn several(&self, several: &Several) -> String {
        if several.low == several.high {
            return self.t.one("figure-several-same", "n", several.count);
        }
        let (low, high) = (several.low.as_str().into(), several.high.as_str().into());
        self.t.with("figure-several", &[("n", several.count.into()), ("low", low), ("high", high)])
    }
}

const INTAKES: [MedicineTaken; 4] =
    [MedicineTaken::AsPlanned, MedicineTaken::Partly, MedicineTaken::NotTaken, MedicineTaken::More];

/// The fixed words of a timeline; `desc` is its caption.
fn labels(t: Texts, caption: &[String]) -> Labels {
    let function = |value| t.function(&value);
    Labels {
        title: t.get("figure-title"),
        desc: caption.join(" "),
        date: t.get("figure-date"),
        day: t.get("figure-day"),
        recorded: t.get("figure-recorded"),
        missing: t.get("figure-missing"),
        cannot_write: t.get("figure-cannot-write"),
        before_first: t.get("figure-before-first"),
        open: t.get("figure-open"),
        late: t.get("figure-late"),
        amended: t.get("figure-amended"),
        proxy: t.get("figure-proxy"),
        step: t.get("figure-step"),
        before_diary: t.get("figure-before-diary"),
        planned: t.get("figure-planned"),
        severities: [Severity::Mild, Severity::Moderate, Severity::Severe]
            .map(|severity| t.severity(&severity)),
        present: t.get("figure-present"),
        functions: [Function::AsUsual, Function::Partly, Function::CouldNot, Function::DayOff].map(function),
        function_keys: [Function::AsUsual, Function::Partly, Function::CouldNot, Function::DayOff]
            .map(|value| t.one("figure-function", "value", function(value))),
        intakes: INTAKES.map(|value| t.taken(&value)),
        intake_keys: INTAKES.map(|value| t.one("figure-intake", "value", t.taken(&value))),
        items: ["figure-item-daily", "figure-item-sparse"].map(|key| t.get(key)),
        since_change: t.get("figure-days-since-change"),
        since_stop: t.get("figure-days-since-stop"),
        stopped: t.get("figure-stopped"),
        extent: t.get("figure-extent"),
        mean: t.get("figure-mean"),
        mean_line: t.get("figure-mean-line"),
        raw: t.get("figure-raw"),
        median: t.get("figure-median"),
        median_proxy: t.get("figure-median-proxy"),
        band: t.get("figure-band"),
    }
}
