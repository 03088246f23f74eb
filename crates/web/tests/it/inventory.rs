//! The data inventory against what is stored and transmitted: a field that is not in it does not pass.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use diary::FieldEntry;
use serde_json::{Value, json};
use testkit::{TestServer, check_in, entry, get};

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    fs::read_to_string(project().join(path)).unwrap_or_else(|_| panic!("{path} cannot be read"))
}

/// What a field is described by; each of its group and of the defaults stands for every field that does not say it itself.
const KEYS: [&str; 7] = ["name", "class", "purpose", "legal_ground", "recipients", "retention", "storage"];

/// Every field of the inventory with all that is true of it. A misspelt key would leave a field to a default: there is none.
pub fn fields() -> Vec<toml::Table> {
    let parsed: toml::Table = read("docs/data-inventory.toml").parse().unwrap();
    let known = |table: &toml::Table| {
        let unknown: Vec<&String> = table.keys().filter(|key| !KEYS.contains(&key.as_str())).collect();
        assert!(unknown.is_empty(), "{table}: {unknown:?}");
    };
    let mut all = Vec::new();
    for group in parsed["group"].as_array().unwrap() {
        let mut common = parsed["defaults"].as_table().unwrap().clone();
        let mut own = group.as_table().unwrap().clone();
        let fields = own.remove("fields").unwrap();
        common.extend(own);
        for field in fields.as_array().unwrap() {
            let mut whole = common.clone();
            known(field.as_table().unwrap());
            whole.extend(field.as_table().unwrap().clone());
            known(&whole);
            all.push(whole);
        }
    }
    all
}

/// `group.field` of every line, checked for what every line must say.
fn inventory() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for field in fields() {
        let text = |key: &str| {
            field.get(key).and_then(toml::Value::as_str).unwrap_or_else(|| panic!("{field}: {key}"))
        };
        let name = text("name").to_owned();
        assert!(["P0", "P1", "P2", "P3", "P4", "K"].contains(&text("class")), "{name}");
        assert!(["R3", "R5", "RP", "RA", "RT"].contains(&text("retention")), "{name}");
        assert!(
            !text("purpose").is_empty() && !text("legal_ground").is_empty() && !text("storage").is_empty(),
            "{name}"
        );
        assert!(!field["recipients"].as_array().unwrap().is_empty(), "{name}");
        assert!(names.insert(name.clone()), "{name} is there twice");
    }
    names
}

#[track_caller]
fn all_known(found: impl IntoIterator<Item = String>) -> BTreeSet<String> {
    let inventory = inventory();
    let found: BTreeSet<String> = found.into_iter().collect();
    let missing: Vec<&String> = found.difference(&inventory).collect();
    assert!(missing.is_empty(), "not in docs/data-inventory.toml: {missing:?}");
    found
}

/// What the inventory still names in these groups although nothing has it any more.
#[track_caller]
fn none_stale(groups: &[&str], found: &BTreeSet<String>, elsewhere: &[&str]) {
    let inventory = inventory();
    let of_group = |name: &&String| groups.iter().any(|group| name.split('.').next() == Some(*group));
    let stale: Vec<&String> = inventory
        .iter()
        .filter(of_group)
        .filter(|name| !found.contains(*name) && !elsewhere.contains(&name.as_str()))
        .collect();
    assert!(stale.is_empty(), "in docs/data-inventory.toml, but nowhere else: {stale:?}");
}

/// Fields of a stored body that have fields of their own, which are a group of the inventory.
const INNER: [&str; 4] = ["listed", "series", "amounts", "as_needed"];

/// Keys of a stored body, by the group they have in the inventory.
fn body_fields(kind: &str, body: &Value, found: &mut BTreeSet<String>) {
    for (key, value) in body.as_object().unwrap() {
        found.insert(format!("{kind}.{key}"));
        if !INNER.contains(&key.as_str()) {
            continue;
        }
        let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        let inner = items.iter().flat_map(|item| item.as_object().unwrap().keys());
        found.extend(inner.map(|inner| format!("{key}.{inner}")));
    }
}

