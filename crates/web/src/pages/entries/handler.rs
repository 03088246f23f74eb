//! Entries: all of a patient's for the care team; correcting one's own, and taking them back.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use clinic::Problem;
use diary::{Body, QuestionSet, RecordId, Role};
use policy::Action;

use super::view::EntriesPage;
use crate::http::error::HttpError;
use crate::http::query::Query;
use crate::http::urls;
use crate::pages::forms::amendment::{amended, mark_as_mistake, newest};
use crate::pages::forms::form::Form;
use crate::pages::forms::prefill;
use crate::pages::layout::context::{Around, page};
use crate::pages::layout::view::Place;
use crate::pages::parts::entry_list::EntryList;
use crate::pages::parts::entry_view::Reader;
use crate::pages::parts::patient_header::Who;
use crate::pages::{check_in, sleep_card};

/// Every entry with all versions.
pub async fn list(around: Around, Path(chart): Path<String>, query: Query) -> Result<Response, HttpError> {
    let view = around.open_for_desk(&chart, "entries").await?;
    let address = urls::entries(&view.id.to_string());
    let list = EntryList::of(&around, &view, &query, Reader::Team, &address);
    let frame = around.frame(Place::Elsewhere);
    Ok(page(&EntriesPage { frame, who: Who::of(&around, &view), list }, StatusCode::OK))
}

/// Shows an own entry to be corrected.
pub async fn amend(around: Around, Path(record): Path<String>) -> Result<Response, HttpError> {
    let access = around.own_chart("days").await?;
    let record: RecordId = record.parse().map_err(|_| Problem::NotFound)?;
    let view = around.app.clinic().charts().read_with(&around.cx("days"), access).await?;
    let amends = Some(amended(&around, &view, record)?);
    let entry = view.chart.entry(record).filter(|entry| entry.stands()).ok_or(Problem::NotFound)?;
    let filled = newest(prefill::filled(entry), entry);
    match entry.first_body() {
        Some(Body::CheckIn(_)) => check_in::shown(&around, &view, filled, amends, StatusCode::OK),
        Some(Body::Sleep(_)) => sleep_card::shown(&around, &view, filled, amends, StatusCode::OK),
        _ => Err(Problem::NotFound.into()),
    }
}

/// Stores a correction. The form says which of the two it is.
pub async fn send_amend(
    around: Around,
    Path(record): Path<String>,
    form: Form,
) -> Result<Response, HttpError> {
    form.belongs(&around, &urls::amend(&record))?;
    let record: RecordId = record.parse().map_err(|_| Problem::NotFound)?;
    let form = form.amending(record);
    if form.asks(QuestionSet::SLEEP) {
        sleep_card::submit(&around, form, Some(record)).await
    } else {
        check_in::submit(&around, form, Some(record)).await
    }
}

/// Marks an own entry as a mistake.
pub async fn mistake(around: Around, Path(record): Path<String>, form: Form) -> Result<Response, HttpError> {
    form.belongs(&around, &urls::mistake(&record))?;
    let access = around.chart_for("entries", Action::WriteDiary).await?;
    mark_as_mistake(&around, access, &record, form).await?;
    let family = around.viewer.account.role == Role::Guardian;
    Ok(Redirect::to(if family { urls::FAMILY } else { urls::DAYS }).into_response())
}
