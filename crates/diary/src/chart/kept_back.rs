//! What is kept back from a reader who opens the strand it stands in.

use super::{Chart, Entry, Version};
use crate::{AccountId, Role, Strand};

impl Chart {
    /// The chart without the reasons why staff corrected something, or took it back.
    #[must_use]
    pub fn without_reasons_of_staff(mut self) -> Self {
        let staff =
            |version: &&mut Version| matches!(version.meta.author.role, Role::Clinician | Role::CareStaff);
        for version in self.entries.iter_mut().flat_map(|entry| &mut entry.versions).filter(staff) {
            version.meta.reason = None;
        }
        self
    }

    /// The chart without the working notes that others than `reader` wrote; none where it has no such notes.
    #[must_use]
    pub fn without_notes_of_others(&self, reader: AccountId) -> Option<Self> {
        let hidden = |entry: &&Entry| {
            entry.is_working_note() && entry.author().is_some_and(|author| author.account != reader)
        };
        self.entries.iter().any(|entry| hidden(&entry)).then(|| {
            let entries = self.entries.iter().filter(|entry| !hidden(entry));
            Self { entries: entries.cloned().collect() }
        })
    }
}

impl Entry {
    /// Whether it was written for the staff and nobody else.
    fn is_working_note(&self) -> bool {
        let mut parts = self.versions.iter().flat_map(|version| &version.parts);
        parts.all(|part| part.places().all(|place| place.strand == Strand::Staff))
    }
}
