//! What every request passes through: host, origin, and the headers of every answer.

use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, HOST, HeaderName, HeaderValue, ORIGIN};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use clinic::ClinicError;

use super::error::HttpError;
use crate::app::{App, Transport};

/// Answers only to our own names, so that a foreign name pointed at this machine gets nothing.
pub async fn host(State(app): State<App>, request: Request, next: Next) -> Response {
    match only(request.headers(), &HOST) {
        Some(host) if app.knows_host(host) => next.run(request).await,
        _ => StatusCode::MISDIRECTED_REQUEST.into_response(),
    }
}

/// A request that changes something must come from a page of ours; `null` and none are refused.
pub async fn origin(State(app): State<App>, request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD)
        || same_origin(request.headers(), app.transport())
    {
        next.run(request).await
    } else {
        HttpError::ForeignOrigin.into_response()
    }
}

fn same_origin(headers: &HeaderMap, transport: Transport) -> bool {
    let scheme = match transport {
        Transport::LoopbackHttp => "http://",
        Transport::Tls => "https://",
    };
    let site = HeaderName::from_static("sec-fetch-site");
    let same_site = !headers.contains_key(&site) || only(headers, &site) == Some("same-origin");
    let ours = only(headers, &HOST).map(|host| format!("{scheme}{host}"));
    same_site && ours.is_some() && only(headers, &ORIGIN) == ours.as_deref()
}

/// A header that is there once; sent twice, it proves nothing.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok(),
        _ => None,
    }
}

/// An address whose names are not text leads nowhere.
pub async fn address(request: Request, next: Next) -> Response {
    if percent_encoding::percent_decode_str(request.uri().path()).decode_utf8().is_ok() {
        next.run(request).await
    } else {
        HttpError::Clinic(ClinicError::NotFound).into_response()
    }
}

const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                   form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
                   require-trusted-types-for 'script'; trusted-types 'none'";

/// Everything a browser could lend a page, refused; only the copy for the chart may be put on the clipboard, by its button.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), browsing-topics=(), \
                           camera=(), clipboard-read=(), clipboard-write=(self), display-capture=(), encrypted-media=(), \
                           fullscreen=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), \
                           magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), \
                           publickey-credentials-create=(), publickey-credentials-get=(), screen-wake-lock=(), \
                           serial=(), storage-access=(), usb=(), xr-spatial-tracking=()";

const FIXED: [(&str, &str); 8] = [
    ("content-security-policy", CSP),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", PERMISSIONS),
    ("x-frame-options", "DENY"),
];

/// Headers of every answer. Nothing is kept in caches unless a handler said so itself.
pub async fn headers(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if app.transport() == Transport::Tls {
        headers.insert(
            HeaderName::from_static("strict-transport-security"),
            HeaderValue::from_static("max-age=63072000"),
        );
    }
    response
}
