//! A request that could not be answered: its status, its code, and what it means to whoever reads the answer.
//!
//! A handler gives an [`HttpError`] back; a layer around all routes turns it into JSON or a page, in the reader's language.

use axum::Extension;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use clinic::ClinicError;
use diary::{Code, Language};
use ledger::{LedgerError, Storage};
use locale::Texts;
use serde::Serialize;
use utoipa::ToSchema;

use super::input_error::InputError;

/// Why a request could not be answered.
#[derive(Clone, Debug, thiserror::Error)]
pub enum HttpError {
    /// The clinic did not do what was asked.
    #[error(transparent)]
    Clinic(#[from] ClinicError),
    #[error("fields cannot be read")]
    Fields(Vec<InputError>),
    /// A JSON body that is not what this call takes.
    #[error("the body is not what this call takes")]
    Malformed,
    /// A form that is not encoded as one.
    #[error("the body is not a form")]
    NotAForm,
    /// A body that names a field twice.
    #[error("a field is named twice")]
    DuplicateKey,
    /// A body over the limit.
    #[error("the body is too large")]
    TooLarge,
    /// A body that does not say that it is what this route takes.
    #[error("the media type is not supported")]
    UnsupportedMedia,
    /// The request does not come from a page of this site, or from a form made for another session or route.
    #[error("the request does not come from a page of this site")]
    ForeignOrigin,
    /// The address is there, but not for this method.
    #[error("the method is not allowed")]
    MethodNotAllowed,
    /// A handler panicked: the request is over, the server is not.
    #[error("a handler panicked")]
    Panicked,
}

impl From<InputError> for HttpError {
    fn from(error: InputError) -> Self {
        Self::Fields(vec![error])
    }
}

/// What an error means to its reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// Not there, or not theirs: the two are never told apart.
    NotFound,
    SignIn,
    /// Not from a page of this site.
    Origin,
    TooLarge,
    /// Something in it cannot be accepted.
    Refused,
    Method,
    /// The same id with other content.
    Conflict,
    /// Another dose of the medicine is entered for that day.
    DoseOfThatDay,
    /// The store refused; its code, such as `full`.
    Store(String),
    Internal,
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

impl HttpError {
    /// Whether a dose is refused because its day has one already.
    fn is_dose_of_that_day(&self) -> bool {
        let Self::Clinic(ClinicError::Refused(refused)) = self else { return false };
        refused.iter().any(|one| one.refusal.code == Code::DoseOfThatDay)
    }

    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            dose if dose.is_dose_of_that_day() => StatusCode::CONFLICT,
            Self::Clinic(ClinicError::NotFound) => StatusCode::NOT_FOUND,
            Self::Clinic(ClinicError::SignIn) => StatusCode::UNAUTHORIZED,
            Self::Clinic(ClinicError::Refused(_))
            | Self::Fields(_)
            | Self::Malformed
            | Self::NotAForm
            | Self::DuplicateKey => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Clinic(ClinicError::Conflict(_)) => StatusCode::CONFLICT,
            Self::Clinic(ClinicError::Closed) | Self::ForeignOrigin => StatusCode::FORBIDDEN,
            Self::Clinic(ClinicError::Ledger(_)) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Clinic(ClinicError::Vault(_) | ClinicError::Unreadable) | Self::Panicked => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::UnsupportedMedia => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        }
    }

    /// A stable code for programs and logs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            dose if dose.is_dose_of_that_day() => Code::DoseOfThatDay.as_str(),
            Self::Clinic(problem) => problem.code(),
            Self::Fields(_) => "refused",
            Self::Malformed | Self::NotAForm => "malformed",
            Self::DuplicateKey => "duplicate-key",
            Self::TooLarge => "too-large",
            Self::UnsupportedMedia => "unsupported-media",
            Self::ForeignOrigin => "origin",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::Panicked => "internal",
        }
    }

    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            dose if dose.is_dose_of_that_day() => ErrorKind::DoseOfThatDay,
            Self::Clinic(ClinicError::NotFound) => ErrorKind::NotFound,
            Self::Clinic(ClinicError::SignIn) => ErrorKind::SignIn,
            Self::Clinic(ClinicError::Conflict(_)) => ErrorKind::Conflict,
            Self::Clinic(ClinicError::Refused(_)) | Self::Fields(_) => ErrorKind::Refused,
            Self::Malformed | Self::DuplicateKey => ErrorKind::Refused,
            Self::Clinic(ClinicError::Closed) | Self::UnsupportedMedia | Self::NotAForm => ErrorKind::Method,
            Self::MethodNotAllowed => ErrorKind::Method,
            Self::ForeignOrigin => ErrorKind::Origin,
            Self::TooLarge => ErrorKind::TooLarge,
            Self::Clinic(ClinicError::Ledger(error)) => ErrorKind::Store(store_code(error).to_owned()),
            Self::Clinic(problem) if problem.lacks_key() => ErrorKind::Store("keys".to_owned()),
            Self::Clinic(problem) if problem.is_damage() => ErrorKind::Store("corrupt".to_owned()),
            Self::Clinic(ClinicError::Vault(_) | ClinicError::Unreadable) | Self::Panicked => {
                ErrorKind::Internal
            }
        }
    }

    /// Whether anything of the request was stored; none where the answer of the store was lost.
    fn stored(&self) -> Option<bool> {
        match self {
            Self::Clinic(ClinicError::Ledger(LedgerError::Unknown)) | Self::Panicked => None,
            _ => Some(false),
        }
    }

    /// The entries and fields that it is about.
    fn fields(&self) -> Vec<FieldError> {
        match self {
            Self::Fields(errors) => errors
                .iter()
                .map(|error| FieldError {
                    id: error.id.clone(),
                    field: error.field.clone(),
                    code: error.code.as_str().to_owned(),
                })
                .collect(),
            Self::Clinic(ClinicError::Refused(refused)) => refused
                .iter()
                .map(|refused| FieldError {
                    id: Some(refused.entry.to_string()),
                    field: refused.refusal.field.to_owned(),
                    code: refused.refusal.code.as_str().to_owned(),
                })
                .collect(),
            Self::Clinic(ClinicError::Conflict(ids)) => ids
                .iter()
                .map(|id| FieldError {
                    id: Some(id.to_string()),
                    field: "id".into(),
                    code: "conflict".into(),
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The fields that a form is shown again with.
    ///
    /// # Errors
    /// Any error that is not about fields.
    pub fn into_fields(self) -> Result<Vec<InputError>, Self> {
        match self {
            Self::Fields(errors) => Ok(errors),
            Self::Clinic(ClinicError::Refused(refused)) => Ok(InputError::all(&refused)),
            other => Err(other),
        }
    }

    /// What a program is answered; `request` finds the request in the log.
    #[must_use]
    pub fn body(&self, language: Language, request: Option<String>) -> ErrorBody {
        ErrorBody {
            error: ErrorDetail {
                code: self.code().to_owned(),
                message: self.kind().message(Texts::of(language)),
                stored: self.stored(),
                request,
                entries: self.fields(),
            },
        }
    }
}

impl IntoResponse for HttpError {
    /// The bare status, with the error for the layer that writes the answer.
    fn into_response(self) -> Response {
        (self.status(), Extension(self)).into_response()
    }
}

impl ErrorKind {
    #[must_use]
    pub fn title(&self, t: Texts) -> String {
        match self {
            Self::NotFound => t.get("error-title-not-found"),
            Self::SignIn => t.get("error-title-sign-in"),
            Self::Origin | Self::TooLarge | Self::Refused | Self::Method | Self::DoseOfThatDay => {
                t.get("error-title-refused")
            }
            Self::Conflict => t.get("error-title-conflict"),
            Self::Store(code) if code == "busy" => t.get("error-title-busy"),
            Self::Store(_) => t.get("error-title-store"),
            Self::Internal => t.get("error-title-internal"),
        }
    }

    /// What to do, and whether the entry is safe.
    #[must_use]
    pub fn message(&self, t: Texts) -> String {
        match self {
            Self::NotFound => t.get("error-not-found"),
            Self::SignIn => t.get("error-sign-in"),
            Self::Origin => t.get("error-origin"),
            Self::TooLarge => t.get("error-too-large"),
            Self::Refused => t.get("error-refused"),
            Self::Method => t.get("error-method"),
            Self::Conflict => t.get("error-conflict"),
            Self::DoseOfThatDay => t.get("error-dose-of-that-day"),
            Self::Store(code) => t.ledger(code),
            Self::Internal => t.get("error-internal"),
        }
    }
}

fn store_code(error: &LedgerError) -> &'static str {
    match error {
        LedgerError::Unknown => "unknown",
        LedgerError::Busy
        | LedgerError::GuardFailed(_)
        | LedgerError::KeysChanged(_)
        | LedgerError::Malformed => "busy",
        LedgerError::NotSaved(storage) | LedgerError::Unreadable(storage) => match storage {
            Storage::Full => "full",
            Storage::Locked => "locked",
            Storage::ReadOnly => "read-only",
            Storage::Corrupt => "corrupt",
            Storage::Io => "io",
        },
    }
}
