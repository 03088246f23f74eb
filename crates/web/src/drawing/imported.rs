//! Lanes of a diary kept elsewhere: every item on its own scale, in the order of its file.

use std::collections::{BTreeSet, HashMap};

use diary::chart::ImportedDay;
use diary::{EntryId, ImportedSeries, Polarity};
use figure::axis::days_between;
use figure::compare::{self, Asked, Worse, compare};
use figure::input::{self, Band, Lane, Measures, Point, Reads, Series, Strip, StripRow, Summary, Tone};
use jiff::Timestamp;
use jiff::civil::Date;

use super::lanes::more;
use crate::texts::Texts;

/// Items drawn without being asked for, where none can be compared.
pub const DRAWN: usize = 8;
/// Files whose first item is drawn beside the comparison.
const FILES: usize = 4;
/// Compared items that are drawn; more are in the table.
const COMPARED: usize = 48;

/// The imported items of a chart, those of the file that came first first; an item's number is its place.
pub struct Imported<'a> {
    items: Vec<Item<'a>>,
    /// How many items each file has.
    files: Vec<usize>,
    rows: Vec<StripRow>,
}

struct Item<'a> {
    series: &'a ImportedSeries,
    /// Its values in the order of the rows; cells that are no number are in the entries.
    values: Vec<(Date, f64)>,
    rhythm: Rhythm,
    /// From its lowest to its highest value before the first dose change.
    before: Option<Band>,
}

struct File<'a> {
    series: &'a [ImportedSeries],
    rows: Vec<&'a ImportedDay<'a>>,
}

impl<'a> Imported<'a> {
    /// From the rows of a chart and the days on which a dose changed, sorted.
    #[must_use]
    pub fn of(rows: &'a [ImportedDay<'a>], steps: &[Date]) -> Self {
        let mut files: HashMap<EntryId, (Option<Timestamp>, File<'a>)> = HashMap::new();
        for row in rows {
            let arrived = row.entry.versions().first().map(|version| version.meta.received_at);
            let new = || (arrived, File { series: row.series, rows: Vec::new() });
            let (first, file) = files.entry(row.row.set).or_insert_with(new);
            *first = arrived.min(*first);
            file.rows.push(row);
        }
        let mut files: Vec<(Option<Timestamp>, File<'a>)> = files.into_values().collect();
        // Files that arrived in one moment keep an order that does not change from page to page.
        let name = |file: &File<'a>| file.series.first().map(|series| series.item.as_str());
        files.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| name(&a.1).cmp(&name(&b.1))));
        let items: Vec<Item<'a>> = files.iter().flat_map(|(_, file)| file.items(steps)).collect();
        let rows = items.iter().filter_map(|item| item.row(steps)).collect();
        Self { items, files: files.iter().map(|(_, file)| file.series.len()).collect(), rows }
    }

    /// The names of all items in order.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.items.iter().map(|item| item.series.item.clone()).collect()
    }

    /// What is drawn on its own scale when nothing is asked for: the first item of each file where all are compared in
    /// one lane anyway, else the first items in the order of their files, the files taking turns.
    #[must_use]
    pub fn usual(&self) -> BTreeSet<usize> {
        let (turns, most) = if self.rows.is_empty() { (DRAWN, DRAWN) } else { (1, FILES) };
        let mut starts = Vec::new();
        let mut at = 0;
        for len in &self.files {
            starts.push((at, *len));
            at += len;
        }
        let turn =
            |turn| starts.iter().filter(move |(_, len)| turn < *len).map(move |(start, _)| start + turn);
        (0..turns).flat_map(turn).take(most).collect()
    }

    /// Every item that has a direction, compared with itself before the first dose change; nothing without such days.
    #[must_use]
    pub fn compared(&self, t: Texts) -> Option<Lane> {
        let mut rows = self.rows.clone();
        let table_only = rows.split_off(rows.len().min(COMPARED));
        let strip = Strip { rows, more: more(t, table_only.len()), table_only, reads: Reads::Compared };
        let lane = |strip| Lane {
            name: t.get("lane-compared"),
            note: t.get("lane-compared-note"),
            body: input::Body::Strip(strip),
        };
        (!strip.rows.is_empty()).then(|| lane(strip))
    }

    /// The lanes of the items asked for, with their numbers.
    #[must_use]
    pub fn lanes(&self, t: Texts, wanted: &BTreeSet<usize>) -> Vec<(usize, Lane)> {
        let items = self.items.iter().enumerate().filter(|(number, _)| wanted.contains(number));
        items.filter_map(|(number, item)| Some((number, item.lane(t)?))).collect()
    }
}

