//! Lanes of a diary kept elsewhere: every item on its own scale, in the order of its file.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diary::chart::ImportedDay;
use diary::{EntryId, ImportedSeries, Polarity};
use figure::input::{self, Lane, Measures, Point, Series, Summary, Tone};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::texts::Texts;

/// Items drawn without being asked for.
pub const DRAWN: usize = 8;

/// The imported files of a chart, the one that came first first.
pub struct Imported<'a> {
    files: Vec<File<'a>>,
}

struct File<'a> {
    series: &'a [ImportedSeries],
    rows: Vec<&'a ImportedDay<'a>>,
}

impl<'a> Imported<'a> {
    /// From the rows of a chart.
    #[must_use]
    pub fn of(rows: &'a [ImportedDay<'a>]) -> Self {
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
        Self { files: files.into_iter().map(|(_, file)| file).collect() }
    }

    /// The names of all items in order; an item's number is its place here.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.files.iter().flat_map(|file| file.series).map(|series| series.item.clone()).collect()
    }

    /// What is drawn when nothing is asked for: items in the order of their files, the files taking turns.
    #[must_use]
    pub fn usual(&self) -> BTreeSet<usize> {
        let mut starts = Vec::new();
        let mut at = 0;
        for file in &self.files {
            starts.push((at, file.series.len()));
            at += file.series.len();
        }
        let turns = (0..DRAWN)
            .flat_map(|turn| starts.iter().filter(move |(_, len)| turn < *len).map(move |(s, _)| s + turn));
        turns.take(DRAWN).collect()
    }

    /// The lanes of the items asked for, with their numbers.
    #[must_use]
    pub fn lanes(&self, t: Texts, wanted: &BTreeSet<usize>) -> Vec<(usize, Lane)> {
        let mut out = Vec::new();
        let mut start = 0;
        for file in &self.files {
            let items: Vec<(usize, &ImportedSeries)> =
                file.series.iter().enumerate().filter(|(i, _)| wanted.contains(&(start + i))).collect();
            for ((i, series), points) in items.iter().zip(file.points(&items)) {
                out.extend(lane(t, series, points).map(|lane| (start + i, lane)));
            }
            start += file.series.len();
        }
        out
    }
}

impl File<'_> {
    /// The values of some items, each in the order of the rows; cells that are no number are in the entries.
    fn points(&self, items: &[(usize, &ImportedSeries)]) -> Vec<Vec<Point>> {
        let places: HashMap<&str, usize> =
            items.iter().enumerate().map(|(place, (_, series))| (series.item.as_str(), place)).collect();
        let mut out = vec![Vec::new(); items.len()];
        for row in &self.rows {
            let date = row.entry.date();
            for (item, cell) in &row.row.values {
                let points = places.get(item.as_str()).and_then(|place| out.get_mut(*place));
                if let (Some(points), Ok(value)) = (points, cell.trim().parse()) {
                    // An imported value is nobody's own voice here; it is drawn plain.
                    points.push(Point::new(date, value));
                }
            }
        }
        out
    }
}

fn lane(t: Texts, series: &ImportedSeries, points: Vec<Point>) -> Option<Lane> {
    let (min, max) = (series.min.trim().parse().ok()?, series.max.trim().parse().ok()?);
    let values = [("min", series.min.as_str().into()), ("max", series.max.as_str().into())];
    let note = match series.direction {
        Polarity::HigherBetter => t.with("lane-imported-better", &values),
        Polarity::HigherWorse => t.with("lane-imported-worse", &values),
        Polarity::None => t.with("lane-imported-note", &values),
    };
    let body = match rhythm(&points) {
        Rhythm::Sparse => input::Body::Measures(measures(&points, (min, max))),
        Rhythm::Daily(summary) => {
            input::Body::Series(Series { tone: Tone::Scale, min, max, points, summary, band: None })
        }
    };
    Some(Lane { name: series.item.clone(), note, body })
}

/// How often an item was asked.
enum Rhythm {
    /// On fewer than a third of the days it spans, once a day: single points with their values.
    Sparse,
    /// More often.
    Daily(Summary),
}

fn rhythm(points: &[Point]) -> Rhythm {
    let days: BTreeMap<Date, usize> = points.iter().fold(BTreeMap::new(), |mut days, point| {
        *days.entry(point.date).or_default() += 1;
        days
    });
    let span = days.keys().next().zip(days.keys().next_back());
    let span = span.map_or(0, |(first, last)| figure::axis::days_between(*first, *last) + 1);
    let count = i64::try_from(days.len()).unwrap_or(i64::MAX);
    let once = days.len() == points.len();
    match once {
        true if count.saturating_mul(3) < span => Rhythm::Sparse,
        true => Rhythm::Daily(Summary::Median),
        false => Rhythm::Daily(Summary::Mean),
    }
}

/// Single values on the part of their scale that they use, in whole units.
fn measures(points: &[Point], (min, max): (f64, f64)) -> Measures {
    let low = points.iter().map(|p| p.value).fold(max, f64::min).floor().clamp(min.min(max), max);
    let high = points.iter().map(|p| p.value).fold(min, f64::max).ceil().clamp(min.min(max), max);
    let (low, high) = if low < high { (low, high) } else { (min, max) };
    let values = points.iter().map(|p| (p.date, p.value, figure::svg::number(p.value))).collect();
    Measures { min: low, max: high, values, cuts: Vec::new() }
}

/// The days with an imported value.
#[must_use]
pub fn days(rows: &[ImportedDay<'_>]) -> BTreeSet<Date> {
    rows.iter().map(|row| row.entry.date()).collect()
}
