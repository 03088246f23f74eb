//! The description of the kinds of entry that are a list of fields, from their tables.

use diary::{Field, FieldEntry, FieldInput, Kind, Writer};
use serde_json::Value;
use utoipa::openapi::schema::{AdditionalProperties, KnownFormat, Schema, SchemaFormat, SchemaType};
use utoipa::openapi::{Components, ObjectBuilder, RefOr, Type};

/// The name of the schema that describes what is sent of a kind.
pub fn sent_name(kind: &Kind) -> String {
    format!("{}Wire", type_name(kind))
}

/// The name of the schema that describes what is answered of a kind.
pub fn answered_name(kind: &Kind) -> String {
    format!("{}Shape", type_name(kind))
}

/// `tms` as `Tms`.
fn type_name(kind: &Kind) -> String {
    let mut name = String::new();
    for word in kind.short.split('_') {
        let mut letters = word.chars();
        name.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        name.push_str(letters.as_str());
    }
    name
}

/// Adds both schemas of every such kind.
pub fn add_to(components: &mut Components) {
    for kind in FieldEntry::KINDS {
        components.schemas.insert(sent_name(kind), RefOr::T(sent(kind)));
        components.schemas.insert(answered_name(kind), RefOr::T(answered(kind)));
    }
}

fn sent(kind: &Kind) -> Schema {
    let by = if kind.writer == Writer::CareTeam { " Written by the clinic." } else { "" };
    let mut object = ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some(format!("{}{by}", kind.about)))
        .additional_properties(Some(AdditionalProperties::<Schema>::FreeForm(false)));
    for field in kind.fields {
        let format = SchemaFormat::KnownFormat(KnownFormat::Int64);
        let described = of_field(field, format).default(Some(Value::Null)).description(Some(field.meaning));
        object = object.property(field.name, described);
    }
    Schema::Object(object.build())
}

fn answered(kind: &Kind) -> Schema {
    let mut object = ObjectBuilder::new().schema_type(Type::Object).description(Some(kind.about));
    for field in kind.fields {
        let mut described = of_field(field, SchemaFormat::KnownFormat(KnownFormat::Int32));
        if matches!(field.input, FieldInput::Number { .. }) {
            described = described.minimum(Some(0));
        }
        object = object.property(field.name, described.description(Some(field.shown)));
    }
    Schema::Object(object.build())
}

/// A field, or nothing; `format` is that of a number.
fn of_field(field: &Field, format: SchemaFormat) -> ObjectBuilder {
    let object = ObjectBuilder::new();
    match field.input {
        FieldInput::Number { .. } => {
            object.schema_type(SchemaType::from_iter([Type::Integer, Type::Null])).format(Some(format))
        }
        FieldInput::Choice(_) | FieldInput::Line { .. } => {
            object.schema_type(SchemaType::from_iter([Type::String, Type::Null]))
        }
    }
}
