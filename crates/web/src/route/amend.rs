//! Correcting one's own entries, and taking them back.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use clinic::{ChartView, Entrance, Problem};
use diary::chart::Entry;
use diary::{Body, ChartId, Code, RecordId, Role};

use super::form::Form;
use super::frame::{Around, page};
use super::{evening, night, prefill};
use crate::app::App;
use crate::page::{Amended, path};
use crate::session::Signed;

/// The own entry a form corrects.
///
/// # Errors
/// [`Problem::NotFound`] for an entry that is not there, or not this person's.
pub fn amended(around: &Around, view: &ChartView, record: RecordId) -> Result<Amended, Problem> {
    let own =
        |entry: &&Entry| entry.author().is_some_and(|author| author.account == around.viewer.account.id);
    let entry = view.chart.entry(record).filter(own).ok_or(Problem::NotFound)?;
    Ok(Amended { record: record.to_string(), day: entry.date() })
}

/// Shows an own entry to be corrected.
pub async fn show(
    State(app): State<App>,
    Signed(viewer): Signed,
    Path(record): Path<String>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Response> {
    let around = Around::new(app, viewer, &headers, &uri);
    form_of(&around, &record).await.map_err(|problem| around.fail(problem).into_response())
}

async fn form_of(around: &Around, record: &str) -> Result<Response, Problem> {
    around.only(Role::Patient)?;
    let record: RecordId = record.parse().map_err(|_| Problem::NotFound)?;
    let chart = around.own_chart().await?;
    let view = around.app.clinic().chart(&around.cx("days"), chart).await?;
    let amends = Some(amended(around, &view, record)?);
    let entry = view.chart.entry(record).filter(|entry| entry.stands()).ok_or(Problem::NotFound)?;
    let filled = prefill::filled(entry);
    match entry.bodies().next() {
        Some(Body::CheckIn(_)) => {
            Ok(page(&evening::check_in_page(around, &view, filled, amends)?, StatusCode::OK))
        }
        Some(Body::Sleep(_)) => Ok(page(&night::sleep_page(around, filled, amends)?, StatusCode::OK)),
        _ => Err(Problem::NotFound),
    }
}

/// Stores a correction.
pub async fn send(
    State(app): State<App>,
    Signed(viewer): Signed,
    Path(record): Path<String>,
    headers: HeaderMap,
    uri: Uri,
    form: Form,
) -> Result<Response, Response> {
    let around = Around::new(app, viewer, &headers, &uri);
    form.belongs(&around, &path::amend(&record))?;
    let stored = async {
        let record: RecordId = record.parse().map_err(|_| Problem::NotFound)?;
        let form = form.amending(record);
        // The form's own fields say which of the two it is: only the sleep card asks when someone woke.
        if form.value("final_wake").is_some() || form.value("try_sleep").is_some() {
            night::store(&around, form, Some(record)).await
        } else {
            evening::store(&around, form, Some(record)).await
        }
    };
    stored.await.map_err(|problem: Problem| around.fail(problem).into_response())
}

/// Marks an own entry as a mistake.
pub async fn mistake(
    State(app): State<App>,
    Signed(viewer): Signed,
    Path(record): Path<String>,
    headers: HeaderMap,
    uri: Uri,
    form: Form,
) -> Result<Response, Response> {
    let around = Around::new(app, viewer, &headers, &uri);
    form.belongs(&around, &path::mistake(&record))?;
    let marked = async {
        let chart = around.own_chart().await?;
        let entrance = around.app.clinic().enter(&around.cx("entries"), chart).await?;
        mark(&around, chart, entrance, &record, form).await
    };
    marked.await.map_err(|problem| around.fail(problem).into_response())?;
    let back = if around.viewer.account.role == Role::Guardian { path::FAMILY } else { path::DAYS };
    Ok(Redirect::to(back).into_response())
}

/// Marks an entry of a chart as entered in error.
pub async fn mark(
    around: &Around,
    chart: ChartId,
    entrance: Entrance,
    record: &str,
    form: Form,
) -> Result<(), Problem> {
    let record: RecordId = record.parse().map_err(|_| Problem::NotFound)?;
    let mut form = form.amending(record);
    let has = |form: &Form, name: &str| form.value(name).is_some_and(|value| !value.trim().is_empty());
    if !has(&form, "id") {
        form.0.push(("id".to_owned(), around.app.clinic().new_entry_id()?.to_string()));
    }
    if !has(&form, "reason") {
        form.0.push(("reason".to_owned(), around.t.get("reason-mistake")));
    }
    let clinic = around.app.clinic();
    let cx = around.cx("entries");
    let entry = form.entry(around, "entered_in_error").map_err(|_| Problem::Refused(Vec::new()))?;
    match clinic.submit(&cx, entrance, vec![entry]).await {
        Err(Problem::Refused(refused)) if refused.iter().any(|r| r.refusal.code == Code::NotAmendable) => {
            // A second press of the button finds it done.
            let view = clinic.chart(&cx, chart).await?;
            let done = view.chart.entry(record).is_some_and(Entry::in_error);
            if done { Ok(()) } else { Err(Problem::NotFound) }
        }
        other => other.map(|_| ()),
    }
}

impl Form {
    /// The same form, correcting the entry of its address and no other.
    pub fn amending(mut self, record: RecordId) -> Self {
        self.0.retain(|(name, _)| name != "amends");
        self.0.push(("amends".to_owned(), record.to_string()));
        self
    }
}
