//! Rows that do not open, and stores that were emptied: what still works, and what must not go on.

use clinic::{ClinicError, DirectoryChange, Status, Viewer};
use diary::{ClinicId, Role};
use ledger::{LedgerError, Storage};
use policy::{Action, Relation};
use vault::KeyStoreError;

use crate::entries::{entry, mood, safety_answer};
use crate::tampered::{restore, snapshot};
use testkit::{TODAY, TestClinic, account, chart, cx, submit_to};

/// The first clinician, who has the patients of both charts.
async fn of_two(house: &TestClinic) -> Viewer {
    let other = DirectoryChange::Relate(account(Role::Clinician, 1), chart(2), Relation::CareTeam);
    house.clinic.accounts().change_directory(&[other]).await.unwrap();
    house.sign_in(Role::Clinician).await
}

const TAMPERED: ClinicError = ClinicError::Vault(vault::Error::Tampered);

/// Ways to damage a row without a key.
const DAMAGE: [&str; 3] = [
    "UPDATE row SET value = CAST(substr(value, 1, 60) || x'0000' || substr(value, 63) AS BLOB)",
    "UPDATE row SET value = CAST(zeroblob(16) || substr(value, 17) AS BLOB)",
    "UPDATE row SET value = x''",
];

/// One damaged row of the panel hides neither the others nor who waits; the next entry mends it.
#[tokio::test]
async fn a_damaged_panel_row_stops_nobody() {
    let house = TestClinic::new().await;
    let clinician = of_two(&house).await;
    let patient = house.sign_in(Role::Patient).await;
    let second = house.sign_in_nth(Role::Patient, 2).await;
    house.submit(&patient, vec![entry(1, TODAY, safety_answer()), entry(2, TODAY, mood(4))]).await;
    submit_to(&house.clinic, &second, 2, vec![entry(3, TODAY, mood(5))]).await.unwrap();
    for (number, damage) in (10..).zip(DAMAGE) {
        let damage = format!("{damage} WHERE space = 5 AND key = ?1");
        assert_eq!(house.intruder().execute(&damage, [chart(1).to_bytes()]).unwrap(), 1);
        let node = house.node();
        let page = node.panel().page(&cx(&clinician), 50, None).await.unwrap();
        let [first, last] = page.patients.as_slice() else { panic!("{page:?}") };
        assert_eq!((first.chart, first.person.name.as_str()), (chart(1), "person 1"));
        assert!(first.unreadable && first.task_since.is_some() && first.days.is_empty(), "{first:?}");
        assert_eq!((first.unread, first.last_entry, page.tasks), (0, None, 1));
        assert!(!last.unreadable && last.chart == chart(2) && last.days.len() == 1);
        assert!(house.bad().await.iter().any(|bad| bad.0 == "panel-row"));

        // Nor does one that does not say who it is: the person's own log does.
        let kept = snapshot(&house.intruder());
        let person = damage.replace("space = 5", "space = 4");
        assert_eq!(house.intruder().execute(&person, [chart(2).to_bytes()]).unwrap(), 1);
        let page = node.panel().page(&cx(&clinician), 50, None).await.unwrap();
        assert_eq!((page.patients.len(), page.patients[1].person.name.as_str()), (2, "person 2"));
        let rows: Vec<_> = kept.into_iter().filter(|(table, _)| table == "row").collect();
        restore(&house.intruder(), &rows);

        let written = submit_to(&node, &patient, 1, vec![entry(number, TODAY, mood(6))]).await.unwrap();
        assert_eq!(written[0].status, Status::Stored);
        let page = node.panel().page(&cx(&clinician), 50, None).await.unwrap();
        assert!(!page.patients[0].unreadable && page.patients[0].unread > 0);
        house.assert_clean_once_accepted().await;
    }
}

