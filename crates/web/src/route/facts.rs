//! Facts the clinic adds to a chart, and corrects.

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use clinic::{ChartView, Problem};
use diary::chart::Entry;
use diary::{Body, Medicine, RecordId};
use jiff::Timestamp;

use super::form::{self, Form};
use super::frame::{Around, page};
use super::patient::{open, who};
use super::said::local;
use crate::api::chart_id;
use crate::app::App;
use crate::page::{Amended, FactKind, FactPage, Filled, Place, medicine_id, path};
use crate::query::Query;
use crate::session::Signed;
use crate::wire::WireError;

/// The form's kind of a stored kind that the clinic can correct.
pub fn kind_of(stored: &str) -> Option<FactKind> {
    [FactKind::Medicine, FactKind::Dose, FactKind::Tms, FactKind::Event, FactKind::Weight]
        .into_iter()
        .find(|kind| wire(*kind) == stored)
}

/// The kind on the wire.
const fn wire(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Medicine => "medicine",
        FactKind::Dose => "dose_change",
        FactKind::Tms => "tms_session",
        FactKind::Event => "event",
        FactKind::Weight => "measurement",
        FactKind::Review => "review",
        FactKind::Note => "staff_note",
    }
}

/// Shows an empty form.
pub async fn show(
    State(app): State<App>,
    Signed(viewer): Signed,
    Path((chart, kind)): Path<(String, String)>,
    headers: HeaderMap,
    uri: Uri,
    RawQuery(query): RawQuery,
) -> Result<Response, Response> {
    let around = Around::new(app, viewer, &headers, &uri);
    let shown = async {
        let view = open(&around, &chart, "facts").await?;
        let kind = FactKind::parse(&kind).ok_or(Problem::NotFound)?;
        let mut filled = vec![("date".to_owned(), view.today.to_string())];
        let up_to = Query::of(query.as_deref()).get("up_to").map(str::to_owned);
        filled.extend(up_to.map(|moment| ("up_to".to_owned(), moment)));
        let fact = fact_page(&around, &view, kind, Filled::of(filled), None)?;
        Ok(page(&fact, StatusCode::OK))
    };
    shown.await.map_err(|problem: Problem| around.fail(problem).into_response())
}

fn fact_page(
    around: &Around,
    view: &ChartView,
    kind: FactKind,
    form: Filled,
    amends: Option<Amended>,
) -> Result<FactPage, Problem> {
    let clinic = around.app.clinic();
    let entry = match form.value("id") {
        "" => clinic.new_entry_id()?.to_string(),
        id => id.to_owned(),
    };
    let seen = seen(view, form.value("up_to"), clinic.now());
    Ok(FactPage {
        frame: around.frame(Place::Elsewhere),
        who: who(around, view),
        kind,
        form,
        entry,
        amends,
        current: view.chart.doses().iter().map(|lane| around.t.medicine(&lane.medicine)).collect(),
        up_to: (kind == FactKind::Review).then(|| (local(around, seen), seen.to_string())),
    })
}

/// What a review covers: what the page it was begun on showed, never anything that arrived afterwards.
fn seen(view: &ChartView, named: &str, now: Timestamp) -> Timestamp {
    let newest = if view.chart.entries().is_empty() { now } else { view.seen_up_to() };
    named.parse::<Timestamp>().map_or(newest, |named| named.min(newest))
}

/// Stores a fact.
pub async fn send(
    State(app): State<App>,
    Signed(viewer): Signed,
    Path((chart, kind)): Path<(String, String)>,
    headers: HeaderMap,
    uri: Uri,
    form: Form,
) -> Result<Response, Response> {
    let around = Around::new(app, viewer, &headers, &uri);
    form.belongs(&around, &path::fact(&chart, &kind))?;
    let stored = async {
        let kind = FactKind::parse(&kind).ok_or(Problem::NotFound)?;
        store(&around, &chart, kind, form, None).await
    };
    stored.await.map_err(|problem: Problem| around.fail(problem).into_response())
}

