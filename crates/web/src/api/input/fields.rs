//! An object of JSON read into the fields of a type, with the name of the field that is wrong.

use std::fmt;

use diary::Code;
use serde::Deserializer;
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Error, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value};

use crate::http::input_error::InputError;

/// Reads an object into its fields; one that is not known, or missing, or has the wrong type, is refused by name.
pub fn fields<T: DeserializeOwned>(object: Map<String, Value>) -> Result<T, InputError> {
    serde_path_to_error::deserialize(Json(Value::Object(object))).map_err(|error| {
        let path = error.path().to_string();
        match error.into_inner() {
            Wrong::Unknown(field) => InputError::unknown(&field),
            Wrong::Missing(field) => InputError::new(field, Code::Missing),
            Wrong::Value => InputError::new(&path, Code::UnknownValue),
        }
    })
}

/// A value's own refusal becomes the refusal of its field.
pub trait Named<T> {
    /// The refusal of `field`.
    fn named(self, field: &str) -> Result<T, InputError>;
}

impl<T> Named<T> for Result<T, Code> {
    fn named(self, field: &str) -> Result<T, InputError> {
        self.map_err(|code| InputError::new(field, code))
    }
}

/// What is wrong with a field.
#[derive(Debug)]
enum Wrong {
    Unknown(String),
    Missing(&'static str),
    Value,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field cannot be read")
    }
}

impl std::error::Error for Wrong {}

impl Error for Wrong {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::Value
    }

    fn unknown_field(field: &str, _: &'static [&'static str]) -> Self {
        Self::Unknown(field.to_owned())
    }

    fn missing_field(field: &'static str) -> Self {
        Self::Missing(field)
    }
}

/// A value of JSON whose errors say which of the three they are; `serde_json` tells them apart in words alone.
struct Json(Value);

impl<'de> Deserializer<'de> for Json {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::String(text) => visitor.visit_string(text),
            Value::Array(list) => visitor.visit_seq(SeqDeserializer::new(list.into_iter().map(Json))),
            Value::Object(object) => {
                let fields = object.into_iter().map(|(name, value)| (name, Json(value)));
                visitor.visit_map(MapDeserializer::new(fields))
            }
            Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(number), ..) => visitor.visit_u64(number),
                (_, Some(number), _) => visitor.visit_i64(number),
                (_, _, Some(number)) => visitor.visit_f64(number),
                _ => Err(Wrong::Value),
            },
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Wrong> for Json {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