/// A row of the panel that was lost is told from a chart without entries, and the next entry draws it anew from all of them.
#[tokio::test]
async fn a_lost_panel_row_is_no_empty_chart() {
    let house = TestClinic::new().await;
    let (patient, clinician) = (house.sign_in(Role::Patient).await, of_two(&house).await);
    house.submit(&patient, vec![entry(1, "2026-11-23", mood(4)), entry(2, TODAY, safety_answer())]).await;
    let node = house.node();
    for (number, clinic) in (3..).zip([&node, &house.clinic]) {
        let lost = "DELETE FROM row WHERE space = 5 AND key = ?1";
        assert_eq!(house.intruder().execute(lost, [chart(1).to_bytes()]).unwrap(), 1);
        let page = clinic.panel().page(&cx(&clinician), 50, None).await.unwrap();
        let [first, last] = page.patients.as_slice() else { panic!("{page:?}") };
        assert!(first.unreadable && first.task_since.is_some() && first.chart == chart(1), "{first:?}");
        assert!(!last.unreadable && last.chart == chart(2), "{last:?}");
        submit_to(clinic, &patient, 1, vec![entry(number, TODAY, mood(6))]).await.unwrap();
        let page = clinic.panel().page(&cx(&clinician), 50, None).await.unwrap();
        let [first, _] = page.patients.as_slice() else { panic!("{page:?}") };
        assert!(!first.unreadable && first.days.len() == 2, "{first:?}");
        assert_eq!(first.unread, u32::from(number));
        house.assert_clean_once_accepted().await;
    }
}

/// Whoever waits is listed, and their chart opens, as long as their own log says who they are. One whose keys are gone is gone,
/// and takes nobody along.
#[tokio::test]
async fn a_lost_person_is_still_listed() {
    for change in ["DELETE FROM row", DAMAGE[0], DAMAGE[1], DAMAGE[2]] {
        let house = TestClinic::new().await;
        let (patient, clinician) = (house.sign_in(Role::Patient).await, of_two(&house).await);
        house.submit(&patient, vec![entry(1, TODAY, safety_answer())]).await;
        let change = format!("{change} WHERE space = 4 AND key = ?1");
        assert_eq!(house.intruder().execute(&change, [chart(1).to_bytes()]).unwrap(), 1);
        let node = house.node();
        let page = node.panel().page(&cx(&clinician), 50, None).await.unwrap();
        let [first, _] = page.patients.as_slice() else { panic!("{page:?}") };
        assert_eq!((first.chart, first.person.name.as_str()), (chart(1), "person 1"));
        assert!(first.task_since.is_some() && !first.unreadable, "{first:?}");
        assert_eq!((page.total, page.tasks), (2, 1));
        let view = node.charts().read(&cx(&clinician), chart(1)).await.unwrap();
        assert_eq!((view.person.name.as_str(), view.task_since), ("person 1", first.task_since));
        assert!(node.charts().export(chart(1)).await.is_ok());

        house.destroy_keys_of(chart(1).to_bytes());
        let page = node.panel().page(&cx(&clinician), 50, None).await.unwrap();
        assert_eq!(page.patients.iter().map(|patient| patient.chart).collect::<Vec<_>>(), [chart(2)]);
        assert!(node.charts().read(&cx(&clinician), chart(1)).await.is_err());
    }
}

/// Where neither row nor log say who somebody is whom the clinic knows, the panel does not go on without them.
#[tokio::test]
async fn a_panel_does_not_leave_out_whom_it_cannot_name() {
    for change in ["DELETE FROM record", "UPDATE record SET sealed = x''"] {
        let house = TestClinic::new().await;
        let clinician = of_two(&house).await;
        let db = house.intruder();
        db.execute("DELETE FROM row WHERE space = 4 AND key = ?1", [chart(1).to_bytes()]).unwrap();
        let change = format!("{change} WHERE chart = ?1 AND strand = 17");
        assert_eq!(db.execute(&change, [chart(1).to_bytes()]).unwrap(), 1);
        db.execute("DELETE FROM head WHERE chart = ?1 AND strand = 17", [chart(1).to_bytes()]).unwrap();
        let page = house.node().panel().page(&cx(&clinician), 50, None).await;
        assert_eq!(page.err(), Some(TAMPERED), "{change}");
    }
}

