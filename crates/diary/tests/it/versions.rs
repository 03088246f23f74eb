//! Versions: amendments, errors, repeats, reviews.

use diary::chart::OpenedRecord;
use diary::{
    Body, Code, DayEvent, DoseChange, Event, HalfMicrograms, Medicine, Precision, Refusal, Review, Role,
    Submission,
};

use crate::support::{
    Clinic, amending, at, check_in, clinician, entry, listing, mood, patient, person, review_of, safety, text,
};

/// One check-in and two amendments of it.
pub fn amended_twice() -> Vec<OpenedRecord> {
    let mut clinic = Clinic::open();
    let first = clinic.submit(&entry(1, "2026-11-24", check_in(mood(3))), &patient()).unwrap();
    clinic.submit(&amending(first[0], entry(2, "2026-11-24", check_in(mood(4)))), &patient()).unwrap();
    clinic.submit(&amending(first[0], entry(3, "2026-11-24", check_in(mood(5)))), &patient()).unwrap();
    clinic.records
}

const NOT_AMENDABLE: Refusal = Refusal::new("amends", Code::NotAmendable);

/// Two devices amend what both saw; neither knew of the other. Both versions are kept with author, time and reason.
///
/// Verifies: INT-012
#[test]
fn conflicting_amendments_are_both_kept() {
    let mut clinic = Clinic::open();
    let first = clinic.submit(&entry(1, "2026-11-24", check_in(mood(3))), &patient()).unwrap();
    let phone = amending(first[0], entry(2, "2026-11-24", check_in(mood(4))));
    let tablet = amending(first[0], entry(3, "2026-11-24", check_in(mood(8))));
    clinic.submit(&phone, &patient()).unwrap();
    clinic.submit(&tablet, &patient()).unwrap();
    let chart = clinic.seen_by(Role::Patient);
    let [one] = chart.entries() else { panic!("one entry") };
    let content: Vec<&Body> = one.versions().iter().map(|version| &version.parts[0].body).collect();
    assert_eq!(content, [&Body::CheckIn(mood(3)), &Body::CheckIn(mood(4)), &Body::CheckIn(mood(8))]);
    assert!(one.versions()[1..].iter().all(|version| version.reason() == Some(&text("a slip"))));
    assert_eq!(
        one.bodies().collect::<Vec<_>>(),
        [&Body::CheckIn(mood(8))],
        "the one that arrived last is shown"
    );
    assert!(one.amended());
}

#[test]
fn a_part_that_is_gone_says_so_and_stays_to_be_read() {
    let mut clinic = Clinic::open();
    let first =
        clinic.submit(&entry(1, "2026-11-24", check_in(listing(&[safety("seizure")]))), &patient()).unwrap();
    clinic.submit(&amending(first[0], entry(2, "2026-11-24", check_in(mood(5)))), &patient()).unwrap();
    let chart = clinic.seen_by(Role::Clinician);
    let one = &chart.entries()[0];
    assert_eq!(one.bodies().collect::<Vec<_>>(), [&Body::CheckIn(mood(5))]);
    assert_eq!(one.versions()[0].parts[1].body.kind().name, "safety");
    assert_eq!(one.versions()[1].parts[1].body.kind().name, "withdrawn");
}

#[test]
fn an_entry_made_in_error_no_longer_stands_but_can_be_read() {
    let mut clinic = Clinic::open();
    let first =
        clinic.submit(&entry(1, "2026-11-24", check_in(listing(&[safety("seizure")]))), &patient()).unwrap();
    let mark = amending(first[0], entry(2, "2026-11-25", Submission::EnteredInError));
    assert_eq!(clinic.submit(&mark, &person(Role::CareStaff)), Err(NOT_AMENDABLE));
    clinic.submit(&mark, &clinician()).unwrap();
    let chart = clinic.seen_by(Role::Patient);
    let one = &chart.entries()[0];
    assert!(one.in_error() && !one.stands() && one.bodies().next().is_none());
    assert_eq!(one.versions()[0].parts.len(), 2);
    assert_eq!(one.versions()[1].meta.author, clinician());
    assert!(chart.symptoms().is_empty() && chart.span().is_none());
    let again = amending(first[0], entry(3, "2026-11-24", check_in(mood(5))));
    assert_eq!(clinic.submit(&again, &patient()), Err(NOT_AMENDABLE));
}

