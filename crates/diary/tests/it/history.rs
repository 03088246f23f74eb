//! Any sequence of what people do, against a plain list of what they did.

use diary::chart::Chart;
use diary::{Author, Body, EntryId, NewEntry, RecordId, Role, Sharing, Submission};
use jiff::Timestamp;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::any;
use crate::support::{
    Clinic, amending, check_in, clinician, entry, listing, mild, mood, patient, person, safety, with_note,
};

#[derive(Clone, Debug)]
enum Act {
    Submit(Sharing, u8),
    Amend(Index, Sharing, u8),
    MarkError(Index),
}

fn act() -> impl Strategy<Value = (Role, Act)> {
    let sharing = || select(vec![Sharing::CareTeam, Sharing::OnlyMe, Sharing::OnlyMeSafetyDelivered]);
    let act = prop_oneof![
        3 => (sharing(), 0u8..8).prop_map(|(sharing, what)| Act::Submit(sharing, what)),
        5 => (any::<Index>(), sharing(), 0u8..8).prop_map(|(which, sharing, what)| Act::Amend(which, sharing, what)),
        1 => any::<Index>().prop_map(Act::MarkError),
    ];
    (select(vec![Role::Patient, Role::Patient, Role::Patient, Role::Guardian, Role::Clinician]), act)
}

/// Eight different evenings: with and without symptoms, safety answers and a note.
fn content(what: u8) -> Submission {
    let score = i64::from(what);
    let evening = match what % 4 {
        0 => mood(score),
        1 => listing(&[mild("tremor")]),
        2 => listing(&[safety("suicidal_thoughts")]),
        _ => listing(&[mild("nausea"), safety("seizure")]),
    };
    match what {
        0..4 => check_in(evening),
        4..6 => with_note(evening, "a word", Sharing::CareTeam),
        _ => with_note(evening, "a word", Sharing::OnlyMe),
    }
}

/// What is remembered of a submission: who, under which id, when, why, what it wrote in which records, and all it said.
#[derive(Clone, Debug, PartialEq)]
struct Done {
    author: Author,
    id: EntryId,
    entered_at: Timestamp,
    reason: Option<String>,
    parts: Vec<(RecordId, Body)>,
    /// Absent for an error mark, which says nothing.
    whole: Option<Vec<Body>>,
}

fn done(new: &NewEntry, author: Author, clinic: &Clinic, made: &[RecordId]) -> Done {
    let of = |id: &RecordId| clinic.records.iter().find(|record| record.id == *id).unwrap();
    let mut parts: Vec<_> = made.iter().map(|id| (*id, of(id).payload.body.clone())).collect();
    parts.sort_by_key(|(id, _)| *id);
    let reason = new.amends.as_ref().map(|amends| amends.reason.as_str().to_owned());
    let whole = new.parts(author.role).into_iter().map(|part| part.body);
    let whole = (new.content != Submission::EnteredInError).then(|| whole.collect());
    Done { author, id: new.id, entered_at: new.entered_at, reason, parts, whole }
}

