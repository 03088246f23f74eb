//! The help card.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use diary::Age;

use super::view::HelpPage;
use crate::app::App;
use crate::http::error::HttpError;
use crate::http::request_info::RequestInfo;
use crate::http::urls;
use crate::pages::layout::context::{PageContext, bare, render};
use crate::pages::layout::view::{Clinic, NavItem};
use crate::pages::parts::contacts::Contacts;

/// Shows the help card. It opens the same for everyone, also when the store is broken, and tells the clinic nothing.
pub async fn show(
    State(app): State<App>,
    info: RequestInfo,
    page: Result<PageContext, HttpError>,
) -> Response {
    let layout = match page {
        Ok(page) if page.keep_session_alive().await.is_ok() => page.layout(NavItem::Elsewhere),
        _ => bare(Clinic::of(&app), info.browser_language(), urls::HELP),
    };
    let contacts = Contacts::of(layout.t, Age::Adult);
    render(&HelpPage { layout, contacts }, StatusCode::OK)
}
