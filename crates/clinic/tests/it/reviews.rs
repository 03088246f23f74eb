//! What a review may claim, whoever calls the clinic: nobody reviews what they have not seen.

use clinic::{ClinicError, Source, Status};
use diary::{Code, NewEntry, Refusal, Review, ReviewClaim, Role, Sharing, Submission};
use serde_json::json;

use crate::entries::{entry, id, mood, review, reviewing, safety_answer};
use testkit::{TODAY, TestClinic, account, chart, cx, submit_to};

fn refused(number: u16, field: &'static str, code: Code) -> ClinicError {
    let refusal = Refusal::new(field, code);
    ClinicError::Refused(vec![clinic::EntryRefusal { entry: id(number), refusal }])
}

/// Without going through a page or the interface, a review is refused that covers an answer its writer has not ticked, that
/// reaches further than what arrived, or that does not know of another one; it is written down and nothing is stored.
///
/// Verifies: SAFE-012
#[tokio::test]
async fn review_of_an_unread_answer_is_refused() {
    let house = TestClinic::new().await;
    let (patient, clinician) = (house.sign_in(Role::Patient).await, house.sign_in(Role::Clinician).await);
    house.submit(&patient, vec![entry(1, TODAY, safety_answer())]).await;
    let view = house.chart(&clinician).await;
    let (now, records) = (view.seen_up_to(), house.count("record"));
    house.clock.advance_s(60);
    let send =
        async |number, content| house.try_submit(&clinician, 1, vec![entry(number, TODAY, content)]).await;
    assert_eq!(send(2, review(now)).await, Err(refused(2, "seen", Code::Missing)));
    let (_, owner, event) = house.events().await.pop().unwrap();
    assert_eq!(owner, house.id.to_bytes());
    assert_eq!(
        (&event["action"], &event["rule"], &event["outcome"]),
        (&json!("review"), &json!("refused"), &json!("denied"))
    );
    assert_eq!(send(3, review(house.clinic.now())).await, Err(refused(3, "up_to", Code::InTheFuture)));
    assert_eq!(house.count("record"), records);
    assert!(house.chart(&clinician).await.task_since.is_some());
    // One refused entry refuses them all, each with its own reason.
    let several = vec![entry(5, TODAY, review(now)), entry(6, TODAY, review(now))];
    let Err(ClinicError::Refused(all)) = house.try_submit(&clinician, 1, several).await else {
        panic!("refused")
    };
    assert_eq!(all.iter().map(|one| one.entry).collect::<Vec<_>>(), [id(5), id(6)]);

    let read = reviewing(&view, now);
    assert_eq!(send(7, read.clone()).await.unwrap()[0].status, Status::Stored);
    assert!(house.chart(&clinician).await.task_since.is_none());
    // Whoever knew of no review is told of it first; the same review again is the same, whatever came after it.
    let unaware = Submission::Review {
        review: Review { up_to: now, answer: None },
        claim: ReviewClaim { seen: Vec::new(), known: Some(String::new()) },
    };
    assert_eq!(send(8, unaware).await, Err(refused(8, "up_to", Code::ChangedMeanwhile)));
    house.submit(&patient, vec![entry(9, TODAY, safety_answer())]).await;
    assert_eq!(send(7, read).await.unwrap()[0].status, Status::AlreadyStored);
    assert_eq!(send(7, review(now)).await.unwrap()[0].status, Status::AlreadyStored);
    house.assert_clean().await;
}

/// An answer that another node stores after a review was checked, and before it is stored, is not covered by it: the review
/// rests on the heads of every strand that it was checked against, and is checked again.
///
/// Verifies: SAFE-012
#[tokio::test]
async fn answer_stored_after_the_check_is_not_reviewed() {
    let house = TestClinic::new().await;
    let (patient, clinician) = (house.sign_in(Role::Patient).await, house.sign_in(Role::Clinician).await);
    // This node has the chart in its cache, with nothing in it; a review of it reaches up to now.
    assert!(house.chart(&clinician).await.chart.entries().is_empty());
    let now = house.clinic.now();
    // Nothing of this answer is in the strand that the review goes to.
    let answer = NewEntry { sharing: Sharing::OnlyMeSafetyDelivered, ..entry(1, TODAY, safety_answer()) };
    submit_to(&house.node(), &patient, 1, vec![answer]).await.unwrap();
    let records = house.count("record");
    let unread = house.try_submit(&clinician, 1, vec![entry(2, TODAY, review(now))]).await;
    assert_eq!(unread, Err(refused(2, "seen", Code::Missing)));
    assert_eq!(house.count("record"), records);
    let view = house.chart(&clinician).await;
    assert_eq!(view.task_since, Some(now));
    house.submit(&clinician, vec![entry(3, TODAY, reviewing(&view, now))]).await;
    assert_eq!(house.chart(&clinician).await.task_since, None);
    house.assert_clean().await;
}

/// A refusal comes from the store, never from the cache: what another node stored meanwhile counts as arrived.
#[tokio::test]
async fn review_of_what_another_node_stored_is_not_refused() {
    let house = TestClinic::new().await;
    let (patient, clinician) = (house.sign_in(Role::Patient).await, house.sign_in(Role::Clinician).await);
    house.submit(&patient, vec![entry(1, TODAY, mood(3))]).await;
    house.chart(&clinician).await;
    house.clock.advance_s(60);
    let node = house.node();
    submit_to(&node, &patient, 1, vec![entry(2, TODAY, safety_answer())]).await.unwrap();
    let elsewhere = node.accounts().sign_in(account(Role::Clinician, 1), Source::Loopback).await.unwrap().1;
    let view = node.charts().read(&cx(&elsewhere), chart(1)).await.unwrap();
    let written = house.submit(&clinician, vec![entry(3, TODAY, reviewing(&view, view.seen_up_to()))]).await;
    assert_eq!(written[0].status, Status::Stored);
    assert_eq!(house.chart(&clinician).await.task_since, None);
}
