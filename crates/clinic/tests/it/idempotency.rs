//! The same entry again: once, whatever the network does.

use std::collections::BTreeSet;

use clinic::{ClinicError, Status};
use diary::{CheckIn, EntryId, Mode, NewEntry, Role, Strand, Submission};
use futures_util::future::join_all;
use proptest::prelude::*;

use crate::entries::{amending, answers, check_in, entry, event, id, mood, night, noted, only_me, text};
use diary::Sharing;
use testkit::{TODAY, TestClinic, author, chart, submit_to};

fn statuses(written: &[clinic::Written]) -> Vec<Status> {
    written.iter().map(|written| written.status).collect()
}

/// The same id with the same content is the same entry: also sent in another mode or by another version, twice in one
/// request, beside new ones, and after it was amended or marked as an error.
///
/// Verifies: INT-011
#[tokio::test]
async fn same_content_is_stored_once() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    let first = entry(1, TODAY, noted(4, "words", Sharing::CareTeam));
    let mut again = first.clone();
    again.provenance.mode = Mode::Offline;
    again.provenance.client = "9.9.9".to_owned();
    let written = house.submit(&patient, vec![first.clone(), again.clone(), entry(2, TODAY, night(3))]).await;
    assert_eq!(statuses(&written), [Status::Stored, Status::AlreadyStored, Status::Stored]);
    house.clock.advance_s(3_600);
    let written = house.submit(&patient, vec![again.clone(), entry(3, TODAY, event()), first.clone()]).await;
    assert_eq!(statuses(&written), [Status::AlreadyStored, Status::Stored, Status::AlreadyStored]);

    let record =
        house.clinic.charts().record_of(chart(1), author(Role::Patient), id(1), Strand::Care).unwrap();
    let amendment = amending(record, entry(4, TODAY, mood(9)));
    house.submit(&patient, vec![amendment.clone()]).await;
    let mark = amending(record, entry(5, TODAY, Submission::EnteredInError));
    assert_eq!(
        statuses(&house.submit(&patient, vec![first.clone(), amendment.clone()]).await),
        [Status::AlreadyStored; 2]
    );
    house.submit(&patient, vec![mark.clone()]).await;
    let all = vec![first, amendment, mark];
    assert_eq!(statuses(&house.submit(&patient, all).await), [Status::AlreadyStored; 3]);
    let view = house.chart(&patient).await;
    assert_eq!(view.chart.entries().len(), 3);
    assert_eq!(view.chart.entry(record).unwrap().versions().len(), 3);
    house.assert_clean().await;
}

/// The same id with other content is refused, and with it everything else of the request.
///
/// Verifies: INT-011
#[tokio::test]
async fn other_content_is_a_conflict() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    let first = entry(1, TODAY, noted(4, "words", Sharing::CareTeam));
    let other = entry(2, TODAY, mood(5));
    house.submit(&patient, vec![first.clone(), other.clone()]).await;
    let record = |number| {
        house.clinic.charts().record_of(chart(1), author(Role::Patient), id(number), Strand::Care).unwrap()
    };
    let amendment = amending(record(1), entry(3, TODAY, mood(9)));
    let mark = amending(record(1), entry(4, TODAY, Submission::EnteredInError));
    house.submit(&patient, vec![amendment.clone()]).await;
    house.submit(&patient, vec![mark.clone()]).await;
    let mut reasoned = amendment.clone();
    reasoned.amends.as_mut().unwrap().reason = text("another reason");
    let later = NewEntry { entered_at: house.clinic.now(), ..first.clone() };
    let changed: Vec<NewEntry> = vec![
        entry(1, TODAY, noted(5, "words", Sharing::CareTeam)),
        entry(1, TODAY, noted(4, "other words", Sharing::CareTeam)),
        entry(1, TODAY, noted(4, "words", Sharing::OnlyMe)),
        entry(1, TODAY, mood(4)),
        entry(1, "2026-11-23", noted(4, "words", Sharing::CareTeam)),
        only_me(first.clone()),
        entry(1, TODAY, night(3)),
        later,
        reasoned,
        NewEntry { amends: None, ..amendment.clone() },
        amending(record(2), entry(3, TODAY, mood(9))),
        amending(record(2), entry(4, TODAY, Submission::EnteredInError)),
    ];
    let before = house.count("record");
    for again in changed {
        let new = entry(50, TODAY, event());
        let answer = house.try_submit(&patient, 1, vec![new, again.clone()]).await;
        assert_eq!(answer.err(), Some(ClinicError::Conflict(vec![again.id])), "{again:?}");
    }
    let twice = vec![entry(60, TODAY, mood(1)), entry(60, TODAY, mood(2))];
    assert_eq!(house.try_submit(&patient, 1, twice).await.err(), Some(ClinicError::Conflict(vec![id(60)])));
    assert_eq!(house.count("record"), before);
}

