//! The JSON interface under `/api/v1`.

mod accesses;
mod entries;
mod openapi;
mod panel;
mod shape;
mod sign_in;
mod timeline;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;

pub(crate) use entries::chart_id;
pub use openapi::description;
pub(crate) use timeline::whole;

/// Routes of a signed-in person.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/charts/{chart}/entries", post(entries::submit).get(entries::list))
        .route("/api/v1/charts/{chart}/timeline", get(timeline::timeline))
        .route("/api/v1/charts/{chart}/accesses", get(accesses::accesses))
        .route("/api/v1/panel", get(panel::panel))
        .route("/api/v1/sign-out", post(sign_in::sign_out))
        .route("/api/v1/openapi.json", get(openapi::openapi))
}

/// The sign-in by link: only the demo has it.
pub fn link_routes() -> Router<App> {
    Router::new().route("/api/v1/sign-in/link", post(sign_in::by_link))
}
