//! What may be written, how much of it, and that it is all or nothing.

use clinic::ClinicError;
use diary::{Code, NewEntry, Role, Submission};

use crate::entries::{dose, entry, event, id, mood, night, only_me, review, safety_answer, text};
use testkit::{TODAY, TestClinic, chart, cx, submit_to};

/// The codes a request is refused with, each with its entry.
fn refusals(answer: Result<Vec<clinic::Written>, ClinicError>) -> Vec<(diary::EntryId, &'static str, Code)> {
    match answer {
        Err(ClinicError::Refused(all)) => {
            all.into_iter().map(|r| (r.entry, r.refusal.field, r.refusal.code)).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// One entry that cannot be accepted, whether at the door or in the chart: nothing of the request is stored.
#[tokio::test]
async fn lists_are_all_or_nothing() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    let before = ["record", "row", "job"].map(|table| house.count(table));
    let good = || vec![entry(1, TODAY, mood(4)), entry(2, TODAY, safety_answer())];
    let unknown = diary::RecordId::from_bytes([9; 16]);
    let bad = [
        (entry(3, "2026-11-01", mood(4)), "date", Code::TooLate),
        (entry(3, TODAY, dose(1_000)), "kind", Code::NotYours),
        (crate::entries::amending(unknown, entry(3, TODAY, mood(1))), "amends", Code::NotAmendable),
    ];
    for (new, field, code) in bad {
        let mut new = new;
        new.entered_at = house.clinic.now();
        let mut entries = good();
        entries.insert(1, new);
        assert_eq!(refusals(house.try_submit(&patient, 1, entries).await), [(id(3), field, code)]);
        assert_eq!(["record", "row", "job"].map(|table| house.count(table)), before);
    }
    house.submit(&patient, good()).await;
}

/// Two hundred entries are taken, one more is not; none at all leaves no trace.
#[tokio::test]
async fn requests_are_bounded() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    let many =
        |count: u16| -> Vec<NewEntry> { (0..count).map(|number| entry(number, TODAY, event())).collect() };
    assert_eq!(
        refusals(house.try_submit(&patient, 1, many(201)).await),
        [(id(200), "entries", Code::TooMany)]
    );
    assert_eq!(house.submit(&patient, many(200)).await.len(), 200);
    let events = house.count("audit");
    let access =
        house.clinic.accounts().authorize(&cx(&patient), chart(1), policy::Action::ReadChart).await.unwrap();
    assert_eq!(house.clinic.charts().submit(&cx(&patient), access, Vec::new()).await, Ok(Vec::new()));
    assert_eq!(house.count("audit"), events);
    house.assert_clean().await;
}

/// What each role may write; a door that was opened for one person lets no other in.
#[tokio::test]
async fn kinds_belong_to_roles() {
    let house = TestClinic::new().await;
    let now = house.clinic.now();
    let kinds: [(Submission, &[Role]); 6] = [
        (mood(3), &[Role::Patient, Role::Guardian]),
        (night(3), &[Role::Patient, Role::Guardian]),
        (event(), &[Role::Patient, Role::Guardian, Role::Clinician]),
        (dose(1_000), &[Role::Clinician]),
        (review(now), &[Role::Clinician]),
        (Submission::StaffNote(text("note")), &[Role::Clinician]),
    ];
    let mut number = 0;
    for role in [Role::Patient, Role::Guardian, Role::Clinician, Role::CareStaff] {
        let viewer = house.sign_in(role).await;
        for (content, writers) in &kinds {
            number += 1;
            let answer = house.try_submit(&viewer, 1, vec![entry(number, TODAY, content.clone())]).await;
            if writers.contains(&role) {
                assert!(answer.is_ok(), "{role:?} {content:?} {answer:?}");
            } else {
                assert_eq!(refusals(answer), [(id(number), "kind", Code::NotYours)], "{role:?} {content:?}");
            }
        }
        let other = house.sign_in_nth(Role::Patient, 2).await;
        let access = house
            .clinic
            .accounts()
            .authorize(&cx(&viewer), chart(1), policy::Action::ReadChart)
            .await
            .unwrap();
        let answer = house.clinic.charts().submit(&cx(&other), access, vec![entry(99, TODAY, mood(1))]).await;
        assert_eq!(answer, Err(ClinicError::NotFound));
    }
    house.assert_clean().await;
}

/// Two nodes write into one chart in turn and at once: each sees that it is behind, and nothing is lost or doubled.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nodes_take_turns() {
    let house = TestClinic::new().await;
    let (patient, nodes) = (house.sign_in(Role::Patient).await, [house.node(), house.node()]);
    for number in 0..10 {
        submit_to(&nodes[usize::from(number % 2)], &patient, 1, vec![entry(number, TODAY, mood(3))])
            .await
            .unwrap();
    }
    let send = async |number: u16| {
        let node = &nodes[usize::from(number % 2)];
        // Some touch one strand alone, which nothing but its own head guards.
        let private = only_me(entry(100 + number, TODAY, event()));
        for new in [entry(number, TODAY, safety_answer()), private] {
            while let Err(problem) = submit_to(node, &patient, 1, vec![new.clone()]).await {
                assert_eq!(problem, ClinicError::Ledger(ledger::LedgerError::Busy));
            }
        }
    };
    futures_util::future::join_all((10..40).map(send)).await;
    let clinician = house.sign_in(Role::Clinician).await;
    assert_eq!(house.row(&clinician).await.unread, 40);
    assert_eq!(house.count("job"), 30);
    house.assert_clean().await;
}
