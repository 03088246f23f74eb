//! Who looked at a record.

use axum::Json;
use axum::extract::{Path, State};
use clinic::{Access, Outcome, RequestContext};
use policy::Action;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::http::error::{ErrorBody, HttpError};
use crate::http::query::Query;
use crate::http::request_info::RequestInfo;
use crate::http::session::Signed;
use crate::http::urls::{self, chart_id};

/// Accesses to one record.
#[derive(Serialize, ToSchema)]
pub struct AccessesBody {
    /// Newest first.
    pub accesses: Vec<AccessShape>,
}

/// One access.
#[derive(Serialize, ToSchema)]
pub struct AccessShape {
    /// Random id of the line. For paging: give it as `before`.
    pub id: String,
    /// When (UTC).
    pub at: String,
    /// Who.
    pub name: Option<String>,
    /// In which role.
    pub role: String,
    /// What was done.
    pub action: String,
    /// Through which page or interface.
    pub function: String,
    /// Why.
    pub purpose: String,
    /// `done` or `denied`.
    pub outcome: &'static str,
}

/// Lines of one answer.
pub const LINES: u32 = 100;

/// Reads who did what with one's own record, newest first.
#[utoipa::path(get, path = urls::API_ACCESSES,
    params(("chart" = String, Path, description = "Chart id"),
        ("before" = Option<String>, Query, description = "`id` of the last line of the page before")),
    responses((status = 200, body = AccessesBody), (status = 401, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 422, body = ErrorBody)))]
pub async fn accesses(
    State(app): State<App>,
    info: RequestInfo,
    Signed(viewer): Signed,
    Path(chart): Path<String>,
    query: Query,
) -> Result<Json<AccessesBody>, HttpError> {
    let cx = RequestContext { viewer: &viewer, function: "api/accesses", purpose: None, source: info.source };
    let before = query.id("before");
    // Whose record it is comes before what was asked about it.
    let asked = before.clone().ok().flatten();
    let access = app.clinic().accounts().authorize(&cx, chart_id(&chart), Action::ReadAccessList).await?;
    let accesses = app.clinic().charts().accesses(&cx, access, asked, LINES).await?;
    query.only(&["before"]).and(before)?;
    Ok(Json(AccessesBody { accesses: accesses.into_iter().map(shape).collect() }))
}

fn shape(access: Access) -> AccessShape {
    AccessShape {
        id: access.event.to_string(),
        at: access.at.to_string(),
        name: access.name,
        role: access.role,
        action: access.action,
        function: access.function,
        purpose: access.purpose,
        outcome: match access.outcome {
            Outcome::Done => "done",
            Outcome::Denied => "denied",
        },
    }
}
