//! Whatever the stored format can say, a golden file says: every field, and every name of a fixed list.

use std::collections::BTreeSet;
use std::path::Path;

use diary::stored;
use diary::{
    DayEvent, Function, Kind, Language, Measure, MedicineTaken, Mode, Polarity, Precision, Role, Severity,
    SleepEpisode, Withdrawn,
};
use proptest::prelude::*;
use serde_json::Value;

use crate::any;
use crate::golden::files;

fn golden() -> Vec<Value> {
    files().into_iter().map(|(_, bytes)| serde_json::from_slice(&bytes).unwrap()).collect()
}

/// Every field of a stored record as `kind/where/field`, places in lists taken together; with its value if it is a name.
fn fields(record: &Value) -> BTreeSet<(String, Option<String>)> {
    fn below(at: &str, value: &Value, found: &mut BTreeSet<(String, Option<String>)>) {
        let name = value.as_str().map(str::to_owned).or(value.as_u64().map(|number| number.to_string()));
        found.insert((at.to_owned(), name));
        match value {
            Value::Object(fields) => {
                fields.iter().for_each(|(field, value)| below(&format!("{at}/{field}"), value, found));
            }
            Value::Array(items) => items.iter().for_each(|item| below(at, item, found)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    let kind = record["kind"].as_str().unwrap();
    for (field, value) in record.as_object().unwrap() {
        let at = if field == "body" { kind.to_owned() } else { format!("meta/{field}") };
        below(&at, value, &mut found);
    }
    found
}

/// Fields are found by storing many things that can be said.
///
/// Verifies: INT-008
#[test]
fn every_field_is_in_a_golden_file() {
    let places = |record: &Value| fields(record).into_iter().map(|(at, _)| at).collect::<BTreeSet<_>>();
    let covered: BTreeSet<String> = golden().iter().flat_map(places).collect();
    proptest!(any::cases(2_000), |(payload in any::payload())| {
        let record: Value = serde_json::from_slice(&stored::encode(&payload).unwrap()).unwrap();
        let missing: Vec<String> = places(&record).difference(&covered).cloned().collect();
        prop_assert!(missing.is_empty(), "in no golden file: {missing:?}");
    });
}

/// A type with fixed names, where its names are stored, and the names.
type Names = (&'static str, &'static [&'static str], Vec<String>);

/// Every list of names that is stored.
fn names() -> Vec<Names> {
    fn all<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str) -> Vec<String> {
        all.iter().map(|one| name(*one).to_owned()).collect()
    }
    // An import is written by the machine's operator.
    let writes_nothing = |role| matches!(role, Role::Reception | Role::PrivacyOfficer);
    let writers: Vec<Role> = Role::ALL.iter().copied().filter(|role| !writes_nothing(*role)).collect();
    vec![
        ("Role", &["meta/role"], all(&writers, Role::as_str)),
        ("Language", &["meta/language"], all(Language::ALL, Language::as_str)),
        ("Mode", &["meta/modes"], all(Mode::ALL, Mode::as_str)),
        ("MedicineTaken", &["check_in/medicine"], all(MedicineTaken::ALL, MedicineTaken::as_str)),
        ("Function", &["check_in/function"], all(Function::ALL, Function::as_str)),
        ("DayEvent", &["check_in/events", "event/what"], all(DayEvent::ALL, DayEvent::as_str)),
        // "answered" is what a check-in is that says nothing else.
        ("Answered", &["check_in/answered"], vec!["cannot_write".to_owned()]),
        (
            "Precision",
            &["medicine/precision", "dose_change/precision"],
            all(Precision::ALL, Precision::as_str),
        ),
        ("SleepEpisode", &["sleep/episode"], all(SleepEpisode::ALL, SleepEpisode::as_str)),
        ("Measure", &["measurement/what"], all(Measure::ALL, Measure::as_str)),
        ("Polarity", &["imported_set/series/direction"], all(Polarity::ALL, Polarity::as_str)),
        ("Withdrawn", &["withdrawn/why"], all(Withdrawn::ALL, Withdrawn::as_str)),
        (
            "Severity",
            &["check_in/listed/severity"],
            Severity::ALL.iter().map(|severity| severity.number().to_string()).collect(),
        ),
        // No list of the code's: the answers about symptoms, and the kinds.
        ("", &["check_in/symptoms"], ["none", "same", "listed"].map(str::to_owned).to_vec()),
        ("", &["meta/kind"], all(Kind::STORED, |kind| kind.name)),
    ]
}

/// Verifies: INT-008
#[test]
fn every_name_that_can_be_stored_is_in_a_golden_file() {
    let covered: BTreeSet<(String, Option<String>)> = golden().iter().flat_map(fields).collect();
    for (list, places, names) in names() {
        assert!(!names.is_empty(), "{list}");
        for name in names {
            let shown = |place: &&str| covered.contains(&((*place).to_owned(), Some(name.clone())));
            assert!(places.iter().any(shown), "{name} of {list} is in no golden file: {places:?}");
        }
    }
}

/// A new list of names has to say where it is stored, or that it is not.
#[test]
fn no_list_of_names_is_forgotten() {
    const NOT_STORED: [&str; 1] = ["Category"];
    let known: BTreeSet<String> = names()
        .into_iter()
        .map(|(list, ..)| list)
        .filter(|list| !list.is_empty())
        .chain(NOT_STORED)
        .map(str::to_owned)
        .collect();
    let found: BTreeSet<String> = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
        .iter()
        .flat_map(|source| lists(source))
        .collect();
    assert_eq!(found, known);
}

fn sources(folder: &Path) -> Vec<String> {
    let paths = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let read = |path: std::path::PathBuf| {
        if path.is_dir() { sources(&path) } else { vec![std::fs::read_to_string(path).unwrap()] }
    };
    paths.flat_map(read).collect()
}

/// The types that a source makes with `named!`.
fn lists(source: &str) -> Vec<String> {
    let made = source.split("\nnamed! {\n").skip(1);
    let name = |list: &str| {
        let lines = list.lines().map(str::trim);
        let head = lines.into_iter().find(|line| !line.starts_with("///") && !line.starts_with('#')).unwrap();
        head.trim_end_matches(" {").to_owned()
    };
    made.map(name).collect()
}
