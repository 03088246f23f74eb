//! What the clinic adds to a chart, and corrects.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use clinic::{ChartView, ClinicError};
use diary::chart::Entry;
use diary::{Body, RecordId};
use policy::Action;

use super::sent::{NextMove, Sent};
use super::{dose, review};
use crate::http::error::HttpError;
use crate::http::query::Query;
use crate::http::urls;
use crate::pages::forms::amendment::mark_as_mistake;
use crate::pages::forms::desk_form::DeskForm;
use crate::pages::forms::form::{Form, submit_entry};
use crate::pages::forms::state::FormState;
use crate::pages::forms::typed_order;
use crate::pages::layout::context::{PageContext, render};
use crate::pages::parts::entry_lines::note_of;

pub async fn show(
    page: PageContext,
    Path((chart, kind)): Path<(String, String)>,
    query: Query,
) -> Result<Response, HttpError> {
    let kind = DeskForm::parse(&kind).ok_or(ClinicError::NotFound)?;
    let access = page.authorize(&chart, "facts", kind.policy_action()).await?;
    let sent = Sent { page: &page, chart: &chart, access, kind, amends: None };
    let view = sent.open().await?;
    let mut filled = vec![("date".to_owned(), view.today.to_string())];
    filled.extend(query.get("up_to").map(|moment| ("up_to".to_owned(), moment.to_owned())));
    Ok(render(&sent.form_page(&view, FormState::of(filled))?, StatusCode::OK))
}

/// Stores what a form adds.
pub async fn send(
    page: PageContext,
    Path((chart, kind)): Path<(String, String)>,
    form: Form,
) -> Result<Response, HttpError> {
    form.belongs(&page, &urls::treatment(&chart, &kind))?;
    let kind = DeskForm::parse(&kind).ok_or(ClinicError::NotFound)?;
    let access = page.authorize(&chart, "facts", kind.policy_action()).await?;
    submit(&Sent { page: &page, chart: &chart, access, kind, amends: None }, form).await
}

/// Shows an entry of the clinic to be corrected.
pub async fn amend(
    page: PageContext,
    Path((chart, record)): Path<(String, String)>,
) -> Result<Response, HttpError> {
    let access = page.authorize(&chart, "facts", Action::WriteFacts).await?;
    let view = page.open_with(access, "facts").await?;
    let record: RecordId = record.parse().map_err(|_| ClinicError::NotFound)?;
    let entry = amendable(&view, record)?;
    let sent = Sent::amending(&page, &chart, access, entry, record)?;
    let filled = FormState::of(fields(&page, entry)).with_newest(entry);
    Ok(render(&sent.form_page(&view, filled)?, StatusCode::OK))
}

pub async fn send_amend(
    page: PageContext,
    Path((chart, record)): Path<(String, String)>,
    form: Form,
) -> Result<Response, HttpError> {
    form.belongs(&page, &urls::chart_amend(&chart, &record))?;
    let access = page.authorize(&chart, "facts", Action::WriteFacts).await?;
    let view = page.open_with(access, "facts").await?;
    let record: RecordId = record.parse().map_err(|_| ClinicError::NotFound)?;
    let sent = Sent::amending(&page, &chart, access, amendable(&view, record)?, record)?;
    submit(&sent, form.amending(record)).await
}

/// Marks an entry of a chart as entered in error.
pub async fn mistake(
    page: PageContext,
    Path((chart, record)): Path<(String, String)>,
    form: Form,
) -> Result<Response, HttpError> {
    form.belongs(&page, &urls::chart_mistake(&chart, &record))?;
    let access = page.authorize(&chart, "entries", Action::WriteFacts).await?;
    mark_as_mistake(&page, access, &record, form).await?;
    Ok(Redirect::to(&urls::entries(&access.chart().to_string())).into_response())
}

/// Stores what was sent; refused, the form is shown again with what was typed and what is wrong, and nothing was stored.
async fn submit(sent: &Sent<'_>, form: Form) -> Result<Response, HttpError> {
    let (status, errors) = match stored(sent, &form).await {
        Ok(answer) => return Ok(answer),
        Err(error) => (error.status(), error.into_fields()?),
    };
    let view = sent.open().await?;
    let filled = form.again(&errors, &view, sent.amended_record());
    Ok(render(&sent.form_page(&view, filled)?, status))
}

/// Stores what the form says, where nothing has to be shown first, and leads to the timeline that says so.
async fn stored(sent: &Sent<'_>, form: &Form) -> Result<Response, HttpError> {
    let page = sent.page;
    let step = match sent.kind {
        DeskForm::Medicine | DeskForm::Dose | DeskForm::Order => dose::read_back_or_store(sent, form).await?,
        DeskForm::Review => NextMove::store(review::read(sent, form).await?),
        kind => NextMove::store(form.entry(page, kind.entry_kind())?),
    };
    let entry = match step {
        NextMove::Show(shown) => return Ok(shown),
        NextMove::Store(entry) => *entry,
    };
    let written = submit_entry(page, &page.cx("facts"), sent.access, entry).await?;
    let chart = sent.access.chart().to_string();
    let timeline = match written.first() {
        Some(one) => urls::chart_saved(&chart, &one.entry.to_string()),
        None => urls::chart(&chart),
    };
    Ok(page.lead_to(&timeline))
}

fn amendable(view: &ChartView, record: RecordId) -> Result<&Entry, ClinicError> {
    view.chart.entry(record).filter(|entry| entry.stands()).ok_or(ClinicError::NotFound)
}

fn fields(page: &PageContext, entry: &Entry) -> Vec<(String, String)> {
    let mut fields = vec![("date".to_owned(), entry.date().to_string())];
    let mut put =
        |name: &str, value: Option<String>| fields.extend(value.map(|value| (name.to_owned(), value)));
    match entry.bodies().next() {
        Some(Body::MedicineStart(started)) => {
            put("medicine", Some(page.t.medicine(&started.medicine)));
            put("dose_mg", Some(started.per_day.to_string()));
            put("precision", Some(started.precision.as_str().to_owned()));
            put("replaces", started.replaces.as_ref().map(|old| old.as_str().to_owned()));
        }
        Some(Body::DoseChange(dose)) => {
            put("medicine", Some(dose.medicine.as_str().to_owned()));
            put("dose_mg", Some(dose.per_day.to_string()));
            put("precision", Some(dose.precision.as_str().to_owned()));
        }
        Some(Body::DoseOrder(ordered)) => {
            put("medicine", Some(ordered.medicine.as_str().to_owned()));
            for (name, value) in typed_order::fields(&ordered.order) {
                put(name, Some(value));
            }
        }
        Some(Body::Intake(intake)) => {
            put("medicine", Some(intake.medicine.as_str().to_owned()));
            put("mg", Some(intake.amount.to_string()));
            let about = entry.effective_version().and_then(|version| version.meta.about.time);
            put("time", about.map(|time| page.t.time(&time)));
            put("taken_for", entry.bodies().find_map(note_of).map(str::to_owned));
        }
        Some(Body::Fields(entry)) => {
            for (field, value) in entry.answered() {
                put(field.name, Some(value.to_string()));
            }
        }
        Some(Body::Event(event)) => {
            put("what", Some(event.what.as_str().to_owned()));
            put("until", event.until.map(|date| date.to_string()));
        }
        Some(Body::Measurement(measured)) => {
            put("what", Some(measured.what().as_str().to_owned()));
            put("value", Some(measured.value().to_string()));
        }
        _ => {}
    }
    fields
}
