//! What a page's handler has at hand: who asks, in which language, and how their charts are opened.

use askama::Template;
use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::http::request::Parts;
use axum::response::{Html, IntoResponse, Redirect, Response};
use clinic::{ChartAccess, ChartView, ClinicError, RequestContext, Source, Viewer};
use diary::{Language, Role};
use jiff::Timestamp;
use jiff::civil::DateTime;
use locale::Texts;
use policy::Action;

use crate::app::App;
use crate::http::assets;
use crate::http::error::HttpError;
use crate::http::request_info::RequestInfo;
use crate::http::session::Signed;
use crate::http::urls;
use crate::http::urls::chart_id;
use crate::pages::layout::view::{Clinic, Layout, Menu, NavItem, Shell, Tokens};

/// The header by which form.js says that it sent a form.
const BY_SCRIPT: &str = "x-by-script";

/// Everything a page's handler needs around the one thing it does.
pub struct PageContext {
    pub app: App,
    pub viewer: Viewer,
    pub t: Texts,
    pub source: Source,
    here: String,
    sender: Sender,
}

/// Who sent a request: a browser follows an answer that leads on; a script of ours would open it a second time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sender {
    Browser,
    Script,
}

impl FromRequestParts<App> for PageContext {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, HttpError> {
        let signed = <Signed as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        Ok(Self::of(signed, parts, app).await)
    }
}

impl OptionalFromRequestParts<App> for PageContext {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>, HttpError> {
        match <Signed as OptionalFromRequestParts<App>>::from_request_parts(parts, app).await? {
            Some(signed) => Ok(Some(Self::of(signed, parts, app).await)),
            None => Ok(None),
        }
    }
}

impl PageContext {
    async fn of(Signed(viewer): Signed, parts: &mut Parts, app: &App) -> Self {
        let Ok(info) = RequestInfo::from_request_parts(parts, app).await;
        let here = parts.uri.path_and_query().map_or_else(|| urls::HOME.to_owned(), ToString::to_string);
        let sender = if parts.headers.contains_key(BY_SCRIPT) { Sender::Script } else { Sender::Browser };
        Self { app: app.clone(), viewer, t: Texts::of(info.language()), source: info.source, here, sender }
    }

    /// Leads on to a page that is opened once: by the browser, or by the script that is told where it is.
    pub fn lead_to(&self, path: &str) -> Response {
        match self.sender {
            Sender::Browser => Redirect::to(path).into_response(),
            Sender::Script => (StatusCode::NO_CONTENT, [(LOCATION, path)]).into_response(),
        }
    }

    /// Keeps the session alive on a page that opens nothing. Such a page is shown also when the store cannot be written, but not
    /// as this person's where the session has ended.
    ///
    /// # Errors
    /// [`ClinicError::SignIn`].
    pub async fn keep_session_alive(&self) -> Result<(), ClinicError> {
        match self.app.clinic().accounts().keep_alive(&self.viewer, self.source).await {
            Err(problem) if problem != ClinicError::SignIn => {
                tracing::warn!(code = problem.code(), "a session could not be kept alive");
                Ok(())
            }
            alive => alive,
        }
    }

    /// What stands around a page of this person.
    pub fn layout(&self, place: NavItem) -> Layout {
        let (shell, menu) = match self.viewer.account.role {
            Role::Patient => (Shell::Phone, Menu::Patient),
            Role::Guardian => (Shell::Phone, Menu::Guardian),
            Role::Clinician | Role::CareStaff => (Shell::Desk, Menu::Desk),
            Role::Technician => (Shell::Desk, Menu::Technician),
            _ => (Shell::Phone, Menu::None),
        };
        let (app, viewer) = (self.app.clone(), self.viewer.clone());
        Layout {
            t: self.t,
            shell,
            menu,
            place,
            assets: assets::folder(),
            here: self.here.clone(),
            person: Some(self.viewer.account.name.clone()),
            clinic: Clinic::of(&self.app),
            tokens: Tokens::new(move |route| {
                app.clinic().accounts().form_token(&viewer, route).unwrap_or_default()
            }),
        }
    }

    /// Why and through what a chart is opened.
    pub fn cx(&self, function: &'static str) -> RequestContext<'_> {
        RequestContext { viewer: &self.viewer, function, purpose: None, source: self.source }
    }

    /// The chart whose own pages this person uses.
    ///
    /// # Errors
    /// [`ClinicError::NotFound`] where the policy gives them none: for them the page is not there.
    pub async fn own_chart(&self, function: &'static str) -> Result<ChartAccess, ClinicError> {
        self.chart_for(function, Action::UseOwnPages).await
    }

    /// The chart with which this person may do this.
    ///
    /// # Errors
    /// [`ClinicError::NotFound`] where there is none.
    pub async fn chart_for(
        &self,
        function: &'static str,
        action: Action,
    ) -> Result<ChartAccess, ClinicError> {
        self.app.clinic().accounts().chart_for(&self.cx(function), action).await
    }

    /// What this person may do in a chart.
    ///
    /// # Errors
    /// [`ClinicError::NotFound`] where the policy does not let them do this.
    pub async fn authorize(
        &self,
        chart: &str,
        function: &'static str,
        action: Action,
    ) -> Result<ChartAccess, ClinicError> {
        self.app.clinic().accounts().authorize(&self.cx(function), chart_id(chart), action).await
    }

    /// A patient's chart, opened for the care team; others have pages of their own.
    ///
    /// # Errors
    /// [`ClinicError::NotFound`] where the policy does not give them these.
    pub async fn open_for_desk(&self, chart: &str, function: &'static str) -> Result<ChartView, ClinicError> {
        let access = self.authorize(chart, function, Action::UseDesk).await?;
        self.app.clinic().charts().read_with(&self.cx(function), access).await
    }

    /// The same, for whoever was given access to the chart before in this request.
    ///
    /// # Errors
    /// As [`Self::open_for_desk`].
    pub async fn open_with(
        &self,
        access: ChartAccess,
        function: &'static str,
    ) -> Result<ChartView, ClinicError> {
        let (clinic, cx) = (self.app.clinic(), self.cx(function));
        let access = clinic.accounts().authorize_also(&cx, access, Action::UseDesk).await?;
        clinic.charts().read_with(&cx, access).await
    }

    /// The chart whose own pages this person uses, opened.
    ///
    /// # Errors
    /// As [`Self::own_chart`].
    pub async fn open_own_chart(&self, function: &'static str) -> Result<ChartView, ClinicError> {
        let access = self.own_chart(function).await?;
        self.app.clinic().charts().read_with(&self.cx(function), access).await
    }

    /// An instant by the clinic's clock.
    pub fn local(&self, at: Timestamp) -> DateTime {
        at.to_zoned(self.app.clinic().zone().clone()).datetime()
    }
}

/// What stands around a page for a stranger.
pub fn bare(clinic: Clinic, language: Language, here: &str) -> Layout {
    Layout {
        t: Texts::of(language),
        shell: Shell::Phone,
        menu: Menu::None,
        place: NavItem::Elsewhere,
        assets: assets::folder(),
        here: here.to_owned(),
        person: None,
        clinic,
        tokens: Tokens::new(|_| String::new()),
    }
}

pub fn render(template: &impl Template, status: StatusCode) -> Response {
    match template.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
