//! Somebody without a key cuts off the end of a log together with its head: `verify` finds it by the other log.

use clinic::{DirectoryChange, Enrolment, Person};
use diary::{ChartId, Role, Sharing};

use crate::entries::{entry, noted, safety_answer};
use crate::tampered::{Copied, lived_in, restore, snapshot};
use testkit::{TODAY, TestClinic, account, chart};

const RECORDS: [&str; 4] = ["record", "head", "row", "job"];
const EVENTS: [&str; 2] = ["audit", "audit_head"];

/// These tables as they were.
fn only(kept: &Copied, tables: &[&str]) -> Copied {
    kept.iter().filter(|(table, _)| tables.contains(&table.as_str())).cloned().collect()
}

/// A house in which one more answer was written after a copy was taken.
async fn copied_before_an_answer() -> (TestClinic, Copied) {
    let house = lived_in().await;
    let patient = house.sign_in(Role::Patient).await;
    let kept = snapshot(&house.intruder());
    house.submit(&patient, vec![entry(40, TODAY, safety_answer())]).await;
    house.assert_clean().await;
    (house, kept)
}

/// The newest records, their heads, the panel row and the task are put back to a copy of an hour ago. The events stay.
///
/// Verifies: INT-005
#[tokio::test]
async fn records_cut_off_with_their_heads_are_found() {
    let (house, kept) = copied_before_an_answer().await;
    restore(&house.intruder(), &only(&kept, &RECORDS));
    assert_eq!(
        house.bad().await,
        [("records-missing", Some(chart(1)), None, None), ("state", None, None, Some(27))]
    );
}

/// What somebody has seen since is missing from a place that has a number.
///
/// Verifies: INT-005
#[tokio::test]
async fn records_cut_off_after_they_were_read_are_found_with_their_place() {
    let (house, kept) = copied_before_an_answer().await;
    let clinician = house.sign_in(Role::Clinician).await;
    house.chart(&clinician).await;
    restore(&house.intruder(), &only(&kept, &RECORDS));
    assert_eq!(
        house.bad().await,
        [("records-missing", Some(chart(1)), Some(1), Some(5)), ("state", None, None, Some(29))]
    );
}

/// The end of the audit chain is put back instead: a record stays that no event names.
///
/// Verifies: AUD-004
#[tokio::test]
async fn events_cut_off_with_their_head_are_found() {
    let (house, kept) = copied_before_an_answer().await;
    restore(&house.intruder(), &only(&kept, &EVENTS));
    assert_eq!(
        house.bad().await,
        [("record-unnamed", Some(chart(1)), Some(1), Some(5)), ("state", None, None, Some(26))]
    );
}

/// The same with many records in one request, as an import has.
///
/// Verifies: INT-005
#[tokio::test]
async fn the_last_of_many_records_is_found() {
    let house = lived_in().await;
    let told = |numbers: std::ops::Range<u16>| -> Vec<_> {
        let new = |number| entry(number, TODAY, noted(3, "brought", Sharing::CareTeam));
        numbers.map(|number| (new(number), house.clinic.now())).collect()
    };
    house.bring(Role::Patient, &told(100..299)).await;
    house.assert_clean().await;
    let db = house.intruder();
    for strand in [1, 2] {
        let cut = "DELETE FROM record WHERE chart = ?1 AND strand = ?2
                   AND seq = (SELECT seq FROM head WHERE chart = ?1 AND strand = ?2)";
        let back =
            "UPDATE head SET (seq, link) = (SELECT seq, link FROM record WHERE chart = ?1 AND strand = ?2
                    ORDER BY seq DESC LIMIT 1) WHERE chart = ?1 AND strand = ?2";
        for text in [cut, back] {
            assert_eq!(db.execute(text, rusqlite::params![chart(1).to_bytes(), strand]).unwrap(), 1);
        }
    }
    assert!(house.bad().await.contains(&("records-missing", Some(chart(1)), None, None)));
}

/// The newest lines of the clinic's own log, with whom they name: who was let in, and who is let in no more.
///
/// Verifies: AUD-004
#[tokio::test]
async fn directories_cut_off_are_found() {
    let house = lived_in().await;
    let own = Some(ChartId::from_bytes(house.id.to_bytes()));
    let person = Person {
        name: "new".into(),
        born: "2000-01-01".parse().unwrap(),
        number: "9".into(),
        language: diary::Language::En,
    };
    let ended = DirectoryChange::Relate(account(Role::Supporter, 1), chart(1), policy::Relation::None);
    let opened = DirectoryChange::Enrol(Enrolment { chart: chart(9), person });
    for opening in [ended, opened] {
        let before = snapshot(&house.intruder());
        house.clinic.accounts().change_directory(&[opening]).await.unwrap();
        house.assert_clean().await;
        let after = snapshot(&house.intruder());
        restore(&house.intruder(), &only(&before, &RECORDS));
        let bad = house.bad().await;
        assert!(bad.contains(&("records-missing", own, None, None)), "{bad:?}");
        restore(&house.intruder(), &after);
        restore(&house.intruder(), &only(&before, &EVENTS));
        let bad = house.bad().await;
        assert!(
            bad.iter().any(|bad| bad.0 == "record-unnamed" && bad.1 == own && bad.2 == Some(16)),
            "{bad:?}"
        );
        restore(&house.intruder(), &after);
        house.assert_clean().await;
    }
}
