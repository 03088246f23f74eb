//! From a file to rows of cells, within bounds.

use std::collections::HashMap;
use std::rc::Rc;

use csv::{ReaderBuilder, StringRecord};

use super::charset::decode;
use super::map::Map;
use super::refusal::{Cause, Refusals};

/// One file to read.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// Its name, for the refusals.
    pub name: &'a str,
    /// Its content.
    pub bytes: &'a [u8],
}

/// Bounds of one import (PORT-007). A file beyond a bound is refused as a whole.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of one file.
    pub file_bytes: usize,
    /// Records of all files together, headers apart.
    pub rows: u64,
    /// Columns of one file.
    pub columns: usize,
    /// Bytes of one cell, as UTF-8.
    pub cell_bytes: usize,
    /// Refusals that are listed; refused rows beyond it are still counted.
    pub refusals: usize,
}

impl Limits {
    /// 64 MiB a file, 200,000 rows, 1,000 columns, 64 KiB a cell, 1,000 refusals.
    pub const DEFAULT: Self = Self {
        file_bytes: 64 * 1024 * 1024,
        rows: 200_000,
        columns: 1_000,
        cell_bytes: 64 * 1024,
        refusals: 1_000,
    };
}

/// One row of a table.
pub(super) struct Row {
    /// Its number, the header being 1.
    pub(super) number: u64,
    record: StringRecord,
    /// Where each mapped column stands, in the order of [`Map::columns`].
    places: Rc<[usize]>,
}

impl Row {
    /// The mapped cells in the order of [`Map::columns`].
    pub(super) fn cells(&self) -> impl Iterator<Item = &str> {
        self.places.iter().map(|place| self.record.get(*place).unwrap_or_default())
    }
}

/// The rows of one file that can be read at all; none when the file is refused as a whole. `rows_before` are the rows of the
/// files before it.
pub(super) fn read(
    limits: Limits,
    map: &Map,
    file: File<'_>,
    rows_before: u64,
    refusals: &mut Refusals,
) -> Vec<Row> {
    let mut reader = TableReader { limits, map, file, rows_before, refusals };
    reader.rows().unwrap_or_else(|cause| {
        refusals.add(file.name, None, None, cause);
        Vec::new()
    })
}

struct TableReader<'a> {
    limits: Limits,
    map: &'a Map,
    file: File<'a>,
    rows_before: u64,
    refusals: &'a mut Refusals,
}

impl TableReader<'_> {
    /// The readable rows; none where a mapped column is not in the header exactly once.
    fn rows(&mut self) -> Result<Vec<Row>, Cause> {
        if self.file.bytes.len() > self.limits.file_bytes {
            return Err(Cause::FileTooBig);
        }
        let text = decode(self.file.bytes, self.map.charset)?;
        let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut records = reader.records();
        let header = records.next().ok_or(Cause::NoHeader)?.map_err(|_| Cause::NotText)?;
        if header.len() > self.limits.columns {
            return Err(Cause::TooManyColumns);
        }
        let Some(places) = self.places(&header) else { return Ok(Vec::new()) };
        let mut rows = Vec::new();
        for (number, record) in (2_u64..).zip(records) {
            if self.rows_before + number - 1 > self.limits.rows {
                return Err(Cause::TooManyRows);
            }
            let record = record.map_err(|_| Cause::NotText)?;
            if self.fits(number, &record, &header) {
                rows.push(Row { number, record, places: Rc::clone(&places) });
            }
        }
        Ok(rows)
    }

    /// Where each mapped column stands; none where one is missing or there twice.
    fn places(&mut self, header: &StringRecord) -> Option<Rc<[usize]>> {
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        for (place, name) in header.iter().enumerate() {
            by_name.entry(name.trim()).or_default().push(place);
        }
        let mut places = Vec::new();
        let mut complete = true;
        for column in self.map.columns() {
            let cause = match by_name.get(column).map(Vec::as_slice) {
                Some([place]) => {
                    places.push(*place);
                    continue;
                }
                Some(_) => Cause::DuplicateColumn,
                None => Cause::MissingColumn,
            };
            self.refusals.add(self.file.name, Some(1), Some(column), cause);
            complete = false;
        }
        complete.then(|| places.into())
    }

    /// Whether a row has the header's shape and only cells that can be stored.
    fn fits(&mut self, number: u64, record: &StringRecord, header: &StringRecord) -> bool {
        if record.len() != header.len() {
            self.refusals.add(self.file.name, Some(number), None, Cause::FieldCount);
            return false;
        }
        let mut fits = true;
        for (index, cell) in record.iter().enumerate() {
            let cause = if cell.contains('\0') {
                Cause::Nul
            } else if cell.len() > self.limits.cell_bytes {
                Cause::CellTooLong
            } else {
                continue;
            };
            let name = header.get(index).unwrap_or_default().trim();
            let is_mapped = self.map.columns().any(|column| column == name);
            let column = if is_mapped { name.to_owned() } else { (index + 1).to_string() };
            self.refusals.add(self.file.name, Some(number), Some(&column), cause);
            fits = false;
        }
        fits
    }
}
