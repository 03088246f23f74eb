//! What records an entry or an amendment will add to a chart.

use std::collections::BTreeSet;

use super::{Chart, Entry, StoredPart};
use crate::entry::LATE_DAYS;
use crate::{
    Author, Body, Code, Correctors, Mode, NewEntry, Part, RecordId, Refusal, Role, Strand, Submission,
    Withdrawn,
};

/// A record to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordDraft {
    /// The part of the entry that it holds.
    pub part: Part,
    /// The record of the same strand it takes the place of; for a part that is new to its entry, the entry's own record.
    pub amends: Option<RecordId>,
}

impl Chart {
    /// The records that `entry`, written by `author`, adds to this chart (folded from what the author may open).
    ///
    /// Nothing is moved or removed, and what does not change is not written again: a part that the amendment no longer
    /// has gets a record that says so in its own strand, and what it changes or adds new versions beside the old ones.
    ///
    /// # Errors
    /// [`Code::NotAmendable`] when the entry to amend is not there, no longer stands or is not the author's to amend;
    /// [`Code::TooLate`] and [`Code::InTheFuture`] when an amendment would move an evening to a day that its first version
    /// could not have been written about;
    /// [`Code::ChangedMeanwhile`] when its writer had an older version before them than the newest;
    /// [`Code::Unchanged`] when it says what already stands;
    /// as [`Chart::check_carried_forward`], [`Chart::check_night`] and [`Chart::check_dose_of_that_day`].
    pub fn record_drafts(&self, entry: &NewEntry, author: &Author) -> Result<Vec<RecordDraft>, Refusal> {
        self.check_carried_forward(entry, author.role)?;
        self.check_night(entry, author.account)?;
        let parts = entry.parts(author.role);
        let Some(amends) = &entry.amends else {
            self.check_dose_of_that_day(entry)?;
            return Ok(parts.into_iter().map(|part| RecordDraft { part, amends: None }).collect());
        };
        let refused = Refusal::new("amends", Code::NotAmendable);
        let old = self.entry(amends.record).filter(|old| old.stands()).ok_or(refused)?;
        let error = matches!(entry.content, Submission::EnteredInError);
        if !may_amend(old, author, error) || !(error || same_kind(old, &parts)) {
            return Err(refused);
        }
        if amends
            .newest
            .is_some_and(|known| old.newest().is_none_or(|newest| newest.records().all(|it| it != known)))
        {
            return Err(Refusal::new("amends", Code::ChangedMeanwhile));
        }
        check_new_day(old, entry)?;
        self.check_dose_of_that_day(entry)?;
        if error {
            return Ok(old.parts().flat_map(|stored| withdrawn(stored, Withdrawn::EnteredInError)).collect());
        }
        let planned = changes(old, entry, parts);
        if planned.is_empty() { Err(Refusal::new("amends", Code::Unchanged)) } else { Ok(planned) }
    }
}

/// What an amendment changes, adds and takes away.
fn changes(old: &Entry, entry: &NewEntry, parts: Vec<Part>) -> Vec<RecordDraft> {
    let another_day = old.effective_version().is_none_or(|version| version.meta.about != entry.about);
    let gone = old.parts().flat_map(|stored| withdrawn(stored, Withdrawn::Removed));
    let gone: Vec<RecordDraft> =
        gone.filter(|gone| !parts.iter().any(|part| same_place(part, &gone.part))).collect();
    let stands = |part: &Part| {
        let mut same = old
            .parts()
            .filter(|stored| stored.number == part.number && stored.body.is_equivalent_to(&part.body));
        same.any(|stored| stored.places().any(|place| place.strand == part.strand))
    };
    // A part and its copies in other strands are written together.
    let mut changed: BTreeSet<u16> =
        parts.iter().filter(|part| another_day || !stands(part)).map(|part| part.number).collect();
    // An entry for the patient alone is where the reason for a change around it stands.
    let for_oneself = parts.iter().find(|part| part.number == Part::ENTRY && part.strand == Strand::Own);
    if !changed.is_empty() || !gone.is_empty() {
        changed.extend(for_oneself.map(|part| part.number));
    }
    let written = parts.into_iter().filter(|part| changed.contains(&part.number)).map(|part| {
        let amends = replaced(old, &part).or_else(|| joined(old, part.strand));
        RecordDraft { part, amends }
    });
    written.chain(gone).collect()
}

fn same_place(one: &Part, other: &Part) -> bool {
    (one.number, one.strand) == (other.number, other.strand)
}

/// The newest record of this part in its strand, also one that was withdrawn: an entry that is shared again continues its
/// own history.
fn replaced(old: &Entry, part: &Part) -> Option<RecordId> {
    let newest_first = old.versions().iter().rev().flat_map(|version| &version.parts);
    let mut places = newest_first.filter(|stored| stored.number == part.number).flat_map(StoredPart::places);
    places.find(|place| place.strand == part.strand).map(|place| place.record)
}

/// A record of the entry, its own first, for a part that is new to it: without it, nothing would say which entry the part
/// belongs to. Also one that was withdrawn. Only where everyone who reads the part's strand also reads that record's.
fn joined(old: &Entry, strand: Strand) -> Option<RecordId> {
    let both_read = |other| {
        other == strand || matches!((strand, other), (Strand::Own, _) | (Strand::Sensitive, Strand::Care))
    };
    let mut parts: Vec<&StoredPart> =
        old.versions().iter().rev().flat_map(|version| &version.parts).collect();
    parts.sort_by_key(|stored| stored.number);
    let mut places = parts.into_iter().flat_map(StoredPart::places);
    places.find(|place| both_read(place.strand)).map(|place| place.record)
}

/// People amend what they wrote; the clinic's own facts may be amended by any clinician; a clinician may mark any
/// entry as entered in error, but never rewrites another's words.
fn may_amend(old: &Entry, author: &Author, error: bool) -> bool {
    let Some(writer) = old.author() else { return false };
    let by_staff = writer.role.writes_for_clinic();
    let words = |body: &Body| body.kind().correctors == Correctors::Writer;
    let clinic_fact = by_staff && !old.bodies().any(words);
    writer.account == author.account || (author.role == Role::Clinician && (error || clinic_fact))
}

/// An amendment may always keep its day; to another day it moves only if the first version could have been about that.
fn check_new_day(old: &Entry, entry: &NewEntry) -> Result<(), Refusal> {
    let diary = matches!(entry.content, Submission::CheckIn { .. } | Submission::Sleep(_));
    let first = old.versions().first().map(|version| version.meta.entered_at);
    let days = first.map_or(0, |written| entry.about.days_until(written));
    let imported = entry.provenance.mode == Mode::Imported;
    if !diary || imported || entry.about.date == old.date() {
        return Ok(());
    }
    match days {
        days if days > LATE_DAYS => Err(Refusal::new("date", Code::TooLate)),
        days if days < 0 => Err(Refusal::new("date", Code::InTheFuture)),
        _ => Ok(()),
    }
}

fn same_kind(old: &Entry, parts: &[Part]) -> bool {
    old.first_body().map(Body::kind) == parts.first().map(|part| part.body.kind())
}

/// Takes a part away wherever it is stored.
fn withdrawn(stored: &StoredPart, why: Withdrawn) -> impl Iterator<Item = RecordDraft> {
    stored.places().map(move |place| RecordDraft {
        part: Part { number: stored.number, strand: place.strand, body: Body::Withdrawn(why) },
        amends: Some(place.record),
    })
}
