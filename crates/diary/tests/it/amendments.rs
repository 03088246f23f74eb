//! An amendment writes what it changes, and whoever cannot open that sees no amendment.

use diary::chart::{Chart, OpenedRecord, Origin, RecordDraft};
use diary::{
    About, Body, Code, DoseChange, EntryId, HalfMicrograms, Medicine, NewEntry, Precision, RecordId, Refusal,
    Role, Sharing, Strand, Submission,
};
use proptest::prelude::*;
use proptest::sample::select;

use crate::any;
use crate::support::{
    Clinic, amending, check_in, clinician, entry, evening, listing, mild, mood, patient, safety, text,
    with_note,
};

const UNCHANGED: Refusal = Refusal::new("amends", Code::Unchanged);

/// An evening with answers, a safety answer and a note for the patient alone.
fn evening_of(score: i64, note: &str) -> Submission {
    let answers = diary::CheckIn { mood: mood(score).mood, ..listing(&[mild("tremor"), safety("seizure")]) };
    with_note(answers, note, Sharing::OnlyMe)
}

fn written(clinic: &Clinic, before: usize) -> Vec<(Strand, &'static str)> {
    clinic.records[before..].iter().map(|record| (record.strand, record.payload.body.kind().name)).collect()
}

/// Changing, adding or removing a note for oneself leaves no record where others read.
///
/// Verifies: PRIV-005
#[test]
fn amending_only_what_is_for_oneself_shows_nobody_else_an_amendment() {
    let mut clinic = Clinic::open();
    let made = clinic.submit(&entry(1, "2026-11-24", evening_of(4, "first")), &patient()).unwrap();
    let before = clinic.seen_by(Role::Clinician);
    let without = Submission::CheckIn {
        check_in: diary::CheckIn { mood: mood(4).mood, ..listing(&[mild("tremor"), safety("seizure")]) },
        note: None,
        note_for: Sharing::CareTeam,
    };
    for (id, content) in [(2, evening_of(4, "second")), (3, without), (4, evening_of(4, "third"))] {
        let at = clinic.records.len();
        clinic.submit(&amending(made[0], entry(id, "2026-11-24", content)), &patient()).unwrap();
        assert_eq!(clinic.records.len(), at + 1);
        assert_eq!(clinic.records[at].strand, Strand::Own);
        assert_eq!(clinic.seen_by(Role::Clinician), before);
    }
    // Since then another medicine has brought further symptoms to the screen.
    let mut asked_more = entry(5, "2026-11-24", evening_of(4, "fourth"));
    let Submission::CheckIn { check_in, .. } = &mut asked_more.content else { panic!("a check-in") };
    check_in.symptoms_asked.push(crate::support::symptom("nausea"));
    clinic.submit(&amending(made[0], asked_more), &patient()).unwrap();
    assert_eq!(clinic.seen_by(Role::Clinician), before);
    let own = clinic.seen_by(Role::Patient);
    let [one] = own.entries() else { panic!("one entry") };
    assert_eq!(one.versions().len(), 5);
    assert!(one.versions().iter().all(|version| version.parts.iter().any(|part| part.number == 0)));
    assert_eq!(one.bodies().map(|body| body.kind().name).collect::<Vec<_>>(), ["check_in", "safety", "note"]);
    assert_eq!(one.versions()[3].reason(), Some(&text("a slip")));
}

#[test]
fn every_version_shows_the_whole_of_what_stood() {
    let mut clinic = Clinic::open();
    let made = clinic.submit(&entry(1, "2026-11-24", evening_of(4, "a word")), &patient()).unwrap();
    let at = clinic.records.len();
    clinic.submit(&amending(made[0], entry(2, "2026-11-24", evening_of(7, "a word"))), &patient()).unwrap();
    assert_eq!(written(&clinic, at), [(Strand::Care, "check_in")]);
    let chart = clinic.seen_by(Role::Patient);
    let newest = chart.entries()[0].newest().unwrap();
    let parts: Vec<_> = newest.parts.iter().map(|part| (part.number, part.origin)).collect();
    assert_eq!(parts, [(0, Origin::Written), (1, Origin::Carried), (2, Origin::Carried)]);
    assert_eq!(newest.written().map(|part| part.number).collect::<Vec<_>>(), [0]);
    // The reason stands in the record that was written, where the care team reads it.
    let seen = clinic.seen_by(Role::Clinician);
    assert_eq!(seen.entries()[0].newest().unwrap().reason(), Some(&text("a slip")));
}

