//! My privacy: readable without a session too.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;

use super::frame::{Around, bare, page};
use crate::app::App;
use crate::failure::language_of;
use crate::page::{Place, PrivacyPage, path};
use crate::session::Signed;

/// Shows what is kept and who can read it. It opens nothing of a chart.
pub async fn show(State(app): State<App>, signed: Option<Signed>, headers: HeaderMap, uri: Uri) -> Response {
    let frame = match signed {
        Some(Signed(viewer)) => {
            let around = Around::new(app, viewer, &headers, &uri);
            match around.seen().await {
                Ok(()) => around.frame(Place::Privacy),
                Err(_) => bare(&around.app, language_of(&headers), path::PRIVACY),
            }
        }
        None => bare(&app, language_of(&headers), path::PRIVACY),
    };
    page(&PrivacyPage { frame }, StatusCode::OK)
}
