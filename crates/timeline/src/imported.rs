//! Lanes of a diary kept elsewhere: every item on its own scale, in the order of its file.

use std::collections::{BTreeSet, HashMap};

use diary::chart::ImportedDay;
use diary::{EntryId, ImportedSeries, Polarity};
use figure::axis::days_between;
use figure::input::{self, Asked, ItemRow, Items, Lane, Measures, Point, Summary, Tone};
use insight::median::trailing;
use jiff::Timestamp;
use jiff::civil::Date;

use super::diary_lanes::{more, one_a_day, series};
use locale::Texts;

/// Items drawn large without being asked for, where none has a direction.
pub const DRAWN: usize = 8;
/// Files whose first item is drawn large beside the lane of all items.
const FILES: usize = 4;
/// Items drawn small; more are in the table.
const SMALL: usize = 48;

/// The imported items of a chart, those of the file that came first first; an item's number is its place.
pub struct Imported<'a> {
    items: Vec<Item<'a>>,
    /// How many items each file has.
    files: Vec<usize>,
}

struct Item<'a> {
    series: &'a ImportedSeries,
    /// Its values in the order of the rows; cells that are no number are in the entries.
    values: Vec<(Date, f64)>,
    rhythm: Rhythm,
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
        Self {
            items: files.iter().flat_map(|(_, file)| file.items()).collect(),
            files: files.iter().map(|(_, file)| file.series.len()).collect(),
        }
    }

    /// The names of all items in order.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.items.iter().map(|item| item.series.item.clone()).collect()
    }

    /// What is drawn large when nothing is asked for: the first item of each file where all that have a direction are
    /// drawn small in one lane anyway, else the first items in the order of their files, the files taking turns.
    #[must_use]
    pub fn usual(&self) -> BTreeSet<usize> {
        let small = self.items.iter().any(|item| item.ends().is_some());
        let (turns, most) = if small { (1, FILES) } else { (DRAWN, DRAWN) };
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

    /// Every item that has a direction as a small row, a group a file; nothing where none has.
    #[must_use]
    pub fn small(&self, t: Texts, steps: &[Date]) -> Option<Lane> {
        let mut items = Items::default();
        let (mut at, mut drawn) = (0, 0);
        for len in &self.files {
            let of_file = self.items.iter().skip(at).take(*len);
            let mut rows: Vec<ItemRow> = of_file.filter_map(|item| item.row(t, steps)).collect();
            items.table_only.extend(rows.split_off(rows.len().min(SMALL - drawn)));
            drawn += rows.len();
            if !rows.is_empty() {
                items.groups.push(rows);
            }
            at += len;
        }
        // What is asked now and then tells more with each answer, and stands next to the doses.
        items.groups.sort_by_key(|rows| rows.iter().any(|row| row.asked == Asked::Daily));
        items.more = more(t, items.table_only.len());
        let lane = |items| Lane {
            name: t.get("lane-items"),
            note: t.get("lane-items-note"),
            body: input::Body::Items(items),
        };
        (drawn > 0).then(|| lane(items))
    }

    /// The lanes of the items asked for, with their numbers.
    #[must_use]
    pub fn lanes(&self, t: Texts, wanted: &BTreeSet<usize>, steps: &[Date]) -> Vec<(usize, Lane)> {
        let items = self.items.iter().enumerate().filter(|(number, _)| wanted.contains(number));
        items.filter_map(|(number, item)| Some((number, item.lane(t, steps)?))).collect()
    }
}

impl<'a> File<'a> {
    fn items(&self) -> Vec<Item<'a>> {
        let values = self.values();
        self.series.iter().zip(values).map(|(series, values)| Item::new(series, values)).collect()
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
    fn new(series: &'a ImportedSeries, values: Vec<(Date, f64)>) -> Self {
        Self { series, rhythm: rhythm(&values), values }
    }

    /// The ends of its scale.
    fn scale(&self) -> Option<(f64, f64)> {
        Some((self.series.min.trim().parse().ok()?, self.series.max.trim().parse().ok()?))
    }

    /// Its scale from the better end to the worse one, where its file says which is which.
    fn ends(&self) -> Option<(f64, f64)> {
        let (min, max) = self.scale()?;
        match self.series.direction {
            Polarity::HigherBetter => Some((max, min)),
            Polarity::HigherWorse => Some((min, max)),
            Polarity::None => None,
        }
    }

    /// Its scale and direction in words.
    fn unit(&self, t: Texts) -> String {
        let series = self.series;
        let values = [("min", series.min.as_str().into()), ("max", series.max.as_str().into())];
        match series.direction {
            Polarity::HigherBetter => t.with("lane-imported-better", &values),
            Polarity::HigherWorse => t.with("lane-imported-worse", &values),
            Polarity::None => t.with("lane-imported-note", &values),
        }
    }

    /// Its small row, if it has a direction and any value. Where higher is better its scale is turned round, and says so.
    fn row(&self, t: Texts, steps: &[Date]) -> Option<ItemRow> {
        let ((better, worse), series) = (self.ends().filter(|_| !self.values.is_empty())?, self.series);
        let turned = match series.direction {
            Polarity::HigherBetter => format!("{} ", t.get("lane-items-turned")),
            Polarity::HigherWorse | Polarity::None => String::new(),
        };
        let unit = |key| t.one(key, "scale", self.unit(t));
        let values = self.values.iter().copied();
        let (asked, days, unit) = match self.rhythm {
            Rhythm::Sparse { every_days } => {
                (Asked::Sparsely { days: every_days }, one_a_day(values, Summary::Median), self.unit(t))
            }
            Rhythm::Daily(Summary::Mean) => {
                (Asked::Daily, one_a_day(values, Summary::Mean), unit("lane-items-mean"))
            }
            Rhythm::Daily(summary) => (Asked::Daily, one_a_day(values, summary), unit("lane-items-value")),
        };
        let drawn = if asked == Asked::Daily { trailing(&days, steps).concat() } else { days.clone() };
        Some(ItemRow { label: series.item.clone(), turned, unit, better, worse, days, drawn, asked })
    }

    fn lane(&self, t: Texts, steps: &[Date]) -> Option<Lane> {
        let (min, max) = self.scale()?;
        // An imported value is nobody's own voice here; it is drawn plain.
        let points = || self.values.iter().map(|(date, value)| Point::new(*date, *value)).collect();
        let body = match self.rhythm {
            Rhythm::Sparse { .. } => input::Body::Measures(measures(&self.values, (min, max))),
            Rhythm::Daily(summary) => {
                input::Body::Series(series(Tone::Scale, (min, max), summary, points(), steps))
            }
        };
        Some(Lane { name: self.series.item.clone(), note: self.unit(t), body })
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
fn measures(values: &[(Date, f64)], (min, max): (f64, f64)) -> Measures {
    let low = values.iter().map(|(_, value)| *value).fold(max, f64::min).floor().clamp(min.min(max), max);
    let high = values.iter().map(|(_, value)| *value).fold(min, f64::max).ceil().clamp(min.min(max), max);
    let (low, high) = if low < high { (low, high) } else { (min, max) };
    let values = values.iter().map(|(date, value)| (*date, *value, figure::svg::number(*value))).collect();
    Measures { min: low, max: high, values }
}
