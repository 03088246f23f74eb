//! From records to entries.

use std::collections::HashMap;

use super::{Entry, Kept, Stored, Version};
use crate::{AccountId, EntryId, RecordId};

/// Parts of one submission share author and entry id; amendments join the entry of the record they name.
pub(super) fn entries(records: Vec<Stored>) -> Vec<Entry> {
    let mut versions = submissions(records);
    versions.sort_by_key(arrival);
    let mut home: HashMap<RecordId, usize> = HashMap::new();
    let mut entries: Vec<Entry> = Vec::new();
    for (version, named) in versions {
        let at = match named.iter().find_map(|record| home.get(record)) {
            Some(at) => *at,
            None => {
                entries.push(Entry { versions: Vec::new() });
                entries.len() - 1
            }
        };
        home.extend(version.parts.iter().map(|part| (part.record, at)));
        if let Some(entry) = entries.get_mut(at) {
            entry.versions.push(version);
        }
    }
    entries.sort_by_key(|entry| (entry.date(), entry.entered_at(), entry.id()));
    entries
}

type Submission = (Version, Vec<RecordId>);

fn submissions(records: Vec<Stored>) -> Vec<Submission> {
    let mut found: HashMap<(AccountId, EntryId), Submission> = HashMap::new();
    for Stored { id, strand, payload } in records {
        let key = (payload.meta.author.account, payload.meta.entry);
        let kept = Kept { record: id, strand, number: payload.meta.part, body: payload.body };
        let (version, named) = found
            .entry(key)
            .or_insert_with(|| (Version { meta: payload.meta.clone(), parts: Vec::new() }, Vec::new()));
        if payload.meta.part < version.parts.iter().map(|part| part.number).min().unwrap_or(u16::MAX) {
            version.meta.clone_from(&payload.meta);
        }
        named.extend(payload.meta.amends);
        version.parts.push(kept);
    }
    let mut all: Vec<Submission> = found.into_values().collect();
    for (version, _) in &mut all {
        version.parts.sort_by_key(|part| (part.number, part.strand));
    }
    all
}

/// Order of arrival at the clinic; the writer's clock and the ids only settle ties.
fn arrival((version, _): &Submission) -> (jiff::Timestamp, jiff::Timestamp, EntryId, AccountId) {
    let meta = &version.meta;
    (meta.received_at, meta.entered_at, meta.entry, meta.author.account)
}
