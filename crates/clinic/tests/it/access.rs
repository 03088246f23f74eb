//! Who gets in, and what those who do not get in can tell.

use clinic::{ClinicError, DirectoryChange, Viewer};
use diary::{ChartId, ClinicId, Role};
use policy::{Action, Relation};
use serde_json::Value;

use crate::entries::{entry, mood};
use testkit::{TODAY, TestClinic, account, chart, cx, enrol, open, submit_to};

/// What the person hears of every use case on a chart.
async fn answers(house: &TestClinic, viewer: &Viewer, chart: ChartId) -> [Option<ClinicError>; 3] {
    let cx = cx(viewer);
    [
        house.clinic.charts().read(&cx, chart).await.err(),
        testkit::accesses(&house.clinic, &cx, chart, None, 10).await.err(),
        house.clinic.accounts().authorize(&cx, chart, Action::ReadChart).await.err(),
    ]
}

const ALLOWED: [(Role, [bool; 3], bool); 9] = [
    // Role, then whether it reads the chart, its access list, and may enter, where it has a relation; then the panel.
    (Role::Patient, [true, true, true], false),
    (Role::Guardian, [true, false, true], false),
    (Role::Supporter, [false, false, false], false),
    (Role::Clinician, [true, false, true], true),
    (Role::CareStaff, [true, false, true], true),
    (Role::Technician, [true, false, true], false),
    (Role::Reception, [false, false, false], false),
    (Role::PrivacyOfficer, [false, false, false], false),
    (Role::Administrator, [false, false, false], false),
];

/// Every role on its own chart, another's, and one that is not there: what no rule allows is denied and written down.
///
/// Verifies: ACC-001, ACC-002
#[tokio::test]
async fn only_what_a_rule_allows_happens() {
    let house = TestClinic::new().await;
    for (role, own, panel) in ALLOWED {
        let viewer = house.sign_in(role).await;
        let heard = answers(&house, &viewer, chart(1)).await;
        let expected = own.map(|allowed| (!allowed).then_some(ClinicError::NotFound));
        assert_eq!(heard, expected, "{role:?}");
        for elsewhere in [chart(2), chart(9)] {
            let heard = answers(&house, &viewer, elsewhere).await;
            assert_eq!(heard, [const { Some(ClinicError::NotFound) }; 3], "{role:?} {elsewhere}");
        }
        assert_eq!(house.clinic.panel().page(&cx(&viewer), 50, None).await.is_ok(), panel, "{role:?}");
    }
    let events = house.events().await;
    let denied = events.iter().filter(|(_, _, event)| event["outcome"] == "denied").count();
    let allowed: usize = ALLOWED
        .iter()
        .map(|(_, own, panel)| own.iter().filter(|allowed| **allowed).count() + usize::from(*panel))
        .sum();
    assert_eq!(denied, ALLOWED.len() * 10 - allowed);
}

/// A chart that is another's and one that does not exist: the same answer, the same event, and the same effect.
///
/// Verifies: ACC-007
#[tokio::test]
async fn foreign_and_missing_charts_are_alike() {
    let house = TestClinic::new().await;
    let other = house.sign_in_nth(Role::Patient, 2).await;
    submit_to(&house.clinic, &other, 2, vec![entry(1, TODAY, mood(5))]).await.unwrap();
    for role in [Role::Patient, Role::Guardian, Role::Clinician] {
        let viewer = house.sign_in(role).await;
        let mut left = Vec::new();
        for chart in [chart(2), chart(9)] {
            let before = house.events().await.len();
            let heard = answers(&house, &viewer, chart).await;
            let events = house.events().await.split_off(before);
            let event = |(_, owner, mut event): (i64, [u8; 16], Value)| {
                assert_eq!(event["chart"], chart.to_string());
                for own in ["chart", "request"] {
                    event[own] = Value::Null;
                }
                (owner, event)
            };
            left.push((heard, events.into_iter().map(event).collect::<Vec<_>>()));
        }
        assert_eq!(left[0].1.len(), 3);
        assert_eq!(left[0].1[0].0, house.id.to_bytes());
        assert_eq!(left[0], left[1], "{role:?}");
    }
    let ids: Vec<[u8; 16]> = (0..100).map(|_| house.clinic.new_uuid().unwrap()).collect();
    assert!(ids.iter().all(|id| id[6] >> 4 == 4 && id[8] >> 6 == 2));
    assert!(ids.iter().enumerate().all(|(at, id)| !ids[..at].contains(id)));
}

