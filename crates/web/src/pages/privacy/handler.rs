//! My privacy: readable without a session too.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::view::PrivacyPage;
use crate::app::App;
use crate::http::request_info::RequestInfo;
use crate::http::urls;
use crate::pages::layout::context::{PageContext, bare, render};
use crate::pages::layout::view::{Clinic, NavItem};

/// Shows what is kept and who can read it. It opens nothing of a chart.
pub async fn show(State(app): State<App>, info: RequestInfo, page: Option<PageContext>) -> Response {
    let layout = match page {
        Some(page) if page.keep_session_alive().await.is_ok() => page.layout(NavItem::Privacy),
        _ => bare(Clinic::of(&app), info.browser_language(), urls::PRIVACY),
    };
    render(&PrivacyPage { layout }, StatusCode::OK)
}
