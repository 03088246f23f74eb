//! Every code by which an entry can be refused, with the field it names: what is common to all kinds, and check-ins.

use diary::{
    About, Amends, Answered, CheckIn, Code, DayEvent, ListedSymptom, NewEntry, RecordId, Refusal, Role,
    Severity, Sharing, Submission, SymptomAnswer, Text,
};

use crate::support::{
    Clinic, amending, check_in, entry, listing, mild, mood, patient, safety, symptom, with_note,
};

pub fn refused(new: &NewEntry, writer: Role) -> Option<(&'static str, Code)> {
    new.check(writer, new.entered_at).err().map(|refusal| (refusal.field, refusal.code))
}

fn of_patient(content: Submission) -> Option<(&'static str, Code)> {
    refused(&entry(1, "2026-11-24", content), Role::Patient)
}

fn changed(change: impl FnOnce(&mut NewEntry)) -> Option<(&'static str, Code)> {
    let mut new = entry(1, "2026-11-24", check_in(mood(5)));
    change(&mut new);
    refused(&new, Role::Patient)
}

/// Verifies: SEC-006
#[test]
fn names_around_an_entry_are_short_and_plain() {
    assert_eq!(changed(|_| ()), None);
    let long = || "x".repeat(65);
    assert_eq!(changed(|new| new.provenance.client = long()), Some(("client", Code::TooLong)));
    for odd in ["a\nb", "a\tb", "a\0", "a\u{202E}b", "a\u{200F}", "a\u{2028}b", "e\u{301}"] {
        let odd = || odd.to_owned();
        assert_eq!(changed(|new| new.provenance.client = odd()), Some(("client", Code::BadCharacters)));
    }
}

#[test]
fn an_evening_says_something_or_that_it_cannot() {
    let cannot = |check_in: CheckIn| check_in_as(Answered::CannotWrite, check_in);
    assert_eq!(of_patient(check_in(CheckIn::default())), Some(("check_in", Code::Empty)));
    let asked_only = CheckIn { symptoms_asked: vec![symptom("tremor")], ..CheckIn::default() };
    assert_eq!(of_patient(check_in(asked_only)), Some(("check_in", Code::Empty)));
    assert_eq!(of_patient(with_note(CheckIn::default(), "a word", Sharing::CareTeam)), None);
    assert_eq!(of_patient(cannot(CheckIn::default())), None);
    assert_eq!(of_patient(cannot(mood(5))), Some(("cannot_write", Code::Contradicts)));
}

fn check_in_as(answered: Answered, content: CheckIn) -> Submission {
    check_in(CheckIn { answered, ..content })
}

#[test]
fn lists_of_symptoms_and_events_must_fit() {
    let listed = |items: &[ListedSymptom]| of_patient(check_in(listing(items)));
    let graded = ListedSymptom { severity: Some(Severity::Severe), ..safety("seizure") };
    let ungraded = ListedSymptom { severity: None, ..mild("tremor") };
    assert_eq!(listed(&[mild("tremor"), safety("seizure")]), None);
    assert_eq!(listed(&[]), Some(("symptoms", Code::Empty)));
    assert_eq!(listed(&[graded]), Some(("symptoms", Code::SeverityMismatch)));
    assert_eq!(listed(&[ungraded]), Some(("symptoms", Code::SeverityMismatch)));
    assert_eq!(listed(&[mild("tremor"), mild("nausea"), mild("tremor")]), Some(("symptoms", Code::Twice)));
    let not_asked = CheckIn { symptoms_asked: vec![symptom("nausea")], ..listing(&[mild("tremor")]) };
    assert_eq!(of_patient(check_in(not_asked)), Some(("symptoms", Code::NotAsked)));
    let events = CheckIn { events: vec![DayEvent::Illness, DayEvent::Alcohol, DayEvent::Illness], ..mood(5) };
    assert_eq!(of_patient(check_in(events)), Some(("events", Code::Twice)));
    let events = CheckIn { events: vec![DayEvent::Illness, DayEvent::Alcohol], ..mood(5) };
    assert_eq!(of_patient(check_in(events)), None);
    let same = CheckIn { symptoms: Some(SymptomAnswer::Same), ..CheckIn::default() };
    assert_eq!(of_patient(check_in(same)), None);
}

#[test]
fn a_correction_names_its_entry_and_a_reason() {
    let record = RecordId::from_bytes([9; 16]);
    assert_eq!(of_patient(Submission::EnteredInError), Some(("amends", Code::Missing)));
    assert_eq!(Amends::parse(record, " \n"), Err(Refusal::new("reason", Code::ReasonNeeded)));
    assert_eq!(Amends::parse(record, "a\0"), Err(Refusal::new("reason", Code::BadCharacters)));
    assert_eq!(Amends::parse(record, &"a".repeat(4_001)), Err(Refusal::new("reason", Code::TooLong)));
    let refused =
        Clinic::open().submit(&amending(record, entry(1, "2026-11-24", check_in(mood(5)))), &patient());
    assert_eq!(refused, Err(Refusal::new("amends", Code::NotAmendable)));
}

/// The rest is met where a value is parsed.
#[test]
fn values_name_their_field() {
    let field = |date, time, zone| {
        About::parse(date, time, zone).map_err(|refusal| (refusal.field, refusal.code)).err()
    };
    assert_eq!(field("yesterday", None, "Asia/Tokyo"), Some(("date", Code::NotADate)));
    assert_eq!(field("2026-11-24", Some("noon"), "Asia/Tokyo"), Some(("time", Code::NotATime)));
    assert_eq!(field("2026-11-24", None, "Moon/Crater"), Some(("zone", Code::NotAZone)));
    assert_eq!("x".parse::<RecordId>(), Err(Code::NotAnId));
    assert_eq!(diary::DayEvent::parse("wedding"), Err(Code::UnknownValue));
    assert_eq!(Text::parse("\u{202E}"), Err(Code::BadCharacters));
}

/// "Only me" is the patient's; what another role writes must never look private while it is not.
#[test]
fn only_a_patient_keeps_an_entry_to_themselves() {
    for writer in [Role::Guardian, Role::Supporter, Role::Clinician, Role::CareStaff] {
        let whole = NewEntry { sharing: Sharing::OnlyMe, ..entry(1, "2026-11-24", check_in(mood(5))) };
        assert_eq!(refused(&whole, writer), Some(("only_me", Code::NotYours)), "{writer:?}");
        let note = entry(1, "2026-11-24", with_note(mood(5), "mine", Sharing::OnlyMe));
        assert_eq!(refused(&note, writer), Some(("note_only_me", Code::NotYours)), "{writer:?}");
    }
}

#[test]
fn a_refusal_reads_as_field_and_stable_code() {
    assert_eq!(Refusal::new("date", Code::TooLate).to_string(), "date: too-late");
}
