//! From records to entries.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Entry, OpenedRecord, Origin, PartCopy, StoredPart, Version};
use crate::{AccountId, EntryId, RecordId, Strand};

/// Parts of one submission share author and entry id; amendments join the entry of the record they name.
pub(super) fn entries(records: Vec<OpenedRecord>) -> Vec<Entry> {
    let mut versions = sent_versions(records);
    versions.sort_by_key(|sent| arrival(&sent.version));
    let homes = homes(&versions);
    let mut together: BTreeMap<usize, Vec<SentVersion>> = BTreeMap::new();
    for (sent, home) in versions.into_iter().zip(homes) {
        together.entry(home).or_default().push(sent);
    }
    let mut entries: Vec<Entry> =
        together.into_values().map(|versions| Entry { versions: whole(in_order(versions)) }).collect();
    entries.sort_by_key(place);
    entries
}

/// Adds the records of one submission that arrived after all that is there.
pub(super) fn append(entries: &mut Vec<Entry>, records: Vec<OpenedRecord>) {
    let Some(sent) = sent_version(records) else { return };
    let home = entries.iter().position(|entry| sent.named.iter().any(|named| entry.holds(*named)));
    let mut entry = home.map_or(Entry { versions: Vec::new() }, |home| entries.remove(home));
    let version = after(entry.versions.last(), sent.version);
    entry.versions.push(version);
    entries.insert(entries.partition_point(|other| place(other) < place(&entry)), entry);
}

/// Where an entry stands among the others.
fn place(entry: &Entry) -> (Date, Timestamp, Option<RecordId>) {
    (entry.date(), entry.entered_at(), entry.id())
}

/// A version as it was sent, not yet put with the others of its entry, and the records it takes the place of.
struct SentVersion {
    version: Version,
    named: Vec<RecordId>,
}

impl SentVersion {
    fn records(&self) -> impl Iterator<Item = RecordId> {
        self.version.parts.iter().map(|part| part.record)
    }
}

fn sent_versions(records: Vec<OpenedRecord>) -> Vec<SentVersion> {
    let mut found: HashMap<(AccountId, EntryId), Vec<OpenedRecord>> = HashMap::new();
    for record in records {
        let meta = &record.payload.meta;
        found.entry((meta.author.account, meta.entry)).or_default().push(record);
    }
    found.into_values().filter_map(sent_version).collect()
}

fn sent_version(mut records: Vec<OpenedRecord>) -> Option<SentVersion> {
    records.sort_by_key(|record| (record.payload.meta.part, record.strand, record.id));
    // What stands around the parts differs only where some are for the patient alone, or copies for the family: those for
    // the patient say most, and copies stand behind what they are copies of.
    let fullest = records.iter().find(|record| record.strand == Strand::Own).or(records.first())?;
    let meta = fullest.payload.meta.clone();
    let named = records.iter().filter_map(|record| record.payload.meta.amends).collect();
    let part = |record: OpenedRecord| StoredPart {
        record: record.id,
        strand: record.strand,
        number: record.payload.meta.part,
        body: record.payload.body,
        origin: Origin::Written,
        copies: Vec::new(),
    };
    Some(SentVersion { version: Version { meta, parts: records.into_iter().map(part).collect() }, named })
}

/// For each version the place of the one that stands for its entry. Independent of the order of arrival: a clinic's
/// clock that was set back must not tear an amendment from its entry.
fn homes(versions: &[SentVersion]) -> Vec<usize> {
    let places: HashMap<RecordId, usize> = versions
        .iter()
        .enumerate()
        .flat_map(|(at, sent)| sent.records().map(move |record| (record, at)))
        .collect();
    let mut homes: Vec<usize> = (0..versions.len()).collect();
    for (at, sent) in versions.iter().enumerate() {
        for other in sent.named.iter().filter_map(|record| places.get(record)) {
            let (one, other) = (home(&homes, at), home(&homes, *other));
            if let Some(later) = homes.get_mut(one.max(other)) {
                *later = one.min(other);
            }
        }
    }
    (0..versions.len()).map(|at| home(&homes, at)).collect()
}

/// Follows the places, each earlier than the one before, to the one that stands for itself.
fn home(homes: &[usize], mut at: usize) -> usize {
    while let Some(next) = homes.get(at).filter(|next| **next < at) {
        at = *next;
    }
    at
}

/// Oldest first: by arrival, but never before a version it takes the place of.
fn in_order(mut waiting: Vec<SentVersion>) -> Vec<Version> {
    let mut ahead: HashSet<RecordId> = waiting.iter().flat_map(SentVersion::records).collect();
    let mut versions = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let ready = |next: &SentVersion| {
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

/// Each version with what it left as it was: an amendment writes what it changes and nothing else.
fn whole(versions: Vec<Version>) -> Vec<Version> {
    let mut all: Vec<Version> = Vec::with_capacity(versions.len());
    for version in versions {
        let next = after(all.last(), version);
        all.push(next);
    }
    all
}

/// A version, as it was written, after the one before it: with the parts of that one of which it says nothing.
fn after(before: Option<&Version>, version: Version) -> Version {
    let Version { meta, mut parts } = version;
    let written: HashSet<(u16, Strand)> = parts.iter().map(|stored| (stored.number, stored.strand)).collect();
    for stored in before.into_iter().flat_map(Version::standing) {
        let left = stored.places().filter(|place| !written.contains(&(stored.number, place.strand)));
        parts.extend(left.map(|PartCopy { record, strand, .. }| StoredPart {
            record,
            strand,
            origin: Origin::Carried,
            copies: Vec::new(),
            ..stored.clone()
        }));
    }
    parts.sort_by_key(|stored| (stored.number, stored.strand, stored.record));
    Version { meta, parts: once_each(parts) }
}

/// Parts that say the same in several strands as one: that of the first strand, with its copies.
fn once_each(parts: Vec<StoredPart>) -> Vec<StoredPart> {
    let mut each: Vec<StoredPart> = Vec::with_capacity(parts.len());
    for stored in parts {
        let same = |known: &&mut StoredPart| known.number == stored.number && known.body == stored.body;
        match each.iter_mut().find(same) {
            Some(known) => known.copies.extend(stored.places()),
            None => each.push(stored),
        }
    }
    each
}

/// Order of arrival at the clinic; the writer's clock and the ids only settle ties.
fn arrival(version: &Version) -> (Timestamp, Timestamp, EntryId, AccountId) {
    let meta = &version.meta;
    (meta.received_at, meta.entered_at, meta.entry, meta.author.account)
}
