//! Version 1: kinds that are a list of fields. What a field does not say is absent.

use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::kinds::{FieldEntry, FieldValue, Kind};
use crate::{Code, Text};

/// The fields of an entry, by name, in their order.
pub(super) struct FieldsForm<'a>(pub(super) &'a FieldEntry);

impl Serialize for FieldsForm<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (field, value) in self.0.answered() {
            match value {
                FieldValue::Number(number) => map.serialize_entry(field.name, &number)?,
                FieldValue::Choice(name) => map.serialize_entry(field.name, name)?,
                FieldValue::Line(line) => map.serialize_entry(field.name, Text::as_str(&line))?,
            }
        }
        map.end()
    }
}

/// What was stored, in the order of the record, so that a name that stands twice is seen.
struct Pairs(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Named;
        impl<'de> Visitor<'de> for Named {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("fields by name")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Named)
    }
}

/// Reads the fields of a kind.
pub(super) fn read(kind: &Kind, raw: &str) -> Result<FieldEntry, Code> {
    let Pairs(pairs) = serde_json::from_str(raw).map_err(|_| Code::UnknownValue)?;
    let mut values: Vec<Option<FieldValue>> = vec![None; kind.fields.len()];
    let mut read = Vec::new();
    for (name, stored) in pairs {
        let at = kind.fields.iter().position(|field| field.name == name).ok_or(Code::UnknownValue)?;
        let (Some(field), Some(slot)) = (kind.fields.get(at), values.get_mut(at)) else { continue };
        if read.contains(&at) {
            return Err(Code::Twice);
        }
        read.push(at);
        *slot = match stored {
            Value::Null => None,
            Value::Number(number) => {
                let number = number.as_u64().and_then(|number| u16::try_from(number).ok());
                Some(FieldValue::Number(number.ok_or(Code::UnknownValue)?))
            }
            Value::String(text) => Some(field.stored_text(text)?),
            _ => return Err(Code::UnknownValue),
        };
    }
    FieldEntry::from_values(kind, values)
}
