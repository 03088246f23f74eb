//! My privacy: readable without a session too.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::view::PrivacyPage;
use crate::app::App;
use crate::http::request_info::RequestInfo;
use crate::http::urls;
use crate::pages::layout::context::{Around, bare, page};
use crate::pages::layout::view::{Clinic, Place};

/// Shows what is kept and who can read it. It opens nothing of a chart.
pub async fn show(State(app): State<App>, info: RequestInfo, around: Option<Around>) -> Response {
    let frame = match around {
        Some(around) if around.keep_session_alive().await.is_ok() => around.frame(Place::Privacy),
        _ => bare(Clinic::of(&app), info.browser_language(), urls::PRIVACY),
    };
    page(&PrivacyPage { frame }, StatusCode::OK)
}
