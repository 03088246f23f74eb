//! The bytes of version 1, fixed for ever. The files were written once; a difference is a broken promise, not an update.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{Payload, decode, encode};
use crate::ClinicError;
use crate::accounts::account::{AccountIdentity, AccountRow, PersonRow};
use crate::accounts::log_line::{Line, RelationRow, Says, Verification};
use crate::accounts::session::SessionRow;
use crate::audit::EventV1;
use crate::panel::row::PanelRow;
use crate::tasks::reviewed::ReviewedRow;

type Again = fn(&[u8]) -> Result<Vec<u8>, ClinicError>;

/// Reads and writes again.
fn again<P: Payload>(plain: &[u8]) -> Result<Vec<u8>, ClinicError> {
    encode(&decode::<P>(plain)?)
}

/// Everything that this crate seals.
const KINDS: [(&str, Again); 9] = [
    (Line::KIND, again::<Line>),
    (RelationRow::KIND, again::<RelationRow>),
    (AccountIdentity::KIND, again::<AccountIdentity>),
    (AccountRow::KIND, again::<AccountRow>),
    (PersonRow::KIND, again::<PersonRow>),
    (SessionRow::KIND, again::<SessionRow>),
    (PanelRow::KIND, again::<PanelRow>),
    (ReviewedRow::KIND, again::<ReviewedRow>),
    (EventV1::KIND, again::<EventV1>),
];

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Kind, name and bytes of every file. A name is its kind, with a word behind it where a kind has several.
fn files() -> Vec<(Again, String, Vec<u8>)> {
    let read = |path: PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let kind = name.split('-').next().unwrap();
        let found = KINDS.iter().find(|(known, _)| *known == kind);
        let again = found.unwrap_or_else(|| panic!("{kind} is no kind")).1;
        (again, name, std::fs::read(path).unwrap())
    };
    let folder = std::fs::read_dir(here("tests/golden/v1")).unwrap();
    folder.map(|file| read(file.unwrap().path())).collect()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn sources(folder: &Path) -> Vec<String> {
    let paths = folder.read_dir().unwrap().map(|entry| entry.unwrap().path());
    paths
        .flat_map(
            |path| {
                if path.is_dir() { sources(&path) } else { vec![std::fs::read_to_string(path).unwrap()] }
            },
        )
        .collect()
}

/// Verifies: INT-008
#[test]
fn every_kind_has_its_golden_file() {
    let there: BTreeSet<String> =
        files().iter().map(|(_, name, _)| name.split('-').next().unwrap().to_owned()).collect();
    let kinds: BTreeSet<String> = KINDS.iter().map(|(kind, _)| (*kind).to_owned()).collect();
    assert_eq!(there, kinds);
    let sealed = concat!("\nimpl Payload ", "for ");
    let kinds: usize = sources(&here("src")).iter().map(|source| source.matches(sealed).count()).sum();
    assert_eq!(kinds, KINDS.len());
}

