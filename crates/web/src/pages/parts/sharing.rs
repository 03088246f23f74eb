//! Where the parts of an entry stand, and what a correction moved between the clinic and the patient alone.

use diary::chart::{Entry, StoredPart, Version};
use diary::{Body, Safety, Strand, Symptom, Withdrawn};
use locale::Texts;

use crate::pages::parts::entry_lines::EntryLine;

/// The parts of a version that tell its reader something: a part that stands in another strand was not removed.
pub fn shown_parts(version: &Version) -> impl Iterator<Item = &StoredPart> {
    version.parts.iter().filter(|part| !is_removed(part) || stands(version, part.number).is_none())
}

fn is_removed(part: &StoredPart) -> bool {
    part.body == Body::Withdrawn(Withdrawn::Removed)
}

fn stands(version: &Version, number: u16) -> Option<&StoredPart> {
    version.standing().find(|part| part.number == number)
}

/// Whether only the patient can read a part.
pub fn for_oneself(part: &StoredPart) -> bool {
    part.places().all(|place| place.strand == Strand::Own)
}

/// Whether the entry itself, of which these parts stand, is for the patient alone.
pub fn is_own<'a>(mut standing: impl Iterator<Item = &'a StoredPart>) -> bool {
    standing.any(|part| part.number == 0 && for_oneself(part))
}

/// What a version handed to the clinic or took back, each part in a sentence of its own. Where the entry itself changed hands,
/// that says it of its note too.
pub fn changes(t: Texts, version: &Version) -> Vec<String> {
    let mut all: Vec<(u16, bool)> = Vec::new();
    for removed in version.parts.iter().filter(|part| is_removed(part)) {
        let from_own = for_oneself(removed);
        if stands(version, removed.number).is_some_and(|part| for_oneself(part) != from_own) {
            all.push((removed.number, from_own));
        }
    }
    if let Some(entry) = all.iter().copied().find(|(number, _)| *number == 0) {
        all.retain(|part| part.0 == 0 || part.1 != entry.1);
    }
    all.dedup();
    all.into_iter().map(|(number, from_own)| sentence(t, number, from_own)).collect()
}

fn sentence(t: Texts, number: u16, from_own: bool) -> String {
    t.get(match (number, from_own) {
        (0, false) => "sharing-entry-to-own",
        (0, true) => "sharing-entry-to-clinic",
        (1, false) => "sharing-safety-to-own",
        (1, true) => "sharing-safety-to-clinic",
        (_, false) => "sharing-note-to-own",
        (_, true) => "sharing-note-to-clinic",
    })
}

/// Which part a correction took out, in words.
pub fn removed(t: Texts, number: u16) -> EntryLine {
    let label = match number {
        0 => "kind-withdrawn",
        1 => "kind-safety",
        _ => "kind-note",
    };
    EntryLine { label: t.get(label), value: t.get("fact-removed") }
}

/// The patient's safety answers, each with whether it, or the answer that it corrects, has reached the clinic.
pub fn safety(
    t: Texts,
    entry: &Entry,
    version: &Version,
    part: &StoredPart,
    safety: &Safety,
) -> Vec<EntryLine> {
    let before = entry.versions().iter().take_while(|other| other.meta.entry != version.meta.entry);
    let reached: Vec<Symptom> = before.flat_map(delivered_safety).collect();
    let mut lines = Vec::new();
    for item in &safety.listed {
        let key = match (for_oneself(part), reached.contains(&item.symptom)) {
            (false, _) => "fact-safety-reached",
            (true, true) => "fact-safety-corrected",
            (true, false) => "fact-safety-kept",
        };
        let value = t.one(key, "symptom", t.listed_symptom(item));
        lines.push(EntryLine { label: t.get("kind-safety"), value });
    }
    lines
}

/// The safety answers of a version that reached the clinic.
pub fn delivered_safety(version: &Version) -> Vec<Symptom> {
    let delivered = version.standing().filter(|part| !for_oneself(part));
    let listed = delivered.filter_map(|part| match &part.body {
        Body::Safety(safety) => Some(safety.listed.iter().map(|item| item.symptom)),
        _ => None,
    });
    listed.flatten().collect()
}

/// Whether an entry says that its day could not be written about.
pub fn is_wordless(entry: &Entry) -> bool {
    let wordless = |body: &Body| matches!(body, Body::CheckIn(it) if it.is_wordless());
    entry.effective_version().is_some_and(|content| content.standing().any(|part| wordless(&part.body)))
}
