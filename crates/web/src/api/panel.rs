//! The panel as JSON.

use axum::Json;
use axum::extract::{RawQuery, State};
use clinic::{Cx, PanelPatient, Source};
use diary::Code;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::app::App;
use crate::failure::{ErrorBody, Failure};
use crate::query::Query;
use crate::session::Signed;
use crate::wire::WireError;

/// One page of the panel.
#[derive(Serialize, ToSchema)]
pub struct PanelBody {
    /// Patients in the panel's order.
    #[schema(value_type = Vec<Object>)]
    pub patients: Vec<Value>,
    /// How many there are in all.
    pub total: usize,
    /// What to give as `after` for the next page; `null` on the last.
    pub next: Option<String>,
    /// The rule of the order.
    pub order: &'static str,
}

/// Reads one page of the signed-in person's patients.
#[utoipa::path(get, path = "/api/v1/panel",
    params(("limit" = Option<u32>, Query, description = "1 to 100; 50 if absent"),
        ("after" = Option<String>, Query, description = "Chart id of the last patient of the page before")),
    responses((status = 200, body = PanelBody), (status = 401, body = ErrorBody), (status = 404, body = ErrorBody), (status = 422, body = ErrorBody)))]
pub async fn panel(
    State(app): State<App>,
    Signed(viewer): Signed,
    RawQuery(query): RawQuery,
) -> Result<Json<PanelBody>, Failure> {
    let language = viewer.account.language;
    let query = Query::of(query.as_deref());
    let cx = Cx { viewer: &viewer, function: "api/panel", purpose: None, source: Source::Loopback };
    let limit =
        query.get("limit").map_or(Some(50), |text| text.parse().ok().filter(|n| (1..=100).contains(n)));
    let after = query.get("after").map(|text| text.parse().map_err(|_| ()));
    // People without a panel hear that there is none, whatever else they ask.
    let asked = (limit.unwrap_or(1), after.and_then(Result::ok));
    let page = app.clinic().panel(&cx, asked.0, asked.1).await.map_err(|p| Failure::json(language, p))?;
    let wrong = |field: &str, code| Failure::wire(language, vec![WireError::new(field, code)]);
    query.only(&["limit", "after"]).map_err(|error| Failure::wire(language, vec![error]))?;
    if limit.is_none() {
        return Err(wrong("limit", Code::OutOfRange));
    }
    if matches!(after, Some(Err(()))) {
        return Err(wrong("after", Code::NotAnId));
    }
    Ok(Json(PanelBody {
        patients: page.patients.iter().map(|patient| patient_value(patient, page.today)).collect(),
        total: page.total,
        next: page.next.map(|chart| chart.to_string()),
        order: "open task, longest waiting first; then last dose change, newest first; then chart number",
    }))
}

fn patient_value(patient: &PanelPatient, today: Date) -> Value {
    let doses = patient.doses.iter().map(|dose| {
        json!({
            "medicine": dose.medicine,
            "dose_mg": dose.on(today).map(|dose| dose.to_string()),
            "last_change": dose.last_change(today).map(|date| date.to_string()),
        })
    });
    let days = patient.days.iter().map(|(date, day)| {
        json!({
            "date": date.to_string(),
            "mood": day.mood,
            "anxiety": day.anxiety,
            "slept_min": day.slept_min,
            "cannot_write": day.cannot_write,
        })
    });
    json!({
        "chart": patient.chart.to_string(),
        "name": patient.person.name,
        "age": patient.person.age_on(today),
        "doses": doses.collect::<Vec<_>>(),
        "last_step": patient.last_step(today).map(|date| date.to_string()),
        "last_entry": patient.last_entry.map(|date| date.to_string()),
        "entries_since_review": patient.unread,
        "reviewed_up_to": patient.reviewed_up_to.map(|at| at.to_string()),
        "task_since": patient.task_since.map(|at| at.to_string()),
        "days": days.collect::<Vec<_>>(),
    })
}
