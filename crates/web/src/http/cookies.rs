//! Cookies as a request sends them, and the one that keeps a chosen language.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use diary::Language;

/// The cookie of a chosen language; it says nothing else.
const LANGUAGE: &str = "lang";

/// The value of the first cookie of this name.
#[must_use]
pub fn value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs =
        cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(given, _)| *given == name).map(|(_, value)| value)
}

/// The language chosen on this device, if one was.
#[must_use]
pub fn chosen_language(headers: &HeaderMap) -> Option<Language> {
    value(headers, LANGUAGE).and_then(|code| Language::parse(code).ok())
}

/// The cookie that keeps a chosen language for a year.
#[must_use]
pub fn choose_language(language: Language) -> String {
    format!("{LANGUAGE}={}; Path=/; SameSite=Strict; HttpOnly; Max-Age=31536000", language.as_str())
}
