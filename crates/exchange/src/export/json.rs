//! The JSON document.

use diary::chart::{Chart, Entry, Version};
use serde_json::{Value, json};

use super::record::{Record, strand_name};
use crate::Error;

/// The document of [`super::json`].
pub(super) fn document(chart: &Chart) -> Result<Vec<u8>, Error> {
    let mut entries = Vec::new();
    for entry in chart.entries() {
        entries.push(entry_value(entry)?);
    }
    let document = json!({ "format": "namima-export/1", "entries": entries });
    Ok(serde_json::to_vec_pretty(&document)?)
}

fn entry_value(entry: &Entry) -> Result<Value, Error> {
    let mut versions = Vec::new();
    for (version_number, version) in (1..).zip(entry.versions()) {
        versions.push(version_value(entry, version, version_number)?);
    }
    let state = match (entry.in_error(), entry.stands()) {
        (false, _) => "current",
        (true, true) => "partly_in_error",
        (true, false) => "in_error",
    };
    Ok(json!({ "entry": entry.client_id().map(|id| id.to_string()), "state": state, "versions": versions }))
}

fn version_value(entry: &Entry, version: &Version, version_number: usize) -> Result<Value, Error> {
    let meta = &version.meta;
    let mut records = Vec::new();
    for part in version.written() {
        records.push(record_value(&Record { entry, version, version_number, part })?);
    }
    Ok(json!({
        "submission": meta.entry.to_string(),
        "author": meta.author.account.to_string(),
        "role": meta.author.role.as_str(),
        "acting_for": meta.author.acting_for.map(|id| id.to_string()),
        "date": meta.about.date,
        "time": meta.about.time,
        "zone": meta.about.zone.as_str(),
        "entered_at": meta.entered_at,
        "received_at": meta.received_at,
        "question_set": meta.question_set,
        "asked": meta.asked,
        "language": meta.language.as_str(),
        "client": meta.client,
        "modes": meta.modes.iter().map(|mode| mode.as_str()).collect::<Vec<_>>(),
        "reason": version.reason().map(diary::Text::as_str),
        "records": records,
    }))
}

fn record_value(record: &Record<'_>) -> Result<Value, Error> {
    let part = record.part;
    let copies: Vec<&str> = part.copies.iter().map(|copy| strand_name(copy.strand)).collect();
    Ok(json!({
        "record": part.record.to_string(),
        "part": part.number,
        "strand": strand_name(part.strand),
        "copies": copies,
        "kind": part.body.kind().name,
        "stands": record.stands(),
        "body": record.fields()?,
    }))
}