/// A relation that is ended, changed or made holds from the next request on, for a session that was there before and on
/// every node.
///
/// Verifies: ACC-002, ACC-006
#[tokio::test]
async fn relations_hold_from_the_next_request() {
    let house = TestClinic::new().await;
    let node = house.node();
    for (role, relation) in [(Role::Clinician, Relation::CareTeam), (Role::Guardian, Relation::Guardian)] {
        let viewer = house.sign_in(role).await;
        let relate = |relation| [DirectoryChange::Relate(account(role, 1), chart(1), relation)];
        for clinic in [&house.clinic, &node] {
            assert!(clinic.charts().read(&cx(&viewer), chart(1)).await.is_ok());
        }
        house.clinic.accounts().change_directory(&relate(Relation::None)).await.unwrap();
        for clinic in [&house.clinic, &node] {
            assert_eq!(clinic.charts().read(&cx(&viewer), chart(1)).await.err(), Some(ClinicError::NotFound));
            let entries = vec![entry(1, TODAY, mood(5))];
            assert_eq!(submit_to(clinic, &viewer, 1, entries).await.err(), Some(ClinicError::NotFound));
            for action in [Action::UseFamilyPage, Action::WriteDiary] {
                assert_eq!(
                    clinic.accounts().chart_for(&cx(&viewer), action).await,
                    Err(ClinicError::NotFound)
                );
            }
            assert!(
                clinic.panel().page(&cx(&viewer), 50, None).await.ok().is_none_or(|page| page.total == 0)
            );
        }
        let still = house.clinic.accounts().directory().await.unwrap().relations;
        assert!(!still.iter().any(|(who, of, _)| (*who, *of) == (account(role, 1), chart(1))));
        node.accounts().change_directory(&relate(relation)).await.unwrap();
        assert!(house.clinic.charts().read(&cx(&viewer), chart(1)).await.is_ok());
    }
    house.assert_clean().await;
}

/// Relates a clinician of this clinic to a chart of the first, behind the program's back and with all keys.
fn intrude(house: &TestClinic, clinic: ClinicId) {
    let key = [account(Role::Clinician, 3).to_bytes(), chart(1).to_bytes()].concat();
    let subject = vault::Subject {
        clinic: vault::ClinicId(clinic.to_bytes()),
        owner: clinic.to_bytes(),
        purpose: vault::KeyPurpose::Identity,
    };
    let bound = [&[2][..], &1_u64.to_be_bytes(), &key].concat();
    let plain = br#"{"v":1,"kind":"relation","body":{"relation":"care_team"}}"#;
    let sealed = house.vault.seal_row(&subject, &bound, 0, plain).unwrap();
    let value = [sealed.key.as_bytes().as_slice(), &sealed.bytes].concat();
    let put = "INSERT INTO row (clinic, space, key, version, value) VALUES ($1, 2, $2, 1, $3)";
    assert_eq!(house.intruder().execute(put, (clinic.to_bytes(), key, value)).unwrap(), 1);
}

/// Two clinics on one ledger and one key store: neither sees the other's people, rows, sessions or records, not even when
/// one relates its clinician to the other's chart.
///
/// Verifies: ACC-014
#[tokio::test]
async fn clinics_never_meet() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    house.submit(&patient, vec![entry(1, TODAY, mood(5))]).await;

    let other = house.another(ClinicId::from_bytes([0xc2; 16]));
    let intruding = DirectoryChange::Relate(account(Role::Clinician, 3), chart(1), Relation::CareTeam);
    let own = DirectoryChange::Relate(account(Role::Clinician, 3), chart(7), Relation::CareTeam);
    other.accounts().change_directory(&[enrol(7), open(Role::Clinician, 3), own]).await.unwrap();
    assert_eq!(other.accounts().change_directory(&[intruding]).await, Err(ClinicError::NotFound));
    intrude(&house, ClinicId::from_bytes([0xc2; 16]));
    let (token, viewer) =
        other.accounts().sign_in(account(Role::Clinician, 3), clinic::Source::Loopback).await.unwrap();

    assert!(other.charts().read(&cx(&viewer), chart(1)).await.is_err());
    let written = submit_to(&other, &viewer, 1, vec![entry(2, TODAY, crate::entries::event())]).await;
    assert!(written.is_err());
    let page = other.panel().page(&cx(&viewer), 50, None).await.unwrap();
    assert_eq!(page.patients.iter().map(|patient| patient.chart).collect::<Vec<_>>(), [chart(7)]);
    assert_eq!(other.accounts().directory().await.unwrap().charts, [chart(7)]);
    assert_eq!(house.clinic.accounts().session(token.reveal()).await.err(), Some(ClinicError::SignIn));
    assert!(other.accounts().sign_in(account(Role::Patient, 1), clinic::Source::Loopback).await.is_err());
    assert!(other.charts().export(chart(1)).await.is_err());

    let undo = "DELETE FROM row WHERE space = 2 AND substr(key, 17) = $1 AND clinic = $2";
    assert_eq!(house.intruder().execute(undo, (chart(1).to_bytes(), [0xc2_u8; 16])).unwrap(), 1);
    // Each of the two takes the other's for what belongs to nobody: a clinic has a database of its own.
    let accepted = "a test has intruded";
    other.checkpoints().accept(accepted).await.unwrap();
    let found = other.verify(None, |_| ()).await.unwrap();
    for (found, charts) in [(found, 2), (house.verify().await, 3)] {
        let names: Vec<&str> = found.bad.iter().map(|bad| bad.what).collect();
        assert_eq!((names, found.charts), (vec!["stray", "record-of-another"], charts));
    }
    assert_eq!(house.chart(&patient).await.chart.entries().len(), 1);
}
