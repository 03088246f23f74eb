//! The clinic's own log: whom it names, and by what.

use clinic::DirectoryChange;
use diary::{AccountId, Role};
use policy::Relation;
use serde_json::{Value, json};

use testkit::{TestClinic, account, at, chart, enrol, open};

/// Lines name accounts and charts by id alone, and say who wrote them, when they arrived and how a relation was verified.
#[tokio::test]
async fn lines_hold_ids_alone() {
    let house = TestClinic::new().await;
    house.clock.advance_s(5);
    let relate = DirectoryChange::Relate(account(Role::CareStaff, 2), chart(1), Relation::CareTeam);
    house.clinic.accounts().change_directory(&[relate]).await.unwrap();
    let lines = house.log(house.id.to_bytes(), 16).await;
    let told = Value::from(lines.clone()).to_string();
    for word in ["person", "patient 1", "clinician 2", "no 1", "\"ja\"", "name", "language"] {
        assert!(!told.contains(word), "{word}: {told}");
    }
    let nobody = AccountId::from_bytes([0; 16]).to_string();
    for line in &lines {
        let mut fields: Vec<&String> = line.as_object().unwrap().keys().collect();
        fields.sort();
        assert_eq!(fields, ["body", "kind", "v"]);
        assert_eq!((&line["v"], &line["kind"]), (&json!(1), &json!("line")));
        assert_eq!(line["body"]["author"], nobody);
        let start = at(testkit::START).as_millisecond();
        assert!([start, start + 5_000].contains(&line["body"]["received_ms"].as_i64().unwrap()));
    }
    let says: Vec<&Value> = lines.iter().map(|line| &line["body"]["says"]).collect();
    let patient = account(Role::Patient, 1).to_string();
    assert_eq!(says[0], &json!({ "enrolled": { "chart": chart(1).to_string() } }));
    assert_eq!(says[1], &json!({ "account": { "account": patient, "role": "patient" } }));
    let (who, whose) = (account(Role::CareStaff, 2).to_string(), chart(1).to_string());
    let related =
        json!({ "account": who, "chart": whose, "relation": "care_team", "verified": "installation" });
    assert_eq!(says.last().unwrap(), &&json!({ "related": related }));
}

/// Who an account is stands in a log of its own under its own key: with that key it is gone, and everyone else stays.
#[tokio::test]
async fn one_person_can_be_forgotten() {
    let house = TestClinic::new().await;
    let gone = account(Role::Patient, 1);
    let identity = house.log(gone.to_bytes(), 17).await;
    assert_eq!(identity.len(), 1);
    let body = json!({ "name": "patient 1", "language": "ja", "chart": chart(1).to_string() });
    assert_eq!(identity[0], json!({ "v": 1, "kind": "account", "body": body }));
    let before = house.clinic.accounts().directory().await.unwrap();
    assert!(before.accounts.iter().any(|account| account.name == "patient 1"));

    house.destroy_keys_of(gone.to_bytes());
    let after = house.clinic.accounts().directory().await.unwrap();
    let left: Vec<_> = before.accounts.into_iter().filter(|account| account.id != gone).collect();
    assert_eq!(after.accounts, left);
    assert_eq!((after.charts, after.relations), (before.charts, before.relations));
    // Nothing that still opens says the name: neither the clinic's log nor any other.
    let mut told = house.log(house.id.to_bytes(), 16).await;
    for account in &left {
        told.extend(house.log(account.id.to_bytes(), 17).await);
    }
    told.extend(house.events().await.into_iter().map(|(_, _, event)| event));
    let told = Value::from(told).to_string();
    assert!(told.contains("clinician 1") && !told.contains("patient 1"));
    assert!(house.clinic.accounts().sign_in(gone, clinic::Source::Loopback).await.is_err());
    assert!(
        house.clinic.accounts().sign_in(account(Role::Patient, 2), clinic::Source::Loopback).await.is_ok()
    );
}

/// An account and a chart are opened once; neither takes the other's log.
#[tokio::test]
async fn nobody_is_opened_twice() {
    let house = TestClinic::new().await;
    for again in [open(Role::Patient, 1), enrol(2)] {
        assert!(house.clinic.accounts().change_directory(&[again]).await.is_err());
    }
    let DirectoryChange::Account(mut taken) = open(Role::Clinician, 3) else { unreachable!() };
    taken.id = AccountId::from_bytes(chart(1).to_bytes());
    assert!(house.clinic.accounts().change_directory(&[DirectoryChange::Account(taken)]).await.is_err());
    house.assert_clean().await;
}
