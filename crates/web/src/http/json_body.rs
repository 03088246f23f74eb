//! Reading request bodies: bounded in size and depth, and what they say they are.

use std::collections::HashSet;

use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use diary::Language;
use serde::de::{DeserializeOwned, Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::http::error::Failure;

/// The largest body, in bytes.
pub const MOST_BYTES: usize = 256 * 1024;
/// The deepest JSON.
const DEEPEST: usize = 32;

/// Reads a JSON body.
///
/// # Errors
/// 415 without its content type, 413 over [`MOST_BYTES`], 422 for anything that is not this type, too deep, or names a field
/// of an object twice.
pub async fn json<T: DeserializeOwned>(request: Request, language: Language) -> Result<T, Failure> {
    if media(request.headers()) != "application/json" {
        return Err(Failure::unsupported_media(language));
    }
    let bytes = to_bytes(request.into_body(), MOST_BYTES).await.map_err(|_| Failure::too_large(language))?;
    of_bytes(&bytes, language)
}

/// Reads the bytes of a JSON body.
///
/// # Errors
/// As [`json`], but for what stands around the bytes.
pub fn of_bytes<T: DeserializeOwned>(bytes: &[u8], language: Language) -> Result<T, Failure> {
    if depth(bytes) > DEEPEST {
        return Err(Failure::malformed(language));
    }
    // A list would fill a struct's fields by position; only an object names them.
    if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'{') {
        return Err(Failure::malformed(language));
    }
    let twice = |error: &serde_json::Error| error.is_data();
    match serde_json::from_slice::<Once>(bytes) {
        Err(error) if twice(&error) => return Err(Failure::duplicate_key(language)),
        Err(_) => return Err(Failure::malformed(language)),
        Ok(Once) => {}
    }
    serde_json::from_slice(bytes).map_err(|_| Failure::malformed(language))
}

/// Any JSON in which no object names a field twice: readers disagree about which of the two counts, so neither may.
struct Once;

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for Once {
    type Value = Self;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON that names each field once")
    }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self, A::Error> {
        while list.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self, A::Error> {
        let mut names: HashSet<String> = HashSet::new();
        while let Some(name) = object.next_key()? {
            if !names.insert(name) {
                return Err(A::Error::custom("a field twice"));
            }
            object.next_value::<Self>()?;
        }
        Ok(self)
    }
}

/// The media type without its parameters.
fn media(headers: &HeaderMap) -> String {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// How deep objects and lists are nested, counted without building them.
fn depth(json: &[u8]) -> usize {
    let (mut depth, mut deepest, mut in_text, mut escaped) = (0_usize, 0, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::depth;

    #[test]
    fn brackets_in_text_do_not_count() {
        assert_eq!(depth(br#"{"a":["[[[\"[",{}]}"#), 3);
    }

    #[test]
    fn every_level_counts() {
        assert_eq!(depth(&[b'['; 40]), 40);
    }
}