/// Every key of the stored format's golden files is in the inventory, and the inventory names no other.
///
/// Verifies: GOV-001
#[test]
fn the_stored_format_is_in_the_inventory() {
    let mut found = BTreeSet::new();
    let mut kinds = BTreeSet::new();
    for file in fs::read_dir(project().join("crates/diary/tests/golden/v1")).unwrap() {
        let record: Value = serde_json::from_str(&fs::read_to_string(file.unwrap().path()).unwrap()).unwrap();
        found.extend(record.as_object().unwrap().keys().map(|key| format!("meta.{key}")));
        let kind = record["kind"].as_str().unwrap();
        kinds.insert(kind.to_owned());
        body_fields(kind, &record["body"], &mut found);
    }
    assert!(kinds.len() >= 13, "the golden files are where they were");
    let found = all_known(found);
    let mut groups: Vec<&str> = kinds.iter().map(String::as_str).collect();
    groups.push("meta");
    groups.extend(INNER);
    // The golden evening was answered, so that it has no "cannot write".
    none_stale(&groups, &found, &["check_in.answered"]);
}

/// `table.column` of every CREATE TABLE of a migration.
fn columns(sql: &str) -> Vec<String> {
    let mut found = Vec::new();
    for table in sql.split("CREATE TABLE ").skip(1) {
        let (name, rest) = table.split_once(" (").unwrap();
        let body = rest.lines().enumerate().take_while(|(at, line)| *at == 0 || line.starts_with(' '));
        for (_, line) in body {
            let first = line.split_whitespace().next().unwrap_or_default();
            if !first.is_empty() && first.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
                found.push(format!("{name}.{first}"));
            }
        }
    }
    found
}

/// Every column of every table of both stores is in the inventory, and the inventory names no other.
///
/// Verifies: GOV-001
#[test]
fn every_column_is_in_the_inventory() {
    let mut found = BTreeSet::new();
    let mut files = 0;
    for store in ["ledger-sqlite", "ledger-postgres"] {
        for part in ["ledger", "keys"] {
            let Ok(folder) = fs::read_dir(project().join(format!("crates/{store}/migrations/{part}"))) else {
                continue;
            };
            for file in folder {
                found.extend(columns(&fs::read_to_string(file.unwrap().path()).unwrap()));
                files += 1;
            }
        }
    }
    assert!(files >= 2);
    let found = all_known(found);
    let tables: BTreeSet<&str> = found.iter().filter_map(|name| name.split('.').next()).collect();
    none_stale(&tables.into_iter().collect::<Vec<_>>(), &found, &[]);
}

/// The fields of a struct, read from its source: rows and events have no schema of their own.
fn fields_of(path: &str, name: &str) -> Vec<String> {
    let source = read(path);
    let body = source
        .split(&format!("struct {name} {{\n"))
        .nth(1)
        .unwrap_or_else(|| panic!("{name} is not in {path}"));
    let lines = body.lines().map(str::trim).take_while(|line| *line != "}");
    let named = lines.filter(|line| !line.starts_with("//") && !line.starts_with('#'));
    let names = named
        .filter_map(|line| line.trim_start_matches("pub ").split_once(": ").map(|(name, _)| name.to_owned()));
    names.filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_')).collect()
}

