//! A table on its way to CSV.

use csv::{Terminator, WriterBuilder};

use super::guard;
use crate::Error;

/// Columns and rows of one kind of entry.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// Names of the columns.
    pub(super) columns: Vec<String>,
    /// Cells, in the order of the columns; a row may be shorter.
    pub(super) rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new<'a>(columns: impl IntoIterator<Item = &'a str>) -> Self {
        Self { columns: columns.into_iter().map(str::to_owned).collect(), rows: Vec::new() }
    }

    /// The place of a column, which is added when it is new.
    pub(super) fn place(&mut self, column: &str) -> usize {
        self.columns.iter().position(|known| known == column).unwrap_or_else(|| {
            self.columns.push(column.to_owned());
            self.columns.len() - 1
        })
    }

    /// The file.
    pub(super) fn csv(&self) -> Result<Vec<u8>, Error> {
        let mut writer =
            WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::from("\u{FEFF}".as_bytes()));
        writer.write_record(&self.columns)?;
        for row in &self.rows {
            let missing = self.columns.len().saturating_sub(row.len());
            let cells = row.iter().map(String::as_str).chain(std::iter::repeat_n("", missing));
            writer.write_record(cells.map(|cell| guard::neutral(cell).into_owned()))?;
        }
        Ok(writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?)
    }
}
