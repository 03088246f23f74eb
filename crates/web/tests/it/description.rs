//! The description of the interface: complete, and the same as what is served.

use std::collections::BTreeSet;

use diary::{Field, FieldEntry, FieldInput, Kind};
use serde_json::{Value, json};
use testkit::{TestServer, check_in, entry, get, id};

fn described() -> Value {
    serde_json::to_value(web::description()).unwrap()
}

/// Every route of the interface is in the description and every described route is served.
///
/// Verifies: SEC-008
#[test]
fn routes_and_description_are_the_same() {
    let served = web::ROUTES.concat().into_iter().filter(|(_, path)| path.starts_with("/api/"));
    let served: BTreeSet<(String, String)> = served.map(|(m, p)| (m.to_owned(), p.to_owned())).collect();
    let description = described();
    let paths = description["paths"].as_object().unwrap();
    let methods = paths.iter().flat_map(|(path, item)| {
        let methods = item
            .as_object()
            .unwrap()
            .keys()
            .filter(|key| ["get", "post", "put", "delete", "patch"].contains(&key.as_str()));
        methods.map(|method| (method.clone(), path.clone()))
    });
    assert_eq!(methods.collect::<BTreeSet<_>>(), served);
    // Each says what it takes and what it answers.
    for (path, item) in paths {
        for (method, operation) in item.as_object().unwrap() {
            assert!(!operation["responses"].as_object().unwrap().is_empty(), "{method} {path}");
            let holes = path.matches('{').count();
            let named = operation["parameters"]
                .as_array()
                .map_or(0, |all| all.iter().filter(|p| p["in"] == "path").count());
            assert_eq!(named, holes, "{method} {path}");
        }
    }
}

/// The description as it is released; a change of the interface shows here.
#[test]
fn the_description_is_reviewed() {
    let mut description = described();
    description["info"]["version"] = "any".into();
    insta::assert_snapshot!(serde_json::to_string_pretty(&description).unwrap());
}

/// Everything the description refers to is in it, and the served document is this one.
///
/// Verifies: SEC-008
#[tokio::test]
async fn the_description_is_whole() {
    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => {
                found.extend(map.get("$ref").and_then(Value::as_str).map(str::to_owned));
                map.values().for_each(|value| references(value, found));
            }
            Value::Array(list) => list.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let description = described();
    let mut found = BTreeSet::new();
    references(&description, &mut found);
    assert!(found.len() > 15);
    for reference in found {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(description.pointer(pointer).is_some(), "{reference}");
    }
    let served = TestServer::demo().await.ask(get("/api/v1/openapi.json")).await.is(200).json();
    assert_eq!(served, description);
}

/// Every field of a kind that is a list of fields, each with something that it takes.
fn every_field(kind: &Kind) -> Value {
    let value = |field: &Field| match field.input {
        FieldInput::Number { most, .. } => json!(most),
        FieldInput::Choice(names) => json!(names[0]),
        FieldInput::Line { .. } => json!("iTBS"),
    };
    kind.fields.iter().map(|field| (field.name.to_owned(), value(field))).collect()
}

/// Every kind that the description names is taken with the fields it names.
#[tokio::test]
async fn every_described_kind_is_taken() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    let schema = described()["components"]["schemas"]["Entry"].to_string();
    let mut kinds = vec![
        ("check_in", &patient, json!({ "mood": 5 })),
        ("sleep", &patient, json!({ "quality": 5 })),
        ("note", &patient, json!({ "text": "x" })),
        ("event", &patient, json!({ "what": "illness" })),
        ("measurement", &patient, json!({ "what": "weight", "value": "62.5" })),
        (
            "medicine",
            &clinician,
            json!({ "medicine": "paroxetine", "dose_mg": "20", "replaces": "sertraline" }),
        ),
        ("dose_change", &clinician, json!({ "medicine": "paroxetine", "dose_mg": "10", "precision": "day" })),
        (
            "dose_order",
            &clinician,
            json!({ "medicine": "paroxetine", "cycle": ["10", "7.5"], "date": "2026-11-25" }),
        ),
        ("intake", &patient, json!({ "medicine": "lorazepam", "mg": "0.5", "time": "14:30", "reason": "x" })),
        ("review", &clinician, json!({ "up_to": "2026-11-24T11:00:00Z", "answer": "x" })),
        ("staff_note", &clinician, json!({ "text": "x" })),
    ];
    kinds.extend(FieldEntry::KINDS.iter().map(|kind| (kind.name, &clinician, every_field(kind))));
    for (n, (kind, session, body)) in (1..).zip(&kinds) {
        assert!(schema.contains(&format!("\"{kind}\"")));
        world.submit(session, world.chart, &[entry(n, kind, body)]).await.is(200);
    }
    let own = check_in(50, &json!({ "mood": 1 }));
    world.submit(&patient, world.chart, &[own]).await.is(200);
    let record = world.record(&patient, world.chart, &id(50)).await;
    let error = entry(51, "entered_in_error", &json!({ "amends": record, "reason": "x" }));
    world.submit(&patient, world.chart, &[error]).await.is(200);
    assert_eq!(schema.matches("\"kind\":{").count(), kinds.len() + 1, "a described kind without a test");
}

