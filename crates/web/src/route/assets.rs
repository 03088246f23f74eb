//! Styles, scripts and the mark: what is in the tree is what is served, under an address that changes with it.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Files;

/// The figures' styles live beside the figures.
const FIGURE: &str = "figure.css";

/// Part of the address: a digest of everything served.
static BUILD: LazyLock<String> = LazyLock::new(|| {
    let mut digest: u64 = 0xcbf2_9ce4_8422_2325;
    let mut mix = |bytes: &[u8]| {
        for byte in bytes {
            digest = (digest ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    for name in Files::iter() {
        mix(name.as_bytes());
        if let Some(file) = Files::get(&name) {
            mix(&file.metadata.sha256_hash());
        }
    }
    mix(figure::CSS.as_bytes());
    format!("{digest:016x}")
});

/// The folder that pages name.
#[must_use]
pub fn folder() -> String {
    format!("/assets/{}", *BUILD)
}

/// One file.
pub async fn asset(Path((build, file)): Path<(String, String)>) -> Response {
    let body = if file == FIGURE {
        Some(figure::CSS.as_bytes().to_vec())
    } else {
        Files::get(&file).map(|file| file.data.into_owned())
    };
    match (build == *BUILD, body, media(&file)) {
        (true, Some(body), Some(media)) => {
            let headers = [(CONTENT_TYPE, media), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
            (headers, body).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

fn media(file: &str) -> Option<&'static str> {
    match file.rsplit_once('.')?.1 {
        "css" => Some("text/css; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        _ => None,
    }
}
