//! Signing in and out, the first page of each role, and the language of the screen.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use clinic::ClinicError;
use diary::{Language, Role};

use super::view::{SignInPage, Tried};
use crate::app::{App, Health};
use crate::http::cookies;
use crate::http::error::HttpError;
use crate::http::request_info::RequestInfo;
use crate::http::session;
use crate::http::session::Signed;
use crate::http::urls;
use crate::pages::forms::form::Form;
use crate::pages::layout::context::{PageContext, bare, render};
use crate::pages::layout::view::Clinic;

/// Leads each to their own first page.
pub async fn home(signed: Option<Signed>) -> Redirect {
    let to = match signed.map(|Signed(viewer)| viewer.account.role) {
        None => urls::SIGN_IN,
        Some(Role::Patient) => urls::CHECK_IN,
        Some(Role::Guardian) => urls::FAMILY,
        Some(Role::Clinician | Role::CareStaff) => urls::PATIENTS,
        Some(Role::Technician) => urls::TMS_PATIENTS,
        Some(_) => urls::NO_ROLE,
    };
    Redirect::to(to)
}

/// One bit: whether the clinic can serve and write.
pub async fn healthz(State(app): State<App>) -> StatusCode {
    match app.health().await {
        Health::Good => StatusCode::OK,
        Health::Bad => StatusCode::SERVICE_UNAVAILABLE,
    }
}

pub async fn show(State(app): State<App>, info: RequestInfo) -> Response {
    sign_in_page(&app, &info, Tried::No, StatusCode::OK)
}

/// Signs in with a typed code: the link's secret, where there is no script.
pub async fn send(
    State(app): State<App>,
    info: RequestInfo,
    before: Option<Signed>,
    form: Form,
) -> Result<Response, HttpError> {
    let typed = form.value("token").unwrap_or_default().trim();
    // People paste the whole link as readily as the code behind its #.
    let token = typed.rsplit_once('#').map_or(typed, |(_, token)| token);
    let Some(account) = app.link(token) else {
        return Ok(sign_in_page(&app, &info, Tried::Failed, StatusCode::UNAUTHORIZED));
    };
    let cookie = session::start(&app, before, account, info.source).await?;
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to(urls::HOME)).into_response())
}

fn sign_in_page(app: &App, info: &RequestInfo, tried: Tried, status: StatusCode) -> Response {
    let layout = bare(Clinic::of(app), info.browser_language(), urls::SIGN_IN);
    render(&SignInPage { layout, tried }, status)
}

pub async fn sign_out(page: PageContext, form: Form) -> Result<Response, HttpError> {
    form.belongs(&page, urls::SIGN_OUT)?;
    page.app.clinic().accounts().sign_out(&page.viewer, page.source).await?;
    let cookie = AppendHeaders([(SET_COOKIE, session::ended(page.app.transport()))]);
    let clear = [("clear-site-data", "\"cache\", \"storage\"")];
    Ok((cookie, clear, Redirect::to(urls::SIGN_IN)).into_response())
}

/// Changes the language of the screen, and goes back.
pub async fn choose_language(Path(code): Path<String>, form: Form) -> Result<Response, HttpError> {
    let language = Language::parse(&code).map_err(|_| ClinicError::NotFound)?;
    let back = form.value("back").unwrap_or(urls::HOME);
    // Only a path of our own; `//host` would leave.
    let plain = back.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let back = if back.starts_with('/') && !back.starts_with("//") && plain { back } else { urls::HOME };
    let cookie = cookies::choose_language(language);
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to(back)).into_response())
}
