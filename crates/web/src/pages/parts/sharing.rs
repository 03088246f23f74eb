//! Where the parts of an entry stand, and what a correction moved between the clinic and the patient alone.

use diary::chart::{Entry, Kept, Version};
use diary::{Body, ListedSymptom, Safety, Strand, Symptom, Withdrawn};
use locale::Texts;

use crate::pages::parts::entry_facts::Fact;

/// The parts of a version that tell its reader something: a part that stands in another strand was not removed.
pub fn told(version: &Version) -> impl Iterator<Item = &Kept> {
    version.parts.iter().filter(|kept| !is_removed(kept) || stands(version, kept.number).is_none())
}

fn is_removed(kept: &Kept) -> bool {
    kept.body == Body::Withdrawn(Withdrawn::Removed)
}

fn stands(version: &Version, number: u16) -> Option<&Kept> {
    version.standing().find(|kept| kept.number == number)
}

/// Whether only the patient can read a part.
pub fn for_oneself(kept: &Kept) -> bool {
    kept.places().all(|place| place.strand == Strand::Own)
}

/// Whether the entry itself, of which these parts stand, is for the patient alone.
pub fn is_own<'a>(mut standing: impl Iterator<Item = &'a Kept>) -> bool {
    standing.any(|part| part.number == 0 && for_oneself(part))
}

/// What a version moved, each part in a sentence of its own. Where the entry itself moved, that says it of its note too.
pub fn moves(t: Texts, version: &Version) -> Vec<String> {
    let moved = |removed: &Kept| {
        let stands = stands(version, removed.number).filter(|_| is_removed(removed))?;
        let from_own = for_oneself(removed);
        (from_own != for_oneself(stands)).then_some((removed.number, from_own))
    };
    let mut all: Vec<(u16, bool)> = version.parts.iter().filter_map(moved).collect();
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
pub fn removed(t: Texts, number: u16) -> Fact {
    let label = match number {
        0 => "kind-withdrawn",
        1 => "kind-safety",
        _ => "kind-note",
    };
    Fact { label: t.get(label), value: t.get("fact-removed") }
}

/// The patient's safety answers, each with whether it, or the answer that it corrects, has reached the clinic.
pub fn safety(t: Texts, entry: &Entry, version: &Version, kept: &Kept, safety: &Safety) -> Vec<Fact> {
    let before = entry.versions().iter().take_while(|other| other.meta.entry != version.meta.entry);
    let reached: Vec<Symptom> = before.flat_map(told_safety).collect();
    let fact = |item: &ListedSymptom| {
        let key = match (for_oneself(kept), reached.contains(&item.symptom)) {
            (false, _) => "fact-safety-reached",
            (true, true) => "fact-safety-corrected",
            (true, false) => "fact-safety-kept",
        };
        Fact { label: t.get("kind-safety"), value: t.one(key, "symptom", t.listed_symptom(item)) }
    };
    safety.listed.iter().map(fact).collect()
}

/// The safety answers of a version that reached the clinic.
pub fn told_safety(version: &Version) -> Vec<Symptom> {
    let told = version.standing().filter(|part| !for_oneself(part));
    let listed = told.filter_map(|part| match &part.body {
        Body::Safety(safety) => Some(safety.listed.iter().map(|item| item.symptom)),
        _ => None,
    });
    listed.flatten().collect()
}

/// Whether an entry says that its day could not be written about.
pub fn is_wordless(entry: &Entry) -> bool {
    let wordless = |body: &Body| matches!(body, Body::CheckIn(it) if it.is_wordless());
    entry.said().is_some_and(|said| said.standing().any(|kept| wordless(&kept.body)))
}
