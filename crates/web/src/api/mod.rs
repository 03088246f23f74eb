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

use crate::http::urls;

routes! {
    ROUTES, routes:
    post urls::API_ENTRIES => entries::submit,
    get urls::API_ENTRIES => entries::list,
    get urls::API_TIMELINE => timeline::timeline,
    get urls::API_ACCESSES => accesses::accesses,
    get urls::API_PANEL => panel::panel,
    post urls::API_SIGN_OUT => sign_in::sign_out,
    get urls::API_DESCRIPTION => openapi::openapi,
}

routes! {
    LINK_ROUTES, link_routes:
    post urls::API_SIGN_IN => sign_in::by_link,
}
