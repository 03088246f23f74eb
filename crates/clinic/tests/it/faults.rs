//! A device that fails: no answer without its event, nothing half written, and the next one works.

use clinic::ClinicError;
use diary::{Role, Sharing};
use ledger::{LedgerError, Storage};
use ledger_sqlite::testing::Fault;

use crate::entries::{entry, mood, noted, safety_answer};
use testkit::{TODAY, TestClinic, chart, cx};

/// Everything there is to count.
fn counts(house: &TestClinic) -> [i64; 5] {
    ["record", "head", "audit", "row", "job"].map(|table| house.count(table))
}

fn storage(error: Option<ClinicError>) -> LedgerError {
    match error {
        Some(ClinicError::Ledger(error)) => error,
        other => panic!("{other:?}"),
    }
}

/// The device fails at each step of a submission in turn, full or broken.
///
/// Verifies: AUD-003, AVL-007
#[tokio::test]
async fn failing_submission_stores_nothing() {
    for (fault, kind) in [(Fault::Full, Storage::Full), (Fault::Io, Storage::Io)] {
        let house = TestClinic::new().await;
        let patient = house.sign_in(Role::Patient).await;
        house.clock.advance_s(61);
        let mut with_note = entry(1, TODAY, noted(3, "tired", Sharing::CareTeam));
        let mut safe = entry(2, TODAY, safety_answer());
        with_note.entered_at = house.clinic.now();
        safe.entered_at = house.clinic.now();
        let access = house
            .clinic
            .accounts()
            .authorize(&cx(&patient), chart(1), policy::Action::ReadChart)
            .await
            .unwrap();
        let before = counts(&house);
        let mut steps = 0;
        loop {
            house.faults.fail_at(steps, fault);
            let entries = vec![with_note.clone(), safe.clone()];
            let answer = house.clinic.charts().submit(&cx(&patient), access, entries).await;
            if house.faults.disarm() {
                assert_eq!(answer.unwrap().len(), 2);
                break;
            }
            let error = storage(answer.err());
            assert!(matches!(error, LedgerError::Unknown) || error == LedgerError::NotSaved(kind), "{error}");
            assert_eq!(counts(&house), before, "step {steps}");
            steps += 1;
        }
        // BEGIN; four records and two heads; event and head; panel row, session; task; COMMIT.
        assert_eq!(steps, 13);
        let [records, heads, audit, rows, jobs] = before;
        assert_eq!(counts(&house), [records + 4, heads + 2, audit + 1, rows + 1, jobs + 1]);
        house.assert_clean().await;
    }
}

/// The device fails at each step of storing a look's event: nothing is shown.
///
/// Verifies: AUD-003, AVL-007
#[tokio::test]
async fn failing_event_shows_nothing() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    house.submit(&patient, vec![entry(1, TODAY, mood(4))]).await;
    let clinician = house.sign_in(Role::Clinician).await;
    for look in 0..4 {
        let before = counts(&house);
        let mut steps = 0;
        loop {
            house.faults.fail_at(steps, Fault::Full);
            let clinic = &house.clinic;
            let error = match look {
                0 => clinic.charts().read(&cx(&clinician), chart(1)).await.err(),
                1 => clinic.panel().page(&cx(&clinician), 50, None).await.err(),
                2 => testkit::accesses(clinic, &cx(&patient), chart(1), None, 9).await.err(),
                _ => clinic.charts().export(chart(1)).await.err(),
            };
            if house.faults.disarm() {
                assert_eq!(error, None);
                break;
            }
            assert_eq!(storage(error), LedgerError::NotSaved(Storage::Full));
            assert_eq!(counts(&house), before);
            steps += 1;
        }
        assert!(steps >= 4, "{steps}");
        assert!(counts(&house)[2] > before[2]);
    }
    house.assert_clean().await;
}

/// A denial that cannot be written down is an error, and no way in.
///
/// Verifies: AUD-003
#[tokio::test]
async fn failing_denial_stays_a_denial() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    house.faults.fail_at(0, Fault::Full);
    let error = house.clinic.charts().read(&cx(&patient), chart(2)).await.err();
    assert_eq!(storage(error), LedgerError::NotSaved(Storage::Full));
    house.faults.fail_at(0, Fault::Full);
    let signed =
        house.clinic.accounts().sign_in(testkit::account(Role::Patient, 1), clinic::Source::Loopback).await;
    assert_eq!(storage(signed.err()), LedgerError::NotSaved(Storage::Full));
}

/// A lost answer is "unknown"; the same entries sent again are stored once.
///
/// Verifies: AVL-007
#[tokio::test]
async fn lost_answer_is_found_again() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    let access =
        house.clinic.accounts().authorize(&cx(&patient), chart(1), policy::Action::ReadChart).await.unwrap();
    house.faults.lose_answer();
    let send =
        async || house.clinic.charts().submit(&cx(&patient), access, vec![entry(1, TODAY, mood(4))]).await;
    assert_eq!(storage(send().await.err()), LedgerError::Unknown);
    assert_eq!(send().await.unwrap()[0].status, clinic::Status::AlreadyStored);
    assert_eq!(house.chart(&patient).await.chart.entries().len(), 1);
    house.assert_clean().await;
}

/// Another process holds the database, then it cannot be written at all: nothing is stored, and the next one works.
///
/// Verifies: AVL-007
#[tokio::test]
async fn locked_database_is_a_plain_answer() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    let access =
        house.clinic.accounts().authorize(&cx(&patient), chart(1), policy::Action::ReadChart).await.unwrap();
    let before = counts(&house);
    let send =
        async || house.clinic.charts().submit(&cx(&patient), access, vec![entry(1, TODAY, mood(4))]).await;
    let holder = house.intruder();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(storage(send().await.err()), LedgerError::NotSaved(Storage::Locked));
    let look = house.clinic.charts().read(&cx(&patient), chart(1)).await.err();
    assert_eq!(storage(look), LedgerError::NotSaved(Storage::Locked));
    holder.execute_batch("ROLLBACK").unwrap();
    assert_eq!(counts(&house), before);

    let reader = std::sync::Arc::new(ledger_sqlite::LedgerSqlite::open_read_only(house.folder()).unwrap());
    let read_only = clinic::Clinic::new(
        house.id,
        reader,
        house.vault.clone(),
        house.clock.clone(),
        jiff::tz::TimeZone::UTC,
    )
    .unwrap();
    let cannot = read_only.charts().submit(&cx(&patient), access, vec![entry(1, TODAY, mood(4))]).await;
    assert_eq!(storage(cannot.err()), LedgerError::NotSaved(Storage::ReadOnly));
    let look = read_only.charts().read(&cx(&patient), chart(1)).await.err();
    assert_eq!(storage(look), LedgerError::NotSaved(Storage::ReadOnly));
    assert_eq!(counts(&house), before);
    assert_eq!(send().await.unwrap()[0].status, clinic::Status::Stored);
    house.assert_clean().await;
}
