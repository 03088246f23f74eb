//! From records to entries.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Entry, Kept, Stored, Version};
use crate::{AccountId, EntryId, RecordId};

/// Parts of one submission share author and entry id; amendments join the entry of the record they name.
pub(super) fn entries(records: Vec<Stored>) -> Vec<Entry> {
    let mut submissions = submissions(records);
    submissions.sort_by_key(|submission| arrival(&submission.version));
    let homes = homes(&submissions);
    let mut together: BTreeMap<usize, Vec<Submission>> = BTreeMap::new();
    for (submission, home) in submissions.into_iter().zip(homes) {
        together.entry(home).or_default().push(submission);
    }
    let mut entries: Vec<Entry> =
        together.into_values().map(|versions| Entry { versions: in_order(versions) }).collect();
    entries.sort_by_key(|entry| (entry.date(), entry.entered_at(), entry.id()));
    entries
}

/// What was sent at once, and the records it takes the place of.
struct Submission {
    version: Version,
    named: Vec<RecordId>,
}

impl Submission {
    fn records(&self) -> impl Iterator<Item = RecordId> {
        self.version.parts.iter().map(|part| part.record)
    }
}

fn submissions(records: Vec<Stored>) -> Vec<Submission> {
    let mut found: HashMap<(AccountId, EntryId), Vec<Stored>> = HashMap::new();
    for record in records {
        let meta = &record.payload.meta;
        found.entry((meta.author.account, meta.entry)).or_default().push(record);
    }
    found.into_values().filter_map(submission).collect()
}

fn submission(mut records: Vec<Stored>) -> Option<Submission> {
    records.sort_by_key(|record| (record.payload.meta.part, record.strand, record.id));
    // What stands around the parts is the same for each but for the record it names: the first one's is shown. The reason
    // stands with the part that only its writer reads, where there is one.
    let reason = records.iter().find_map(|record| record.payload.meta.reason.clone());
    let meta = crate::Meta { reason, ..records.first()?.payload.meta.clone() };
    let named = records.iter().filter_map(|record| record.payload.meta.amends).collect();
    let kept = |record: Stored| Kept {
        record: record.id,
        strand: record.strand,
        number: record.payload.meta.part,
        body: record.payload.body,
    };
    Some(Submission { version: Version { meta, parts: records.into_iter().map(kept).collect() }, named })
}

/// For each submission the place of the one that stands for its entry. Independent of the order of arrival: a clinic's
/// clock that was set back must not tear an amendment from its entry.
fn homes(submissions: &[Submission]) -> Vec<usize> {
    let places: HashMap<RecordId, usize> = submissions
        .iter()
        .enumerate()
        .flat_map(|(at, submission)| submission.records().map(move |record| (record, at)))
        .collect();
    let mut homes: Vec<usize> = (0..submissions.len()).collect();
    for (at, submission) in submissions.iter().enumerate() {
        for other in submission.named.iter().filter_map(|record| places.get(record)) {
            let (one, other) = (home(&homes, at), home(&homes, *other));
            if let Some(later) = homes.get_mut(one.max(other)) {
                *later = one.min(other);
            }
        }
    }
    (0..submissions.len()).map(|at| home(&homes, at)).collect()
}

/// Follows the places, each earlier than the one before, to the one that stands for itself.
fn home(homes: &[usize], mut at: usize) -> usize {
    while let Some(next) = homes.get(at).filter(|next| **next < at) {
        at = *next;
    }
    at
}

/// Oldest first: by arrival, but never before a version it takes the place of.
fn in_order(mut waiting: Vec<Submission>) -> Vec<Version> {
    let mut ahead: HashSet<RecordId> = waiting.iter().flat_map(Submission::records).collect();
    let mut versions = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let ready = |next: &Submission| {
            next.named.iter().all(|named| !ahead.contains(named) || next.records().any(|own| own == *named))
        };
        // Should two name each other, which no client can bring about, arrival alone decides.
        let next = waiting.remove(waiting.iter().position(ready).unwrap_or(0));
        next.records().for_each(|record| {
            ahead.remove(&record);
        });
        versions.push(next.version);
    }
    versions
}

/// Order of arrival at the clinic; the writer's clock and the ids only settle ties.
fn arrival(version: &Version) -> (jiff::Timestamp, jiff::Timestamp, EntryId, AccountId) {
    let meta = &version.meta;
    (meta.received_at, meta.entered_at, meta.entry, meta.author.account)
}