/// One damaged relation denies its own chart; whoever waits in another is listed.
#[tokio::test]
async fn a_damaged_relation_denies_its_own_chart_alone() {
    let house = TestClinic::new().await;
    let (patient, clinician) = (house.sign_in(Role::Patient).await, of_two(&house).await);
    house.submit(&patient, vec![entry(1, TODAY, safety_answer())]).await;
    for damage in DAMAGE {
        let damage = format!("{damage} WHERE space = 2 AND key = ?1");
        let key = [clinician.account.id.to_bytes(), chart(2).to_bytes()].concat();
        let kept = snapshot(&house.intruder());
        assert_eq!(house.intruder().execute(&damage, [key]).unwrap(), 1);
        let node = house.node();
        let page = node.panel().page(&cx(&clinician), 50, None).await.unwrap();
        assert_eq!(page.patients.iter().map(|patient| patient.chart).collect::<Vec<_>>(), [chart(1)]);
        assert_eq!(page.tasks, 1);
        let access = node.accounts().chart_for(&cx(&clinician), Action::ReadChart).await;
        assert_eq!(access.map(|access| access.chart()), Ok(chart(1)));
        assert!(node.charts().read(&cx(&clinician), chart(2)).await.is_err());
        assert_eq!(house.bad().await[0].0, "directory-row");
        let rows: Vec<_> = kept.into_iter().filter(|(table, _)| table == "row").collect();
        restore(&house.intruder(), &rows);
    }
}

/// An account whose row was lost or damaged is not left out: its own log says that it is there.
#[tokio::test]
async fn a_lost_account_is_not_left_out() {
    for change in ["DELETE FROM row", DAMAGE[0], DAMAGE[1]] {
        let house = TestClinic::new().await;
        assert_eq!(house.clinic.accounts().directory().await.unwrap().left_out, 0);
        let change = format!("{change} WHERE space = 1 AND key = ?1");
        let id = account(Role::Patient, 2).to_bytes();
        assert_eq!(house.intruder().execute(&change, [id]).unwrap(), 1);
        assert_eq!(house.clinic.accounts().directory().await.err(), Some(TAMPERED), "{change}");
        assert_eq!(house.bad().await, [("directory-row", None, None, None), ("state", None, None, Some(15))]);
        // Gone with its keys, it is gone.
        house.destroy_keys_of(id);
        let directory = house.node().accounts().directory().await.unwrap();
        assert_eq!(directory.left_out, 1);
    }
}

/// An emptied ledger, and another clinic's, is told from a new one.
#[tokio::test]
async fn an_emptied_ledger_is_noticed() {
    let house = TestClinic::new().await;
    assert!(!house.clinic.is_emptied().await.unwrap());
    assert!(house.another(ClinicId::from_bytes([0xc2; 16])).is_emptied().await.unwrap());
    let empty =
        "DELETE FROM record; DELETE FROM head; DELETE FROM audit; DELETE FROM audit_head; DELETE FROM row";
    house.intruder().execute_batch(empty).unwrap();
    assert!(house.clinic.is_emptied().await.unwrap());
    let root = vault::testing::fixed_root([9; 32]);
    let keys = std::sync::Arc::new(vault::testing::MemoryKeys::default());
    let random = std::sync::Arc::new(vault::OsRandom::new());
    let vault = vault::Vault::create(root, testkit::installation(), keys, random, 0).unwrap();
    let zone = jiff::tz::TimeZone::UTC;
    let new = clinic::Clinic::new(house.id, house.ledger.clone(), vault.into(), house.clock.clone(), zone);
    assert!(!new.unwrap().is_emptied().await.unwrap());
}

/// Reading beside a writer is never taken for records that were cut off.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn reading_beside_a_writer_is_quiet() {
    let house = std::sync::Arc::new(TestClinic::new().await);
    let clinician = house.sign_in(Role::Clinician).await;
    let writing = house.clone();
    let writer = tokio::spawn(async move {
        let patient = writing.sign_in(Role::Patient).await;
        for number in 1..80 {
            writing.submit(&patient, vec![entry(number, TODAY, mood(4))]).await;
        }
    });
    while !writer.is_finished() {
        house.node().charts().read(&cx(&clinician), chart(1)).await.unwrap();
    }
    writer.await.unwrap();
}

/// A key store that cannot be written is told like a ledger that cannot: not saved.
#[test]
fn a_full_key_store_is_not_saved() {
    for (error, told) in [
        (vault::Error::Store(KeyStoreError::Full), LedgerError::NotSaved(Storage::Full)),
        (vault::Error::Store(KeyStoreError::Unavailable), LedgerError::NotSaved(Storage::Io)),
        (vault::Error::Busy, LedgerError::Busy),
    ] {
        assert_eq!(ClinicError::from(error), ClinicError::Ledger(told));
    }
}
