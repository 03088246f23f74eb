//! Kinds of entry that are a list of fields, read by their tables.

use diary::{Code, FieldEntry, FieldValue, Kind, Submission};
use serde_json::{Map, Value};

use super::fields::Named as _;
use crate::http::input_error::InputError;

/// Reads the fields of a kind; one that is not known, or has the wrong type, is refused by name.
pub(super) fn read(kind: &Kind, object: &Map<String, Value>) -> Result<Submission, InputError> {
    for (name, value) in object {
        let field = kind.field(name).ok_or_else(|| InputError::unknown(name))?;
        let fits = match value {
            Value::Null => true,
            Value::Number(number) => field.takes_numbers() && number.as_i64().is_some(),
            Value::String(_) => !field.takes_numbers(),
            _ => false,
        };
        if !fits {
            return Err(InputError::new(name, Code::UnknownValue));
        }
    }
    let mut values: Vec<Option<FieldValue>> = Vec::with_capacity(kind.fields.len());
    for field in kind.fields {
        let value = match object.get(field.name) {
            Some(Value::Number(number)) => {
                Some(field.number(number.as_i64().unwrap_or_default()).named(field.name)?)
            }
            Some(Value::String(text)) => field.text(text).named(field.name)?,
            _ => None,
        };
        values.push(value);
    }
    FieldEntry::from_values(kind, values).map(Submission::from).named("kind")
}
