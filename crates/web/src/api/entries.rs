//! Sending entries, and reading them with all their versions.

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use clinic::{RequestContext, Status, Written};
use diary::chart::Chart;
use diary::dialogue::{Draft, SentBy};
use diary::{Code, Language, NewEntry};
use policy::Action;
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
    let cx = RequestContext { viewer: &viewer, function: "api/entries", purpose: None, source: info.source };
    let chart = chart_id(&chart);
    // Whose chart it is comes before what was sent.
    let access = app.clinic().accounts().authorize(&cx, chart, Action::ReadChart).await?;
    let entries = match read(request, viewer.account.language).await {
        Ok(entries) => entries,
        Err(error) => {
            // Nothing will be stored that could find out that memory opened the door to someone who is gone.
            app.clinic().accounts().confirm(&cx, access).await?;
            return Err(error);
        }
    };
    let written = app.clinic().charts().submit(&cx, access, entries).await?;
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
            Ok(entry) => match (Draft { entry, sent_by: SentBy::Program }).next(&Chart::default()).accepted()
            {
                Ok(accepted) => entries.push(accepted.entry),
                Err(refusal) => errors.push(InputError::refused(refusal)),
            },
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(entries) } else { Err(HttpError::Fields(errors)) }
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
    let cx = RequestContext { viewer: &viewer, function: "api/entries", purpose, source: info.source };
    let view = app.clinic().charts().read(&cx, chart_id(&chart)).await?;
    query.only(&["purpose"])?;
    let entries: Vec<EntryShape<'_>> = view.chart.entries().iter().map(EntryShape::of).collect();
    json_body::answer(entries.len() * BYTES, &EntriesAnswer { entries })
}
