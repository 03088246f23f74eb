//! My privacy: readable without a session too.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;

use crate::app::App;
use crate::http::error::language_of;
use crate::http::session::Signed;
use crate::http::urls;
use crate::pages::layout::context::{Around, bare, page};
use crate::pages::layout::view::Place;
use crate::pages::privacy::view::PrivacyPage;

/// Shows what is kept and who can read it. It opens nothing of a chart.
pub async fn show(State(app): State<App>, signed: Option<Signed>, headers: HeaderMap, uri: Uri) -> Response {
    let frame = match signed {
        Some(Signed(viewer)) => {
            let around = Around::new(app, viewer, &headers, &uri);
            match around.seen().await {
                Ok(()) => around.frame(Place::Privacy),
                Err(_) => bare(&around.app, language_of(&headers), urls::PRIVACY),
            }
        }
        None => bare(&app, language_of(&headers), urls::PRIVACY),
    };
    page(&PrivacyPage { frame }, StatusCode::OK)
}
