//! The mapping file: which column of a layout is what.
//!
//! ```toml
//! date = "date"              # 2012-08-13 or 2012/8/13
//! time = "time"              # may be left out; 8:30 or 08:30:15
//! zone = "Asia/Tokyo"
//! encoding = "auto"          # may be left out; or utf-8, shift_jis, euc-jp, utf-16le and so on
//!
//! [[item]]                   # once for each column of values
//! column = "mood"
//! item = "mood"
//! min = 0                    # in quotes to keep it exactly as written
//! max = 10
//! direction = "higher_better" # or higher_worse, none
//!
//! [dose]                     # may be left out
//! column = "dose"
//! medicine = "venlafaxine"   # a medicine of the catalogue, or any name
//! unit = "mg"                # or µg, mcg, g
//! ```

use std::collections::HashSet;

use diary::{
    About, EntryId, ImportedSeries, ImportedSet, Medicine, NewEntry, Polarity, Submission, Text, ZoneName,
};
use encoding_rs::Encoding;
use jiff::civil::date;
use serde::Deserialize;

use super::cell::{self, Unit};
use super::charset::Charset;
use super::ids;
use super::new_entry::new_entry;
use super::refusal::Cause;

/// One column of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The column's name in the header.
    pub column: String,
    /// The item's name in the chart, its range as written, its direction.
    pub series: ImportedSeries,
}

impl Item {
    /// Whether a cell is a number in the item's range, ends included.
    pub(super) fn check(&self, cell: &str) -> Result<(), Cause> {
        let value = cell::number(cell)?;
        let (min, max) = (cell::number(&self.series.min)?, cell::number(&self.series.max)?);
        if (min..=max).contains(&value) { Ok(()) } else { Err(Cause::OutOfRange) }
    }
}

/// The column of doses a day of one medicine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoseColumn {
    /// The column's name in the header.
    pub column: String,
    /// The medicine.
    pub medicine: Medicine,
    /// Its unit.
    pub unit: Unit,
}

/// One layout of files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Map {
    /// Column of the date.
    pub date: String,
    /// Column of the clock time, if there is one.
    pub time: Option<String>,
    /// Time zone of the diary.
    pub zone: ZoneName,
    /// How the bytes become text.
    pub charset: Charset,
    /// Columns of values.
    pub items: Vec<Item>,
    /// The column of doses, if there is one.
    pub dose: Option<DoseColumn>,
}

