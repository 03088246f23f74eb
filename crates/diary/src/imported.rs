//! A diary kept elsewhere: its items on their own scales, its cells as they were written.

use crate::author::named;
use crate::error::InField as _;
use crate::text::forbidden;
use crate::{Code, EntryId, Refusal};

/// The most items of one file.
const MOST_ITEMS: usize = 500;
/// The longest item name or scale end, in characters.
const NAME_CHARS: usize = 200;
/// The longest cell, in characters.
const CELL_CHARS: usize = 4_000;

named! {
    /// Which way a foreign scale points.
    Polarity {
        /// Higher is better.
        HigherBetter = "higher_better",
        /// Higher is worse.
        HigherWorse = "higher_worse",
        /// Neither.
        None = "none",
    }
}

/// One item of a diary kept elsewhere, on its own scale, never rescaled into ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedSeries {
    /// The item's name there.
    pub item: String,
    /// Lower end of its scale, as written.
    pub min: String,
    /// Upper end of its scale, as written.
    pub max: String,
    /// Which way it points.
    pub direction: Polarity,
}

/// The items of one imported file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedSet {
    /// The items.
    pub series: Vec<ImportedSeries>,
}

/// The values of one imported row, each as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedRow {
    /// The set whose items these are.
    pub set: EntryId,
    /// Item and cell; an empty cell makes no value.
    pub values: Vec<(String, String)>,
}

impl ImportedSet {
    /// Refuses no items, more than a file can have, unnamed ones and two of one name.
    ///
    /// # Errors
    /// Names the field `series`.
    pub fn check(&self) -> Result<(), Refusal> {
        if self.series.is_empty() {
            return Err(Refusal::new("series", Code::Empty));
        }
        let ends = self.series.iter().flat_map(|series| [&series.min, &series.max]);
        ends.into_iter().try_for_each(|end| as_written(end, NAME_CHARS)).in_field("series")?;
        items(self.series.iter().map(|series| &series.item)).in_field("series")
    }
}

impl ImportedRow {
    /// Refuses more values than a row can have, two of one item, huge cells and control characters.
    ///
    /// # Errors
    /// Names the field `values`.
    pub fn check(&self) -> Result<(), Refusal> {
        self.values.iter().try_for_each(|(_, cell)| as_written(cell, CELL_CHARS)).in_field("values")?;
        items(self.values.iter().map(|(item, _)| item)).in_field("values")
    }
}

fn items<'a>(items: impl Iterator<Item = &'a String>) -> Result<(), Code> {
    let mut items: Vec<&String> = items.collect();
    if items.len() > MOST_ITEMS {
        return Err(Code::TooMany);
    }
    if items.iter().any(|item| item.is_empty()) {
        return Err(Code::Missing);
    }
    items.iter().try_for_each(|item| as_written(item, NAME_CHARS))?;
    items.sort_unstable();
    if items.windows(2).any(|pair| matches!(pair, [one, other] if one == other)) {
        return Err(Code::Twice);
    }
    Ok(())
}

/// Kept as it was written, line ends too, so it is never brought into normal form.
fn as_written(text: &str, most_chars: usize) -> Result<(), Code> {
    if text.chars().count() > most_chars {
        return Err(Code::TooLong);
    }
    if text.chars().any(|c| forbidden(c) && c != '\r') {
        return Err(Code::BadCharacters);
    }
    Ok(())
}
