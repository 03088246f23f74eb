//! The description of the interface: complete, and the same as what is served.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::ask::get;
use crate::world::{check_in, entry, id, world};

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
    let served = world().await.ask(get("/api/v1/openapi.json")).await.is(200).json();
    assert_eq!(served, description);
}

/// Every kind that the description names is taken with the fields it names.
#[tokio::test]
async fn every_described_kind_is_taken() {
    let world = world().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    let schema = described()["components"]["schemas"]["Entry"].to_string();
    let kinds = [
        ("check_in", &patient, json!({ "mood": 5 })),
        ("sleep", &patient, json!({ "quality": 5 })),
        ("note", &patient, json!({ "text": "x" })),
        ("event", &patient, json!({ "what": "illness" })),
        ("measurement", &patient, json!({ "what": "weight", "kg": "62.5" })),
        (
            "medicine",
            &clinician,
            json!({ "medicine": "paroxetine", "dose_mg": "20", "replaces": "sertraline" }),
        ),
        ("dose_change", &clinician, json!({ "medicine": "paroxetine", "dose_mg": "10", "precision": "day" })),
        (
            "tms_session",
            &clinician,
            json!({ "protocol": "iTBS", "intensity_percent_mt": 120, "pulses": 600 }),
        ),
        ("review", &clinician, json!({ "up_to": "2026-11-24T11:00:00Z", "answer": "x" })),
        ("staff_note", &clinician, json!({ "text": "x" })),
    ];
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