#[test]
fn nobody_rewrites_the_words_of_another() {
    let mut clinic = Clinic::open();
    let other = diary::Author { account: diary::AccountId::from_bytes([99; 16]), ..clinician() };
    let made = |clinic: &mut Clinic, id, content, by| {
        clinic.submit(&entry(id, "2026-11-24", content), &by).unwrap()[0]
    };
    let evening = made(&mut clinic, 1, check_in(mood(5)), patient());
    let word = made(&mut clinic, 2, Submission::StaffNote(text("a word")), clinician());
    let up_to = at("2026-11-24T12:00:00Z");
    let review = made(&mut clinic, 3, review_of(Review { up_to, answer: None }), clinician());
    let event = Submission::Event(Event { what: DayEvent::Visit, until: None });
    let fact = made(&mut clinic, 4, event, clinician());
    let mut amend =
        |record, id, content, by| clinic.submit(&amending(record, entry(id, "2026-11-24", content)), &by);
    assert_eq!(amend(evening, 11, check_in(mood(1)), clinician()), Err(NOT_AMENDABLE));
    assert_eq!(amend(evening, 12, check_in(mood(1)), person(Role::Guardian)), Err(NOT_AMENDABLE));
    assert_eq!(amend(word, 13, Submission::StaffNote(text("another")), other), Err(NOT_AMENDABLE));
    assert_eq!(amend(review, 14, review_of(Review { up_to, answer: None }), other), Err(NOT_AMENDABLE));
    assert_eq!(
        amend(evening, 15, Submission::Note(text("a word")), patient()),
        Err(NOT_AMENDABLE),
        "another kind"
    );
    let later = Submission::Event(Event { what: DayEvent::HospitalStay, until: None });
    assert!(amend(fact, 16, later, other).is_ok(), "a fact of the clinic is the clinic's to correct");
    assert!(amend(word, 17, Submission::StaffNote(text("better")), clinician()).is_ok());
}

/// Who reviewed, when, and what had arrived by then, is a record of its own; the entries are as they were.
///
/// Verifies: INT-004
#[test]
fn a_review_alters_no_entry() {
    let mut clinic = Clinic::open();
    let first = clinic.submit(&entry(1, "2026-11-24", check_in(mood(3))), &patient()).unwrap();
    let seen_up_to = clinic.now;
    clinic.submit(&amending(first[0], entry(2, "2026-11-24", check_in(mood(4)))), &patient()).unwrap();
    let before = clinic.seen_by(Role::Clinician);
    let records = clinic.records.clone();
    let review = Review { up_to: seen_up_to, answer: Some(text("次の受診で")) };
    let new = entry(3, "2026-11-24", review_of(review.clone()));
    clinic.submit(&new, &clinician()).unwrap();
    assert_eq!(clinic.records[..records.len()], records, "not a record was touched");
    let after = clinic.seen_by(Role::Clinician);
    assert_eq!(after.entry(first[0]), before.entry(first[0]));
    let days = |chart: &diary::chart::Chart| format!("{:?}", chart.days(tuesday(), tuesday()));
    assert_eq!(days(&after), days(&before));
    let (mark, told) = after.last_review().unwrap();
    assert_eq!((mark.author(), told), (Some(clinician()), &review));
    assert_eq!(mark.versions()[0].meta.received_at, clinic.now);
    let arrived = |version: &&diary::chart::Version| version.meta.received_at <= told.up_to;
    assert_eq!(
        after.entry(first[0]).unwrap().versions().iter().filter(arrived).count(),
        1,
        "the first version was seen"
    );
}

fn tuesday() -> jiff::civil::Date {
    jiff::civil::date(2026, 11, 24)
}

/// What an entry was asked with stays with it, version by version.
///
/// Verifies: INT-009
#[test]
fn each_version_keeps_the_question_set_it_was_asked_with() {
    let mut clinic = Clinic::open();
    let first = clinic.submit(&entry(1, "2026-11-24", check_in(mood(3))), &patient()).unwrap();
    let mut later = amending(first[0], entry(2, "2026-11-24", check_in(mood(4))));
    later.provenance.question_set = Some("family_check_in/1".to_owned());
    later.provenance.asked = vec!["mood".to_owned(), "note".to_owned()];
    clinic.submit(&later, &patient()).unwrap();
    let chart = clinic.seen_by(Role::Patient);
    let sets: Vec<_> = chart.entries()[0]
        .versions()
        .iter()
        .map(|v| (v.meta.question_set.as_deref(), v.meta.asked.len()))
        .collect();
    assert_eq!(sets, [(Some("check_in/1"), 1), (Some("family_check_in/1"), 2)]);
}

#[test]
fn a_dose_fact_is_corrected_without_a_second_step() {
    let mut clinic = Clinic::open();
    let dose = |mg: &str| {
        let medicine = Medicine::parse("sertraline").unwrap();
        Submission::DoseChange(DoseChange {
            medicine,
            per_day: HalfMicrograms::parse_mg(mg).unwrap(),
            precision: Precision::Day,
        })
    };
    let first = clinic.submit(&entry(1, "2026-11-10", dose("37.5")), &clinician()).unwrap();
    clinic.submit(&amending(first[0], entry(2, "2026-11-11", dose("25"))), &clinician()).unwrap();
    let lanes = clinic.seen_by(Role::Patient).doses();
    assert_eq!(lanes.len(), 1);
    let steps: Vec<_> = lanes[0]
        .steps
        .iter()
        .map(|step| (step.date.to_string(), step.dosing.mean_per_day().unwrap().half_micrograms()))
        .collect();
    assert_eq!(steps, [("2026-11-11".to_owned(), 50_000)]);
}
