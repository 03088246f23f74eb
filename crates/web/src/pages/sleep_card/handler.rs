//! The morning's sleep card.

use axum::response::Response;
use clinic::{ChartView, Problem};
use diary::{Code, NewEntry, Submission};

use crate::api::input::WireError;
use crate::http::error::Failure;
use crate::pages::access_log::handler::writable_days;
use crate::pages::forms::daily_form::Sheet;
use crate::pages::forms::state::{Amended, Filled};
use crate::pages::forms::submit::{Form, entry_id};
use crate::pages::layout::context::Around;
use crate::pages::layout::view::Place;
use crate::pages::sleep_card::view::SleepPage;

/// Shows the sleep card.
pub async fn show(around: Around) -> Result<Response, Failure> {
    Sheet::Morning.show(&around).await
}

/// Stores the sleep card.
pub async fn send(around: Around, form: Form) -> Result<Response, Failure> {
    Sheet::Morning.send(&around, form).await
}

/// The sleep card, empty, filled in or to be corrected.
pub fn sleep_page(
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
        already: if new { Sheet::Morning.already(around, view, &[asked]) } else { Vec::new() },
        written: if new { Sheet::Morning.written(view, &days) } else { Vec::new() },
        days,
        form,
        amends,
    })
}

/// Asks once whether a very long night is meant.
pub fn asked_if_meant(entry: NewEntry, form: &Form) -> Result<NewEntry, WireError> {
    let unlikely = matches!(&entry.said, Submission::Sleep(night) if night.is_unlikely(&entry.about));
    if unlikely && form.value("times_meant").is_none() {
        return Err(WireError::new("final_wake", Code::Unlikely));
    }
    Ok(entry)
}
