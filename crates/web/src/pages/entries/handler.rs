//! Entries: all of a patient's for the care team; correcting one's own, and taking them back.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use clinic::ClinicError;
use diary::{Body, QuestionSet, RecordId, Role};
use policy::Action;

use super::view::EntriesPage;
use crate::http::error::HttpError;
use crate::http::query::Query;
use crate::http::urls;
use crate::pages::forms::amendment::{amended, mark_as_mistake};
use crate::pages::forms::form::Form;
use crate::pages::forms::prefill;
use crate::pages::layout::context::{PageContext, render};
use crate::pages::layout::view::NavItem;
use crate::pages::parts::entry_list::EntryList;
use crate::pages::parts::entry_view::Reader;
use crate::pages::parts::patient_header::Who;
use crate::pages::{check_in, sleep_card};

/// Every entry with all versions.
pub async fn list(page: PageContext, Path(chart): Path<String>, query: Query) -> Result<Response, HttpError> {
    let view = page.open_for_desk(&chart, "entries").await?;
    let address = urls::entries(&view.id.to_string());
    let list = EntryList::of(&page, &view, &query, Reader::Team, &address);
    let layout = page.layout(NavItem::Elsewhere);
    Ok(render(&EntriesPage { layout, who: Who::of(&page, &view), list }, StatusCode::OK))
}

/// Shows an own entry to be corrected.
pub async fn amend(page: PageContext, Path(record): Path<String>) -> Result<Response, HttpError> {
    let access = page.own_chart("days").await?;
    let record: RecordId = record.parse().map_err(|_| ClinicError::NotFound)?;
    let view = page.app.clinic().charts().read_with(&page.cx("days"), access).await?;
    let amends = Some(amended(&page, &view, record)?);
    let entry = view.chart.entry(record).filter(|entry| entry.stands()).ok_or(ClinicError::NotFound)?;
    let filled = prefill::filled(entry).with_newest(entry);
    match entry.first_body() {
        Some(Body::CheckIn(_)) => check_in::shown(&page, &view, filled, amends, StatusCode::OK),
        Some(Body::Sleep(_)) => sleep_card::shown(&page, &view, filled, amends, StatusCode::OK),
        _ => Err(ClinicError::NotFound.into()),
    }
}

/// Stores a correction of an own entry. The form says which of the two it is.
pub async fn send_amend(
    page: PageContext,
    Path(record): Path<String>,
    form: Form,
) -> Result<Response, HttpError> {
    form.belongs(&page, &urls::amend(&record))?;
    let record: RecordId = record.parse().map_err(|_| ClinicError::NotFound)?;
    let form = form.amending(record);
    if form.asks(QuestionSet::SLEEP) {
        sleep_card::submit(&page, form, Some(record)).await
    } else {
        check_in::submit(&page, form, Some(record)).await
    }
}

/// Marks an own entry as a mistake.
pub async fn mistake(
    page: PageContext,
    Path(record): Path<String>,
    form: Form,
) -> Result<Response, HttpError> {
    form.belongs(&page, &urls::mistake(&record))?;
    let access = page.chart_for("entries", Action::WriteDiary).await?;
    mark_as_mistake(&page, access, &record, form).await?;
    let family = page.viewer.account.role == Role::Guardian;
    Ok(Redirect::to(if family { urls::FAMILY } else { urls::MY_DAYS }).into_response())
}
