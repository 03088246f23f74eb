//! One record with the entry and the version it belongs to, and the cells and fields it has in every form of export.

use diary::chart::{Chart, Entry, StoredPart, Version};
use diary::{Payload, Strand, stored};
use serde_json::{Map, Value};

use crate::Error;

/// Columns that every table begins with.
pub(super) const COLUMNS: [&str; 19] = [
    "entry",
    "version",
    "versions",
    "stands",
    "date",
    "time",
    "zone",
    "entered_at",
    "received_at",
    "author",
    "role",
    "acting_for",
    "language",
    "client",
    "modes",
    "question_set",
    "asked",
    "reason",
    "strand",
];

/// One record of a chart.
#[derive(Clone, Copy)]
pub(super) struct Record<'a> {
    pub(super) entry: &'a Entry,
    pub(super) version: &'a Version,
    /// From 1.
    pub(super) version_number: usize,
    pub(super) part: &'a StoredPart,
}

impl Record<'_> {
    /// Whether the record is part of the entry's content today.
    pub(super) fn stands(&self) -> bool {
        self.entry.parts().any(|part| part.record == self.part.record)
    }

    /// The cells of [`COLUMNS`].
    pub(super) fn cells(&self) -> Vec<String> {
        let meta = &self.version.meta;
        let modes: Vec<&str> = meta.modes.iter().map(|mode| mode.as_str()).collect();
        let strands: Vec<&str> = self.part.places().map(|place| strand_name(place.strand)).collect();
        vec![
            or_empty(self.entry.client_id()),
            self.version_number.to_string(),
            self.entry.versions().len().to_string(),
            if self.stands() { "yes" } else { "no" }.to_owned(),
            meta.about.date.to_string(),
            or_empty(meta.about.time),
            meta.about.zone.as_str().to_owned(),
            meta.entered_at.to_string(),
            meta.received_at.to_string(),
            meta.author.account.to_string(),
            meta.author.role.as_str().to_owned(),
            or_empty(meta.author.acting_for),
            meta.language.as_str().to_owned(),
            meta.client.clone(),
            modes.join(" "),
            or_empty(meta.question_set.as_deref()),
            meta.asked.join(" "),
            or_empty(self.version.reason().map(diary::Text::as_str)),
            strands.join(" "),
        ]
    }

    /// The fields of the content, as the stored format of its kind has them.
    pub(super) fn fields(&self) -> Result<Map<String, Value>, Error> {
        let payload = Payload { meta: self.version.meta.clone(), body: self.part.body.clone() };
        let mut fields: Map<String, Value> = serde_json::from_slice(&stored::encode(&payload)?)?;
        match fields.remove("body") {
            Some(Value::Object(body)) => Ok(body),
            _ => Err(Error::WithoutBody),
        }
    }
}

/// Every record of a chart in the order of entries and versions; what a later version left as it was comes once.
pub(super) fn records(chart: &Chart) -> Vec<Record<'_>> {
    let mut records = Vec::new();
    for entry in chart.entries() {
        for (version_number, version) in (1..).zip(entry.versions()) {
            for part in version.written() {
                records.push(Record { entry, version, version_number, part });
            }
        }
    }
    records
}

/// The name of a strand in the files.
pub(super) fn strand_name(strand: Strand) -> &'static str {
    match strand {
        Strand::Care => "care",
        Strand::Sensitive => "sensitive",
        Strand::Family => "family",
        Strand::Own => "own",
        Strand::Staff => "staff",
    }
}

/// A value as a cell; empty where there is none.
pub(super) fn or_empty(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}