/// What speaks against a value where the description has this schema: types, missing and undescribed properties.
fn against(whole: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut named = BTreeSet::new();
    let mut errors = parts_against(whole, schema, value, &mut named);
    let keys = value.as_object().into_iter().flatten().map(|(key, _)| key);
    errors.extend(keys.filter(|key| !named.contains(*key)).map(|key| format!("{key} is not described")));
    errors
}

fn parts_against(whole: &Value, schema: &Value, value: &Value, named: &mut BTreeSet<String>) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        return parts_against(whole, whole.pointer(&reference[1..]).unwrap(), value, named);
    }
    let list = |name: &str| schema[name].as_array().cloned().unwrap_or_default();
    let mut errors = Vec::new();
    for part in list("allOf") {
        errors.extend(parts_against(whole, &part, value, named));
    }
    if !list("oneOf").is_empty() {
        let tries = list("oneOf").into_iter().map(|part| {
            let mut named = BTreeSet::new();
            (parts_against(whole, &part, value, &mut named), named)
        });
        let (fits, fails): (Vec<_>, Vec<_>) = tries.partition(|(errors, _)| errors.is_empty());
        match fits.as_slice() {
            [(_, names)] => named.extend(names.iter().cloned()),
            _ => errors.push(format!("{} fit {value}: {fails:?}", fits.len())),
        }
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let types: Vec<Value> = schema["type"].as_array().cloned().unwrap_or(vec![schema["type"].clone()]);
    if types != [Value::Null] && !types.contains(&kind.into()) {
        errors.push(format!("{value} is no {types:?}"));
    }
    if !list("enum").is_empty() && !list("enum").contains(value) {
        errors.push(format!("{value} is none of {:?}", list("enum")));
    }
    for item in value.as_array().into_iter().flatten().filter(|_| !schema["items"].is_null()) {
        errors.extend(against(whole, &schema["items"], item));
    }
    let Value::Object(object) = value else { return errors };
    let missing = list("required").into_iter().filter(|name| !object.contains_key(name.as_str().unwrap()));
    errors.extend(missing.map(|name| format!("{name} is missing")));
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        named.insert(name.clone());
        let wrong = object.get(name).map(|value| against(whole, property, value)).unwrap_or_default();
        errors.extend(wrong.into_iter().map(|wrong| format!("{name}: {wrong}")));
    }
    if !schema["additionalProperties"].is_null() {
        named.extend(object.keys().cloned());
        errors
            .extend(object.values().flat_map(|value| against(whole, &schema["additionalProperties"], value)));
    }
    errors
}

/// Every answer about a chart with entries of every kind is what the description says, and nothing is in it that the
/// description does not name.
///
/// Verifies: SEC-008
#[tokio::test]
async fn what_is_answered_is_as_described() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    let listed =
        json!([{ "id": "dizziness", "severity": 1, "time": "10:00" }, { "id": "suicidal_thoughts" }]);
    let symptoms = json!({ "answer": "listed", "listed": listed });
    let own = [
        check_in(1, &json!({ "mood": 4, "note": "x", "events": ["illness"], "symptoms": symptoms })),
        check_in(2, &json!({ "date": "2026-11-23", "symptoms": { "answer": "same" }, "sleep_hours": 6.5 })),
        entry(
            3,
            "sleep",
            &json!({ "into_bed": "22:50", "try_sleep": "23:00", "minutes_to_fall_asleep": 10,
            "minutes_awake": 5, "final_wake": "06:00", "out_of_bed": "06:10", "quality": 5 }),
        ),
        entry(4, "measurement", &json!({ "kg": "60" })),
        entry(5, "event", &json!({ "what": "illness", "until": "2026-11-24" })),
        entry(6, "note", &json!({ "text": "y" })),
    ];
    world.submit(&patient, world.chart, &own).await.is(200);
    let facts = [
        entry(10, "medicine", &json!({ "medicine": "paroxetine", "dose_mg": "20", "date": "2026-11-01" })),
        entry(11, "dose_change", &json!({ "medicine": "paroxetine", "dose_mg": "10" })),
        entry(12, "tms_session", &json!({ "pulses": 600 })),
        entry(13, "review", &json!({ "up_to": "2026-11-24T11:00:00Z", "answer": "x" })),
        entry(14, "staff_note", &json!({ "text": "z" })),
    ];
    world.submit(&clinician, world.chart, &facts).await.is(200);
    let record = world.record(&patient, world.chart, &id(4)).await;
    let error = entry(20, "entered_in_error", &json!({ "amends": record, "reason": "x" }));
    world.submit(&patient, world.chart, &[error]).await.is(200);
    let description = described();
    let mut kinds = BTreeSet::new();
    for path in ["/charts/{chart}/timeline", "/charts/{chart}/entries", "/charts/{chart}/accesses", "/panel"]
    {
        let path = format!("/api/v1{path}");
        let answer = &description["paths"][&path]["get"]["responses"]["200"]["content"]["application/json"];
        for session in [&patient, &clinician] {
            let asked = world.ask(get(&path.replace("{chart}", &world.chart.to_string())).by(session)).await;
            if asked.code() == 200 {
                let answered = asked.json();
                assert_eq!(against(&description, &answer["schema"], &answered), [""; 0], "{path}");
                kinds.extend(
                    answered
                        .to_string()
                        .split("\"kind\":\"")
                        .skip(1)
                        .map(|rest| rest.split('"').next().unwrap().to_owned()),
                );
            }
        }
    }
    assert!(kinds.len() > 10, "{kinds:?}");
}
