//! Kinds of entry that are a list of fields.

use diary::{FieldEntry, FieldValue};
use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

/// The kind and every field of it, `null` where nothing is known.
#[derive(Debug)]
pub struct FieldsShape<'a>(pub &'a FieldEntry);

impl Serialize for FieldsShape<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let kind = self.0.kind();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", kind.name)?;
        for (field, value) in kind.fields.iter().zip(self.0.values()) {
            match value {
                None => map.serialize_entry(field.name, &None::<()>)?,
                Some(FieldValue::Number(number)) => map.serialize_entry(field.name, &number)?,
                Some(FieldValue::Choice(name)) => map.serialize_entry(field.name, name)?,
                Some(FieldValue::Line(line)) => map.serialize_entry(field.name, line.as_str())?,
            }
        }
        map.end()
    }
}
