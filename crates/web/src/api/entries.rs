//! Sending entries, and reading them with all their versions.

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use clinic::{Cx, Entrance, EntryRefusal, Problem, Status, Written};
use diary::{ChartId, Code, Language, NewEntry, Reviews, Submission};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::input;
use super::output::entry::EntryShape;
use crate::app::App;
use crate::http::error::{ErrorBody, HttpError};
use crate::http::input_error::InputError;
use crate::http::json_body;
use crate::http::query::Query;
use crate::http::request_info::RequestInfo;
use crate::http::session::Signed;
use crate::http::urls::{self, chart_id};

/// A list of entries.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EntriesBody {
    /// At most 200.
    #[schema(value_type = Vec<input::Entry>)]
    pub entries: Vec<Map<String, Value>>,
}

/// What became of the entries.
#[derive(Serialize, ToSchema)]
pub struct WrittenBody {
    /// In the order they were sent.
    pub entries: Vec<WrittenShape>,
}

/// What became of one entry.
#[derive(Serialize, ToSchema)]
pub struct WrittenShape {
    /// Its id.
    pub id: String,
    /// `stored` or `already_stored`.
    pub status: &'static str,
}

/// Stores entries, all or none. The same id and content again answers the same.
#[utoipa::path(post, path = urls::API_ENTRIES, request_body = EntriesBody,
    params(("chart" = String, Path, description = "Chart id")),
    responses((status = 200, body = WrittenBody), (status = 401, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 413, body = ErrorBody), (status = 415, body = ErrorBody),
        (status = 422, body = ErrorBody), (status = 503, body = ErrorBody)))]
pub async fn submit(
    State(app): State<App>,
    info: RequestInfo,
    Signed(viewer): Signed,
    Path(chart): Path<String>,
    request: Request,
) -> Result<Json<WrittenBody>, HttpError> {
    let cx = Cx { viewer: &viewer, function: "api/entries", purpose: None, source: info.source };
    let chart = chart_id(&chart);
    // Whose chart it is comes before what was sent.
    let entrance = app.clinic().accounts().enter(&cx, chart).await?;
    let entries = match read(request, viewer.account.language).await {
        Ok(entries) => entries,
        Err(error) => {
            // Nothing will be stored that could find out that memory opened the door to someone who is gone.
            app.clinic().accounts().confirm(&cx, entrance).await?;
            return Err(error);
        }
    };
    check_reviews(&app, &cx, (chart, entrance), &entries).await?;
    let written = app.clinic().charts().submit(&cx, entrance, entries).await?;
    Ok(Json(WrittenBody { entries: written.iter().map(WrittenShape::of).collect() }))
}

impl WrittenShape {
    fn of(written: &Written) -> Self {
        let status = match written.status {
            Status::Stored => "stored",
            Status::AlreadyStored => "already_stored",
        };
        Self { id: written.entry.to_string(), status }
    }
}

async fn read(request: Request, language: Language) -> Result<Vec<NewEntry>, HttpError> {
    read_entries(json_body::json(request).await?, language)
}

/// The entries of a request, at least one; `shown` is the language of the writer's screen.
pub(crate) fn read_entries(body: EntriesBody, shown: Language) -> Result<Vec<NewEntry>, HttpError> {
    if body.entries.is_empty() {
        return Err(InputError::new("entries", Code::Empty).into());
    }
    let (mut entries, mut errors) = (Vec::new(), Vec::new());
    for object in body.entries {
        match input::entry(object, shown) {
            Ok(entry) => entries.push(entry),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(entries) } else { Err(HttpError::Fields(errors)) }
}

/// A review is held to the same rules as the form of the desk.
async fn check_reviews(
    app: &App,
    cx: &Cx<'_>,
    (chart, entrance): (ChartId, Entrance),
    entries: &[NewEntry],
) -> Result<(), Problem> {
    if !entries.iter().any(|entry| matches!(entry.said, Submission::Review { .. })) {
        return Ok(());
    }
    // Whoever may not review is told that alone, and the chart is not opened to look at what they claim.
    app.clinic().charts().admit(cx, entrance, entries).await?;
    let writer = cx.viewer.account.id;
    let (view, now) = (app.clinic().charts().chart(cx, chart).await?, app.clinic().now());
    let mut refused = Vec::new();
    for entry in entries {
        let Submission::Review { review, claim } = &entry.said else { continue };
        if let Err(refusal) = Reviews::of(&view.chart).check(writer, entry.id, review, claim, now) {
            refused.push(EntryRefusal { entry: entry.id, refusal });
        }
    }
    if refused.is_empty() { Ok(()) } else { Err(Problem::Refused(refused)) }
}

/// About how long one entry is in the answer.
const BYTES: usize = 800;

/// Every entry the reader may see, with all versions.
#[derive(Serialize, ToSchema)]
pub struct EntriesAnswer<'a> {
    /// By date.
    pub entries: Vec<EntryShape<'a>>,
}

/// Reads every entry with all its versions.
#[utoipa::path(get, path = urls::API_ENTRIES,
    params(("chart" = String, Path, description = "Chart id"),
        ("purpose" = Option<String>, Query, description = "care, safety or legal_record; care if absent")),
    responses((status = 200, body = EntriesAnswer), (status = 401, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 422, body = ErrorBody)))]
pub async fn list(
    State(app): State<App>,
    info: RequestInfo,
    Signed(viewer): Signed,
    Path(chart): Path<String>,
    query: Query,
) -> Result<Response, HttpError> {
    let purpose = query.purpose()?;
    let cx = Cx { viewer: &viewer, function: "api/entries", purpose, source: info.source };
    let view = app.clinic().charts().chart(&cx, chart_id(&chart)).await?;
    query.only(&["purpose"])?;
    let entries: Vec<EntryShape<'_>> = view.chart.entries().iter().map(EntryShape::of).collect();
    json_body::answer(entries.len() * BYTES, &EntriesAnswer { entries })
}
