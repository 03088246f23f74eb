//! What may be said of a body that is refused.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::Value;

/// Every name that the interface describes.
static NAMES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let mut names = BTreeSet::new();
    gather(&serde_json::to_value(web::description()).expect("a description"), &mut names);
    names
});

fn gather(value: &Value, names: &mut BTreeSet<String>) {
    if let Some(properties) = value.get("properties").and_then(Value::as_object) {
        names.extend(properties.keys().cloned());
    }
    match value {
        Value::Object(object) => object.values().for_each(|value| gather(value, names)),
        Value::Array(list) => list.iter().for_each(|value| gather(value, names)),
        _ => {}
    }
}

/// A refusal has a code and names fields, each by a name of ours or by one that can be no sentence; nothing is stored.
///
/// # Panics
/// Where that does not hold.
pub fn refused(answer: &Value) {
    let error = &answer["error"];
    assert_eq!(error["stored"], false, "nothing was stored");
    assert!(error["message"].as_str().is_some_and(|words| !words.is_empty()), "there are words for people");
    let entries = error["entries"].as_array().expect("a list");
    match error["code"].as_str() {
        Some("refused") => assert!(!entries.is_empty(), "a refusal names a field"),
        Some("malformed" | "duplicate-key") => assert!(entries.is_empty()),
        code => panic!("{code:?} is no refusal of a body"),
    }
    for entry in entries {
        let field = entry["field"].as_str().expect("a field");
        let code = entry["code"].as_str().expect("a code");
        if code == "unknown-field" {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            assert!(
                field.len() <= 40 && field.chars().all(plain),
                "a field that is not ours is named: {field}"
            );
        } else {
            let mut names = field.split('.').map(|name| name.split('[').next().unwrap_or(name));
            assert!(names.all(|name| NAMES.contains(name)), "{field} is no field of ours ({code})");
        }
        let id = entry["id"].as_str();
        assert!(id.is_none_or(|id| id.parse::<diary::EntryId>().is_ok()), "an id is an id");
    }
}
