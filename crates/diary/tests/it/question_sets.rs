//! Question sets: none that was used changes, and no entry claims to have been asked what no form asks.

use diary::{Code, DayEvent, Event, NewEntry, QuestionSet, Role, SleepNight, Submission};

use crate::refusals::refused;
use crate::support::{check_in, entry, mood};

/// Every set that version 0.1.0 could store, with what it asks. Lines are only ever added.
const SETS: &str = include_str!("../golden/question_sets.txt");

/// Verifies: INT-009
#[test]
fn a_question_set_that_was_used_never_changes() {
    let told = |set: &QuestionSet| format!("{set} {} {}\n", set.kind, set.questions.join(","));
    assert_eq!(QuestionSet::ALL.iter().map(|set| told(set)).collect::<String>(), SETS);
    for set in QuestionSet::ALL {
        assert_eq!(QuestionSet::parse(&set.to_string()), Ok(*set));
    }
}

fn asked_by(content: Submission, set: Option<&str>, asked: &[&str]) -> Option<(&'static str, Code)> {
    let mut new = entry(1, "2026-11-24", content);
    new.provenance.question_set = set.map(str::to_owned);
    new.provenance.asked = asked.iter().map(|name| (*name).to_owned()).collect();
    refused(&new, Role::Patient)
}

/// Verifies: INT-009, SEC-006
#[test]
fn a_set_that_does_not_exist_is_refused() {
    let of = |set| asked_by(check_in(mood(5)), set, &[]);
    assert_eq!((of(None), of(Some("check_in/1")), of(Some("family_check_in/1"))), (None, None, None));
    let long = "x".repeat(100_000);
    for unknown in
        ["phq9/77", "check_in/2", "check_in/01", "check_in", "check_in/", "/1", "CHECK_IN/1", "", &long]
    {
        assert_eq!(of(Some(unknown)), Some(("question_set", Code::UnknownValue)), "{unknown:.20}");
    }
}

/// Verifies: INT-009, SEC-006
#[test]
fn a_question_that_its_set_does_not_ask_is_refused() {
    let of = |set: Option<&str>, asked: &[&str]| asked_by(check_in(mood(5)), set, asked);
    for set in QuestionSet::ALL.iter().filter(|set| set.kind == "check_in") {
        assert_eq!(of(Some(&set.to_string()), set.questions), None);
    }
    assert_eq!(of(Some("family_check_in/1"), &["mood", "anxiety"]), Some(("asked", Code::UnknownValue)));
    assert_eq!(of(Some("check_in/1"), &["mood\u{202E}"]), Some(("asked", Code::UnknownValue)));
    assert_eq!(of(Some("check_in/1"), &["mood", "note", "mood"]), Some(("asked", Code::Twice)));
    assert_eq!(of(None, &["mood"]), Some(("question_set", Code::Missing)));
}

#[test]
fn a_set_asks_for_one_kind_of_entry() {
    let other_kind = Some(("question_set", Code::Contradicts));
    assert_eq!(asked_by(check_in(mood(5)), Some("sleep/1"), &[]), other_kind);
    let night = || Submission::Sleep(SleepNight { awakenings: Some(2), ..SleepNight::default() });
    assert_eq!(asked_by(night(), Some("sleep/1"), QuestionSet::SLEEP.questions), None);
    assert_eq!(asked_by(night(), Some("check_in/1"), &[]), other_kind);
    let event = Submission::Event(Event { what: DayEvent::Visit, until: None });
    assert_eq!(asked_by(event, Some("check_in/1"), &[]), other_kind);
}

/// Kept as they were, in every record of the entry.
///
/// Verifies: INT-002
#[test]
fn what_was_asked_is_stored_as_it_was_asked() {
    let mut clinic = crate::support::Clinic::open();
    let mut new: NewEntry = entry(1, "2026-11-24", check_in(mood(5)));
    new.provenance.asked = ["note", "mood"].map(str::to_owned).to_vec();
    clinic.submit(&new, &crate::support::patient()).unwrap();
    let meta = &clinic.records[0].payload.meta;
    assert_eq!((meta.question_set.as_deref(), &meta.asked), (Some("check_in/1"), &new.provenance.asked));
}