/// Another author's ids are another's: nobody can tell or take them, nor the same author's in another chart.
#[tokio::test]
async fn ids_belong_to_their_author() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    let guardian = house.sign_in(Role::Guardian).await;
    let clinician = house.sign_in(Role::Clinician).await;
    for viewer in [&patient, &guardian, &clinician] {
        let written = house.submit(viewer, vec![entry(1, TODAY, event())]).await;
        assert_eq!(statuses(&written), [Status::Stored]);
    }
    assert_eq!(house.chart(&clinician).await.chart.entries().len(), 3);
}

/// Parallel requests with one id, on one node and on two: exactly one is stored, all agree, and none is lost.
///
/// Verifies: SEC-014, INT-011
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_requests_store_once() {
    let house = TestClinic::new().await;
    let (patient, node) = (house.sign_in(Role::Patient).await, house.node());
    for round in 0..10_u16 {
        let one = |at: u16| {
            entry(round * 10, TODAY, mood(if round.is_multiple_of(2) { 3 } else { (at % 2) as u8 }))
        };
        let send = async |at: u16| {
            let clinic = if at.is_multiple_of(2) { &house.clinic } else { &node };
            let own = entry(1_000 + round * 100 + at, TODAY, event());
            loop {
                let answer = submit_to(clinic, &patient, 1, vec![one(at), own.clone()]).await;
                // Two nodes may meet five times in a row; nothing is stored then.
                if !matches!(answer, Err(ClinicError::Ledger(ledger::LedgerError::Busy))) {
                    return answer;
                }
            }
        };
        let answers = join_all((0..8).map(send)).await;
        let stored = answers.iter().flatten().filter(|written| written[0].status == Status::Stored).count();
        assert_eq!(stored, 1, "{answers:?}");
        let conflicts =
            answers.iter().filter(|answer| matches!(answer, Err(ClinicError::Conflict(_)))).count();
        assert_eq!(conflicts, if round.is_multiple_of(2) { 0 } else { 4 });
        assert!(answers.iter().all(|answer| matches!(answer, Ok(_) | Err(ClinicError::Conflict(_)))));
    }
    let entries = house.chart(&patient).await.chart.entries().len();
    assert_eq!(entries, 10 + 5 * 8 + 5 * 4);
    house.assert_clean().await;
}

/// Two devices amend the same entry without knowing of each other: both versions are kept.
///
/// Verifies: INT-012
#[tokio::test]
async fn conflicting_edits_are_both_kept() {
    let house = TestClinic::new().await;
    let (phone, tablet) = (house.sign_in(Role::Patient).await, house.sign_in(Role::Patient).await);
    house.submit(&phone, vec![entry(1, TODAY, mood(4))]).await;
    let record =
        house.clinic.charts().record_of(chart(1), author(Role::Patient), id(1), Strand::Care).unwrap();
    let edit = |number, score| amending(record, entry(number, TODAY, mood(score)));
    let (one, other) = futures_util::future::join(
        house.try_submit(&phone, 1, vec![edit(2, 7)]),
        house.try_submit(&tablet, 1, vec![edit(3, 8)]),
    )
    .await;
    assert_eq!([one.unwrap()[0].status, other.unwrap()[0].status], [Status::Stored; 2]);
    let view = house.chart(&phone).await;
    let entry = view.chart.entry(record).unwrap();
    let mut scores: Vec<Option<u8>> = entry.versions().iter().map(score).collect();
    assert_eq!((entry.versions().len(), scores.remove(0)), (3, Some(4)));
    scores.sort_unstable();
    assert_eq!(scores, [Some(7), Some(8)]);
    house.assert_clean().await;
}

