//! A table on its way to CSV.

use csv::{Terminator, WriterBuilder};

use super::spreadsheet::without_formula;
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

    /// The index of a column, which is added when it is new.
    pub(super) fn column(&mut self, name: &str) -> usize {
        if let Some(index) = self.columns.iter().position(|column| column == name) {
            return index;
        }
        self.columns.push(name.to_owned());
        self.columns.len() - 1
    }

    /// The file: UTF-8 with a byte order mark, CRLF.
    pub(super) fn to_csv(&self) -> Result<Vec<u8>, Error> {
        let mut writer =
            WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::from("\u{FEFF}".as_bytes()));
        writer.write_record(&self.columns)?;
        for row in &self.rows {
            let mut cells: Vec<_> = row.iter().map(|cell| without_formula(cell)).collect();
            cells.resize(self.columns.len(), "".into());
            writer.write_record(cells.iter().map(AsRef::<str>::as_ref))?;
        }
        Ok(writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?)
    }
}
