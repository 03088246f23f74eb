//! Signing in by the demo's links, and out.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse};
use clinic::Problem;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::asker::Asker;
use crate::body;
use crate::failure::{ErrorBody, Failure, language_of};
use crate::session::{self, Signed};

/// The secret of a link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkBody {
    /// As printed behind the `#` of the link.
    pub token: String,
}

/// Signs in by a link of the demo.
#[utoipa::path(post, path = "/api/v1/sign-in/link", request_body = LinkBody,
    responses((status = 204, description = "Signed in; sets one cookie, and ends the session this browser had"),
        (status = 401, body = ErrorBody), (status = 422, body = ErrorBody)))]
pub async fn by_link(
    State(app): State<App>,
    before: Option<Signed>,
    request: Request,
) -> Result<impl IntoResponse, Failure> {
    let language = language_of(request.headers());
    let LinkBody { token } = body::json(request, language).await?;
    let fail = |problem| Failure::json(language, problem);
    let account = app.link(&token).ok_or_else(|| fail(Problem::SignIn))?;
    let cookie = session::start(&app, before, account).await.map_err(fail)?;
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(SET_COOKIE, cookie)])))
}

/// Signs out.
#[utoipa::path(post, path = "/api/v1/sign-out",
    responses((status = 204, description = "Signed out"), (status = 401, body = ErrorBody)))]
pub async fn sign_out(State(app): State<App>, Signed(viewer): Signed) -> Result<impl IntoResponse, Failure> {
    let fail = |problem| Failure::json(viewer.account.language, problem);
    app.clinic().accounts().sign_out(&viewer, Asker::source()).await.map_err(fail)?;
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(SET_COOKIE, session::ended(app.transport()))])))
}
