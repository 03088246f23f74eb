//! JSON bodies: read within bounds of size and depth, each field named once; and written.

use std::collections::HashSet;

use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use clinic::ClinicError;
use serde::de::{DeserializeOwned, Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::error::HttpError;

/// The largest body, in bytes.
pub const MOST_BYTES: usize = 256 * 1024;
const DEEPEST: usize = 32;

/// Reads a JSON body.
///
/// # Errors
/// 415 without its content type, 413 over [`MOST_BYTES`], 422 for anything that is not this type, too deep, or names a field
/// of an object twice.
pub async fn json<T: DeserializeOwned>(request: Request) -> Result<T, HttpError> {
    if media(request.headers()) != "application/json" {
        return Err(HttpError::UnsupportedMedia);
    }
    let bytes = to_bytes(request.into_body(), MOST_BYTES).await.map_err(|_| HttpError::TooLarge)?;
    of_bytes(&bytes)
}

/// Reads the bytes of a JSON body.
///
/// # Errors
/// As [`json`], but for what stands around the bytes.
pub fn of_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, HttpError> {
    if depth(bytes) > DEEPEST {
        return Err(HttpError::Malformed);
    }
    // A list would fill a struct's fields by position; only an object names them.
    if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'{') {
        return Err(HttpError::Malformed);
    }
    match serde_json::from_slice::<Once>(bytes) {
        // The only thing that [`Once`] itself refuses.
        Err(error) if error.is_data() => return Err(HttpError::DuplicateKey),
        Err(_) => return Err(HttpError::Malformed),
        Ok(Once) => {}
    }
    serde_json::from_slice(bytes).map_err(|_| HttpError::Malformed)
}

/// An answer in JSON, written while what it borrows from is still there; about `bytes` long.
///
/// # Errors
/// Where a value cannot be written.
pub fn answer(bytes: usize, body: &impl Serialize) -> Result<Response, HttpError> {
    let mut json = Vec::with_capacity(bytes);
    serde_json::to_writer(&mut json, body).map_err(|_| ClinicError::Unreadable)?;
    Ok(([(CONTENT_TYPE, "application/json")], json).into_response())
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
