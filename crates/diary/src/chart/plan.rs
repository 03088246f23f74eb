//! What records an entry or an amendment will add to a chart.

use super::{Chart, Entry};
use crate::{Author, Body, Code, NewEntry, Part, RecordId, Refusal, Role, Strand, Submission, Withdrawn};

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
    /// [`Code::NotAmendable`] when the entry to amend is not there, no longer stands or is not the author's to amend.
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
        if error {
            let mark = |kept: &super::Kept| withdrawn(kept, Withdrawn::EnteredInError);
            return Ok(old.parts().map(mark).collect());
        }
        let replaced = |part: &Part| {
            old.parts()
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
    let clinic_fact = matches!(writer.role, Role::Clinician | Role::CareStaff);
    writer.account == author.account || (author.role == Role::Clinician && (error || clinic_fact))
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
