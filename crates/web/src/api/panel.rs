//! The panel as JSON.

use axum::extract::State;
use axum::response::Response;
use clinic::{PanelDay, PanelDose, PanelPatient, RequestContext};
use diary::{ChartId, Code, HalfMicrograms};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::output::display::Shown;
use super::output::{OrderedShape, dosing};
use crate::app::App;
use crate::http::error::{ErrorBody, HttpError};
use crate::http::input_error::InputError;
use crate::http::json_body;
use crate::http::query::Query;
use crate::http::request_info::RequestInfo;
use crate::http::session::Signed;
use crate::http::urls;

/// One page of the panel.
#[derive(Serialize, ToSchema)]
pub struct PanelBody<'a> {
    /// Patients in the panel's order.
    pub patients: Vec<PatientShape<'a>>,
    /// How many there are in all.
    pub total: usize,
    /// What to give as `after` for the next page; `null` on the last.
    #[schema(value_type = Option<String>)]
    pub next: Option<Shown<ChartId>>,
    /// The rule of the order.
    pub order: &'static str,
}

/// One patient.
#[derive(Serialize, ToSchema)]
pub struct PatientShape<'a> {
    /// Their chart.
    #[schema(value_type = String)]
    pub chart: Shown<ChartId>,
    /// Display name.
    pub name: &'a str,
    /// Completed years.
    pub age: i16,
    /// Medicines with today's doses.
    pub doses: Vec<PanelDoseShape<'a>>,
    /// Day of the last dose change.
    #[schema(value_type = Option<String>)]
    pub last_step: Option<Date>,
    /// Date of the last entry.
    #[schema(value_type = Option<String>)]
    pub last_entry: Option<Date>,
    /// The patient's entries since the last review; `null` where `unreadable`.
    pub entries_since_review: Option<u32>,
    /// Everything received up to here was reviewed.
    #[schema(value_type = Option<String>)]
    pub reviewed_up_to: Option<Timestamp>,
    /// Since when a task waits.
    #[schema(value_type = Option<String>)]
    pub task_since: Option<Timestamp>,
    /// The last 28 days that say anything.
    pub days: Vec<PanelDayShape>,
    /// Whether what is stored for this row does not open: nothing but name, age and task is then known here.
    pub unreadable: bool,
}

/// One medicine.
#[derive(Serialize, ToSchema)]
pub struct PanelDoseShape<'a> {
    /// Which.
    pub medicine: &'a str,
    /// Milligrams a day, today; `null` where none is known, or an order says more than that.
    #[schema(value_type = Option<String>)]
    pub dose_mg: Option<Shown<HalfMicrograms>>,
    /// The order that holds today, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderedShape>,
    /// Day of its last change.
    #[schema(value_type = Option<String>)]
    pub last_change: Option<Date>,
}

/// One day of the small lines.
#[derive(Serialize, ToSchema)]
pub struct PanelDayShape {
    /// The day.
    #[schema(value_type = String)]
    pub date: Date,
    /// 0 very bad, 10 very good.
    pub mood: Option<u8>,
    /// 0 none, 10 very strong.
    pub anxiety: Option<u8>,
    /// Minutes slept.
    pub slept_min: Option<i64>,
    /// "Cannot write today".
    pub cannot_write: bool,
}

/// About how long one patient is in the answer.
const BYTES: usize = 2_600;

/// Reads one page of the signed-in person's patients.
#[utoipa::path(get, path = urls::API_PANEL,
    params(("limit" = Option<u32>, Query, description = "1 to 100; 50 if absent"),
        ("after" = Option<String>, Query, description = "Chart id of the last patient of the page before")),
    responses((status = 200, body = PanelBody), (status = 401, body = ErrorBody), (status = 404, body = ErrorBody), (status = 422, body = ErrorBody)))]
pub async fn panel(
    State(app): State<App>,
    info: RequestInfo,
    Signed(viewer): Signed,
    query: Query,
) -> Result<Response, HttpError> {
    let cx = RequestContext { viewer: &viewer, function: "api/panel", purpose: None, source: info.source };
    let limit =
        query.get("limit").map_or(Some(50), |text| text.parse().ok().filter(|n| (1..=100).contains(n)));
    let after = query.get("after").map(|text| text.parse().map_err(|_| ()));
    // People without a panel hear that there is none, whatever else they ask.
    let asked = (limit.unwrap_or(1), after.and_then(Result::ok));
    let page = app.clinic().panel().page(&cx, asked.0, asked.1).await?;
    query.only(&["limit", "after"])?;
    if limit.is_none() {
        return Err(InputError::new("limit", Code::OutOfRange).into());
    }
    if matches!(after, Some(Err(()))) {
        return Err(InputError::new("after", Code::NotAnId).into());
    }
    let body = PanelBody {
        patients: page.patients.iter().map(|patient| PatientShape::of(patient, page.today)).collect(),
        total: page.total,
        next: page.next.map(Shown),
        order: "open task, longest waiting first; then last dose change, newest first; then chart number",
    };
    json_body::answer(body.patients.len() * BYTES, &body)
}

impl<'a> PatientShape<'a> {
    fn of(patient: &'a PanelPatient, today: Date) -> Self {
        let mut doses = Vec::new();
        for PanelDose { lane, .. } in &patient.doses {
            let (dose_mg, order) = lane.on(today).map_or((None, None), dosing);
            doses.push(PanelDoseShape {
                medicine: lane.medicine.as_str(),
                dose_mg,
                order,
                last_change: lane.last_change(patient.first_entry, today).map(|change| change.step.date),
            });
        }
        let mut days = Vec::new();
        for (date, PanelDay { mood, anxiety, slept_min, cannot_write, .. }) in &patient.days {
            days.push(PanelDayShape {
                date: *date,
                mood: *mood,
                anxiety: *anxiety,
                slept_min: *slept_min,
                cannot_write: *cannot_write,
            });
        }
        Self {
            chart: Shown(patient.chart),
            name: &patient.person.name,
            age: patient.person.age_on(today),
            doses,
            last_step: patient.last_step(today),
            last_entry: patient.last_entry,
            entries_since_review: Some(patient.unread).filter(|_| !patient.unreadable),
            reviewed_up_to: patient.reviewed_up_to,
            task_since: patient.task_since,
            days,
            unreadable: patient.unreadable,
        }
    }
}
