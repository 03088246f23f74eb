//! Signing in by the demo's links, and out.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse};
use clinic::ClinicError;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::http::error::{ErrorBody, HttpError};
use crate::http::json_body;
use crate::http::request_info::RequestInfo;
use crate::http::session;
use crate::http::session::Signed;
use crate::http::urls;

/// The secret of a link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkBody {
    /// As printed behind the `#` of the link.
    pub token: String,
}

/// Signs in by a link of the demo.
#[utoipa::path(post, path = urls::API_SIGN_IN, request_body = LinkBody,
    responses((status = 204, description = "Signed in; sets one cookie, and ends the session this browser had"),
        (status = 401, body = ErrorBody), (status = 422, body = ErrorBody)))]
pub async fn by_link(
    State(app): State<App>,
    info: RequestInfo,
    before: Option<Signed>,
    request: Request,
) -> Result<impl IntoResponse, HttpError> {
    let LinkBody { token } = json_body::json(request).await?;
    let account = app.link(&token).ok_or(ClinicError::SignIn)?;
    let cookie = session::start(&app, before, account, info.source).await?;
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(SET_COOKIE, cookie)])))
}

/// Signs out.
#[utoipa::path(post, path = urls::API_SIGN_OUT,
    responses((status = 204, description = "Signed out"), (status = 401, body = ErrorBody)))]
pub async fn sign_out(
    State(app): State<App>,
    info: RequestInfo,
    Signed(viewer): Signed,
) -> Result<impl IntoResponse, HttpError> {
    app.clinic().accounts().sign_out(&viewer, info.source).await?;
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(SET_COOKIE, session::ended(app.transport()))])))
}
