//! Who asks, as far as an answer can know before anyone is signed in: needed where a request ends early.

use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::{HeaderMap, Uri};
use diary::Language;

use crate::app::App;

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
}

tokio::task_local! {
    static ASKER: Asker;
}

impl Asker {
    /// Reads a request.
    #[must_use]
    pub fn of(app: &App, uri: &Uri, headers: &HeaderMap) -> Self {
        let id = app.clinic().new_uuid().ok();
        let request = id.map(|id| id.iter().map(|byte| format!("{byte:02x}")).collect());
        Self { drawn: Drawn::at(uri.path()), language: language_of(headers), request }
    }

    /// Answers it, so that [`Self::now`] knows it meanwhile.
    pub async fn hear<T>(self, answer: impl Future<Output = T>) -> T {
        ASKER.scope(self, answer).await
    }

    /// The request that is being answered.
    #[must_use]
    pub fn now() -> Self {
        let nobody = |_| Self { drawn: Drawn::Page, language: Language::Ja, request: None };
        ASKER.try_with(Self::clone).unwrap_or_else(nobody)
    }
}

/// The language a stranger's browser asks for first, of the two there are.
#[must_use]
pub fn language_of(headers: &HeaderMap) -> Language {
    let chosen = crate::route::chosen_language(headers);
    chosen.unwrap_or_else(|| {
        let wanted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let first =
            wanted.split(',').map(str::trim).find(|tag| tag.starts_with("ja") || tag.starts_with("en"));
        if first.is_some_and(|tag| tag.starts_with("en")) { Language::En } else { Language::Ja }
    })
}
