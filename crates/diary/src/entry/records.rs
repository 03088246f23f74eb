//! The records of an entry with everything that stands around them.

use jiff::Timestamp;

use super::{NewEntry, Part};
use crate::chart::RecordDraft;
use crate::{Author, Body, Meta, Payload, Strand, Withdrawn};

impl NewEntry {
    /// What is to be stored of this entry where [`crate::chart::Chart::record_drafts`] planned these records, strand by strand.
    ///
    /// The reason stands in every record, whatever else the amendment changes: were it missing where words for oneself
    /// change too, its absence would tell of them. A safety answer delivered from an entry for oneself carries neither
    /// reason nor what was asked; a copy for the family carries the fact alone.
    #[must_use]
    pub fn records(
        &self,
        author: &Author,
        received_at: Timestamp,
        planned: Vec<RecordDraft>,
    ) -> Vec<(Strand, Payload)> {
        let beside_own_entry = planned.iter().any(|draft| holds_entry_for_oneself(&draft.part));
        let shared: Vec<u16> =
            planned.iter().filter(|it| it.part.strand == Strand::Care).map(|it| it.part.number).collect();
        let record = |RecordDraft { part: Part { number, strand, body }, amends }: RecordDraft| {
            let own = strand == Strand::Own;
            let copy = strand == Strand::Family && shared.contains(&number);
            let asked = own || !beside_own_entry;
            let reason = self.amends.as_ref().map(|amends| amends.reason.clone());
            let meta = Meta {
                entry: self.id,
                part: number,
                author: *author,
                about: self.about.clone(),
                entered_at: self.entered_at,
                received_at,
                question_set: self.provenance.question_set.clone().filter(|_| asked),
                asked: if asked { self.provenance.asked.clone() } else { Vec::new() },
                language: self.provenance.language,
                client: self.provenance.client.clone(),
                modes: self.modes(author.role),
                amends,
                reason: reason.filter(|_| own || !(beside_own_entry || copy)),
            };
            (strand, Payload { meta, body })
        };
        planned.into_iter().map(record).collect()
    }
}

/// Whether the entry itself is for the patient alone, and not only taken out of that strand.
fn holds_entry_for_oneself(part: &Part) -> bool {
    let removed = part.body == Body::Withdrawn(Withdrawn::Removed);
    (part.strand, part.number) == (Strand::Own, Part::ENTRY) && !removed
}
