//! The JSON document.

use diary::chart::{Chart, Entry, Version};
use serde_json::{Value, json};

use super::{body, meta};

pub(super) fn document(chart: &Chart) -> anyhow::Result<Vec<u8>> {
    let entries = chart.entries().iter().map(entry).collect::<anyhow::Result<Vec<_>>>()?;
    let document = json!({ "format": "namima-export/1", "entries": entries });
    Ok(serde_json::to_vec_pretty(&document)?)
}

fn entry(entry: &Entry) -> anyhow::Result<Value> {
    let versions =
        entry.versions().iter().map(|one| version(entry, one)).collect::<anyhow::Result<Vec<_>>>()?;
    let state = match (entry.in_error(), entry.stands()) {
        (false, _) => "current",
        (true, true) => "partly_in_error",
        (true, false) => "in_error",
    };
    Ok(json!({ "entry": entry.client_id().map(|id| id.to_string()), "state": state, "versions": versions }))
}

fn version(entry: &Entry, version: &Version) -> anyhow::Result<Value> {
    let meta = &version.meta;
    let mut records = Vec::new();
    for kept in version.written() {
        let copies: Vec<&str> = kept.copies.iter().map(|copy| meta::strand(copy.strand)).collect();
        records.push(json!({
            "record": kept.record.to_string(),
            "part": kept.number,
            "strand": meta::strand(kept.strand),
            "copies": copies,
            "kind": kept.body.kind().name,
            "stands": entry.parts().any(|part| part.record == kept.record),
            "body": body::of(version, kept)?,
        }));
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
