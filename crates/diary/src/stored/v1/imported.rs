//! Version 1: a diary kept elsewhere.

use serde::{Deserialize, Serialize};

use super::form::Form;
use crate::{Code, ImportedRow, ImportedSeries, ImportedSet, Polarity};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SetForm {
    series: Vec<SeriesForm>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeriesForm {
    item: String,
    min: String,
    max: String,
    direction: String,
}

impl Form for SetForm {
    type Content = ImportedSet;

    fn write(content: &ImportedSet) -> Self {
        let form = |series: &ImportedSeries| SeriesForm {
            item: series.item.clone(),
            min: series.min.clone(),
            max: series.max.clone(),
            direction: series.direction.as_str().to_owned(),
        };
        Self { series: content.series.iter().map(form).collect() }
    }

    fn read(self) -> Result<ImportedSet, Code> {
        let read = |form: SeriesForm| {
            Ok(ImportedSeries {
                item: form.item,
                min: form.min,
                max: form.max,
                direction: Polarity::parse(&form.direction)?,
            })
        };
        Ok(ImportedSet { series: self.series.into_iter().map(read).collect::<Result<_, Code>>()? })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RowForm {
    set: String,
    values: Vec<(String, String)>,
}

impl Form for RowForm {
    type Content = ImportedRow;

    fn write(content: &ImportedRow) -> Self {
        Self { set: content.set.to_string(), values: content.values.clone() }
    }

    fn read(self) -> Result<ImportedRow, Code> {
        Ok(ImportedRow { set: self.set.parse()?, values: self.values })
    }
}
