//! A diary kept elsewhere, from CSV files to entries. Pure: what is read comes in as bytes, the clock as a parameter.
//!
//! Values keep their own range and are stored exactly as the cell has them. Nothing is guessed: a row with one cell that
//! cannot be accepted is refused as a whole, with the row's number and the column. A second run over the same rows gives
//! the same entry ids, so that the ledger answers "already stored".
//!
//! Row numbers count records: the header is row 1, blank lines are not counted.

mod cell;
mod decode;
mod doses;
mod ids;
mod map;
mod reason;
mod rows;
mod table;
mod words;

pub(crate) use cell::is_number;
pub use map::{Charset, DoseColumn, Item, Map, MapError, Unit};
pub use reason::{Reason, Why};
pub use words::{map_error_text, reason_text};

use std::collections::HashSet;

use diary::{EntryId, Language, Mode, NewEntry, Provenance, Role, Sharing, Submission};
use jiff::Timestamp;

/// One file to read.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// Its name, for the reasons.
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
    /// Reasons that are kept; refused rows beyond it are still counted.
    pub reasons: usize,
}

impl Limits {
    /// 64 MiB a file, 200,000 rows, 1,000 columns, 64 KiB a cell, 1,000 reasons.
    pub const DEFAULT: Self = Self {
        file_bytes: 64 * 1024 * 1024,
        rows: 200_000,
        columns: 1_000,
        cell_bytes: 64 * 1024,
        reasons: 1_000,
    };
}

/// What was found, for the report of a dry run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files read.
    pub files: u64,
    /// Records read, headers apart.
    pub rows: u64,
    /// Rows that become an entry.
    pub row_entries: u64,
    /// Values in those.
    pub values: u64,
    /// Cells of mapped items that were empty, in rows that were not refused.
    pub missing: u64,
    /// Rows without any value.
    pub empty_rows: u64,
    /// Rows that another file of this run also has.
    pub repeated: u64,
    /// First doses and changes of dose.
    pub dose_facts: u64,
    /// Refused rows, and files refused as a whole.
    pub refused: u64,
}

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The entries: the items first, then the rows in file order, then the doses by date. Empty when no row has anything.
    pub entries: Vec<NewEntry>,
    /// What was refused, and why. With anything here nothing may be written.
    pub refused: Vec<Reason>,
    /// Counts.
    pub counts: Counts,
}

/// Reads files of one layout. `now` only bounds the dates: a row about a later day is refused.
#[must_use]
pub fn plan(map: &Map, files: &[File<'_>], now: Timestamp) -> Plan {
    plan_within(Limits::DEFAULT, map, files, now)
}

/// As [`plan`], within other bounds.
#[must_use]
pub fn plan_within(limits: Limits, map: &Map, files: &[File<'_>], now: Timestamp) -> Plan {
    let mut reasons = reason::Reasons::new(limits.reasons);
    let mut counts = Counts::default();
    let mut entries = Vec::new();
    let mut seen: HashSet<EntryId> = HashSet::new();
    let mut doses = doses::Doses::default();
    for file in files {
        counts.files += 1;
        let Some(table) = table::read(limits, map, *file, counts.rows, &mut reasons) else { continue };
        let mut reader = rows::Rows::new(map, file.name, now);
        for row in &table.rows {
            counts.rows += 1;
            let Some(read) = reader.read(row, &mut reasons) else { continue };
            counts.missing += read.missing;
            if let Some(dose) = read.dose {
                doses.add(dose);
            }
            match read.entry {
                None => counts.empty_rows += 1,
                Some(entry) if !seen.insert(entry.id) => counts.repeated += 1,
                Some(entry) => {
                    counts.row_entries += 1;
                    counts.values += read.values;
                    entries.push(entry);
                }
            }
        }
    }
    let facts = doses.facts(map, &mut reasons);
    counts.dose_facts = facts.len() as u64;
    if !entries.is_empty() {
        entries.insert(0, map.set_entry());
    }
    entries.extend(facts);
    counts.refused = reasons.rows();
    Plan { entries, refused: reasons.into_list(), counts }
}

/// How an imported entry came to be. Nothing in it depends on the run, so that a second run says exactly the same.
fn provenance() -> Provenance {
    Provenance {
        question_set: None,
        asked: Vec::new(),
        language: Language::En,
        client: "import/1".to_owned(),
        mode: Mode::Imported,
    }
}

/// An entry of an import; "entered" at the moment it is about, which is all that is known.
fn entry(id: EntryId, about: diary::About, said: Submission) -> NewEntry {
    let time = about.time.unwrap_or(jiff::civil::Time::midnight());
    let entered_at = about
        .date
        .to_datetime(time)
        .to_zoned(about.zone.rules())
        .map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp());
    NewEntry {
        id,
        about,
        entered_at,
        provenance: provenance(),
        sharing: Sharing::CareTeam,
        said,
        amends: None,
    }
}

/// The diary's own check, which every entry must pass again when it is submitted.
fn checked(entry: &NewEntry, now: Timestamp) -> Result<(), Why> {
    entry.check(Role::Clinician, now).map_err(|refusal| match refusal.code {
        diary::Code::InTheFuture | diary::Code::ClockAhead => Why::InTheFuture,
        code => Why::NotAccepted(code),
    })
}