fn score(version: &diary::chart::Version) -> Option<u8> {
    version.parts.iter().find_map(|part| match &part.body {
        diary::Body::CheckIn(CheckIn { mood, .. }) => mood.map(diary::Score::get),
        _ => None,
    })
}

/// What the network makes of a queue of offline entries: pieces in any order, any of them several times, answers lost.
fn schedule() -> impl Strategy<Value = Vec<(Vec<usize>, bool)>> {
    let piece = (proptest::collection::vec(0..6_usize, 1..6), any::<bool>());
    proptest::collection::vec(piece, 1..12)
}

fn queue() -> Vec<NewEntry> {
    let queue = (0..6_u16).map(|number| {
        let content = match number {
            0 | 3 => noted(number as u8, "words", Sharing::OnlyMe),
            1 => check_in(answers(1)),
            2 => night(2),
            4 => crate::entries::safety_answer(),
            _ => event(),
        };
        let mut new = entry(number, "2026-11-22", content);
        new.provenance.mode = Mode::Offline;
        new
    });
    queue.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the schedule, what was acknowledged is there exactly once and nothing else is, as it was written.
    ///
    /// Verifies: INT-011
    #[test]
    fn any_schedule_ends_in_one_version(schedule in schedule()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(deliver(&schedule));
    }
}

async fn deliver(schedule: &[(Vec<usize>, bool)]) {
    let house = TestClinic::new().await;
    let (patient, queue) = (house.sign_in(Role::Patient).await, queue());
    let (mut acknowledged, mut lost_ones) = (BTreeSet::new(), BTreeSet::new());
    for (piece, lost) in schedule {
        let entries: Vec<NewEntry> = piece.iter().map(|at| queue[*at].clone()).collect();
        if *lost {
            house.clock.advance_s(3 * 86_400);
            house.faults.lose_answer();
            // The answer that is lost may be that of entering: then nothing was sent.
            let access = house
                .clinic
                .accounts()
                .authorize(&testkit::cx(&patient), chart(1), policy::Action::ReadChart)
                .await
                .unwrap();
            let answer = house.clinic.charts().submit(&testkit::cx(&patient), access, entries.clone()).await;
            assert_eq!(answer.err(), Some(ClinicError::Ledger(ledger::LedgerError::Unknown)));
            // It may be that of the attempt which only found out that some of it is there.
            lost_ones.extend(entries.iter().map(|entry| entry.id));
        } else {
            house.submit(&patient, entries.clone()).await;
            acknowledged.extend(entries.iter().map(|entry| entry.id));
        }
    }
    let view = house.clinic.charts().export(chart(1)).await.unwrap();
    let ids: Vec<EntryId> = view.entries().iter().filter_map(diary::chart::Entry::client_id).collect();
    let kept: BTreeSet<EntryId> = ids.iter().copied().collect();
    assert_eq!(kept.len(), ids.len());
    assert!(kept.is_superset(&acknowledged), "{kept:?} {acknowledged:?}");
    assert!(kept.is_subset(&acknowledged.union(&lost_ones).copied().collect()), "{kept:?} {lost_ones:?}");
    for stored in view.entries() {
        assert_eq!(stored.versions().len(), 1);
        let original = queue.iter().find(|entry| Some(entry.id) == stored.client_id()).unwrap();
        let parts = original.parts(Role::Patient);
        let same: Vec<_> = stored.parts().map(|kept| (kept.number, kept.strand, kept.body.clone())).collect();
        assert_eq!(
            same,
            parts.into_iter().map(|part| (part.number, part.strand, part.body)).collect::<Vec<_>>()
        );
        assert_eq!(stored.entered_at(), original.entered_at);
    }
    house.assert_clean().await;
}
