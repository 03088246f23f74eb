//! When a request cannot be answered: one type, drawn as JSON for the interface and as a page for people.

use axum::http::header::RETRY_AFTER;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use clinic::Problem;
use diary::Language;
use ledger::{LedgerError, Storage};
use serde::Serialize;
use utoipa::ToSchema;

pub use crate::http::request_info::language_of;
use crate::http::request_info::{Asker, Drawn};
use crate::pages::layout::error_view::Trouble;
use crate::texts::Texts;

/// A request that could not be answered.
#[derive(Debug)]
pub struct Failure {
    drawn: Drawn,
    language: Language,
    what: What,
}

#[derive(Debug)]
enum What {
    Problem(Problem),
    Wire(Vec<FieldError>),
    Malformed,
    DuplicateKey,
    TooLarge,
    UnsupportedMedia,
    Origin,
    Method,
    Panicked,
}

/// What the interface answers when it cannot do what was asked.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErrorBody {
    /// What went wrong.
    pub error: ErrorDetail,
}

/// What went wrong, for programs and for people.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErrorDetail {
    /// Stable code.
    pub code: String,
    /// For people, in their language: what to do, and whether the entry is safe.
    pub message: String,
    /// Whether anything of the request was stored; `null` when the answer of the store was lost.
    pub stored: Option<bool>,
    /// Finds the request in the clinic's log, where the fault was ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    /// Which entries and fields, where it is about them.
    pub entries: Vec<FieldError>,
}

/// One field of one entry.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FieldError {
    /// The entry's id, where it could be read.
    pub id: Option<String>,
    /// The field.
    pub field: String,
    /// Why.
    pub code: String,
}

impl Failure {
    /// A problem, for whoever made this request.
    pub fn of(parts: &Parts, problem: Problem) -> Self {
        let (drawn, language) = (Drawn::at(parts.uri.path()), language_of(&parts.headers));
        Self { drawn, language, what: What::Problem(problem) }
    }

    /// A failure before a handler was reached.
    fn early(what: What) -> Self {
        let Asker { drawn, language, .. } = Asker::now();
        Self { drawn, language, what }
    }

    /// The request does not come from a page of ours.
    pub fn origin() -> Self {
        Self::early(What::Origin)
    }

    /// A form that was not drawn for this session and route.
    pub fn foreign_form(language: Language) -> Self {
        Self { drawn: Drawn::Page, language, what: What::Origin }
    }

    /// Nothing is at this address.
    pub fn not_found() -> Self {
        Self::early(What::Problem(Problem::NotFound))
    }

    /// The address is there, but not for this method.
    pub fn method() -> Self {
        Self::early(What::Method)
    }

    /// There is no session.
    pub fn sign_in(parts: &Parts) -> Self {
        Self::of(parts, Problem::SignIn)
    }

    /// A problem of the JSON interface.
    pub fn json(language: Language, problem: Problem) -> Self {
        Self { drawn: Drawn::Json, language, what: What::Problem(problem) }
    }

    /// A problem of a page.
    pub fn page(language: Language, problem: Problem) -> Self {
        Self { drawn: Drawn::Page, language, what: What::Problem(problem) }
    }

    /// Entries that cannot be read.
    pub fn wire(language: Language, errors: Vec<crate::api::input::WireError>) -> Self {
        let field = |error: crate::api::input::WireError| FieldError {
            id: error.id,
            field: error.field,
            code: error.code.as_str().to_owned(),
        };
        Self { drawn: Drawn::Json, language, what: What::Wire(errors.into_iter().map(field).collect()) }
    }

    /// A body that is not what this call takes.
    pub fn malformed(language: Language) -> Self {
        Self { drawn: Drawn::Json, language, what: What::Malformed }
    }

    /// A body in which an object names a field twice.
    pub fn duplicate_key(language: Language) -> Self {
        Self { drawn: Drawn::Json, language, what: What::DuplicateKey }
    }

    /// A body over the limit.
    pub fn too_large(language: Language) -> Self {
        Self { drawn: Drawn::Json, language, what: What::TooLarge }
    }

    /// A body that does not say that it is JSON.
    pub fn unsupported_media(language: Language) -> Self {
        Self { drawn: Drawn::Json, language, what: What::UnsupportedMedia }
    }

    /// Whether signing in is what is missing.
    #[must_use]
    pub fn is_sign_in(&self) -> bool {
        matches!(self.what, What::Problem(Problem::SignIn))
    }

