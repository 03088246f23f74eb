//! Styles, scripts and the mark: what is in the tree is what is served, under an address that changes with it.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
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

/// The same files packed, once. Nothing in them is about a person, so their length tells nothing; pages are never packed.
static PACKED: LazyLock<HashMap<String, Vec<u8>>> = LazyLock::new(|| {
    let names = Files::iter().map(|name| name.to_string()).chain([FIGURE.to_owned()]);
    names.filter_map(|name| Some((name.clone(), packed(&plain(&name)?)?))).collect()
});

fn plain(file: &str) -> Option<Vec<u8>> {
    if file == FIGURE {
        return Some(figure::CSS.as_bytes().to_vec());
    }
    Files::get(file).map(|file| file.data.into_owned())
}

fn packed(plain: &[u8]) -> Option<Vec<u8>> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(plain).ok()?;
    packer.finish().ok()
}

/// The folder that pages name.
#[must_use]
pub fn folder() -> String {
    format!("/assets/{}", *BUILD)
}

/// One file, packed for browsers that can open it.
pub async fn asset(Path((build, file)): Path<(String, String)>, asked: HeaderMap) -> Response {
    let (Some(media), Some(plain)) = (media(&file).filter(|_| build == *BUILD), plain(&file)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (CONTENT_TYPE, media),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (VARY, "accept-encoding"),
    ];
    let accepted = asked.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let gzip = accepted.split(',').any(|one| one.trim() == "gzip");
    match PACKED.get(&file).filter(|_| gzip) {
        Some(packed) => (headers, [(CONTENT_ENCODING, "gzip")], packed.as_slice()).into_response(),
        None => (headers, plain).into_response(),
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