/// What an amendment adds is part of its entry for everyone who reads both.
#[test]
fn an_added_part_belongs_to_its_entry() {
    let mut clinic = Clinic::open();
    let made = clinic.submit(&entry(1, "2026-11-24", check_in(mood(4))), &patient()).unwrap();
    let noted = with_note(mood(4), "a word", Sharing::CareTeam);
    clinic.submit(&amending(made[0], entry(2, "2026-11-24", noted)), &patient()).unwrap();
    assert_eq!(clinic.strands(), [Strand::Care, Strand::Sensitive]);
    for role in [Role::Patient, Role::Clinician] {
        let chart = clinic.seen_by(role);
        let [one] = chart.entries() else { panic!("one entry") };
        assert_eq!((one.versions().len(), one.bodies().count()), (2, 2), "{role:?}");
    }
    let mark = amending(made[0], entry(3, "2026-11-24", Submission::EnteredInError));
    clinic.submit(&mark, &clinician()).unwrap();
    assert_eq!(clinic.seen_by(Role::Patient).standing().count(), 0, "a mark names what was carried, too");
}

#[test]
fn another_day_or_time_is_a_change_of_every_part() {
    let mut clinic = Clinic::open();
    let made = clinic.submit(&entry(1, "2026-11-24", evening_of(4, "a word")), &patient()).unwrap();
    let about = About::parse("2026-11-24", Some("20:00"), "Asia/Tokyo").unwrap();
    for (id, about) in [(2, about.clone()), (3, About { date: "2026-11-23".parse().unwrap(), ..about })] {
        let at = clinic.records.len();
        let moved = NewEntry { about: about.clone(), ..entry(id, "2026-11-24", evening_of(4, "a word")) };
        clinic.submit(&amending(made[0], moved), &patient()).unwrap();
        assert_eq!(clinic.records.len(), at + 3);
        assert_eq!(clinic.seen_by(Role::Clinician).entries()[0].date(), about.date);
    }
}

/// Another question set, another moment of writing, another reason: none of these is a change of what was said.
#[test]
fn an_amendment_that_changes_nothing_is_refused() {
    let mut clinic = Clinic::open();
    let made = clinic.submit(&entry(1, "2026-11-24", evening_of(4, "a word")), &patient()).unwrap();
    let mut same = amending(made[0], entry(2, "2026-11-24", evening_of(4, "a word")));
    same.provenance.question_set = Some("family_check_in/1".to_owned());
    same.entered_at = evening("2026-11-25");
    assert_eq!(clinic.submit(&same, &patient()), Err(UNCHANGED));
    assert_eq!(clinic.records.len(), 3);
}

/// A delivered safety answer that is amended tells the clinic the answer and nothing else; the reason stays with the entry.
///
/// Verifies: PRIV-005
#[test]
fn a_delivered_safety_answer_is_amended_alone() {
    let mut clinic = Clinic::open();
    let delivered = |id, answer: &str| {
        let new = entry(id, "2026-11-24", check_in(listing(&[mild("tremor"), safety(answer)])));
        let new = NewEntry { sharing: Sharing::OnlyMeSafetyDelivered, ..new };
        let asked = "symptoms".to_owned();
        NewEntry { provenance: diary::Provenance { asked: vec![asked], ..new.provenance.clone() }, ..new }
    };
    let mut first = delivered(1, "seizure");
    let Submission::CheckIn { check_in: answers, .. } = &mut first.content else { panic!("a check-in") };
    answers.symptoms_asked.push(crate::support::symptom("confusion"));
    let mut second = delivered(2, "confusion");
    let Submission::CheckIn { check_in: answers, .. } = &mut second.content else { panic!("a check-in") };
    answers.symptoms_asked.insert(1, crate::support::symptom("seizure"));
    let made = clinic.submit(&first, &patient()).unwrap();
    clinic.submit(&amending(made[0], second), &patient()).unwrap();
    assert_eq!(clinic.strands(), [Strand::Own, Strand::Sensitive, Strand::Own, Strand::Sensitive]);
    let seen = clinic.seen_by(Role::Clinician);
    let newest = seen.entries()[0].newest().unwrap();
    assert_eq!((newest.reason(), &newest.meta.question_set, newest.meta.asked.len()), (None, &None, 0));
    let own = clinic.seen_by(Role::Patient);
    let newest = own.entries()[0].newest().unwrap();
    assert_eq!((newest.reason(), newest.meta.asked.len()), (Some(&text("a slip")), 1));
}

fn dose(mg: &str) -> Submission {
    let medicine = Medicine::parse("sertraline").unwrap();
    let per_day = HalfMicrograms::parse_mg(mg).unwrap();
    Submission::DoseChange(DoseChange { medicine, per_day, precision: Precision::Day })
}

