//! The first page of people whose role has no work here yet.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use clinic::Problem;

use super::frame::{Around, page};
use crate::app::App;
use crate::page::{Menu, Place, RolePage};
use crate::session::Signed;

/// Says that there is nothing to do here. People who have pages of their own do not get it.
pub async fn show(
    State(app): State<App>,
    Signed(viewer): Signed,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Response> {
    let around = Around::new(app, viewer, &headers, &uri);
    let frame = around.frame(Place::Elsewhere);
    if frame.menu != Menu::None {
        return Err(around.fail(Problem::NotFound).into_response());
    }
    let role = around.t.role(&around.viewer.account.role);
    Ok(page(&RolePage { frame, role }, StatusCode::OK))
}
