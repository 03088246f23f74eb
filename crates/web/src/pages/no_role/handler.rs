//! The first page of people whose role has no work here yet.

use axum::http::StatusCode;
use axum::response::Response;
use clinic::ClinicError;

use crate::http::error::HttpError;
use crate::pages::layout::context::{PageContext, render};
use crate::pages::layout::view::{Menu, NavItem};
use crate::pages::no_role::view::NoRolePage;

/// Says that there is nothing to do here. People who have pages of their own do not get it.
pub async fn show(page: PageContext) -> Result<Response, HttpError> {
    page.keep_session_alive().await?;
    let layout = page.layout(NavItem::Elsewhere);
    if layout.menu != Menu::None {
        return Err(ClinicError::NotFound.into());
    }
    let role = page.t.role(&page.viewer.account.role);
    Ok(render(&NoRolePage { layout, role }, StatusCode::OK))
}
