//! What stands around every entry, and which of its parts stand.

use diary::Strand;
use diary::chart::{Entry, Kept, Version};

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

/// One record with the entry and the version it belongs to.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) entry: &'a Entry,
    pub(super) version: &'a Version,
    /// From 1.
    pub(super) number: usize,
    pub(super) kept: &'a Kept,
}

impl Place<'_> {
    /// Whether the record is part of what the entry says today.
    pub(super) fn stands(&self) -> bool {
        self.entry.parts().any(|part| part.record == self.kept.record)
    }

    /// The cells of [`COLUMNS`].
    pub(super) fn cells(&self) -> Vec<String> {
        let meta = &self.version.meta;
        let modes: Vec<&str> = meta.modes.iter().map(|mode| mode.as_str()).collect();
        vec![
            self.entry.client_id().map_or_else(String::new, |id| id.to_string()),
            self.number.to_string(),
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
            self.kept.places().map(|place| strand(place.strand)).collect::<Vec<_>>().join(" "),
        ]
    }
}

/// Every part of a chart where it was written, in order; what a later version left as it was is not told again.
pub(super) fn places(chart: &diary::chart::Chart) -> impl Iterator<Item = Place<'_>> {
    chart.entries().iter().flat_map(|entry| {
        entry.versions().iter().zip(1..).flat_map(move |(version, number)| {
            version.written().map(move |kept| Place { entry, version, number, kept })
        })
    })
}

/// The name of a strand in the files.
pub(super) fn strand(strand: Strand) -> &'static str {
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
