//! What a review may claim to have read.

use diary::{Author, Code, NewEntry, Refusal, Review, ReviewClaim, Reviews, Role, Strand, Submission};
use jiff::Timestamp;

use crate::support::{
    Clinic, amending, check_in, clinician, entry, listing, mood, patient, person, review_of, safety,
};

/// A clinic with one safety answer that nobody has read yet.
fn waiting() -> Clinic {
    let mut clinic = Clinic::open();
    let content = check_in(listing(&[safety("suicidal_thoughts")]));
    clinic.submit(&entry(1, "2026-11-24", content), &patient()).unwrap();
    clinic
}

fn ticks(clinic: &Clinic) -> Vec<String> {
    let chart = clinic.seen_by(Role::Clinician);
    Reviews::of(&chart).open_answers(Timestamp::MAX).iter().map(|answer| answer.tick()).collect()
}

/// Whether a review of everything up to `up_to` may be stored.
fn checked(
    clinic: &Clinic,
    by: &Author,
    id: u8,
    up_to: Timestamp,
    claim: &ReviewClaim,
) -> Result<(), Refusal> {
    let chart = clinic.seen_by(by.role);
    let review = Review { up_to, answer: None };
    let id = diary::EntryId::from_bytes([id; 16]);
    Reviews::of(&chart).check(by.account, id, &review, claim, clinic.now)
}

fn store(clinic: &mut Clinic, id: u8, up_to: Timestamp, by: &Author) {
    let new = NewEntry { entered_at: clinic.now, ..entry(id, "2026-11-30", review(up_to)) };
    clinic.submit(&new, by).unwrap();
}

fn review(up_to: Timestamp) -> Submission {
    review_of(Review { up_to, answer: None })
}

const UNTICKED: Result<(), Refusal> = Err(Refusal::new("seen", Code::Missing));

#[test]
fn a_review_has_each_same_day_answer_it_covers_ticked() {
    let clinic = waiting();
    let all = ReviewClaim { seen: ticks(&clinic), known: None };
    assert_eq!(all.seen.len(), 1);
    assert_eq!(checked(&clinic, &clinician(), 9, clinic.now, &ReviewClaim::default()), UNTICKED);
    let wrong = ReviewClaim { seen: vec!["another".to_owned()], known: None };
    assert_eq!(checked(&clinic, &clinician(), 9, clinic.now, &wrong), UNTICKED);
    assert_eq!(checked(&clinic, &clinician(), 9, clinic.now, &all), Ok(()));
    let before = clinic.now - jiff::SignedDuration::from_secs(1);
    assert_eq!(checked(&clinic, &clinician(), 9, before, &ReviewClaim::default()), Ok(()), "covers none");
}

#[test]
fn an_answer_that_was_taken_back_is_ticked_too_and_one_that_is_repeated_once() {
    let mut clinic = waiting();
    let first = clinic.records[0].id;
    let content = check_in(diary::CheckIn { mood: mood(1).mood, ..listing(&[safety("suicidal_thoughts")]) });
    clinic.submit(&amending(first, entry(2, "2026-11-24", content)), &patient()).unwrap();
    let repeated = ticks(&clinic);
    assert_eq!(repeated.len(), 1, "{repeated:?}");
    clinic.submit(&amending(first, entry(3, "2026-11-24", check_in(mood(6)))), &patient()).unwrap();
    assert_eq!(ticks(&clinic), repeated);
    let chart = clinic.seen_by(Role::Clinician);
    assert!(!Reviews::of(&chart).open_answers(Timestamp::MAX)[0].stands());
    assert_eq!(checked(&clinic, &clinician(), 9, clinic.now, &ReviewClaim::default()), UNTICKED);
}

