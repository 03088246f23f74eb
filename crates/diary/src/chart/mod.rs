//! A chart: what a reader's records fold into.

mod day;
mod entry;
mod fold;
mod record_drafts;
mod sleep;
mod treatment;
mod visibility;

pub use day::{CarriedForward, Day, DayKind, DiaryDays, Readers, ResolvedSymptoms, Spread};
pub use entry::{Entry, Origin, PartCopy, StoredPart, Version};
pub use record_drafts::RecordDraft;
pub use sleep::{SleepSource, Slept};
pub use treatment::{ClassifiedStep, DoseFact, DoseLane, DoseStep, ImportedDay, StepKind};

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::{Payload, RecordId, Strand};

/// How long after its last entry a diary still counts as kept.
const STILL_WRITTEN_DAYS: i32 = 28;

/// One opened record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedRecord {
    /// Its id.
    pub id: RecordId,
    /// Where it was kept.
    pub strand: Strand,
    /// Its content.
    pub payload: Payload,
}

/// Everything a reader may see of one person, entry by entry with all versions.
///
/// Folding the same records in any order gives the same chart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chart {
    entries: Vec<Entry>,
}

impl Chart {
    /// Folds records into entries, by date, then by when they were written.
    #[must_use]
    pub fn fold(records: Vec<OpenedRecord>) -> Self {
        Self { entries: fold::entries(records) }
    }

    /// Adds the records of one more submission, which arrived after all that is here. The chart is then what folding
    /// everything anew would make of it.
    pub fn append(&mut self, submission: Vec<OpenedRecord>) {
        fold::append(&mut self.entries, submission);
    }

    /// All entries, also those that no longer stand.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entries that stand today.
    pub fn standing(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.stands())
    }

    /// The entry that holds this record in any of its versions.
    #[must_use]
    pub fn entry(&self, record: RecordId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.holds(record))
    }

    /// When the newest record of it arrived; none where it is empty.
    #[must_use]
    pub fn last_arrival(&self) -> Option<Timestamp> {
        self.entries.iter().flat_map(Entry::versions).map(|version| version.meta.received_at).max()
    }

    /// First and last date of the diary itself: all that is about a day, without doses, sessions and reviews.
    #[must_use]
    pub fn span(&self) -> Option<(Date, Date)> {
        let mut dates = self.standing().filter(|entry| entry.is_diary()).map(Entry::date);
        let first = dates.next()?;
        Some((first, dates.next_back().unwrap_or(first)))
    }

    /// The same, to `today` where the diary is still kept: where its last entry is of the four weeks before.
    #[must_use]
    pub fn diary_span(&self, today: Date) -> Option<(Date, Date)> {
        let (first, last) = self.span()?;
        let goes_on = today.checked_sub(STILL_WRITTEN_DAYS.days()).is_ok_and(|then| last >= then);
        Some((first, if goes_on { last.max(today) } else { last }))
    }
}
