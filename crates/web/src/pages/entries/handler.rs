//! Entries: all of a patient's for the care team; correcting one's own, and taking them back.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use clinic::{ChartView, Problem};
use diary::{Body, RecordId, Role};
use policy::Action;

use super::view::EntriesPage;
use crate::http::error::HttpError;
use crate::http::query::Query;
use crate::http::urls;
use crate::pages::forms::amendment::{amended, mark_as_mistake, newest};
use crate::pages::forms::daily_form::DailyForm;
use crate::pages::forms::form::Form;
use crate::pages::forms::prefill;
use crate::pages::forms::state::{Amended, FormState};
use crate::pages::layout::context::{PageContext, render};
use crate::pages::layout::view::NavItem;
use crate::pages::parts::entry_list::EntryList;
use crate::pages::parts::entry_view::Reader;
use crate::pages::parts::patient_header::Who;

/// Every entry with all versions.
pub async fn list(page: PageContext, Path(chart): Path<String>, query: Query) -> Result<Response, HttpError> {
    let view = page.open_for_desk(&chart, "entries").await?;
    let address = urls::entries(&view.id.to_string());
    let list = EntryList::of(&page, &view, &query, Reader::Team, &address);
    let layout = page.layout(NavItem::Elsewhere);
    Ok(render(&EntriesPage { layout, who: Who::of(&page, &view), list }, StatusCode::OK))
}

/// An own entry as the form that corrects it begins.
pub struct Amendable {
    /// The writer's chart.
    pub view: ChartView,
    /// The form that wrote it.
    pub form: DailyForm,
    /// What it holds.
    pub filled: FormState,
    /// What is corrected.
    pub amends: Amended,
}

/// Opens an own entry to be corrected.
///
/// # Errors
/// [`Problem::NotFound`] for an entry that is not there, or not this person's, or that no form corrects.
pub async fn amendable(page: &PageContext, record: &str) -> Result<Amendable, HttpError> {
    let chart = page.own_chart("days").await?;
    let record: RecordId = record.parse().map_err(|_| Problem::NotFound)?;
    let view = page.app.clinic().charts().chart(&page.cx("days"), chart).await?;
    let amends = amended(page, &view, record)?;
    let entry = view.chart.entry(record).filter(|entry| entry.stands()).ok_or(Problem::NotFound)?;
    let form = match entry.first_body() {
        Some(Body::CheckIn(_)) => DailyForm::CheckIn,
        Some(Body::Sleep(_)) => DailyForm::SleepCard,
        _ => return Err(Problem::NotFound.into()),
    };
    let filled = newest(prefill::filled(entry), entry);
    Ok(Amendable { view, form, filled, amends })
}

/// Marks an own entry as a mistake.
pub async fn mistake(
    page: PageContext,
    Path(record): Path<String>,
    form: Form,
) -> Result<Response, HttpError> {
    form.belongs(&page, &urls::mistake(&record))?;
    let chart = page.chart_for("entries", Action::WriteDiary).await?;
    let entrance = page.app.clinic().accounts().enter(&page.cx("entries"), chart).await?;
    mark_as_mistake(&page, chart, entrance, &record, form).await?;
    let family = page.viewer.account.role == Role::Guardian;
    Ok(Redirect::to(if family { urls::FAMILY } else { urls::DAYS }).into_response())
}
