//! Finding entries that were stored before.

use std::collections::{BTreeSet, HashMap};

use diary::chart::{Chart, Stored};
use diary::{Author, Body, EntryId, NewEntry, Part, Provenance, Strand, Submission, Withdrawn};

use super::{Arrived, Writing};
use crate::{Clinic, Problem, ids};

/// Parts an entry can have.
const PARTS: u16 = 3;

impl Clinic {
    /// The stored records of those of these entries that are known, found by their ids alone.
    pub(super) async fn known(
        &self,
        writing: &Writing<'_>,
    ) -> Result<HashMap<EntryId, Vec<Stored>>, Problem> {
        let Writing { chart, author, entries, .. } = writing;
        // A request may name an entry twice; what is asked twice comes back twice.
        let named: BTreeSet<EntryId> = entries.iter().map(|arrived| arrived.entry.id).collect();
        let mut wanted = Vec::with_capacity(named.len() * Strand::ALL.len() * usize::from(PARTS));
        for entry in named {
            for strand in Strand::ALL {
                for part in 0..PARTS {
                    wanted.push(ids::record(self.record_id(*chart, *author, entry, strand, part)?));
                }
            }
        }
        let mut known: HashMap<EntryId, Vec<Stored>> = HashMap::new();
        for record in self.ledger.find(ids::chart(*chart), &wanted).await? {
            let stored = self.open_record(&record)?;
            known.entry(stored.payload.meta.entry).or_default().push(stored);
        }
        Ok(known)
    }

    /// Whether what is stored is what this entry says, of the same earlier entry.
    pub(super) async fn same_stored(
        &self,
        writing: &Writing<'_>,
        arrived: &Arrived<'_>,
        stored: &[Stored],
    ) -> Result<bool, Problem> {
        if !same_content(arrived.entry, writing.author, stored) {
            return Ok(false);
        }
        let Some(amends) = &arrived.entry.amends else { return Ok(true) };
        // Any record of an entry names it, so only the fold can tell whether two names mean the same one.
        let chart = Chart::fold(self.opened(writing.chart, arrived.grant.strands).await?);
        let joined = |record: &Stored| chart.entry(record.id) == chart.entry(amends.record);
        Ok(stored.iter().filter(|record| arrived.grant.covers(record.strand)).all(joined))
    }
}

/// Whether two entries of one request say the same; how they were sent does not matter.
pub(super) fn same_entry(one: &NewEntry, other: &NewEntry) -> bool {
    let Provenance { mode, client, .. } = &other.provenance;
    let provenance = Provenance { mode: *mode, client: client.clone(), ..one.provenance.clone() };
    NewEntry { provenance, ..one.clone() } == *other
}

/// Whether what is stored is what this entry says; how and when it was sent does not matter.
fn same_content(entry: &NewEntry, author: Author, stored: &[Stored]) -> bool {
    let reason = entry.amends.as_ref().map(|amends| &amends.reason);
    // Records beside ones kept to oneself carry less around them; the fullest one speaks for the entry.
    let apart = stored.iter().any(|record| record.strand == Strand::Own);
    let same_meta = stored.iter().all(|record| {
        let meta = &record.payload.meta;
        let full = !apart || record.strand == Strand::Own;
        meta.about == entry.about
            && meta.entered_at == entry.entered_at
            && (!full || meta.question_set == entry.provenance.question_set)
            && (!full || meta.asked == entry.provenance.asked)
            && meta.language == entry.provenance.language
            && (!full || meta.reason.as_ref() == reason)
    });
    let marks_error = |record: &&Stored| record.payload.body == Body::Withdrawn(Withdrawn::EnteredInError);
    if matches!(entry.said, Submission::EnteredInError) {
        return same_meta && stored.iter().all(|record| marks_error(&record));
    }
    let mut here: Vec<Part> = stored
        .iter()
        .filter(|record| !matches!(record.payload.body, Body::Withdrawn(_)))
        .map(|Stored { strand, payload, .. }| Part {
            number: payload.meta.part,
            strand: *strand,
            body: payload.body.clone(),
        })
        .collect();
    let mut there = entry.parts(author.role);
    here.sort_by_key(|part| (part.number, part.strand));
    there.sort_by_key(|part| (part.number, part.strand));
    same_meta && here == there
}