/// Plays the acts; returns the clinic and, entry by entry, everything that was accepted.
fn play(acts: &[(Role, Act)]) -> (Clinic, Vec<Vec<Done>>) {
    let (mut clinic, mut told) = (Clinic::open(), Vec::<Vec<Done>>::new());
    for ((role, act), id) in acts.iter().zip(1..) {
        let author = person(*role);
        let mine = |sharing| if *role == Role::Patient { sharing } else { Sharing::CareTeam };
        let (mut new, which) = match act {
            Act::Submit(sharing, what) => {
                (NewEntry { sharing: mine(*sharing), ..entry(id, "2026-11-24", content(*what)) }, None)
            }
            Act::Amend(..) | Act::MarkError(_) if told.is_empty() => continue,
            Act::Amend(which, sharing, what) => {
                let new = NewEntry { sharing: mine(*sharing), ..entry(id, "2026-11-24", content(*what)) };
                (new, Some(which.index(told.len())))
            }
            Act::MarkError(which) => {
                (entry(id, "2026-11-24", Submission::EnteredInError), Some(which.index(told.len())))
            }
        };
        // Named by any record that the author can open, else by one they cannot.
        if let Some(which) = which {
            let seen = clinic.seen_by(*role);
            let all = || told[which].iter().flat_map(|done| &done.parts).map(|(record, _)| *record);
            let record = all().find(|record| seen.entry(*record).is_some()).or(all().next()).unwrap();
            new = amending(record, new);
        }
        if let Ok(made) = clinic.submit(&new, &author) {
            let done = done(&new, author, &clinic, &made);
            match which {
                Some(which) => told[which].push(done),
                None => told.push(vec![done]),
            }
        }
    }
    (clinic, told)
}

fn history(chart: &Chart, record: RecordId) -> Vec<Done> {
    let version = |version: &diary::chart::Version| {
        let written = version.written().map(|part| (part.record, part.body.clone()));
        let mut parts: Vec<_> = written.collect();
        parts.sort_by_key(|(id, _)| *id);
        let whole = || version.standing().map(|part| part.body.clone()).collect();
        Done {
            author: version.meta.author,
            id: version.meta.entry,
            entered_at: version.meta.entered_at,
            reason: version.reason().map(|reason| reason.as_str().to_owned()),
            parts,
            whole: (!version.marks_error()).then(whole),
        }
    };
    chart.entry(record).unwrap().versions().iter().map(version).collect()
}

/// However entries are written, amended from several places, made private, shared again and marked in error: every
/// version is there, in order, with author, time, reason and words as they were given.
///
/// Verifies: INT-001, INT-012
#[test]
fn the_history_is_complete_whatever_people_do() {
    proptest!(any::cases(300), |(acts in prop::collection::vec(act(), 1..25))| {
        let (clinic, told) = play(&acts);
        let chart = Chart::fold(clinic.records.clone());
        prop_assert_eq!(chart.entries().len(), told.len());
        for versions in &told {
            prop_assert_eq!(&history(&chart, versions[0].parts[0].0), versions);
        }
    });
}

/// What stands for the patient is what was said last and not marked in error.
#[test]
fn the_newest_version_is_what_stands() {
    proptest!(any::cases(300), |(acts in prop::collection::vec(act(), 1..25))| {
        let (clinic, told) = play(&acts);
        let chart = clinic.seen_by(Role::Patient);
        for versions in &told {
            let last = versions.last().unwrap();
            let entry = chart.entry(versions[0].parts[0].0).unwrap();
            if let Some(content) = &last.whole {
                let standing: Vec<Body> = entry.bodies().cloned().collect();
                prop_assert_eq!(&standing, content);
            } else if last.author != clinician() {
                prop_assert!(!entry.stands());
            }
        }
        prop_assert!(!chart.standing().any(|entry| entry.author() == Some(patient()) && !entry.by_patient()));
    });
}

/// Nobody's chart ever holds a record of a strand that was not granted, and what it shows needs none.
#[test]
fn a_clinician_never_meets_what_was_for_the_patient_alone() {
    proptest!(any::cases(200), |(acts in prop::collection::vec(act(), 1..25))| {
        let (clinic, _) = play(&acts);
        let own = |record: &&diary::chart::OpenedRecord| record.strand == diary::Strand::Own;
        let own: Vec<RecordId> = clinic.records.iter().filter(own).map(|record| record.id).collect();
        let chart = clinic.seen_by(Role::Clinician);
        for entry in chart.entries() {
            for version in entry.versions() {
                prop_assert!(version.parts.iter().all(|part| !own.contains(&part.record)));
                prop_assert!(version.meta.amends.is_none_or(|named| !own.contains(&named)), "nor its id");
            }
        }
    });
}