/// What is sealed into rows and audit events is in the inventory.
///
/// Verifies: GOV-001
#[test]
fn rows_and_events_are_in_the_inventory() {
    let sealed = [
        ("identity", "crates/clinic/src/accounts/account.rs", "PersonRow"),
        ("account", "crates/clinic/src/accounts/account.rs", "AccountRow"),
        ("session", "crates/clinic/src/accounts/session.rs", "SessionRow"),
        ("event_payload", "crates/clinic/src/audit.rs", "EventV1"),
        ("panel", "crates/clinic/src/panel/row.rs", "PanelRow"),
        ("panel", "crates/clinic/src/panel/past_days.rs", "PanelDay"),
        ("panel", "crates/clinic/src/panel/past_days.rs", "Columns"),
        ("panel", "crates/clinic/src/panel/row.rs", "DoseForm"),
    ];
    let mut found = BTreeSet::new();
    for (group, path, name) in sealed {
        let fields = fields_of(path, name);
        assert!(fields.len() > 1, "{name}: {fields:?}");
        found.extend(fields.iter().map(|field| format!("{group}.{field}")));
    }
    let found = all_known(found);
    // The relation's row has no struct; the token and its form token are never stored as such.
    let elsewhere = ["account.relation", "session.token_hash", "session.form_token"];
    none_stale(&["identity", "account", "session", "event_payload", "panel"], &found, &elsewhere);
}

/// Which inventory groups a schema of the interface may take its fields from.
const SCHEMAS: &[(&str, &[&str])] = &[
    ("CommonWire", &["meta", "wire"]),
    ("CheckInWire", &["check_in", "wire"]),
    ("SymptomsWire", &["check_in", "wire"]),
    ("ListedWire", &["listed"]),
    ("SleepWire", &["sleep", "wire"]),
    ("NoteWire", &["note"]),
    ("EventWire", &["event"]),
    ("MedicineWire", &["medicine", "wire"]),
    ("DoseWire", &["dose_change", "wire"]),
    ("OrderWire", &["dose_order", "wire"]),
    ("AmountWire", &["amounts", "wire"]),
    ("AsNeededWire", &["as_needed", "wire"]),
    ("IntakeWire", &["intake", "wire"]),
    ("ReviewWire", &["review", "wire"]),
    ("MeasurementWire", &["measurement", "wire"]),
    ("ErrorWire", &["wire"]),
    ("EntriesBody", &["wire"]),
    ("WrittenBody", &["wire"]),
    ("WrittenShape", &["wire"]),
    ("ErrorBody", &["wire"]),
    ("ErrorDetail", &["wire"]),
    ("FieldError", &["wire"]),
    ("LinkBody", &["sign_in"]),
    ("EntriesAnswer", &["wire"]),
    ("EntryShape", &["answer", "meta", "wire"]),
    ("VersionShape", &["answer", "meta", "wire"]),
    ("CheckInShape", &["check_in", "wire"]),
    ("SymptomsShape", &["check_in", "wire"]),
    ("ListedShape", &["listed"]),
    ("SafetyShape", &["answer"]),
    ("NoteShape", &["wire"]),
    ("SleepShape", &["sleep", "answer", "wire"]),
    ("FiguresShape", &["answer"]),
    ("EventShape", &["event"]),
    ("MedicineShape", &["medicine", "wire"]),
    ("DoseShape", &["dose_change", "wire"]),
    ("OrderShape", &["dose_order", "wire"]),
    ("OrderedShape", &["dose_order", "wire"]),
    ("AmountShape", &["amounts", "wire"]),
    ("AsNeededShape", &["as_needed", "wire"]),
    ("IntakeShape", &["intake", "wire"]),
    ("MeasurementShape", &["measurement", "wire"]),
    ("ImportedSetShape", &["imported_set"]),
    ("SeriesShape", &["series"]),
    ("ImportedRowShape", &["imported_value"]),
    ("ReviewShape", &["review"]),
    ("WithdrawnShape", &["answer"]),
    ("TimelineBody", &["answer", "wire"]),
    ("DayShape", &["answer", "meta", "wire"]),
    ("SleptShape", &["answer"]),
    ("DosesShape", &["answer", "medicine"]),
    ("StepShape", &["medicine", "meta", "wire", "answer"]),
    ("ImportedShape", &["meta", "imported_value"]),
    ("PanelBody", &["answer"]),
    ("PatientShape", &["answer"]),
    ("PanelDoseShape", &["answer", "medicine", "wire"]),
    ("PanelDayShape", &["panel", "answer", "meta"]),
    ("AccessesBody", &["answer"]),
    ("AccessShape", &["answer", "event_payload"]),
];

