//! What is known of a request before anything is asked of the clinic.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, OnceLock};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use clinic::Source;
use diary::Language;

use super::cookies;
use crate::app::{App, Transport};

/// For whom an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseFormat {
    /// Programs: everything under `/api/`.
    Json,
    /// People.
    Page,
}

impl ResponseFormat {
    /// The format of everything at this path.
    #[must_use]
    pub fn of_path(path: &str) -> Self {
        if path.starts_with("/api/") { Self::Json } else { Self::Page }
    }
}

/// One request. It is read once; every extractor and layer after that has the same one.
#[derive(Clone, Debug)]
pub struct RequestInfo {
    /// For whom it is answered.
    pub format: ResponseFormat,
    /// 32 hexadecimal digits that find the request in the log; none where randomness fails.
    pub id: Option<String>,
    pub source: Source,
    chosen: Option<Language>,
    accepted: Language,
    account: Arc<OnceLock<Language>>,
}

impl RequestInfo {
    fn read(app: &App, parts: &Parts) -> Self {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        let id = app.clinic().new_uuid().ok();
        Self {
            format: ResponseFormat::of_path(parts.uri.path()),
            id: id.map(|id| id.iter().map(|byte| format!("{byte:02x}")).collect()),
            source: source_of(app.transport(), peer),
            chosen: cookies::chosen_language(&parts.headers),
            accepted: accepted_language(&parts.headers),
            account: Arc::default(),
        }
    }

    /// The language of a stranger's browser: as chosen on this device, else as the browser asks for.
    #[must_use]
    pub fn browser_language(&self) -> Language {
        self.chosen.unwrap_or(self.accepted)
    }

    /// The language of the answer: of the account where somebody is signed in; on a page the one chosen on this device comes first.
    #[must_use]
    pub fn language(&self) -> Language {
        let chosen = self.chosen.filter(|_| self.format == ResponseFormat::Page);
        chosen.or(self.account.get().copied()).unwrap_or(self.browser_language())
    }

    /// Notes the language of the account that is signed in, for whoever writes the answer.
    pub fn signed_in(&self, language: Language) {
        // One request has one account; it is noted once however often it is read.
        let _ = self.account.set(language);
    }
}

impl FromRequestParts<App> for RequestInfo {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        if let Some(info) = parts.extensions.get::<Self>() {
            return Ok(info.clone());
        }
        let info = Self::read(app, parts);
        parts.extensions.insert(info.clone());
        Ok(info)
    }
}

/// Behind TLS a peer on this machine may be a proxy that speaks for others: only plain HTTP proves where it came from.
fn source_of(transport: Transport, peer: Option<IpAddr>) -> Source {
    match (transport, peer) {
        (Transport::LoopbackHttp, Some(peer)) if peer.to_canonical().is_loopback() => Source::Loopback,
        _ => Source::Network,
    }
}

/// The language a browser asks for first, of the two there are.
fn accepted_language(headers: &HeaderMap) -> Language {
    let wanted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    for tag in wanted.split(',').map(str::trim) {
        if tag.starts_with("en") {
            return Language::En;
        }
        if tag.starts_with("ja") {
            return Language::Ja;
        }
    }
    Language::Ja
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_http_proves_that_a_request_came_from_this_machine() {
        let from = |transport, peer: &str| source_of(transport, peer.parse().ok());
        for peer in ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"] {
            assert_eq!(from(Transport::LoopbackHttp, peer), Source::Loopback, "{peer}");
            assert_eq!(from(Transport::Tls, peer), Source::Network, "{peer}");
        }
        for peer in ["192.0.2.7", "::ffff:192.0.2.7", "2001:db8::1", ""] {
            assert_eq!(from(Transport::LoopbackHttp, peer), Source::Network, "{peer}");
        }
    }
}
