//! Sending entries, and reading them with all their versions.

use axum::Json;
use axum::extract::{Path, RawQuery, Request, State};
use axum::response::Response;
use clinic::{Cx, Entrance, EntryRefusal, Problem, Status};
use diary::{ChartId, Code, Language, NewEntry, Reviews, Submission};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::shape::EntryShape;
use crate::app::App;
use crate::asker::Asker;
use crate::body;
use crate::failure::{ErrorBody, Failure};
use crate::query::Query;
use crate::session::Signed;
use crate::wire::{self, WireError};

/// A list of entries.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EntriesBody {
    /// At most 200.
    #[schema(value_type = Vec<super::openapi::Entry>)]
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
#[utoipa::path(post, path = "/api/v1/charts/{chart}/entries", request_body = EntriesBody,
    params(("chart" = String, Path, description = "Chart id")),
    responses((status = 200, body = WrittenBody), (status = 401, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody), (status = 413, body = ErrorBody), (status = 415, body = ErrorBody),
        (status = 422, body = ErrorBody), (status = 503, body = ErrorBody)))]
pub async fn submit(
    State(app): State<App>,
    Signed(viewer): Signed,
    Path(chart): Path<String>,
    request: Request,
) -> Result<Json<WrittenBody>, Failure> {
    let language = viewer.account.language;
    let fail = |problem| Failure::json(language, problem);
    let cx = Cx { viewer: &viewer, function: "api/entries", purpose: None, source: Asker::source() };
    let chart = chart_id(&chart);
    // Whose chart it is comes before what was sent.
    let entrance = app.clinic().accounts().enter(&cx, chart).await.map_err(fail)?;
    let entries = match read(request, language).await {
        Ok(entries) => entries,
        Err(failure) => {
            // Nothing will be stored that could find out that memory opened the door to someone who is gone.
            app.clinic().accounts().confirm(&cx, entrance).await.map_err(fail)?;
            return Err(failure);
        }
    };
    check_reviews(&app, &cx, (chart, entrance), &entries).await.map_err(fail)?;
    let written = app.clinic().charts().submit(&cx, entrance, entries).await.map_err(fail)?;
    let shape = |written: &clinic::Written| WrittenShape {
        id: written.entry.to_string(),
        status: match written.status {
            Status::Stored => "stored",
            Status::AlreadyStored => "already_stored",
        },
    };
    Ok(Json(WrittenBody { entries: written.iter().map(shape).collect() }))
}

async fn read(request: Request, language: Language) -> Result<Vec<NewEntry>, Failure> {
    said(body::json(request, language).await?, language)
}

/// The entries of a request, at least one.
pub(crate) fn said(body: EntriesBody, language: Language) -> Result<Vec<NewEntry>, Failure> {
    let EntriesBody { entries } = body;
    if entries.is_empty() {
        return Err(Failure::wire(language, vec![WireError::new("entries", Code::Empty)]));
    }
    let (entries, errors) = read_all(entries, language);
    if errors.is_empty() { Ok(entries) } else { Err(Failure::wire(language, errors)) }
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

fn read_all(objects: Vec<Map<String, Value>>, shown: Language) -> (Vec<NewEntry>, Vec<wire::WireError>) {
    let (mut entries, mut errors) = (Vec::new(), Vec::new());
    for object in objects {
        match wire::entry(object, shown) {
            Ok(entry) => entries.push(entry),
            Err(error) => errors.push(error),
        }
    }
    (entries, errors)
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
#[utoipa::path(get, path = "/api/v1/charts/{chart}/entries",
    params(("chart" = String, Path, description = "Chart id"),
        ("purpose" = Option<String>, Query, description = "care, safety or legal_record; care if absent")),
    responses((status = 200, body = EntriesAnswer), (status = 401, body = ErrorBody), (status = 404, body = ErrorBody),
        (status = 422, body = ErrorBody)))]
pub async fn list(
    State(app): State<App>,
    Signed(viewer): Signed,
    Path(chart): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let language = viewer.account.language;
    let fail = |problem| Failure::json(language, problem);
    let query = Query::of(query.as_deref());
    let purpose = purpose(query.get("purpose")).map_err(fail)?;
    let cx = Cx { viewer: &viewer, function: "api/entries", purpose, source: Asker::source() };
    let view = app.clinic().charts().chart(&cx, chart_id(&chart)).await.map_err(fail)?;
    query.only(&["purpose"]).map_err(|error| Failure::wire(language, vec![error]))?;
    let entries: Vec<EntryShape<'_>> = view.chart.entries().iter().map(EntryShape::of).collect();
    super::answer(language, entries.len() * BYTES, &EntriesAnswer { entries })
}

/// A chart id, or one that no chart has: what is not an id is simply not there.
pub(crate) fn chart_id(text: &str) -> ChartId {
    text.parse().unwrap_or(ChartId::from_bytes([0; 16]))
}

/// A purpose named in a query; one that is not known is nobody's.
pub(crate) fn purpose(name: Option<&str>) -> Result<Option<policy::Purpose>, Problem> {
    name.map(|name| policy::Purpose::parse(name).ok_or(Problem::NotFound)).transpose()
}
