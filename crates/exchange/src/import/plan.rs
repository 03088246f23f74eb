//! What an import would do.

use std::collections::HashSet;

use diary::{EntryId, NewEntry};
use jiff::Timestamp;

use super::doses::Doses;
use super::map::Map;
use super::refusal::{Refusal, Refusals};
use super::row::RowReader;
use super::table::{self, File, Limits};

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
    pub refused: Vec<Refusal>,
    /// Counts.
    pub counts: Counts,
}

/// Reads files of one layout. `now` only bounds the dates: a row about a later day is refused.
#[must_use]
pub fn plan(map: &Map, files: &[File<'_>], now: Timestamp) -> Plan {
    plan_within(Limits::DEFAULT, map, files, now)
}

/// Reads files of one layout as [`plan`] does, within other bounds.
#[must_use]
pub fn plan_within(limits: Limits, map: &Map, files: &[File<'_>], now: Timestamp) -> Plan {
    let mut refusals = Refusals::new(limits.refusals);
    let mut counts = Counts::default();
    let mut entries = Vec::new();
    let mut planned_ids: HashSet<EntryId> = HashSet::new();
    let mut doses = Doses::default();
    for file in files {
        counts.files += 1;
        let mut reader = RowReader::new(map, file.name, now);
        for row in table::read(limits, map, *file, counts.rows, &mut refusals) {
            counts.rows += 1;
            let Some(content) = reader.read(&row, &mut refusals) else { continue };
            counts.missing += content.missing;
            if let Some(dose) = content.dose {
                doses.add(dose);
            }
            match content.entry {
                None => counts.empty_rows += 1,
                Some(entry) if !planned_ids.insert(entry.id) => counts.repeated += 1,
                Some(entry) => {
                    counts.row_entries += 1;
                    counts.values += content.values;
                    entries.push(entry);
                }
            }
        }
    }
    let dose_entries = doses.entries(map, &mut refusals);
    counts.dose_facts = dose_entries.len() as u64;
    if !entries.is_empty() {
        entries.insert(0, map.set_entry());
    }
    entries.extend(dose_entries);
    counts.refused = refusals.rows();
    Plan { entries, refused: refusals.into_list(), counts }
}
