//! The JSON interface under `/api/v1`.

mod accesses;
mod entries;
mod field_schemas;
pub mod input;
mod openapi;
mod output;
mod panel;
mod sign_in;
mod timeline;

#[cfg(fuzzing)]
pub(crate) use entries::read_entries;
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
