//! The stored format: nothing is lost, nothing panics, versions live side by side.

use diary::Kind;
use diary::chart::{Chart, OpenedRecord};
use diary::stored::{self, Payload, Unreadable};
use diary::{Body, Medicine, RecordId, Strand};
use proptest::prelude::*;
use serde_json::Value;

use crate::any;
use crate::support::{check_in, entry, mood, patient};

/// Every field of every record, author to entry mode, comes back as it was.
///
/// Verifies: INT-002
#[test]
fn whatever_is_written_is_read_again() {
    proptest!(any::cases(512), |(payload in any::payload())| {
        let bytes = stored::encode(&payload).unwrap();
        prop_assert_eq!(stored::decode(&bytes), Ok(payload.clone()));
        let again = stored::encode(&stored::decode(&bytes).unwrap()).unwrap();
        prop_assert_eq!(again, bytes);
    });
}

#[test]
fn no_bytes_make_it_panic() {
    proptest!(any::cases(512), |(bytes in proptest::collection::vec(any::<u8>(), 0..300))| {
        prop_assert!(stored::decode(&bytes).is_err());
    });
    proptest!(any::cases(512), |(payload in any::payload(), at in any::<prop::sample::Index>(), byte in any::<u8>())| {
        let mut bytes = stored::encode(&payload).unwrap();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = stored::decode(&bytes);
        bytes.truncate(at);
        prop_assert!(stored::decode(&bytes).is_err());
    });
    let deep = format!(r#"{{"v":1,"body":{}"#, "[".repeat(100_000));
    assert_eq!(stored::decode(deep.as_bytes()), Err(Unreadable::Malformed));
}

fn sample() -> Payload {
    let new = entry(1, "2026-11-24", check_in(mood(6)));
    let planned = Chart::default().record_drafts(&new, &patient()).unwrap();
    new.records(&patient(), new.entered_at, planned).remove(0).1
}

fn changed(change: impl FnOnce(&mut Value)) -> Result<Payload, Unreadable> {
    let mut value: Value = serde_json::from_slice(&stored::encode(&sample()).unwrap()).unwrap();
    change(&mut value);
    stored::decode(&serde_json::to_vec(&value).unwrap())
}

#[test]
fn a_record_that_is_not_whole_is_never_guessed_at() {
    assert_eq!(changed(|_| ()), Ok(sample()));
    for field in
        ["entry", "part", "author", "role", "date", "zone", "entered_at", "received_at", "language", "body"]
    {
        let without = changed(|value| drop(value.as_object_mut().unwrap().remove(field)));
        assert_eq!(without, Err(Unreadable::Malformed), "{field}");
    }
    assert_eq!(changed(|value| value["later"] = 1.into()), Err(Unreadable::Malformed));
    assert_eq!(changed(|value| value["body"]["later"] = 1.into()), Err(Unreadable::Malformed));
    assert_eq!(changed(|value| value["kind"] = "dream".into()), Err(Unreadable::Malformed));
    assert_eq!(changed(|value| value["body"]["mood"] = 11.into()), Err(Unreadable::Malformed));
    let listed =
        |value: &mut Value| value["body"] = serde_json::json!({"symptoms":"none","listed":[{"id":"tremor"}]});
    assert_eq!(changed(listed), Err(Unreadable::Malformed), "a list that no answer goes with");
    let dose = |value: &mut Value| {
        value["kind"] = "dose_change".into();
        value["body"] = serde_json::json!({"medicine":"sertraline","precision":"day"});
    };
    assert_eq!(changed(dose), Err(Unreadable::Malformed), "a lost dose is not a dose of zero");
    for medicine in [
        serde_json::json!({"half_micrograms":0,"precision":"day"}),
        serde_json::json!({"medicine":"sertraline","medicine_name":"sertraline","half_micrograms":0,"precision":"day"}),
        serde_json::json!({"medicine":"not in the catalogue","half_micrograms":0,"precision":"day"}),
    ] {
        let dose = changed(|value| {
            value["kind"] = "dose_change".into();
            value["body"] = medicine.clone();
        });
        assert_eq!(dose, Err(Unreadable::Malformed), "{medicine}");
    }
    for amount in [
        serde_json::json!({"what":"weight"}),
        serde_json::json!({"what":"weight","thousandths":62_500}),
        serde_json::json!({"what":"weight","grams":62_500,"thousandths":62_500}),
        serde_json::json!({"what":"pulse","grams":72_000}),
        serde_json::json!({"what":"pulse","thousandths":72_500}),
        serde_json::json!({"what":"height","thousandths":170_000}),
    ] {
        let measured = changed(|value| {
            value["kind"] = "measurement".into();
            value["body"] = amount.clone();
        });
        assert_eq!(measured, Err(Unreadable::Malformed), "{amount}");
    }
}

/// A name written before the catalogue had an id that is spelled so stays the name it was.
///
/// Verifies: INT-008
#[test]
fn a_written_name_never_turns_into_an_id_of_a_later_catalogue() {
    let named = |name: &str| {
        let dose = changed(|value| {
            value["kind"] = "dose_change".into();
            value["body"] = serde_json::json!({"half_micrograms":10_000,"precision":"day"});
            value["body"][name] = "sertraline".into();
        });
        let Ok(Payload { body: Body::DoseChange(dose), .. }) = dose else { panic!("a dose") };
        dose.medicine
    };
    let (listed, written) = (named("medicine"), named("medicine_name"));
    assert_eq!((listed.as_str(), written.as_str()), ("sertraline", "sertraline"));
    assert_ne!(listed, written);
    assert!(listed.listed().is_some() && written.listed().is_none());
    assert_eq!(listed, Medicine::parse("sertraline").unwrap());
}

#[test]
fn a_later_version_is_told_from_nonsense() {
    assert_eq!(changed(|value| value["v"] = 2.into()), Err(Unreadable::Newer(2)));
    assert_eq!(changed(|value| value["v"] = 0.into()), Err(Unreadable::Malformed));
    assert_eq!(changed(|value| value["v"] = "1".into()), Err(Unreadable::Malformed));
    assert_eq!(Unreadable::Newer(2).to_string(), "stored format 2 is newer than this program");
}

#[test]
fn every_kind_is_stored_under_its_own_name() {
    proptest!(any::cases(256), |(body in any::body())| {
        prop_assert!(Kind::STORED.contains(&body.kind()));
    });
}

/// A version 2 that does not exist: it calls the entry's zone "where" and mood "feeling".
fn made_up_v2(bytes: &[u8]) -> Result<Payload, Unreadable> {
    let mut value: Value = serde_json::from_slice(bytes).map_err(|_| Unreadable::Malformed)?;
    let all = value.as_object_mut().ok_or(Unreadable::Malformed)?;
    let zone = all.remove("where").ok_or(Unreadable::Malformed)?;
    all.extend([("zone".to_owned(), zone), ("v".to_owned(), 1.into())]);
    let body = all.get_mut("body").and_then(Value::as_object_mut).ok_or(Unreadable::Malformed)?;
    let mood = body.remove("feeling").ok_or(Unreadable::Malformed)?;
    body.insert("mood".to_owned(), mood);
    stored::decode(&serde_json::to_vec(&value).map_err(|_| Unreadable::Malformed)?)
}

/// The day a version 2 comes, a chart holds both; the old ones fold beside the new ones.
///
/// Verifies: INT-008
#[test]
fn records_of_two_versions_fold_into_one_chart() {
    let first = sample();
    let amended = r#"{"v":2,"kind":"check_in","entry":"02020202-0202-0202-0202-020202020202","part":0,
        "author":"01010101-0101-0101-0101-010101010101","role":"patient","date":"2026-11-24","where":"Asia/Tokyo",
        "entered_at":"2026-11-24T13:00:00Z","received_at":"2026-11-24T13:00:01Z","language":"ja","client":"0.9.0",
        "modes":["live"],"amends":"00000000-0000-0000-0000-000000000001","reason":"a slip","body":{"feeling":4}}"#;
    let records = [stored::encode(&first).unwrap(), amended.as_bytes().to_vec()];
    let opened = records.iter().zip(1u128..).map(|(bytes, id)| OpenedRecord {
        id: RecordId::from_bytes(id.to_be_bytes()),
        strand: Strand::Care,
        payload: stored::decode(bytes).or_else(|_| made_up_v2(bytes)).unwrap(),
    });
    let chart = Chart::fold(opened.collect());
    let [one] = chart.entries() else { panic!("one entry, not {}", chart.entries().len()) };
    assert_eq!(one.versions().len(), 2);
    assert_eq!(one.versions()[0].parts[0].body, Body::CheckIn(mood(6)));
    assert_eq!(one.bodies().collect::<Vec<_>>(), [&Body::CheckIn(mood(4))]);
    assert_eq!(stored::decode(amended.as_bytes()), Err(Unreadable::Newer(2)), "today's program says so");
}
