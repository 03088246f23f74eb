//! One entry with all its versions.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::{
    Author, Body, CheckIn, EntryId, Meta, RecordId, Role, SleepNight, Strand, Subject, Text, Withdrawn,
};

/// Whether a version brought a part with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It was written then.
    Written,
    /// It had been written before, and the version left it as it was.
    Carried,
}

/// One part of a version, with its record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPart {
    /// Its record.
    pub record: RecordId,
    /// Where it is kept.
    pub strand: Strand,
    /// Which part.
    pub number: u16,
    /// What it says.
    pub body: Body,
    /// Whether it came with this version.
    pub origin: Origin,
    /// The same part with the same words in further strands: shared, and still one part.
    pub copies: Vec<PartCopy>,
}

/// A copy of a part in another strand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartCopy {
    /// Its record.
    pub record: RecordId,
    /// Where it is kept.
    pub strand: Strand,
    /// Whether it came with this version.
    pub origin: Origin,
}

impl StoredPart {
    /// Every record of this part: its own, then those of its copies.
    pub fn places(&self) -> impl Iterator<Item = PartCopy> + '_ {
        let own = PartCopy { record: self.record, strand: self.strand, origin: self.origin };
        std::iter::once(own).chain(self.copies.iter().copied())
    }
}

/// One submission of an entry: its first, or an amendment; with all that stood then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Around it, as the part of it that says most has it.
    pub meta: Meta,
    /// Its parts, by number, also those that it left as they were.
    pub parts: Vec<StoredPart>,
}

impl Version {
    /// The parts that it wrote.
    pub fn written(&self) -> impl Iterator<Item = &StoredPart> {
        self.parts.iter().filter(|part| part.places().any(|place| place.origin == Origin::Written))
    }

    /// The records that it wrote.
    pub fn records(&self) -> impl Iterator<Item = RecordId> {
        let places = self.parts.iter().flat_map(StoredPart::places);
        places.filter(|place| place.origin == Origin::Written).map(|place| place.record)
    }

    /// The parts that say something after it.
    pub fn standing(&self) -> impl Iterator<Item = &StoredPart> {
        self.parts.iter().filter(|part| !matches!(part.body, Body::Withdrawn(_)))
    }

    /// Why it was made, for an amendment.
    #[must_use]
    pub fn reason(&self) -> Option<&Text> {
        self.parts.first().and(self.meta.reason.as_ref())
    }

    /// Whether it says that the entry should not have been made.
    #[must_use]
    pub fn marks_error(&self) -> bool {
        self.parts.iter().any(|part| part.body == Body::Withdrawn(Withdrawn::EnteredInError))
    }
}

/// One entry: its versions from the first to the newest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub(super) versions: Vec<Version>,
}

impl Entry {
    /// Versions, oldest first; never empty.
    #[must_use]
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// The newest version.
    #[must_use]
    pub fn newest(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// The id it is known by: the first record of its first version.
    #[must_use]
    pub fn id(&self) -> Option<RecordId> {
        self.versions.first().and_then(|version| version.parts.first()).map(|part| part.record)
    }

    /// The entry id its writer gave it first.
    #[must_use]
    pub fn client_id(&self) -> Option<EntryId> {
        self.versions.first().map(|version| version.meta.entry)
    }

    /// Who wrote it first: whose voice it is.
    #[must_use]
    pub fn author(&self) -> Option<Author> {
        self.versions.first().map(|version| version.meta.author)
    }

    /// Whether the person whose chart it is wrote it.
    #[must_use]
    pub fn by_patient(&self) -> bool {
        self.author().is_some_and(|author| author.role == Role::Patient)
    }

    /// What it says now; nothing where it no longer stands.
    pub fn bodies(&self) -> impl Iterator<Item = &Body> {
        self.parts().map(|part| &part.body)
    }

    /// The check-in it holds now.
    #[must_use]
    pub fn check_in(&self) -> Option<&CheckIn> {
        self.bodies().find_map(|body| match body {
            Body::CheckIn(check_in) => Some(check_in),
            _ => None,
        })
    }

    /// The night it tells of now, slept or not.
    #[must_use]
    pub fn night(&self) -> Option<&SleepNight> {
        self.sleep().filter(|night| night.is_night())
    }

    /// The nap it tells of now.
    #[must_use]
    pub fn nap(&self) -> Option<&SleepNight> {
        self.sleep().filter(|nap| !nap.is_night())
    }

    fn sleep(&self) -> Option<&SleepNight> {
        self.bodies().find_map(|body| match body {
            Body::Sleep(night) => Some(night),
            _ => None,
        })
    }

    /// Its standing parts, one a number.
    ///
    /// An error mark takes away the parts it names and no others: what its writer could not open stays as it was.
    pub fn parts(&self) -> impl Iterator<Item = &StoredPart> {
        self.newest().into_iter().flat_map(Version::standing)
    }

    /// The version whose writer, date and time belong to what stands: the newest that is no error mark.
    #[must_use]
    pub fn effective_version(&self) -> Option<&Version> {
        self.versions.iter().rfind(|version| !version.marks_error()).or(self.newest())
    }

    /// A record that the newest version wrote: whoever has it before them has seen everything that stands.
    #[must_use]
    pub fn newest_record(&self) -> Option<RecordId> {
        self.newest()?.records().next()
    }

    /// What the entry itself said first, whatever stands of it now: its kind.
    #[must_use]
    pub fn first_body(&self) -> Option<&Body> {
        self.versions.first()?.parts.first().map(|part| &part.body)
    }

    /// Whether it says anything today.
    #[must_use]
    pub fn stands(&self) -> bool {
        self.parts().next().is_some()
    }

    /// Whether it was marked as entered in error; a part that the mark's writer could not open may still stand.
    #[must_use]
    pub fn in_error(&self) -> bool {
        self.newest().is_some_and(Version::marks_error)
    }

    /// Whether it was amended.
    #[must_use]
    pub fn amended(&self) -> bool {
        self.versions.len() > 1
    }

    /// The date it is about now.
    #[must_use]
    pub fn date(&self) -> Date {
        self.effective_version().map_or(Date::ZERO, |version| version.meta.about.date)
    }

    /// When its newest version was written; an error mark leaves that as it was.
    #[must_use]
    pub fn entered_at(&self) -> Timestamp {
        self.effective_version().map_or(Timestamp::MIN, |version| version.meta.entered_at)
    }

    pub(super) fn holds(&self, record: RecordId) -> bool {
        let mut parts = self.versions.iter().flat_map(|version| &version.parts);
        parts.any(|part| part.places().any(|place| place.record == record))
    }

    /// Whether it belongs to the person's own diary: what they wrote about a day, or a row of a diary they kept elsewhere.
    /// What the clinic or the family wrote stands beside it.
    #[must_use]
    pub fn is_own_diary(&self) -> bool {
        let imported = |body: &Body| matches!(body, Body::ImportedRow(_));
        (self.by_patient() && self.is_diary()) || self.bodies().any(imported)
    }

    /// Whether it is about a day, and not a fact of treatment that may be years older than the diary.
    pub(super) fn is_diary(&self) -> bool {
        self.bodies().any(|body| matches!(body.kind().subject, Subject::Day | Subject::ImportedDay))
    }
}