/// A dose stands in `care` and in `family`, for whoever gives the medicine; with both it is one dose. Why it was corrected
/// stays with the care team.
///
/// Part of: CONS-010
#[test]
fn a_dose_is_shared_with_the_family_and_counted_once() {
    let mut clinic = Clinic::open();
    let made = clinic.submit(&entry(1, "2026-11-10", dose("50")), &clinician()).unwrap();
    assert_eq!(clinic.strands(), [Strand::Care, Strand::Family]);
    let steps = |role| {
        let lanes = clinic.seen_by(role).doses();
        lanes
            .iter()
            .flat_map(|lane| &lane.steps)
            .map(|step| step.dosing.mean_per_day().unwrap().half_micrograms())
            .collect::<Vec<_>>()
    };
    for role in [Role::Patient, Role::Clinician, Role::Guardian] {
        assert_eq!(steps(role), [100_000], "{role:?}");
    }
    let chart = clinic.seen_by(Role::Clinician);
    let kept: Vec<_> = chart.entries()[0].parts().map(|part| (part.strand, part.copies.len())).collect();
    assert_eq!(kept, [(Strand::Care, 1)], "the one in care speaks for both");

    clinic.submit(&amending(made[0], entry(2, "2026-11-10", dose("37.5"))), &clinician()).unwrap();
    let reasons = |role| clinic.seen_by(role).entries()[0].newest().unwrap().reason().cloned();
    assert_eq!([Role::Patient, Role::Guardian].map(reasons), [Some(text("a slip")), None]);
    let steps = |role| clinic.seen_by(role).doses().iter().map(|lane| lane.steps.len()).sum::<usize>();
    assert_eq!([Role::Patient, Role::Guardian].map(steps), [1, 1]);

    let mark = amending(made[0], entry(3, "2026-11-10", Submission::EnteredInError));
    clinic.submit(&mark, &clinician()).unwrap();
    for role in [Role::Patient, Role::Clinician, Role::Guardian] {
        assert!(clinic.seen_by(role).doses().is_empty() && clinic.seen_by(role).entries()[0].in_error());
    }
}

/// A dose of before the copies is shared by its next correction, also one that changes nothing else.
#[test]
fn an_older_dose_is_shared_by_its_correction() {
    let mut clinic = Clinic::open();
    let made = clinic.submit(&entry(1, "2026-11-10", dose("50")), &clinician()).unwrap();
    clinic.records.retain(|record| record.strand == Strand::Care);
    clinic.submit(&amending(made[0], entry(2, "2026-11-10", dose("50"))), &clinician()).unwrap();
    assert_eq!(clinic.strands(), [Strand::Care, Strand::Care, Strand::Family]);
    assert_eq!([Role::Guardian, Role::Patient].map(|role| clinic.seen_by(role).doses().len()), [1, 1]);
}

