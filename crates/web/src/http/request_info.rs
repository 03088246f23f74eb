//! Who asks, as far as an answer can know before anyone is signed in: needed where a request ends early.

use std::net::IpAddr;

use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::{HeaderMap, Uri};
use clinic::Source;
use diary::Language;

use crate::app::{App, Transport};

/// For whom a failure is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// Programs.
    Json,
    /// People.
    Page,
}

impl Drawn {
    /// As the address says.
    #[must_use]
    pub fn at(path: &str) -> Self {
        if path.starts_with("/api/") { Self::Json } else { Self::Page }
    }
}

/// One request.
#[derive(Clone, Debug)]
pub struct Asker {
    /// Programs or people.
    pub drawn: Drawn,
    /// Language of the browser.
    pub language: Language,
    /// 32 hexadecimal digits that find the request in the log; where randomness fails, none.
    pub request: Option<String>,
    /// Where it came from.
    pub source: Source,
}

tokio::task_local! {
    static ASKER: Asker;
}

impl Asker {
    /// Reads a request that came from `peer`.
    #[must_use]
    pub fn of(app: &App, peer: Option<IpAddr>, uri: &Uri, headers: &HeaderMap) -> Self {
        let id = app.clinic().new_uuid().ok();
        let request = id.map(|id| id.iter().map(|byte| format!("{byte:02x}")).collect());
        let source = source_of(app.transport(), peer);
        Self { drawn: Drawn::at(uri.path()), language: language_of(headers), request, source }
    }

    /// Answers it, so that [`Self::now`] knows it meanwhile.
    pub async fn hear<T>(self, answer: impl Future<Output = T>) -> T {
        ASKER.scope(self, answer).await
    }

    /// The request that is being answered.
    #[must_use]
    pub fn now() -> Self {
        let nobody =
            |_| Self { drawn: Drawn::Page, language: Language::Ja, request: None, source: Source::Network };
        ASKER.try_with(Self::clone).unwrap_or_else(nobody)
    }

    /// Where the request that is being answered came from.
    #[must_use]
    pub fn source() -> Source {
        ASKER.try_with(|asker| asker.source).unwrap_or(Source::Network)
    }
}

/// Behind TLS a peer on this machine may be a proxy that speaks for others: only plain HTTP proves where it came from.
fn source_of(transport: Transport, peer: Option<IpAddr>) -> Source {
    match (transport, peer) {
        (Transport::LoopbackHttp, Some(peer)) if peer.to_canonical().is_loopback() => Source::Loopback,
        _ => Source::Network,
    }
}

/// The language a stranger's browser asks for first, of the two there are.
#[must_use]
pub fn language_of(headers: &HeaderMap) -> Language {
    let chosen = crate::pages::layout::context::chosen_language(headers);
    chosen.unwrap_or_else(|| {
        let wanted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let first =
            wanted.split(',').map(str::trim).find(|tag| tag.starts_with("ja") || tag.starts_with("en"));
        if first.is_some_and(|tag| tag.starts_with("en")) { Language::En } else { Language::Ja }
    })
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
