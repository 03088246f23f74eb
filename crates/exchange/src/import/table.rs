//! From a file to rows of cells, within bounds.

use std::collections::HashMap;

use csv::{ReaderBuilder, StringRecord};

use super::reason::Reasons;
use super::{File, Limits, Map, Why, decode};

/// One row with the cells of the mapped columns.
pub(super) struct Row {
    /// Its number, the header being 1.
    pub(super) number: u64,
    /// All cells.
    record: StringRecord,
    /// Where each mapped column stands, in the order of [`Map::columns`].
    places: std::rc::Rc<[usize]>,
}

impl Row {
    /// The mapped cells in the order of [`Map::columns`].
    pub(super) fn cells(&self) -> impl Iterator<Item = &str> {
        self.places.iter().map(|place| self.record.get(*place).unwrap_or_default())
    }
}

/// The rows that can be read at all.
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
}

/// Reads one file; `before` rows were read already. `None` when the file is refused as a whole.
pub(super) fn read(
    limits: Limits,
    map: &Map,
    file: File<'_>,
    before: u64,
    reasons: &mut Reasons,
) -> Option<Table> {
    let mut reading = Reading { limits, map, file, before, reasons };
    match reading.table() {
        Ok(table) => Some(table),
        Err(None) => None,
        Err(Some(why)) => {
            reading.reasons.add(file.name, None, None, why);
            None
        }
    }
}

struct Reading<'a> {
    limits: Limits,
    map: &'a Map,
    file: File<'a>,
    before: u64,
    reasons: &'a mut Reasons,
}

impl Reading<'_> {
    /// An error without a reason has already given its reasons.
    fn table(&mut self) -> Result<Table, Option<Why>> {
        if self.file.bytes.len() > self.limits.file_bytes {
            return Err(Some(Why::FileTooBig));
        }
        let text = decode::decode(self.file.bytes, self.map.charset)?;
        let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut records = reader.records();
        let header = records.next().ok_or(Why::NoHeader)?.map_err(|_| Why::NotText)?;
        if header.len() > self.limits.columns {
            return Err(Some(Why::TooManyColumns));
        }
        let places = self.places(&header)?;
        let mut rows = Vec::new();
        for (number, record) in (2_u64..).zip(records) {
            if self.before + number - 1 > self.limits.rows {
                return Err(Some(Why::TooManyRows));
            }
            let record = record.map_err(|_| Why::NotText)?;
            if self.fits(number, &record, &header) {
                rows.push(Row { number, record, places: std::rc::Rc::clone(&places) });
            }
        }
        Ok(Table { rows })
    }

    /// Where each mapped column stands.
    fn places(&mut self, header: &StringRecord) -> Result<std::rc::Rc<[usize]>, Option<Why>> {
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        for (place, name) in header.iter().enumerate() {
            by_name.entry(name.trim()).or_default().push(place);
        }
        let mut places = Vec::new();
        let mut whole = true;
        for column in self.map.columns() {
            let why = match by_name.get(column).map(Vec::as_slice) {
                Some([place]) => {
                    places.push(*place);
                    continue;
                }
                Some(_) => Why::DuplicateColumn,
                None => Why::MissingColumn,
            };
            self.reasons.add(self.file.name, Some(1), Some(column), why);
            whole = false;
        }
        if whole { Ok(places.into()) } else { Err(None) }
    }

    /// Whether a row has the header's shape and only cells that can be kept.
    fn fits(&mut self, number: u64, record: &StringRecord, header: &StringRecord) -> bool {
        let row = Some(number);
        if record.len() != header.len() {
            self.reasons.add(self.file.name, row, None, Why::FieldCount);
            return false;
        }
        let mut fits = true;
        for (cell, (place, name)) in record.iter().zip((1_usize..).zip(header.iter().map(str::trim))) {
            let why = if cell.contains('\0') {
                Why::Nul
            } else if cell.len() > self.limits.cell_bytes {
                Why::CellTooLong
            } else {
                continue;
            };
            let column =
                if self.map.columns().any(|c| c == name) { name.to_owned() } else { place.to_string() };
            self.reasons.add(self.file.name, row, Some(&column), why);
            fits = false;
        }
        fits
    }
}
