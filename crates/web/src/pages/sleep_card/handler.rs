//! The morning's sleep card.

use axum::http::StatusCode;
use axum::response::Response;
use clinic::{ChartAccess, ChartView, ClinicError};
use diary::chart::Chart;
use diary::{RecordId, Sharing};

use super::view::SleepPage;
use crate::http::error::HttpError;
use crate::http::input_error::InputError;
use crate::http::urls;
use crate::pages::forms::amendment::amended;
use crate::pages::forms::daily_form::{DailyForm, writable_days};
use crate::pages::forms::form::{Form, entry_id, purpose, submit_entry};
use crate::pages::forms::state::{Amended, FormState};
use crate::pages::forms::submitted::{About, Apart, Next, SubmittedPage};
use crate::pages::layout::context::{PageContext, render};
use crate::pages::layout::view::NavItem;

const FORM: DailyForm = DailyForm::SleepCard;

pub async fn show(page: PageContext) -> Result<Response, HttpError> {
    let view = FORM.open(&page).await?;
    shown(&page, &view, FormState::default(), None, StatusCode::OK)
}

/// Stores the sleep card.
pub async fn send(page: PageContext, form: Form) -> Result<Response, HttpError> {
    form.belongs(&page, urls::SLEEP_CARD)?;
    submit(&page, form, None).await
}

/// Answers a form, new or a correction; refused, the card is shown again with what was typed and what is wrong, and nothing was
/// stored.
///
/// # Errors
/// Any but what is wrong with the form.
pub async fn submit(page: &PageContext, form: Form, amends: Option<RecordId>) -> Result<Response, HttpError> {
    let access = page.own_chart(FORM.function()).await?;
    let errors = match run_dialogue(page, access, &form, amends).await {
        Ok(answer) => return Ok(answer),
        Err(error) => error.into_fields()?,
    };
    let view = FORM.open_with(page, access).await?;
    let amended = amends.map(|record| amended(page, &view, record)).transpose()?;
    let filled = form.again(&errors, &view, amends);
    shown(page, &view, filled, amended, StatusCode::UNPROCESSABLE_ENTITY)
}

/// The sleep card, empty, filled in or to be corrected.
///
/// # Errors
/// Where randomness fails.
pub fn shown(
    page: &PageContext,
    view: &ChartView,
    form: FormState,
    amends: Option<Amended>,
    status: StatusCode,
) -> Result<Response, HttpError> {
    Ok(render(&sleep_page(page, view, form, amends)?, status))
}

/// What the dialogue makes of the form.
async fn run_dialogue(
    page: &PageContext,
    access: ChartAccess,
    form: &Form,
    amends: Option<RecordId>,
) -> Result<Response, HttpError> {
    let next = form.draft(page, FORM, purpose(amends))?.next(&Chart::default());
    let entry = next.accepted().map_err(InputError::refused)?.entry;
    let cx = page.cx(FORM.function());
    let written = submit_entry(page, &cx, access, entry.clone()).await?;
    let corrects = entry.amends.is_some() && entry.sharing != Sharing::CareTeam;
    let today = entry.about.date == page.app.clinic().today();
    let done = SubmittedPage {
        about: About::Morning,
        next: if today { Next::Today } else { Next::Nothing },
        apart: if corrects { vec![Apart::Earlier] } else { Vec::new() },
        ..SubmittedPage::of(page, NavItem::Today, &entry, &written)
    };
    Ok(render(&done, StatusCode::OK))
}

fn sleep_page(
    page: &PageContext,
    view: &ChartView,
    form: FormState,
    amends: Option<Amended>,
) -> Result<SleepPage, ClinicError> {
    let new = amends.is_none();
    let days = amends.as_ref().map_or_else(|| writable_days(view.today), |old| vec![old.day]);
    let asked = form.day().filter(|day| days.contains(day)).unwrap_or(view.today);
    Ok(SleepPage {
        layout: page.layout(if amends.is_some() { NavItem::Days } else { NavItem::Sleep }),
        entry: entry_id(page, &form)?,
        already: if new { FORM.already(page, view, &[asked]) } else { Vec::new() },
        written: if new { FORM.written(view, &days) } else { Vec::new() },
        days,
        form,
        amends,
    })
}
