//! What needs no session: the first page, help, health, language.

use axum::extract::{Path, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use diary::{Age, Language, Role};

use super::form::Form;
use super::frame::{self, Around, bare, language_cookie};
use crate::app::{App, Health};
use crate::asker::Asker;
use crate::failure::{Failure, language_of};
use crate::page::{Contacts, HelpPage, Place, SignInPage, Tried, path, seeds};
use crate::session::{self, Signed};
use crate::texts::Texts;

/// Leads each to their own first page.
pub async fn home(signed: Option<Signed>) -> Redirect {
    let to = match signed.map(|Signed(viewer)| viewer.account.role) {
        None => path::SIGN_IN,
        Some(Role::Patient) => path::TODAY,
        Some(Role::Guardian) => path::FAMILY,
        Some(Role::Clinician | Role::CareStaff) => path::PANEL,
        Some(_) => path::ROLE,
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

/// The help card. It opens the same for everyone, also when the store is broken, and tells the clinic nothing.
pub async fn help(State(app): State<App>, around: Result<Around, Failure>, headers: HeaderMap) -> Response {
    let frame = match around {
        Ok(around) => match around.seen().await {
            Ok(()) => around.frame(Place::Elsewhere),
            Err(_) => bare(&app, language_of(&headers), path::HELP),
        },
        Err(_) => bare(&app, language_of(&headers), path::HELP),
    };
    let contacts = contacts(frame.t, Age::Adult);
    frame::page(&HelpPage { frame, contacts }, StatusCode::OK)
}

/// Whom to call, as far as this clinic has entered it: nothing yet.
pub fn contacts(t: Texts, age: Age) -> Contacts {
    let (lines, young) = seeds(t);
    Contacts { clinic: None, phone: None, hours: Vec::new(), next_reading: None, lines, young, age }
}

/// The sign-in page.
pub async fn sign_in(State(app): State<App>, headers: HeaderMap) -> Response {
    let frame = bare(&app, language_of(&headers), path::SIGN_IN);
    frame::page(&SignInPage { frame, tried: Tried::No }, StatusCode::OK)
}

/// Signs in with a typed code: the link's secret, where there is no script.
pub async fn sign_in_with_code(
    State(app): State<App>,
    before: Option<Signed>,
    headers: HeaderMap,
    form: Form,
) -> Response {
    let language = language_of(&headers);
    let typed = form.value("token").unwrap_or_default().trim();
    // People paste the whole link as readily as the code behind its #.
    let token = typed.rsplit_once('#').map_or(typed, |(_, token)| token);
    let Some(account) = app.link(token) else {
        let frame = bare(&app, language, path::SIGN_IN);
        return frame::page(&SignInPage { frame, tried: Tried::Failed }, StatusCode::UNAUTHORIZED);
    };
    match session::start(&app, before, account).await {
        Ok(cookie) => (AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to(path::HOME)).into_response(),
        Err(problem) => Failure::page(language, problem).into_response(),
    }
}

/// Signs out.
pub async fn sign_out(around: Around, form: Form) -> Result<Response, Failure> {
    form.belongs(&around, path::SIGN_OUT)?;
    let ended = around.app.clinic().accounts().sign_out(&around.viewer, Asker::source()).await;
    ended.map_err(|problem| around.fail(problem))?;
    let cookie = session::ended(around.app.transport());
    let headers = [(SET_COOKIE, cookie)];
    let clear = [("clear-site-data", "\"cache\", \"storage\"")];
    Ok((AppendHeaders(headers), clear, Redirect::to(path::SIGN_IN)).into_response())
}

/// Changes the language of the screen, and goes back.
pub async fn language(Path(code): Path<String>, form: Form) -> Response {
    let Ok(language) = Language::parse(&code) else { return Failure::not_found().into_response() };
    let back = form.value("back").unwrap_or(path::HOME);
    // Only a path of our own; `//host` would leave.
    let plain = back.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let back = if back.starts_with('/') && !back.starts_with("//") && plain { back } else { path::HOME };
    (AppendHeaders([(SET_COOKIE, language_cookie(language))]), Redirect::to(back)).into_response()
}

/// There is no such page.
pub async fn not_found() -> Failure {
    Failure::not_found()
}

/// The page is there, but not for this method.
pub async fn method_not_allowed() -> Failure {
    Failure::method()
}
