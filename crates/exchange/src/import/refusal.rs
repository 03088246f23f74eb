//! Why something is refused. A refusal never carries what a cell holds.

use std::collections::HashSet;

/// Why a file, a row or a cell is refused. The words are in both languages: [`super::refusal_text`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The file is larger than allowed.
    FileTooBig,
    /// More rows than allowed, all files together.
    TooManyRows,
    /// More columns than allowed.
    TooManyColumns,
    /// The bytes are not text in the map's encoding.
    NotText,
    /// The encoding cannot be recognised; the map should name it.
    UnknownEncoding,
    /// There is no header.
    NoHeader,
    /// A mapped column is not in the header.
    MissingColumn,
    /// A mapped column is in the header more than once.
    DuplicateColumn,
    /// The row has more or fewer cells than the header.
    FieldCount,
    /// A cell holds a NUL character.
    Nul,
    /// A cell is longer than allowed.
    CellTooLong,
    /// Neither `2012-08-13` nor `2012/8/13`.
    NotADate,
    /// Such a day is not in the calendar.
    ImpossibleDate,
    /// The row is about a day that has not come.
    InTheFuture,
    /// Neither `8:30` nor `08:30:15`.
    NotATime,
    /// A formula of a spreadsheet.
    Formula,
    /// Not a plain decimal number.
    NotANumber,
    /// Outside the item's range.
    OutOfRange,
    /// Not a dose in the map's unit.
    NotADose,
    /// Another row has another dose for the same day.
    TwoDoses,
    /// The diary does not accept it.
    NotAccepted(diary::Code),
}

/// One thing that is refused, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The file's name.
    pub file: String,
    /// The row, the header being 1; absent for a whole file.
    pub row: Option<u64>,
    /// The column's name; its number, from 1, where it is no mapped column; absent for a whole row.
    pub column: Option<String>,
    /// Why.
    pub cause: Cause,
}

/// Collects refusals up to a bound, and counts the rows they are about.
pub(super) struct Refusals {
    list: Vec<Refusal>,
    most: usize,
    places: HashSet<(String, Option<u64>)>,
}

impl Refusals {
    pub(super) fn new(most: usize) -> Self {
        Self { list: Vec::new(), most, places: HashSet::new() }
    }

    pub(super) fn add(&mut self, file: &str, row: Option<u64>, column: Option<&str>, cause: Cause) {
        self.places.insert((file.to_owned(), row));
        if self.list.len() < self.most {
            self.list.push(Refusal { file: file.to_owned(), row, column: column.map(str::to_owned), cause });
        }
    }

    /// Refused rows, and files refused as a whole.
    pub(super) fn rows(&self) -> u64 {
        self.places.len() as u64
    }

    pub(super) fn into_list(self) -> Vec<Refusal> {
        self.list
    }
}
