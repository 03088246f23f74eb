//! Every visible word, already in the reader's language.

use jiff::civil::Date;

/// The fixed words of a drawing and its table twin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels {
    /// The drawing's short name, its accessible name.
    pub title: String,
    /// The drawing's description for those who do not see it; usually the caption.
    pub desc: String,
    /// Head of the date column.
    pub date: String,
    /// Head of the column that says whether a day was recorded.
    pub day: String,
    /// A recorded day.
    pub recorded: String,
    /// A day without a record.
    pub missing: String,
    /// A day marked "cannot write".
    pub cannot_write: String,
    /// A day before the diary began.
    pub before_first: String,
    /// A day that is not over yet.
    pub open: String,
    /// Written later than its day.
    pub late: String,
    /// Corrected afterwards.
    pub amended: String,
    /// Written by another person.
    pub proxy: String,
    /// The dose changed on this day.
    pub step: String,
    /// A dose known only from before the diary.
    pub before_diary: String,
    /// A dose entered for a later day.
    pub planned: String,
    /// Severities 1, 2 and 3.
    pub severities: [String; 3],
    /// Present, without a grade.
    pub present: String,
    /// As usual, partly, could not, day off.
    pub functions: [String; 4],
    /// A dose of 0.
    pub stopped: String,
    /// The stroke from a day's lowest to its highest value.
    pub extent: String,
    /// A dot that is a day's mean.
    pub mean: String,
    /// The line where days count by their means.
    pub mean_line: String,
    /// The same four, where they stand alone in the legend.
    pub function_keys: [String; 4],
    /// The medicine as planned, partly, not taken, more.
    pub intakes: [String; 4],
    /// The same four, where they stand alone in the legend.
    pub intake_keys: [String; 4],
    /// The height of an item asked daily, and of one asked now and then.
    pub items: [String; 2],
    /// Days counted from a dose change, at the axis.
    pub since_change: String,
    /// Days counted from a stop, at the axis.
    pub since_stop: String,
    /// The pale dots.
    pub raw: String,
    /// The line.
    pub median: String,
    /// The dashed line: what another person wrote.
    pub median_proxy: String,
    /// The person's own range.
    pub band: String,
}

/// The words and date formats of one drawing.
pub trait Words {
    /// Fixed words.
    fn labels(&self) -> &Labels;
    /// A month by its first day, short: `9月`, `Sep`; with its year where one begins.
    fn month(&self, first: Date) -> String;
    /// A day on the axis, short: `9/14`.
    fn day(&self, date: Date) -> String;
    /// A day in the table: `9月14日（月）`.
    fn date(&self, date: Date) -> String;
    /// A number of days, short: `28日`, `day 28`.
    fn count(&self, days: i64) -> String;
    /// Days since a dose change: `変更から 8日目`; the day of the change is 0.
    fn since(&self, days: i64) -> String;
    /// Several values of one day.
    fn several(&self, several: &Several) -> String;
}

/// Several values of one day, in words of the page: how many, lowest and highest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Several {
    /// How many.
    pub count: usize,
    /// The lowest, as text.
    pub low: String,
    /// The highest, as text.
    pub high: String,
}
