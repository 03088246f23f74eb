//! The morning's sleep card.

use axum::http::StatusCode;
use axum::response::Response;
use clinic::{ChartAccess, ChartView, Problem};
use diary::{Code, RecordId, Sharing, Submission};

use super::view::SleepPage;
use crate::http::error::HttpError;
use crate::http::input_error::InputError;
use crate::http::urls;
use crate::pages::forms::amendment::amended;
use crate::pages::forms::daily_form::{Sheet, writable_days};
use crate::pages::forms::form::{Form, entry_id, store};
use crate::pages::forms::state::{Amended, Filled};
use crate::pages::forms::submitted::{About, Apart, DonePage, Next};
use crate::pages::layout::context::{Around, page};
use crate::pages::layout::view::Place;

const SHEET: Sheet = Sheet::Morning;

/// Shows the sleep card.
pub async fn show(around: Around) -> Result<Response, HttpError> {
    let view = SHEET.open(&around).await?;
    shown(&around, &view, Filled::default(), None, StatusCode::OK)
}

/// Stores the sleep card.
pub async fn send(around: Around, form: Form) -> Result<Response, HttpError> {
    form.belongs(&around, urls::SLEEP)?;
    submit(&around, form, None).await
}

/// Stores a night or its correction; refused, the card is shown again with what was typed and what is wrong, and nothing was
/// stored.
///
/// # Errors
/// Any but what is wrong with the form.
pub async fn submit(around: &Around, form: Form, amends: Option<RecordId>) -> Result<Response, HttpError> {
    let access = around.own_chart(SHEET.function()).await?;
    let errors = match stored(around, access, &form).await {
        Ok(answer) => return Ok(answer),
        Err(error) => error.into_fields()?,
    };
    let view = SHEET.open_with(around, access).await?;
    let amended = amends.map(|record| amended(around, &view, record)).transpose()?;
    let filled = form.again(&errors, &view, amends);
    shown(around, &view, filled, amended, StatusCode::UNPROCESSABLE_ENTITY)
}

/// The sleep card, empty, filled in or to be corrected.
///
/// # Errors
/// Where randomness fails.
pub fn shown(
    around: &Around,
    view: &ChartView,
    form: Filled,
    amends: Option<Amended>,
    status: StatusCode,
) -> Result<Response, HttpError> {
    Ok(page(&sleep_page(around, view, form, amends)?, status))
}

async fn stored(around: &Around, access: ChartAccess, form: &Form) -> Result<Response, HttpError> {
    let entry = form.entry(around, "sleep")?;
    // Whether a very long night is meant is asked once.
    let unlikely = matches!(&entry.said, Submission::Sleep(night) if night.is_unlikely(&entry.about));
    if unlikely && form.value("times_meant").is_none() {
        return Err(InputError::new("final_wake", Code::Unlikely).into());
    }
    let cx = around.cx(SHEET.function());
    let written = store(around, &cx, access, entry.clone()).await?;
    let corrects = entry.amends.is_some() && entry.sharing != Sharing::CareTeam;
    let today = entry.about.date == around.app.clinic().today();
    let done = DonePage {
        about: About::Morning,
        next: if today { Next::Today } else { Next::Nothing },
        apart: if corrects { vec![Apart::Earlier] } else { Vec::new() },
        ..DonePage::of(around, Place::Today, &entry, &written)
    };
    Ok(page(&done, StatusCode::OK))
}

fn sleep_page(
    around: &Around,
    view: &ChartView,
    form: Filled,
    amends: Option<Amended>,
) -> Result<SleepPage, Problem> {
    let new = amends.is_none();
    let days = amends.as_ref().map_or_else(|| writable_days(view.today), |old| vec![old.day]);
    let asked = form.day().filter(|day| days.contains(day)).unwrap_or(view.today);
    Ok(SleepPage {
        frame: around.frame(if amends.is_some() { Place::Days } else { Place::Sleep }),
        entry: entry_id(around, &form)?,
        already: if new { SHEET.already(around, view, &[asked]) } else { Vec::new() },
        written: if new { SHEET.written(view, &days) } else { Vec::new() },
        days,
        form,
        amends,
    })
}
