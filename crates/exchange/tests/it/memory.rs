//! A chart in memory: what the clinic does with entries, without keys and storage.

use std::collections::HashMap;

use diary::chart::{Chart, OpenedRecord};
use diary::{AccountId, Author, EntryId, NewEntry, RecordId, Role};
use jiff::Timestamp;

/// Plans and stores entries one after the other.
#[derive(Default)]
pub struct Memory {
    stored: Vec<OpenedRecord>,
    first_records: HashMap<EntryId, RecordId>,
}

impl Memory {
    /// The record by which an entry can be amended.
    pub fn record_of(&self, entry: EntryId) -> RecordId {
        self.first_records[&entry]
    }

    /// Stores an entry as an author would; panics where the diary refuses it.
    pub fn submit(&mut self, entry: &NewEntry, role: Role, received_at: Timestamp) {
        entry.check(role, received_at).expect("the diary accepts the entry");
        let author = Author { account: AccountId::from_bytes([role as u8; 16]), role, acting_for: None };
        // Folding for every entry would be slow; only an amendment looks at what is there.
        let chart = if entry.amends.is_some() { self.chart() } else { Chart::default() };
        let planned = chart.record_drafts(entry, &author).expect("the chart accepts the entry");
        for (strand, payload) in entry.records(&author, received_at, planned) {
            let id = RecordId::from_bytes((self.stored.len() as u128 + 1).to_be_bytes());
            self.first_records.entry(entry.id).or_insert(id);
            self.stored.push(OpenedRecord { id, strand, payload });
        }
    }

    /// The chart of everything stored.
    pub fn chart(&self) -> Chart {
        Chart::fold(self.stored.clone())
    }
}
