//! What an entry says, as JSON.

use diary::chart::{Kept, Version};
use diary::{Payload, stored};
use serde_json::{Map, Value};

use crate::Error;

/// The fields of one record, as the stored format of its kind has them.
pub(super) fn of(version: &Version, kept: &Kept) -> Result<Map<String, Value>, Error> {
    let payload = Payload { meta: version.meta.clone(), body: kept.body.clone() };
    match serde_json::from_slice::<Value>(&stored::encode(&payload)?)? {
        Value::Object(mut fields) => match fields.remove("body") {
            Some(Value::Object(body)) => Ok(body),
            _ => Err(Error::WithoutBody),
        },
        _ => Err(Error::WithoutBody),
    }
}

/// A field as a cell: texts bare, lists of texts and numbers separated by spaces, anything deeper as JSON.
pub(super) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.iter().all(|item| !item.is_object() && !item.is_array()) => {
            items.iter().map(cell).collect::<Vec<_>>().join(" ")
        }
        other => other.to_string(),
    }
}
