//! When a request cannot be answered: the one place where an error becomes JSON or a page.

use askama::Template;
use axum::Json;
use axum::extract::Request;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use clinic::ClinicError;

use crate::http::error::{ErrorKind, HttpError};
use crate::http::request_info::{RequestInfo, ResponseFormat};
use crate::http::urls;
use crate::pages::layout::context::{bare, render};
use crate::pages::layout::view::{Clinic, Layout};

/// Writes the answer of every error that a route or a layer inside this one gave back.
pub async fn write_errors(info: RequestInfo, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    match response.extensions_mut().remove::<HttpError>() {
        Some(error) => answer(&info, &error),
        None => response,
    }
}

fn answer(info: &RequestInfo, error: &HttpError) -> Response {
    let (status, language) = (error.status(), info.language());
    let request = info.id.clone().filter(|_| status.is_server_error());
    if status.is_server_error() {
        let request = request.as_deref().unwrap_or_default();
        tracing::warn!(code = error.code(), request, "a request could not be answered");
    }
    let mut response = match info.format {
        ResponseFormat::Json => (status, Json(error.body(language, request))).into_response(),
        ResponseFormat::Page => {
            // It says less than other pages because it must always work.
            let layout = bare(Clinic::Real, language, urls::HOME);
            render(&ErrorPage { layout, kind: error.kind(), request }, status)
        }
    };
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("2"));
    }
    response
}

pub async fn not_found() -> HttpError {
    ClinicError::NotFound.into()
}

pub async fn method_not_allowed() -> HttpError {
    HttpError::MethodNotAllowed
}

/// One page for all of it.
#[derive(Template)]
#[template(path = "layout/error_page.html")]
pub struct ErrorPage {
    pub layout: Layout,
    /// What happened, as far as the reader may know.
    pub kind: ErrorKind,
    /// The request's id, to ask about.
    pub request: Option<String>,
}

impl ErrorPage {
    fn title(&self) -> String {
        self.kind.title(self.layout.t)
    }

    fn message(&self) -> String {
        self.kind.message(self.layout.t)
    }

    /// Whether the fault is not the reader's: then the help card may not open either, and the numbers stand here.
    fn is_ours(&self) -> bool {
        matches!(self.kind, ErrorKind::Store(_) | ErrorKind::Internal)
    }

    fn home(&self) -> &'static str {
        urls::HOME
    }
}
