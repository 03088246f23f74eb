//! The first page of people whose role has no work here yet.

use axum::http::StatusCode;
use axum::response::Response;
use clinic::Problem;

use crate::http::error::HttpError;
use crate::pages::layout::context::{Around, page};
use crate::pages::layout::view::{Menu, Place};
use crate::pages::no_role::view::RolePage;

/// Says that there is nothing to do here. People who have pages of their own do not get it.
pub async fn show(around: Around) -> Result<Response, HttpError> {
    around.keep_session_alive().await?;
    let frame = around.frame(Place::Elsewhere);
    if frame.menu != Menu::None {
        return Err(Problem::NotFound.into());
    }
    let role = around.t.role(&around.viewer.account.role);
    Ok(page(&RolePage { frame, role }, StatusCode::OK))
}
