//! Finding entries that were stored before.

use std::collections::{BTreeSet, HashMap};

use diary::chart::{Chart, Entry, OpenedRecord, Origin, StoredPart, Version};
use diary::{Author, Body, EntryId, NewEntry, Part, Strand, Submission, Withdrawn};

use super::writer_view::WriterView;
use super::writing::{Arrived, Writing};
use crate::ClinicError;
use crate::sealed::ids;

/// What is stored of the entries of a request that were sent before.
pub(super) type Known = HashMap<EntryId, Vec<OpenedRecord>>;

/// How it is noticed that an entry was sent before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repeats {
    /// By a guard of the commit: nearly always there is nothing to find.
    NoticedByCommit,
    /// What is stored is looked up, opened and compared first.
    LookedUp,
}

impl Writing<'_> {
    /// The stored records of those of these entries that are known, found by their ids alone.
    pub(super) async fn known(&self) -> Result<Known, ClinicError> {
        let mut known = Known::new();
        for record in self.sealed.ledger.find(ids::chart(self.chart), &self.ids_of()?).await? {
            let stored = self.sealed.open_record(&record)?;
            known.entry(stored.payload.meta.entry).or_default().push(stored);
        }
        Ok(known)
    }

    /// Every id that a record of these entries has, wherever among the strands of their writer's grants what they said was put.
    pub(super) fn ids_of(&self) -> Result<Vec<vault::RecordId>, ClinicError> {
        // A request may name an entry twice; what is asked twice comes back twice.
        let mut named: BTreeSet<(EntryId, Strand)> = BTreeSet::new();
        for arrived in &self.entries {
            named.extend(arrived.grant.strands.iter().map(|strand| (arrived.entry.id, *strand)));
        }
        let mut all = Vec::with_capacity(named.len() * Part::NUMBERS.len());
        for (entry, strand) in named {
            for part in Part::NUMBERS {
                all.push(self.record_id(entry, strand, part)?);
            }
        }
        Ok(all)
    }

    /// Whether what is stored is what this entry says, of the same earlier entry.
    ///
    /// An amendment wrote only what it changed: the rest is what stood when it arrived, which the fold knows.
    pub(super) async fn same_stored(
        &self,
        arrived: &Arrived<'_>,
        stored: &[OpenedRecord],
        view: &mut WriterView,
    ) -> Result<bool, ClinicError> {
        let Arrived { entry, grant, .. } = arrived;
        let Some(amends) = &entry.amends else {
            let alone = Chart::fold(stored.to_vec());
            let versions = alone.entries().first().map_or(&[][..], Entry::versions);
            return Ok(versions
                .first()
                .is_some_and(|first| same_content(entry, self.author, first, versions)));
        };
        let chart = view.chart(self, grant.strands).await?;
        let versions = chart.entry(amends.record).map_or(&[][..], Entry::versions);
        let mut own = versions.iter().filter(|version| {
            (version.meta.author.account, version.meta.entry) == (self.author.account, entry.id)
        });
        Ok(own.any(|version| same_content(entry, self.author, version, versions)))
    }
}

/// Whether two entries of one request say the same; how they were sent, and what else their writer had seen, does not matter.
pub(super) fn same_entry(one: &NewEntry, other: &NewEntry) -> bool {
    let mut one = one.clone();
    one.provenance.mode = other.provenance.mode;
    one.provenance.client.clone_from(&other.provenance.client);
    if let (Submission::Review { claim, .. }, Submission::Review { claim: others, .. }) =
        (&mut one.content, &other.content)
    {
        claim.clone_from(others);
    }
    one == *other
}

/// Whether a version, one of these, is what this entry says; how and when it was sent does not matter.
fn same_content(entry: &NewEntry, author: Author, version: &Version, versions: &[Version]) -> bool {
    let (meta, provenance) = (&version.meta, &entry.provenance);
    let same_meta = meta.about == entry.about
        && meta.entered_at == entry.entered_at
        && (&meta.question_set, &meta.asked) == (&provenance.question_set, &provenance.asked)
        && meta.language == provenance.language
        && version.reason() == entry.amends.as_ref().map(|amends| &amends.reason);
    let is_mark = |part: &StoredPart| part.body == Body::Withdrawn(Withdrawn::EnteredInError);
    same_meta
        && match entry.content {
            Submission::EnteredInError => version.written().all(is_mark),
            _ => same_parts(&entry.parts(author.role), version, versions),
        }
}

/// Whether these parts are what stood after a version: what it wrote, and of the rest what it found. Of several versions of
/// one moment nothing stored tells which one it found.
fn same_parts(parts: &[Part], version: &Version, versions: &[Version]) -> bool {
    let mut found: Vec<&Version> = Vec::new();
    for other in versions {
        if other.meta.received_at == version.meta.received_at {
            found.push(other);
        }
    }
    for stored in &version.parts {
        for place in stored.places() {
            let sent = parts.iter().find(|part| (part.number, part.strand) == (stored.number, place.strand));
            let is_same = match (place.origin, sent) {
                (Origin::Written, Some(part)) => {
                    part.body == stored.body && !matches!(stored.body, Body::Withdrawn(_))
                }
                (Origin::Written, None) => matches!(stored.body, Body::Withdrawn(_)),
                (Origin::Carried, Some(_)) => true,
                (Origin::Carried, None) => {
                    found.iter().any(|other| !stands(other, stored.number, place.strand, None))
                }
            };
            if !is_same {
                return false;
            }
        }
    }
    parts
        .iter()
        .all(|part| found.iter().any(|other| stands(other, part.number, part.strand, Some(&part.body))))
}

/// Whether a part with this content, or any, stands in a strand after a version.
fn stands(version: &Version, number: u16, strand: Strand, body: Option<&Body>) -> bool {
    version.standing().any(|part| {
        part.number == number
            && part.places().any(|place| place.strand == strand)
            && body.is_none_or(|body| part.body.is_equivalent_to(body))
    })
}
