//! What records an entry or an amendment will add to a chart.

use super::{Chart, Entry};
use crate::entry::LATE_DAYS;
use crate::{
    Author, Body, Code, Mode, NewEntry, Part, RecordId, Refusal, Role, Strand, Submission, Withdrawn,
};

/// A record to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Which part of the entry.
    pub number: u16,
    /// Where it goes.
    pub strand: Strand,
    /// What it says.
    pub body: Body,
    /// The record of the same strand it takes the place of.
    pub amends: Option<RecordId>,
}

impl Chart {
    /// The records that `entry`, written by `author`, adds to this chart (folded from what the author may open).
    ///
    /// Nothing is moved or removed: a part that the amendment no longer has gets a record that says so in its own
    /// strand, and the rest new versions beside the old ones.
    ///
    /// # Errors
    /// [`Code::NotAmendable`] when the entry to amend is not there, no longer stands or is not the author's to amend;
    /// [`Code::TooLate`] when an amendment would move an evening to a day it could no longer have been written about.
    pub fn plan(&self, entry: &NewEntry, author: &Author) -> Result<Vec<Planned>, Refusal> {
        let parts = entry.parts(author.role);
        let Some(amends) = &entry.amends else {
            return Ok(parts.into_iter().map(|part| planned(part, None)).collect());
        };
        let refused = Refusal::new("amends", Code::NotAmendable);
        let old = self.entry(amends.record).filter(|old| old.stands()).ok_or(refused)?;
        let error = matches!(entry.said, Submission::EnteredInError);
        if !may_amend(old, author, error) || !(error || same_kind(old, &parts)) {
            return Err(refused);
        }
        check_moved(old, entry)?;
        if error {
            let mark = |kept: &super::Kept| withdrawn(kept, Withdrawn::EnteredInError);
            return Ok(old.parts().map(mark).collect());
        }
        // Also one that was withdrawn: an entry that is shared again continues its own history.
        let replaced = |part: &Part| {
            let mut newest_first = old.versions().iter().rev().flat_map(|version| &version.parts);
            newest_first
                .find(|kept| kept.strand == part.strand && kept.number == part.number)
                .map(|kept| kept.record)
        };
        let mut planned: Vec<Planned> = parts
            .into_iter()
            .map(|part| {
                let old = replaced(&part);
                planned(part, old)
            })
            .collect();
        let gone: Vec<Planned> = old
            .parts()
            .filter(|kept| !planned.iter().any(|part| part.amends == Some(kept.record)))
            .map(|kept| withdrawn(kept, Withdrawn::Removed))
            .collect();
        planned.extend(gone);
        Ok(planned)
    }
}

/// People amend what they wrote; the clinic's own facts may be amended by any clinician; a clinician may mark any
/// entry as entered in error, but never rewrites another's words.
fn may_amend(old: &Entry, author: &Author, error: bool) -> bool {
    let Some(writer) = old.author() else { return false };
    let by_staff = matches!(writer.role, Role::Clinician | Role::CareStaff);
    let words = |body| matches!(body, &Body::Note(_) | &Body::Review(_));
    let clinic_fact = by_staff && !old.bodies().any(words);
    writer.account == author.account || (author.role == Role::Clinician && (error || clinic_fact))
}

/// An amendment may always keep its day; to another day it moves only if the first version could have been about that.
fn check_moved(old: &Entry, entry: &NewEntry) -> Result<(), Refusal> {
    let diary = matches!(entry.said, Submission::CheckIn { .. } | Submission::Sleep(_));
    let first = old.versions().first().map(|version| version.meta.entered_at);
    let days = first.map_or(0, |written| entry.about.days_until(written));
    let imported = entry.provenance.mode == Mode::Imported;
    if diary && !imported && entry.about.date != old.date() && days > LATE_DAYS {
        return Err(Refusal::new("date", Code::TooLate));
    }
    Ok(())
}

fn same_kind(old: &Entry, parts: &[Part]) -> bool {
    let kind = |body: Option<&Body>| body.map(Body::kind);
    let first = old.newest().and_then(|version| version.parts.first()).map(|part| &part.body);
    kind(old.bodies().next().or(first)) == kind(parts.first().map(|part| &part.body))
}

fn planned(part: Part, amends: Option<RecordId>) -> Planned {
    Planned { number: part.number, strand: part.strand, body: part.body, amends }
}

fn withdrawn(kept: &super::Kept, why: Withdrawn) -> Planned {
    Planned {
        number: kept.number,
        strand: kept.strand,
        body: Body::Withdrawn(why),
        amends: Some(kept.record),
    }
}
