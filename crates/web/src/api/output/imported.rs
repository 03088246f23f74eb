//! Diaries that were kept elsewhere.

use diary::{ImportedRow, ImportedSeries, ImportedSet};
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

/// Items of an imported diary.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportedSetShape<'a> {
    /// The items.
    series: Vec<SeriesShape<'a>>,
}

impl<'a> ImportedSetShape<'a> {
    pub(super) fn of(set: &'a ImportedSet) -> Self {
        Self { series: set.series.iter().map(SeriesShape::of).collect() }
    }
}

/// One item of an imported diary, on its own scale.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SeriesShape<'a> {
    /// Its name there.
    item: &'a str,
    /// Lower end, as written.
    min: &'a str,
    /// Upper end, as written.
    max: &'a str,
    /// `higher_better`, `higher_worse` or `none`.
    direction: &'a str,
}

impl<'a> SeriesShape<'a> {
    /// One item.
    #[must_use]
    pub fn of(series: &'a ImportedSeries) -> Self {
        let ImportedSeries { item, min, max, direction } = series;
        Self { item, min, max, direction: direction.as_str() }
    }
}

/// Values of one imported row.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportedRowShape<'a> {
    /// Each as it was written, by item.
    #[schema(value_type = std::collections::HashMap<String, String>)]
    values: Values<'a>,
}

impl<'a> ImportedRowShape<'a> {
    pub(super) fn of(row: &'a ImportedRow) -> Self {
        Self { values: Values(row) }
    }
}

/// Values by item.
#[derive(Debug)]
pub struct Values<'a>(pub &'a ImportedRow);

impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.values.iter().map(|(item, cell)| (item, cell)))
    }
}