    fn status(&self) -> StatusCode {
        match &self.what {
            What::Problem(Problem::NotFound) => StatusCode::NOT_FOUND,
            What::Problem(Problem::SignIn) => StatusCode::UNAUTHORIZED,
            What::Problem(Problem::Refused(_)) | What::Wire(_) | What::Malformed | What::DuplicateKey => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            What::Problem(Problem::Conflict(_)) => StatusCode::CONFLICT,
            What::Problem(Problem::Closed) | What::Origin => StatusCode::FORBIDDEN,
            What::Problem(Problem::Ledger(_)) => StatusCode::SERVICE_UNAVAILABLE,
            What::Problem(Problem::Vault(_) | Problem::Unreadable) | What::Panicked => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
            What::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            What::Method => StatusCode::METHOD_NOT_ALLOWED,
            What::UnsupportedMedia => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        }
    }

    fn code(&self) -> &str {
        match &self.what {
            What::Problem(problem) => problem.code(),
            What::Wire(_) => "refused",
            What::Malformed => "malformed",
            What::DuplicateKey => "duplicate-key",
            What::TooLarge => "too-large",
            What::UnsupportedMedia => "unsupported-media",
            What::Origin => "origin",
            What::Method => "method-not-allowed",
            What::Panicked => "internal",
        }
    }

    /// What a page says about it.
    #[must_use]
    pub fn trouble(&self) -> Trouble {
        match &self.what {
            What::Problem(Problem::NotFound) => Trouble::NotFound,
            What::Problem(Problem::SignIn) => Trouble::SignIn,
            What::Problem(Problem::Conflict(_)) => Trouble::Conflict,
            What::Problem(Problem::Refused(_)) | What::Wire(_) => Trouble::Refused,
            What::Malformed | What::DuplicateKey => Trouble::Refused,
            What::Problem(Problem::Closed) | What::UnsupportedMedia | What::Method => Trouble::Method,
            What::Origin => Trouble::Origin,
            What::TooLarge => Trouble::TooLarge,
            What::Problem(Problem::Ledger(error)) => Trouble::Store(store_code(error).to_owned()),
            What::Problem(problem) if problem.lacks_key() => Trouble::Store("keys".to_owned()),
            What::Problem(problem) if problem.is_damage() => Trouble::Store("corrupt".to_owned()),
            What::Problem(Problem::Vault(_) | Problem::Unreadable) | What::Panicked => Trouble::Internal,
        }
    }

    /// What a program is answered.
    #[must_use]
    pub fn body(&self) -> ErrorBody {
        let t = Texts::of(self.language);
        let entries = match &self.what {
            What::Wire(errors) => errors.clone(),
            What::Problem(Problem::Refused(refused)) => refused
                .iter()
                .map(|refused| FieldError {
                    id: Some(refused.entry.to_string()),
                    field: refused.refusal.field.to_owned(),
                    code: refused.refusal.code.as_str().to_owned(),
                })
                .collect(),
            What::Problem(Problem::Conflict(ids)) => ids
                .iter()
                .map(|id| FieldError {
                    id: Some(id.to_string()),
                    field: "id".into(),
                    code: "conflict".into(),
                })
                .collect(),
            _ => Vec::new(),
        };
        let message = self.trouble().message(t);
        let unknown =
            matches!(self.what, What::Problem(Problem::Ledger(LedgerError::Unknown)) | What::Panicked);
        let stored = if unknown { None } else { Some(false) };
        let request = Asker::now().request.filter(|_| self.status().is_server_error());
        ErrorBody { error: ErrorDetail { code: self.code().to_owned(), message, stored, request, entries } }
    }
}

fn store_code(error: &LedgerError) -> &'static str {
    match error {
        LedgerError::Unknown => "unknown",
        LedgerError::Busy | LedgerError::Refused(_) | LedgerError::Malformed => "busy",
        LedgerError::NotSaved(storage) | LedgerError::Unreadable(storage) => match storage {
            Storage::Full => "full",
            Storage::Locked => "locked",
            Storage::ReadOnly => "read-only",
            Storage::Corrupt => "corrupt",
            Storage::Io => "io",
        },
    }
}

/// What is left to say when a handler has panicked: the request is over, the server is not.
#[must_use]
pub fn panicked() -> Response {
    Failure::early(What::Panicked).into_response()
}

impl From<Failure> for Response {
    fn from(failure: Failure) -> Self {
        failure.into_response()
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = self.status();
        if status.is_server_error() {
            let request = Asker::now().request.unwrap_or_default();
            tracing::warn!(code = self.code(), request, "a request could not be answered");
        }
        let mut response = match self.drawn {
            Drawn::Json => (status, axum::Json(self.body())).into_response(),
            Drawn::Page => crate::pages::layout::context::trouble_page(status, self.language, self.trouble()),
        };
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("2"));
        }
        response
    }
}
