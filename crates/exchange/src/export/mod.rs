//! A chart as files that need no program: a folder of CSV tables, or one JSON document. Pure.
//!
//! Both are complete for the chart that is given: every entry with all its versions, who wrote it, when, how and why it was
//! amended, every value exactly. What the reader may not open is not in the chart, and so not in the files.

mod columns;
mod json;
mod record;
mod spreadsheet;
mod table;
mod tables;

use diary::chart::Chart;

use crate::Error;

/// One file of an export.
#[derive(Clone, Debug)]
pub struct OutputFile {
    /// Its name, without a folder.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The chart as CSV tables and a README.txt.
///
/// UTF-8 with a byte order mark (spreadsheets of Japanese systems need it), CRLF, RFC 4180 quotes. A cell that a
/// spreadsheet would run as a formula gets an apostrophe in front (PORT-003); plain numbers stay as they are.
///
/// # Errors
/// None in practice: writing into memory and the JSON form of an entry do not fail.
pub fn csv_folder(chart: &Chart) -> Result<Vec<OutputFile>, Error> {
    let readme = format!("\u{FEFF}{}", columns::README);
    let mut files = vec![OutputFile { name: "README.txt".to_owned(), bytes: readme.into_bytes() }];
    for (name, table) in tables::tables(chart)? {
        files.push(OutputFile { name: format!("{name}.csv"), bytes: table.to_csv()? });
    }
    Ok(files)
}

/// The chart as one JSON document, `"format": "namima-export/1"`.
///
/// ```json
/// {"format":"namima-export/1","entries":[
///   {"entry":"UUID given by the writer","state":"current|partly_in_error|in_error",
///    "versions":[
///      {"submission":"UUID","author":"UUID","role":"patient","acting_for":null,
///       "date":"2026-11-24","time":null,"zone":"Asia/Tokyo","entered_at":"…Z","received_at":"…Z",
///       "question_set":"check_in/1","asked":["mood"],"language":"ja","client":"0.1.0","modes":["live"],"reason":null,
///       "records":[{"record":"UUID","part":0,"strand":"care","copies":[],"kind":"check_in","stands":true,
///                  "body":{…}}]}]}]}
/// ```
///
/// Entries by date, versions from the first to the newest. `body` has the fields of the stored format of its kind
/// (version 1): absent answers are left out, doses are half micrograms a day, `sleep_tenths` tenths of an hour, `grams` a weight,
/// `thousandths` any other measurement in thousandths of its unit, imported values the cells as they were written.
/// `stands` is false for what was amended, removed or marked as entered in error. A version lists what it wrote; what it
/// left as it was stands in an earlier one. A dose that the family also reads is one record with `"copies":["family"]`.
///
/// # Errors
/// None in practice: an entry always has a JSON form.
pub fn json(chart: &Chart) -> Result<Vec<u8>, Error> {
    json::document(chart)
}
