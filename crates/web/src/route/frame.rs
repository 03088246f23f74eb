//! What stands around a page, for whoever looks at it.

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::header::{COOKIE, LOCATION};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{Html, IntoResponse, Redirect, Response};
use clinic::Viewer;
use diary::{Language, Role};

use super::assets;
use crate::app::App;
use crate::asker::Asker;
use crate::failure::Failure;
use crate::page::{Clinic, ErrorPage, Frame, Menu, Place, Shell, Tokens, Trouble};
use crate::session::Signed;
use crate::texts::Texts;

/// The cookie of a chosen language; it says nothing else.
const LANGUAGE: &str = "lang";
/// The header by which form.js says that it sent a form.
const BY_SCRIPT: &str = "x-by-script";

/// The language chosen on this device, if one was.
#[must_use]
pub fn chosen_language(headers: &HeaderMap) -> Option<Language> {
    cookie(headers, LANGUAGE).and_then(|code| Language::parse(code).ok())
}

/// The value of a cookie of this device.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs =
        cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(given, _)| *given == name).map(|(_, value)| value)
}

/// The cookie that keeps a chosen language.
pub fn language_cookie(language: Language) -> String {
    format!("{LANGUAGE}={}; Path=/; SameSite=Strict; HttpOnly; Max-Age=31536000", language.as_str())
}

/// Everything a page's handler needs around the one thing it does.
pub struct Around {
    pub app: App,
    pub viewer: Viewer,
    pub t: Texts,
    here: String,
    sender: Sender,
}

/// Who sent a request: a browser follows an answer that leads on; a script of ours would open it a second time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sender {
    Browser,
    Script,
}

impl FromRequestParts<App> for Around {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let Signed(viewer) = <Signed as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        Ok(Self::new(app.clone(), viewer, &parts.headers, &parts.uri))
    }
}

impl Around {
    pub fn new(app: App, viewer: Viewer, headers: &HeaderMap, uri: &Uri) -> Self {
        let language = chosen_language(headers).unwrap_or(viewer.account.language);
        let here = uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
        let sender = if headers.contains_key(BY_SCRIPT) { Sender::Script } else { Sender::Browser };
        Self { app, viewer, t: Texts::of(language), here, sender }
    }

    /// Leads on to a page that is opened once: by the browser, or by the script that is told where it is.
    pub fn lead_to(&self, path: &str) -> Response {
        match self.sender {
            Sender::Browser => Redirect::to(path).into_response(),
            Sender::Script => (StatusCode::NO_CONTENT, [(LOCATION, path)]).into_response(),
        }
    }

    pub fn fail(&self, problem: clinic::Problem) -> Failure {
        Failure::page(self.t.language(), problem)
    }

    /// Keeps the session alive on a page that opens nothing. Such a page is shown also when the store cannot be written, but not
    /// as this person's where the session has ended.
    pub async fn seen(&self) -> Result<(), Failure> {
        match self.app.clinic().accounts().seen(&self.viewer, Asker::source()).await {
            Ok(()) => Ok(()),
            Err(problem @ clinic::Problem::SignIn) => Err(self.fail(problem)),
            Err(problem) => {
                tracing::warn!(code = problem.code(), "a session could not be kept alive");
                Ok(())
            }
        }
    }

    pub fn frame(&self, place: Place) -> Frame {
        let desk = matches!(self.viewer.account.role, Role::Clinician | Role::CareStaff);
        let menu = match self.viewer.account.role {
            Role::Patient => Menu::Patient,
            Role::Guardian => Menu::Guardian,
            Role::Clinician | Role::CareStaff => Menu::Desk,
            _ => Menu::None,
        };
        let (app, viewer) = (self.app.clone(), self.viewer.clone());
        Frame {
            t: self.t,
            shell: if desk { Shell::Desk } else { Shell::Phone },
            menu,
            place,
            assets: assets::folder(),
            here: self.here.clone(),
            person: Some(self.viewer.account.name.clone()),
            clinic: kind(&self.app),
            tokens: Tokens::new(move |route| {
                app.clinic().accounts().form_token(&viewer, route).unwrap_or_default()
            }),
        }
    }
}

fn kind(app: &App) -> Clinic {
    if app.is_demo() { Clinic::Demo } else { Clinic::Real }
}

/// The surroundings of a page for a stranger.
pub fn bare(app: &App, language: Language, here: &str) -> Frame {
    bare_frame(language, here, kind(app))
}

fn bare_frame(language: Language, here: &str, clinic: Clinic) -> Frame {
    Frame {
        t: Texts::of(language),
        shell: Shell::Phone,
        menu: Menu::None,
        place: Place::Elsewhere,
        assets: assets::folder(),
        here: here.to_owned(),
        person: None,
        clinic,
        tokens: Tokens::new(|_| String::new()),
    }
}

/// Renders a page.
pub fn page(template: &impl Template, status: StatusCode) -> Response {
    match template.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// The page of a failure. It says less than other pages because it must always work.
pub fn trouble_page(status: StatusCode, language: Language, trouble: Trouble) -> Response {
    let frame = bare_frame(language, "/", Clinic::Real);
    let request = Asker::now().request.filter(|_| status.is_server_error());
    page(&ErrorPage { frame, trouble, request }, status)
}