/// One step of somebody amending an evening again and again.
#[derive(Clone, Debug)]
enum Step {
    /// What others read: mood, safety answer, note for the care team.
    Shared(i64, bool, Option<&'static str>),
    /// The words for oneself.
    Own(Option<&'static str>),
    /// Another day.
    Moved(&'static str),
}

fn step() -> impl Strategy<Value = Step> {
    let word = || select(vec![None, Some("one"), Some("two")]);
    prop_oneof![
        3 => (0..3_i64, any::<bool>(), word()).prop_map(|(score, safe, word)| Step::Shared(score, safe, word)),
        3 => word().prop_map(Step::Own),
        1 => select(vec!["2026-11-23", "2026-11-24"]).prop_map(Step::Moved),
    ]
}

/// An evening as it now is. Words for the team stand in an event of their own kind of part; those for oneself in the note.
#[derive(Clone)]
struct Evening {
    shared: (i64, bool, Option<&'static str>),
    own: Option<&'static str>,
    date: &'static str,
}

impl Evening {
    /// A note is for the team or for oneself, never both: the team's word is told by what was asked.
    fn entry(&self, id: u8) -> NewEntry {
        let (score, safe, word) = self.shared;
        let mut answers = mood(score);
        if safe {
            answers = diary::CheckIn { mood: mood(score).mood, ..listing(&[safety("seizure")]) };
        }
        answers.events = word.map(|_| diary::DayEvent::Alcohol).into_iter().collect();
        let note = self.own.map(text);
        let content = Submission::CheckIn { check_in: answers, note, note_for: Sharing::OnlyMe };
        NewEntry { entered_at: evening("2026-11-25"), ..entry(id, self.date, content) }
    }
}

/// Plays the steps; those that change only what is for oneself also happen where `own` says so.
fn play(steps: &[Step], own: bool) -> (Clinic, Evening) {
    let mut clinic = Clinic::open();
    let mut now = Evening { shared: (5, false, None), own: Some("zero"), date: "2026-11-24" };
    let made: Vec<RecordId> = clinic.submit(&now.entry(1), &patient()).unwrap();
    for (step, id) in steps.iter().zip(2..) {
        let mut next = now.clone();
        match step {
            Step::Shared(score, safe, word) => next.shared = (*score, *safe, *word),
            Step::Own(word) => next.own = *word,
            Step::Moved(date) => next.date = date,
        }
        if matches!(step, Step::Own(_)) && !own {
            clinic.now += jiff::SignedDuration::from_secs(1);
            continue;
        }
        match clinic.submit(&amending(made[0], next.entry(id)), &patient()) {
            Ok(_) => now = next,
            Err(refusal) => assert_eq!(refusal, UNCHANGED),
        }
    }
    (clinic, now)
}

/// However an evening is amended: whoever opens every strand reads what was said last, whole in every version; and without
/// the patient's own strand nothing, to the byte, tells whether something for oneself was amended.
///
/// Verifies: PRIV-005, INT-001
#[test]
fn amendments_add_up_and_those_for_oneself_leave_no_trace() {
    proptest!(any::cases(300), |(steps in prop::collection::vec(step(), 0..9))| {
        let ((with, last), (without, _)) = (play(&steps, true), play(&steps, false));
        let whole = Chart::fold(with.records.clone());
        let [one] = whole.entries() else { panic!("one entry") };
        let content: Vec<Body> = last.entry(1).parts(Role::Patient).into_iter().map(|part| part.body).collect();
        prop_assert_eq!(one.bodies().cloned().collect::<Vec<_>>(), content);
        prop_assert_eq!(one.date().to_string(), last.date);
        prop_assert!(one.versions().iter().all(|version| version.standing().any(|part| part.number == 0)));
        let others = |clinic: &Clinic| -> Vec<OpenedRecord> {
            clinic.records.iter().filter(|record| record.strand != Strand::Own).cloned().collect()
        };
        prop_assert_eq!(others(&with), others(&without));
        prop_assert_eq!(
            format!("{:?}", with.seen_by(Role::Clinician)),
            format!("{:?}", without.seen_by(Role::Clinician))
        );
    });
}

/// A chart that follows submission by submission is the one that is folded from everything.
#[test]
fn following_is_folding() {
    proptest!(any::cases(200), |(steps in prop::collection::vec(step(), 0..9))| {
        let (clinic, _) = play(&steps, true);
        let mut followed = Chart::default();
        let mut left = clinic.records.as_slice();
        while let Some(first) = left.first() {
            let id: EntryId = first.payload.meta.entry;
            let count = left.iter().take_while(|record| record.payload.meta.entry == id).count();
            let (submission, rest) = left.split_at(count);
            followed.append(submission.to_vec());
            left = rest;
        }
        prop_assert_eq!(followed, Chart::fold(clinic.records));
    });
}

/// A chart of before, in which an amendment wrote every part again, folds to the same: the newest record of each part.
///
/// Verifies: INT-008
#[test]
fn a_chart_whose_amendments_wrote_every_part_still_folds() {
    let mut clinic = Clinic::open();
    let made = clinic.submit(&entry(1, "2026-11-24", evening_of(4, "a word")), &patient()).unwrap();
    let second = amending(made[0], entry(2, "2026-11-24", evening_of(7, "a word")));
    let whole = second.parts(Role::Patient).into_iter().zip(&made);
    let planned = whole.map(|(part, old)| RecordDraft { part, amends: Some(*old) });
    let records = second.records(&patient(), clinic.now, planned.collect());
    let mut old_chart = clinic.records.clone();
    let id = |at: u8| RecordId::from_bytes([100 + at; 16]);
    old_chart.extend(records.into_iter().zip(0..).map(|((strand, payload), at)| OpenedRecord {
        id: id(at),
        strand,
        payload,
    }));
    clinic.submit(&second, &patient()).unwrap();

    let content = |chart: Chart| -> Vec<Vec<Body>> {
        let versions = chart.entries()[0].versions().iter();
        versions.map(|version| version.standing().map(|part| part.body.clone()).collect()).collect()
    };
    let old_chart = Chart::fold(old_chart);
    assert!(old_chart.entries()[0].versions()[1].parts.iter().all(|part| part.origin == Origin::Written));
    assert_eq!(content(old_chart), content(clinic.seen_by(Role::Patient)));
}