impl<'a> File<'a> {
    fn items(&self, steps: &[Date]) -> Vec<Item<'a>> {
        let values = self.values();
        self.series.iter().zip(values).map(|(series, values)| Item::new(series, values, steps)).collect()
    }

    /// The values of each item.
    fn values(&self) -> Vec<Vec<(Date, f64)>> {
        let places: HashMap<&str, usize> =
            self.series.iter().enumerate().map(|(place, series)| (series.item.as_str(), place)).collect();
        let mut out = vec![Vec::new(); self.series.len()];
        for row in &self.rows {
            let date = row.entry.date();
            for (item, cell) in &row.row.values {
                let values = places.get(item.as_str()).and_then(|place| out.get_mut(*place));
                if let (Some(values), Ok(value)) = (values, cell.trim().parse()) {
                    values.push((date, value));
                }
            }
        }
        out
    }
}

impl<'a> Item<'a> {
    fn new(series: &'a ImportedSeries, values: Vec<(Date, f64)>, steps: &[Date]) -> Self {
        let rhythm = rhythm(&values);
        let before: Vec<f64> = match steps.first() {
            Some(first) => values.iter().filter(|(date, _)| date < first).map(|(_, value)| *value).collect(),
            None => Vec::new(),
        };
        let low = before.iter().copied().fold(f64::INFINITY, f64::min);
        let high = before.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let before = (before.len() >= compare::LEAST_VALUES).then_some(Band { low, high });
        Self { series, values, rhythm, before }
    }

    /// The ends of its scale.
    fn scale(&self) -> Option<(f64, f64)> {
        Some((self.series.min.trim().parse().ok()?, self.series.max.trim().parse().ok()?))
    }

    /// Its row of the comparison, if it has a direction and enough values before the first dose change.
    fn row(&self, steps: &[Date]) -> Option<StripRow> {
        let worse = match self.series.direction {
            Polarity::HigherBetter => Worse::Lower,
            Polarity::HigherWorse => Worse::Higher,
            Polarity::None => return None,
        };
        let (min, max) = self.scale()?;
        let (asked, span_days) = match self.rhythm {
            Rhythm::Sparse { every_days } => (Asked::Sparsely, every_days),
            Rhythm::Daily(summary) => (Asked::Daily(summary), 1),
        };
        let found = compare(&compare::Item { values: &self.values, extent: max - min, worse, asked }, steps)?;
        let label = self.series.item.clone();
        Some(StripRow { span_days, known: found.known, ..StripRow::of(label, Tone::Scale, found.marks) })
    }

    fn lane(&self, t: Texts) -> Option<Lane> {
        let (min, max) = self.scale()?;
        let series = self.series;
        let values = [("min", series.min.as_str().into()), ("max", series.max.as_str().into())];
        let note = match series.direction {
            Polarity::HigherBetter => t.with("lane-imported-better", &values),
            Polarity::HigherWorse => t.with("lane-imported-worse", &values),
            Polarity::None => t.with("lane-imported-note", &values),
        };
        // An imported value is nobody's own voice here; it is drawn plain.
        let points = || self.values.iter().map(|(date, value)| Point::new(*date, *value)).collect();
        let body = match self.rhythm {
            Rhythm::Sparse { .. } => input::Body::Measures(measures(&self.values, (min, max), self.before)),
            Rhythm::Daily(summary) => input::Body::Series(Series {
                tone: Tone::Scale,
                min,
                max,
                points: points(),
                summary,
                band: None,
            }),
        };
        Some(Lane { name: series.item.clone(), note, body })
    }
}

/// How often an item was asked.
enum Rhythm {
    /// On fewer than a third of the days it spans, once a day: single points with their values.
    Sparse {
        /// The shortest time between two, at most a week.
        every_days: i64,
    },
    /// More often.
    Daily(Summary),
}

fn rhythm(values: &[(Date, f64)]) -> Rhythm {
    let mut days: Vec<Date> = values.iter().map(|(date, _)| *date).collect();
    days.sort_unstable();
    days.dedup();
    let span = days.first().zip(days.last()).map_or(0, |(first, last)| days_between(*first, *last) + 1);
    let count = i64::try_from(days.len()).unwrap_or(i64::MAX);
    let gaps = days.iter().zip(days.iter().skip(1)).map(|(a, b)| days_between(*a, *b));
    match days.len() == values.len() {
        true if count.saturating_mul(3) < span => {
            Rhythm::Sparse { every_days: gaps.min().unwrap_or(1).min(7) }
        }
        true => Rhythm::Daily(Summary::Median),
        false => Rhythm::Daily(Summary::Mean),
    }
}

/// Single values on the part of their scale that they use, in whole units.
fn measures(values: &[(Date, f64)], (min, max): (f64, f64), band: Option<Band>) -> Measures {
    let low = values.iter().map(|(_, value)| *value).fold(max, f64::min).floor().clamp(min.min(max), max);
    let high = values.iter().map(|(_, value)| *value).fold(min, f64::max).ceil().clamp(min.min(max), max);
    let (low, high) = if low < high { (low, high) } else { (min, max) };
    let values = values.iter().map(|(date, value)| (*date, *value, figure::svg::number(*value))).collect();
    Measures { min: low, max: high, values, cuts: Vec::new(), band }
}

/// The days with an imported value.
#[must_use]
pub fn days(rows: &[ImportedDay<'_>]) -> BTreeSet<Date> {
    rows.iter().map(|row| row.entry.date()).collect()
}