#[test]
fn a_review_reaches_no_further_than_what_had_arrived() {
    let clinic = waiting();
    let all = ReviewClaim { seen: ticks(&clinic), known: None };
    let after = clinic.now + jiff::SignedDuration::from_millis(1);
    let early = Err(Refusal::new("up_to", Code::InTheFuture));
    assert_eq!(checked(&clinic, &clinician(), 9, after, &all), early);
    let empty = Clinic::open();
    assert_eq!(checked(&empty, &clinician(), 9, empty.now, &ReviewClaim::default()), Ok(()));
}

#[test]
fn whoever_knows_of_no_newer_review_is_told_of_it_first() {
    let mut clinic = waiting();
    let (seen, up_to) = (ticks(&clinic), clinic.now);
    store(&mut clinic, 5, up_to, &clinician());
    let stored = clinic.now;
    let claim = |known: &str| ReviewClaim { seen: seen.clone(), known: Some(known.to_owned()) };
    let overtaken = Err(Refusal::new("up_to", Code::ChangedMeanwhile));
    assert_eq!(checked(&clinic, &clinician(), 9, up_to, &claim("")), overtaken);
    assert_eq!(checked(&clinic, &clinician(), 9, up_to, &claim("no moment")), overtaken);
    assert_eq!(checked(&clinic, &clinician(), 9, up_to, &claim(&stored.to_string())), Ok(()));
    let silent = ReviewClaim { seen, known: None };
    assert_eq!(
        checked(&clinic, &clinician(), 9, up_to, &silent),
        Ok(()),
        "who does not say is not held to it"
    );
}

#[test]
fn a_review_that_is_stored_may_be_sent_again_by_its_writer_alone() {
    let mut clinic = waiting();
    let up_to = clinic.now;
    store(&mut clinic, 5, up_to, &clinician());
    let content = check_in(listing(&[safety("hallucination")]));
    clinic.submit(&entry(6, "2026-11-25", content), &patient()).unwrap();
    let nothing = ReviewClaim { seen: Vec::new(), known: Some(String::new()) };
    assert_eq!(checked(&clinic, &clinician(), 5, clinic.now, &nothing), Ok(()));
    let other = Author { account: diary::AccountId::from_bytes([99; 16]), ..clinician() };
    let refused = Err(Refusal::new("up_to", Code::ChangedMeanwhile));
    assert_eq!(checked(&clinic, &other, 5, clinic.now, &nothing), refused);
}

#[test]
fn what_is_for_the_patient_alone_is_no_answer_that_waits() {
    let mut clinic = Clinic::open();
    let content = check_in(listing(&[safety("suicidal_thoughts")]));
    let own = NewEntry { sharing: diary::Sharing::OnlyMe, ..entry(1, "2026-11-24", content) };
    clinic.submit(&own, &patient()).unwrap();
    assert_eq!(clinic.strands(), [Strand::Own, Strand::Own]);
    let chart = clinic.seen_by(Role::Patient);
    assert!(Reviews::of(&chart).open_answers(Timestamp::MAX).is_empty());
}

#[test]
fn a_stored_review_covers_what_no_review_before_it_had() {
    let mut clinic = waiting();
    let first = clinic.now;
    store(&mut clinic, 5, first, &clinician());
    let content = check_in(listing(&[safety("hallucination")]));
    clinic.submit(&entry(6, "2026-11-25", content), &patient()).unwrap();
    let second = clinic.now;
    store(&mut clinic, 7, second, &person(Role::Clinician));
    let chart = clinic.seen_by(Role::Clinician);
    let reviews = Reviews::of(&chart);
    let covered: Vec<Vec<&str>> = chart
        .standing()
        .filter(|entry| matches!(entry.first_body(), Some(diary::Body::Review(_))))
        .map(|entry| reviews.covered(entry).iter().map(|answer| answer.item.symptom.id()).collect())
        .collect();
    assert_eq!(covered, [vec!["suicidal_thoughts"], vec!["hallucination"]]);
    assert!(reviews.open_answers(Timestamp::MAX).is_empty());
}
