//! Reading request bodies: bounded in size and depth, and what they say they are.

use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use diary::Language;
use serde::de::DeserializeOwned;

use crate::failure::Failure;

/// The largest body, in bytes.
pub const MOST_BYTES: usize = 256 * 1024;
/// The deepest JSON.
const DEEPEST: usize = 32;

/// Reads a JSON body.
///
/// # Errors
/// 415 without its content type, 413 over [`MOST_BYTES`], 422 for anything that is not this type or too deep.
pub async fn json<T: DeserializeOwned>(request: Request, language: Language) -> Result<T, Failure> {
    if media(request.headers()) != "application/json" {
        return Err(Failure::unsupported_media(language));
    }
    let bytes = to_bytes(request.into_body(), MOST_BYTES).await.map_err(|_| Failure::too_large(language))?;
    if depth(&bytes) > DEEPEST {
        return Err(Failure::malformed(language));
    }
    // A list would fill a struct's fields by position; only an object names them.
    if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'{') {
        return Err(Failure::malformed(language));
    }
    serde_json::from_slice(&bytes).map_err(|_| Failure::malformed(language))
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
