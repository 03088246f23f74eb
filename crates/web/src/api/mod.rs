//! The JSON interface under `/api/v1`.

mod accesses;
mod entries;
pub mod input;
mod openapi;
mod output;
mod panel;
mod sign_in;
mod timeline;

use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use diary::Language;
use serde::Serialize;

use crate::http::error::Failure;

pub(crate) use entries::chart_id;
#[cfg(fuzzing)]
pub(crate) use entries::said;
pub use openapi::description;

routes! {
    ROUTES, routes:
    post "/api/v1/charts/{chart}/entries" => entries::submit,
    get "/api/v1/charts/{chart}/entries" => entries::list,
    get "/api/v1/charts/{chart}/timeline" => timeline::timeline,
    get "/api/v1/charts/{chart}/accesses" => accesses::accesses,
    get "/api/v1/panel" => panel::panel,
    post "/api/v1/sign-out" => sign_in::sign_out,
    get "/api/v1/openapi.json" => openapi::openapi,
}

routes! {
    LINK_ROUTES, link_routes:
    post "/api/v1/sign-in/link" => sign_in::by_link,
}

/// An answer in JSON, written while what it borrows from is still there; about `bytes` long.
fn answer(language: Language, bytes: usize, body: &impl Serialize) -> Result<Response, Failure> {
    let mut json = Vec::with_capacity(bytes);
    serde_json::to_writer(&mut json, body)
        .map_err(|_| Failure::json(language, clinic::Problem::Unreadable))?;
    Ok(([(CONTENT_TYPE, "application/json")], json).into_response())
}