/// Verifies: INT-008
#[test]
fn version_1_is_read_and_written_byte_for_byte() {
    for (again, name, bytes) in files() {
        let written = again(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(text(&written), text(&bytes), "{name}");
    }
}

/// What the files say, not only that they can be read.
#[test]
fn version_1_keeps_its_meaning() {
    let read = |name: &str| std::fs::read(here("tests/golden/v1").join(name)).unwrap();
    let account = "aaaaaaaa-1111-4111-8111-111111111111".parse().unwrap();
    let chart = "cccccccc-2222-4222-8222-222222222222".parse().unwrap();
    let line = |name: &str| decode::<Line>(&read(name)).unwrap();
    let opened = line("line-account.json");
    assert_eq!(opened.author, diary::AccountId::from_bytes([0; 16]));
    assert_eq!(opened.received_ms, 1_795_521_840_123);
    assert_eq!(opened.says, Says::Account { account, role: "clinician".into() });
    assert_eq!(line("line-enrolled.json").says, Says::Enrolled { chart });
    for (how, verified) in [
        ("installation", Verification::Installation),
        ("in_person", Verification::InPerson),
        ("document", Verification::Document),
    ] {
        let relation = "guardian".into();
        let says = Says::Related { account, chart, relation, verified };
        assert_eq!(line(&format!("line-related-{how}.json")).says, says);
    }
    let says =
        Says::Accepted { reason: "the disk of the old server is lost".into(), checkpoint_seq: Some(4711) };
    assert_eq!(line("line-accepted.json").says, says);
    let reviewed: ReviewedRow = decode(&read("reviewed.json")).unwrap();
    assert_eq!(reviewed.up_to_ms, Some(1_795_521_840_123));
    let person: PersonRow = decode(&read("person.json")).unwrap();
    assert_eq!((person.name.as_str(), person.born.to_string().as_str()), ("山田 花子", "1990-04-01"));
    let identity: AccountIdentity = decode(&read("account-patient.json")).unwrap();
    let row: AccountRow = decode(&read("account_row.json")).unwrap();
    assert_eq!(AccountRow::of(account, "patient".into(), identity), row);
}

/// Every field of the files is in the data inventory.
///
/// Verifies: GOV-001
#[test]
fn every_field_is_in_the_inventory() {
    let inventory = std::fs::read_to_string(here("../../docs/data-inventory.toml")).unwrap();
    let group = |kind: &str| match kind {
        "account_row" | "relation" => "account".to_owned(),
        "person" => "identity".to_owned(),
        "event" => "event_payload".to_owned(),
        kind => kind.to_owned(),
    };
    for (_, name, bytes) in files() {
        let value: Value = serde_json::from_slice(&bytes).unwrap();
        let body = value.get("body").and_then(Value::as_object).unwrap();
        let says = body.get("says").and_then(Value::as_object).into_iter().flat_map(|says| says.values());
        let inner = says.flat_map(|content| content.as_object().unwrap().keys());
        let group = group(value.get("kind").and_then(Value::as_str).unwrap());
        for field in body.keys().chain(inner) {
            assert!(inventory.contains(&format!("name = \"{group}.{field}\"")), "{name}: {group}.{field}");
        }
        for field in value.as_object().unwrap().keys() {
            assert!(inventory.contains(&format!("name = \"sealed.{field}\"")), "{field}");
        }
    }
}

/// What a later version writes is refused, never read as this one; nor is one kind read as another.
#[test]
fn other_versions_and_kinds_are_refused() {
    for (again, name, bytes) in files() {
        for (key, other) in [("v", json!(2)), ("v", json!(0)), ("v", Value::Null), ("kind", json!("later"))] {
            let mut changed: Value = serde_json::from_slice(&bytes).unwrap();
            *changed.get_mut(key).unwrap() = other;
            assert_eq!(
                again(changed.to_string().as_bytes()),
                Err(ClinicError::Unreadable),
                "{name}: {changed}"
            );
        }
        for (kind, again) in KINDS {
            let own = name.split('-').next() == Some(kind);
            assert_eq!(again(&bytes).is_ok(), own, "{name} as {kind}");
        }
    }
}

/// A field that is not known here is never passed over, at whatever depth.
#[test]
fn unknown_fields_are_refused() {
    for (again, name, bytes) in files() {
        let value: Value = serde_json::from_slice(&bytes).unwrap();
        let places = objects(&value, "");
        assert!(places.len() >= 2, "{name}");
        for place in places {
            let mut changed = value.clone();
            let object = changed.pointer_mut(&place).and_then(Value::as_object_mut).unwrap();
            object.insert("later".into(), json!(1));
            assert_eq!(again(changed.to_string().as_bytes()), Err(ClinicError::Unreadable), "{name}{place}");
        }
    }
}

/// Pointers to every object in a value.
fn objects(value: &Value, at: &str) -> Vec<String> {
    let inner = |(key, value): (String, &Value)| objects(value, &format!("{at}/{key}"));
    match value {
        Value::Object(map) => {
            let below = map.iter().map(|(key, value)| (key.clone(), value)).flat_map(inner);
            std::iter::once(at.to_owned()).chain(below).collect()
        }
        Value::Array(list) => {
            list.iter().enumerate().map(|(at, value)| (at.to_string(), value)).flat_map(inner).collect()
        }
        _ => Vec::new(),
    }
}