/// Shows a fact to be corrected.
pub async fn amend(
    State(app): State<App>,
    Signed(viewer): Signed,
    Path((chart, record)): Path<(String, String)>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Response> {
    let around = Around::new(app, viewer, &headers, &uri);
    let shown = async {
        let view = open(&around, &chart, "facts").await?;
        let (kind, amended, filled) = amended(&around, &view, &record)?;
        Ok(page(&fact_page(&around, &view, kind, filled, Some(amended))?, StatusCode::OK))
    };
    shown.await.map_err(|problem: Problem| around.fail(problem).into_response())
}

/// Stores a corrected fact.
pub async fn send_amend(
    State(app): State<App>,
    Signed(viewer): Signed,
    Path((chart, record)): Path<(String, String)>,
    headers: HeaderMap,
    uri: Uri,
    form: Form,
) -> Result<Response, Response> {
    let around = Around::new(app, viewer, &headers, &uri);
    form.belongs(&around, &path::chart_amend(&chart, &record))?;
    let stored = async {
        let view = open(&around, &chart, "facts").await?;
        let (kind, amended, _) = amended(&around, &view, &record)?;
        let record: RecordId = record.parse().map_err(|_| Problem::NotFound)?;
        store(&around, &chart, kind, form.amending(record), Some(amended)).await
    };
    stored.await.map_err(|problem: Problem| around.fail(problem).into_response())
}

/// Marks an entry of a chart as entered in error.
pub async fn mistake(
    State(app): State<App>,
    Signed(viewer): Signed,
    Path((chart, record)): Path<(String, String)>,
    headers: HeaderMap,
    uri: Uri,
    form: Form,
) -> Result<Response, Response> {
    let around = Around::new(app, viewer, &headers, &uri);
    form.belongs(&around, &path::chart_mistake(&chart, &record))?;
    let marked = async {
        let chart = chart_id(&chart);
        let entrance = around.app.clinic().enter(&around.cx("entries"), chart).await?;
        around.desk()?;
        super::amend::mark(&around, chart, entrance, &record, form).await
    };
    marked.await.map_err(|problem| around.fail(problem).into_response())?;
    Ok(Redirect::to(&path::entries(&chart_id(&chart).to_string())).into_response())
}

async fn store(
    around: &Around,
    chart: &str,
    kind: FactKind,
    form: Form,
    amends: Option<Amended>,
) -> Result<Response, Problem> {
    let clinic = around.app.clinic();
    let cx = around.cx("facts");
    let entrance = clinic.enter(&cx, chart_id(chart)).await?;
    around.desk()?;
    let errors = match form.named_as_stored(kind).entry(around, wire(kind)) {
        Ok(entry) => match form::store(around, &cx, chart_id(chart), entrance, entry).await {
            Ok(_) => return Ok(Redirect::to(&path::chart(&chart_id(chart).to_string())).into_response()),
            Err(Problem::Refused(refused)) => refused.iter().map(|r| WireError::refused(r.refusal)).collect(),
            Err(problem) => return Err(problem),
        },
        Err(error) => vec![error],
    };
    let view = open(around, chart, "facts").await?;
    let fact = fact_page(around, &view, kind, form.filled(&errors), amends)?;
    Ok(page(&fact, StatusCode::UNPROCESSABLE_ENTITY))
}

impl Form {
    /// The same fields with medicines by their stored names and notes under the wire's name.
    fn named_as_stored(&self, kind: FactKind) -> Self {
        let pairs = self.0.iter().map(|(name, value)| match (name.as_str(), kind) {
            ("medicine" | "replaces", _) => (name.clone(), medicine_id(value).to_owned()),
            ("note", FactKind::Note) => ("text".to_owned(), value.clone()),
            _ => (name.clone(), value.clone()),
        });
        Self(pairs.collect())
    }
}

fn amended(around: &Around, view: &ChartView, record: &str) -> Result<(FactKind, Amended, Filled), Problem> {
    let id: RecordId = record.parse().map_err(|_| Problem::NotFound)?;
    let entry = view.chart.entry(id).filter(|entry| entry.stands()).ok_or(Problem::NotFound)?;
    let kind = entry.bodies().next().and_then(|body| kind_of(body.kind())).ok_or(Problem::NotFound)?;
    let amended = Amended { record: id.to_string(), day: entry.date() };
    Ok((kind, amended, Filled::of(fields(around, entry))))
}

fn fields(around: &Around, entry: &Entry) -> Vec<(String, String)> {
    let mut fields = vec![("date".to_owned(), entry.date().to_string())];
    let named = |medicine: &Medicine| around.t.medicine(medicine);
    let mut put =
        |name: &str, value: Option<String>| fields.extend(value.map(|value| (name.to_owned(), value)));
    match entry.bodies().next() {
        Some(Body::Started(started)) => {
            put("medicine", Some(named(&started.medicine)));
            put("dose_mg", Some(started.per_day.to_string()));
            put("precision", Some(started.precision.as_str().to_owned()));
            put("replaces", started.replaces.as_ref().map(named));
        }
        Some(Body::Dose(dose)) => {
            put("medicine", Some(named(&dose.medicine)));
            put("dose_mg", Some(dose.per_day.to_string()));
            put("precision", Some(dose.precision.as_str().to_owned()));
        }
        Some(Body::Tms(session)) => {
            put("protocol", session.protocol.as_ref().map(|text| text.as_str().to_owned()));
            put("intensity_percent_mt", session.intensity_percent_mt.map(|n| n.to_string()));
            put("pulses", session.pulses.map(|n| n.to_string()));
        }
        Some(Body::Event(event)) => {
            put("what", Some(event.what.as_str().to_owned()));
            put("until", event.until.map(|date| date.to_string()));
        }
        Some(Body::Measurement(measured)) => put("kg", Some(measured.value.to_string())),
        _ => {}
    }
    fields
}