/// Every property of every schema of the interface is in the inventory.
///
/// Verifies: GOV-001
#[test]
fn the_interface_is_in_the_inventory() {
    let inventory = inventory();
    let description = serde_json::to_value(web::description()).unwrap();
    let groups: BTreeMap<&str, &[&str]> = SCHEMAS.iter().copied().collect();
    let mut missing = Vec::new();
    for (schema, body) in description["components"]["schemas"].as_object().unwrap() {
        let Some(properties) = body["properties"].as_object() else { continue };
        let by_table = FieldEntry::KINDS
            .iter()
            .find(|kind| properties.keys().all(|property| kind.field(property).is_some()));
        let groups = match (groups.get(schema.as_str()), by_table) {
            (Some(groups), _) => groups.to_vec(),
            (None, Some(kind)) => vec![kind.name],
            (None, None) => panic!("{schema} has no group"),
        };
        for property in properties.keys() {
            if !groups.iter().any(|group| inventory.contains(&format!("{group}.{property}"))) {
                missing.push(format!("{schema}.{property}"));
            }
        }
    }
    assert!(missing.is_empty(), "not in docs/data-inventory.toml: {missing:?}");
}

fn keys(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            found.insert(key.clone());
            keys(value, found);
        }),
        Value::Array(list) => list.iter().for_each(|value| keys(value, found)),
        _ => {}
    }
}

/// Every key of real answers about a chart with every kind of entry is a field of the inventory, whatever the schema
/// leaves open.
///
/// Verifies: GOV-001
#[tokio::test]
async fn what_is_answered_is_in_the_inventory() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    let listed =
        json!([{ "id": "dizziness", "severity": 1, "time": "10:00" }, { "id": "suicidal_thoughts" }]);
    let own = [
        check_in(
            1,
            &json!({ "mood": 4, "note": "x", "events": ["illness"], "symptoms": { "answer": "listed", "listed": listed } }),
        ),
        entry(2, "sleep", &json!({ "try_sleep": "23:00", "final_wake": "06:00" })),
        entry(3, "measurement", &json!({ "kg": "60" })),
        entry(4, "event", &json!({ "what": "illness", "until": "2026-11-24" })),
    ];
    world.submit(&patient, world.chart, &own).await.is(200);
    let facts = [
        entry(10, "medicine", &json!({ "medicine": "paroxetine", "dose_mg": "20", "date": "2026-11-01" })),
        entry(11, "dose_change", &json!({ "medicine": "paroxetine", "dose_mg": "10" })),
        entry(12, "tms_session", &json!({ "pulses": 600 })),
        entry(13, "review", &json!({ "up_to": "2026-11-24T11:00:00Z", "answer": "x" })),
    ];
    world.submit(&clinician, world.chart, &facts).await.is(200);
    let chart = format!("/api/v1/charts/{}", world.chart);
    let mut found = BTreeSet::new();
    for (session, path) in [
        (&patient, format!("{chart}/entries")),
        (&patient, format!("{chart}/timeline")),
        (&patient, format!("{chart}/accesses")),
        (&clinician, format!("{chart}/entries")),
        (&clinician, "/api/v1/panel".into()),
    ] {
        keys(&world.ask(get(&path).by(session)).await.is(200).json(), &mut found);
    }
    assert!(found.len() > 50);
    let inventory = inventory();
    let fields: BTreeSet<&str> =
        inventory.iter().filter_map(|name| name.split_once('.')).map(|(_, field)| field).collect();
    let missing: Vec<&String> = found.iter().filter(|key| !fields.contains(key.as_str())).collect();
    assert!(missing.is_empty(), "not in docs/data-inventory.toml: {missing:?}");
}