/// Why a mapping file cannot be used. The words are in both languages: [`super::map_error_text`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MapError {
    /// Not TOML, an unknown key, a missing key: with the line and what was expected.
    Form(String),
    /// `zone` is no IANA time zone.
    Zone,
    /// `encoding` is not known.
    Encoding,
    /// Neither an item nor a dose column.
    Nothing,
    /// More than 200 items.
    TooMany,
    /// A name that is empty, over 80 characters, or holds control characters.
    Name(String),
    /// Two mappings of one column or two items of one name.
    Twice(String),
    /// `min` and `max` are not two numbers, the smaller one first.
    Range(String),
    /// `direction` is none of the three.
    Direction(String),
    /// `medicine` is no name of a medicine.
    Medicine,
    /// `unit` is none of the three.
    Unit,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MapFile {
    date: String,
    time: Option<String>,
    zone: String,
    encoding: Option<String>,
    #[serde(default)]
    item: Vec<ItemFile>,
    dose: Option<DoseFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemFile {
    column: String,
    item: String,
    min: Bound,
    max: Bound,
    direction: String,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a number, or a number in quotes to keep it as written")]
enum Bound {
    Whole(i64),
    Decimal(f64),
    Text(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DoseFile {
    column: String,
    medicine: String,
    unit: String,
}

const MOST_ITEMS: usize = 200;
const LONGEST_NAME: usize = 80;

impl Map {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// [`MapError`]: the first thing that is wrong.
    pub fn parse(text: &str) -> Result<Self, MapError> {
        let file: MapFile = toml::from_str(text).map_err(|error| MapError::Form(error.to_string()))?;
        let charset = match file.encoding.as_deref() {
            None | Some("auto") => Charset::Auto,
            Some(label) => Charset::Named(Encoding::for_label(label.as_bytes()).ok_or(MapError::Encoding)?),
        };
        if file.item.len() > MOST_ITEMS {
            return Err(MapError::TooMany);
        }
        if file.item.is_empty() && file.dose.is_none() {
            return Err(MapError::Nothing);
        }
        let map = Self {
            date: name(file.date)?,
            time: file.time.map(name).transpose()?,
            zone: ZoneName::parse(&file.zone).map_err(|_| MapError::Zone)?,
            charset,
            items: file.item.into_iter().map(item).collect::<Result<_, _>>()?,
            dose: file.dose.map(dose).transpose()?,
        };
        map.check_names()?;
        Ok(map)
    }

    /// Every mapped column.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let items = self.items.iter().map(|item| item.column.as_str());
        let dose = self.dose.as_ref().map(|dose| dose.column.as_str());
        std::iter::once(self.date.as_str()).chain(self.time.as_deref()).chain(items).chain(dose)
    }

    fn check_names(&self) -> Result<(), MapError> {
        let mut columns = HashSet::new();
        for column in self.columns() {
            if !columns.insert(column) {
                return Err(MapError::Twice(column.to_owned()));
            }
        }
        let mut items = HashSet::new();
        for item in &self.items {
            if !items.insert(&item.series.item) {
                return Err(MapError::Twice(item.series.item.clone()));
            }
        }
        Ok(())
    }

    /// The id of the set of items: the same items in the same zone are the same set, whatever the columns are called.
    #[must_use]
    pub fn set_id(&self) -> EntryId {
        let mut fields = vec!["set", self.zone.as_str()];
        for Item { series, .. } in &self.items {
            fields.extend([series.item.as_str(), &series.min, &series.max, series.direction.as_str()]);
        }
        ids::id_of(&fields)
    }

    /// The entry that names the items. It is about no day, so it carries one that never changes.
    #[must_use]
    pub fn set_entry(&self) -> NewEntry {
        let series = self.items.iter().map(|item| item.series.clone()).collect();
        let about = About { date: date(1970, 1, 1), time: None, zone: self.zone.clone() };
        new_entry(self.set_id(), about, Submission::ImportedSet(ImportedSet { series }))
    }
}

fn name(text: String) -> Result<String, MapError> {
    // A name that the diary would not keep is refused here, once, and not with every row.
    let trimmed = text.trim() == text && !text.is_empty();
    if !trimmed || text.chars().count() > LONGEST_NAME || text.chars().any(Text::breaks_line) {
        return Err(MapError::Name(
            text.chars().filter(|c| !Text::breaks_line(*c)).take(LONGEST_NAME).collect(),
        ));
    }
    Ok(text)
}

fn item(file: ItemFile) -> Result<Item, MapError> {
    let (column, item) = (name(file.column)?, name(file.item)?);
    let (Some((least, min)), Some((most, max))) = (bound(file.min), bound(file.max)) else {
        return Err(MapError::Range(item));
    };
    if least >= most {
        return Err(MapError::Range(item));
    }
    let direction = Polarity::parse(&file.direction).map_err(|_| MapError::Direction(item.clone()))?;
    Ok(Item { column, series: ImportedSeries { item, min, max, direction } })
}

/// The number and how it was written.
fn bound(bound: Bound) -> Option<(f64, String)> {
    let text = match bound {
        Bound::Whole(whole) => whole.to_string(),
        Bound::Decimal(decimal) => decimal.to_string(),
        Bound::Text(text) => text.trim().to_owned(),
    };
    let number = cell::number(&text).ok()?;
    Some((number, text))
}

fn dose(file: DoseFile) -> Result<DoseColumn, MapError> {
    Ok(DoseColumn {
        column: name(file.column)?,
        medicine: Medicine::named(&file.medicine).map_err(|_| MapError::Medicine)?,
        unit: Unit::parse(&file.unit).ok_or(MapError::Unit)?,
    })
}
