//! Amendments write what they change: sent again, kept from others, and many at once.

use std::time::{Duration, Instant};

use clinic::{ClinicError, Status};
use diary::{NewEntry, Role, Sharing, Strand, Submission};

use crate::entries::{amending, entry, id, mood, noted, safety_answer, text};
use testkit::{TODAY, TestClinic, author, chart};

/// An amendment that changed one part of several is the same amendment when it comes again, also after further ones; with
/// other words in a part that it left as it was, it is another.
///
/// Verifies: INT-011
#[tokio::test]
async fn an_amendment_of_one_part_is_stored_once() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    house.submit(&patient, vec![entry(1, TODAY, noted(4, "words", Sharing::CareTeam))]).await;
    let record =
        house.clinic.charts().record_of(chart(1), author(Role::Patient), id(1), Strand::Care).unwrap();
    let amend = |number, content| amending(record, entry(number, TODAY, content));
    let better = amend(2, noted(7, "words", Sharing::CareTeam));
    let private = amend(3, noted(7, "words", Sharing::OnlyMe));
    let later = amend(4, noted(2, "other words", Sharing::OnlyMe));
    let before = house.count("record");
    house.submit(&patient, vec![better.clone()]).await;
    assert_eq!(house.count("record"), before + 1);
    for new in [&private, &later] {
        house.clock.advance_s(1);
        house.submit(&patient, vec![new.clone()]).await;
    }
    let all = [better.clone(), private.clone(), later.clone()];
    let again = house.submit(&patient, all.to_vec()).await;
    assert!(again.iter().all(|written| written.status == Status::AlreadyStored), "{again:?}");

    let mut reasoned = better.clone();
    reasoned.amends.as_mut().unwrap().reason = text("another reason");
    for other in [
        amend(2, noted(7, "other words", Sharing::CareTeam)),
        amend(2, noted(7, "words", Sharing::OnlyMe)),
        amend(2, mood(7)),
        amend(3, noted(4, "words", Sharing::OnlyMe)),
        amend(4, noted(2, "other words", Sharing::CareTeam)),
        NewEntry { amends: None, ..better.clone() },
        reasoned,
    ] {
        let answer = house.try_submit(&patient, 1, vec![other.clone()]).await;
        assert_eq!(answer.err(), Some(ClinicError::Conflict(vec![other.id])), "{other:?}");
    }
    house.assert_clean().await;
}

/// Several amendments of one entry in one request: each knows of those before it, and all are known again.
///
/// Verifies: INT-011
#[tokio::test]
async fn amendments_of_one_request_build_on_each_other() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    let first = entry(1, TODAY, noted(4, "words", Sharing::CareTeam));
    let record =
        house.clinic.charts().record_of(chart(1), author(Role::Patient), id(1), Strand::Care).unwrap();
    // The ids run against the order, and all are written in the same second.
    let amend = |number, content| amending(record, entry(number, TODAY, content));
    let all = vec![
        first,
        amend(9, noted(7, "words", Sharing::CareTeam)),
        amend(8, noted(7, "other words", Sharing::CareTeam)),
        amend(7, noted(5, "other words", Sharing::CareTeam)),
    ];
    house.submit(&patient, all.clone()).await;
    let again = house.submit(&patient, all).await;
    assert!(again.iter().all(|written| written.status == Status::AlreadyStored), "{again:?}");
    let view = house.chart(&patient).await;
    let [one] = view.chart.entries() else { panic!("one entry") };
    let standing: Vec<_> = one.bodies().map(|body| body.kind().name).collect();
    assert_eq!((one.versions().len(), standing), (4, vec!["check_in", "note"]));
    assert_eq!(one.check_in().unwrap().mood.map(diary::Score::get), Some(5));
}

/// Amending words for oneself: nothing that the care team reads changes, and no task opens again.
///
/// Verifies: PRIV-005
#[tokio::test]
async fn amending_what_is_for_oneself_is_seen_by_nobody() {
    let house = TestClinic::new().await;
    let (patient, clinician) = (house.sign_in(Role::Patient).await, house.sign_in(Role::Clinician).await);
    let with = |words: &str| {
        let Submission::CheckIn { check_in, .. } = safety_answer() else { panic!("a check-in") };
        Submission::CheckIn { check_in, note: Some(text(words)), note_for: Sharing::OnlyMe }
    };
    house.submit(&patient, vec![entry(1, TODAY, with("for nobody"))]).await;
    let seen = format!("{:?}", house.chart(&clinician).await);
    let record =
        house.clinic.charts().record_of(chart(1), author(Role::Patient), id(1), Strand::Care).unwrap();
    house.clock.advance_s(3_600);
    let mut still = amending(record, entry(2, TODAY, with("for nobody still")));
    // Another medicine has brought a further symptom to the screen since.
    let Submission::CheckIn { check_in, .. } = &mut still.content else { panic!("a check-in") };
    check_in.symptoms_asked.push(crate::entries::symptom("nausea"));
    house.submit(&patient, vec![still.clone()]).await;
    assert_eq!(format!("{:?}", house.chart(&clinician).await), seen);
    let again = house.submit(&patient, vec![still]).await;
    assert_eq!(again[0].status, Status::AlreadyStored);
    let own = house.chart(&patient).await;
    assert_eq!(own.chart.entries()[0].versions().len(), 2);
    house.assert_clean().await;
}

/// The chart is opened and folded once a request, however many amendments it holds.
#[tokio::test]
async fn many_amendments_open_the_chart_once() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    let told = (0..400_u16).map(|number| entry(number, TODAY, noted(4, "words", Sharing::CareTeam)));
    let told: Vec<_> = told.map(|new| (new.clone(), new.entered_at)).collect();
    house.bring(Role::Patient, &told).await;
    let amend = |number: u16, score| {
        let record = house
            .clinic
            .charts()
            .record_of(chart(1), author(Role::Patient), id(number), Strand::Care)
            .unwrap();
        amending(record, entry(10_000 + 400 * u16::from(score) + number, TODAY, mood(score)))
    };
    let (mut few, mut many) = (Duration::MAX, Duration::MAX);
    for score in 5..8 {
        let all: Vec<NewEntry> = (0..160).map(|number| amend(number, score)).collect();
        let started = Instant::now();
        house.submit(&patient, all).await;
        many = many.min(started.elapsed());
        let two = vec![amend(300, score), amend(301, score)];
        let started = Instant::now();
        house.submit(&patient, two).await;
        few = few.min(started.elapsed());
    }
    // Eighty times as many: eighty times the work if each opened the chart.
    assert!(many < few * 30, "two in {few:?}, 160 in {many:?}");
}
