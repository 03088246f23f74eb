//! The evening's check-in.

use axum::response::Response;
use clinic::{ChartView, Problem};
use diary::chart::DoseLane;
use diary::{DayEvent, Micrograms, Symptom};
use jiff::civil::Date;

use crate::http::error::Failure;
use crate::pages::access_log::handler::{age, chips, writable_days};
use crate::pages::check_in::safety_view::Lead;
use crate::pages::check_in::same;
use crate::pages::check_in::view::{Asks, CheckInPage, Chip, Clock};
use crate::pages::forms::daily_form::Sheet;
use crate::pages::forms::state::{Amended, Filled};
use crate::pages::forms::submit::{Form, entry_id};
use crate::pages::layout::context::Around;
use crate::pages::layout::view::Place;
use crate::pages::sign_in::handler::contacts;

/// Until this hour a new day's evening may still be meant.
const NIGHT_ENDS: i8 = 4;

/// Shows the check-in.
pub async fn show(around: Around) -> Result<Response, Failure> {
    Sheet::Evening.show(&around).await
}

/// Stores the check-in.
pub async fn send(around: Around, form: Form) -> Result<Response, Failure> {
    Sheet::Evening.send(&around, form).await
}

/// Whether yesterday's evening may still be meant.
pub fn is_after_midnight(around: &Around) -> bool {
    let clinic = around.app.clinic();
    clinic.now().to_zoned(clinic.zone().clone()).hour() < NIGHT_ENDS
}

/// Events a patient is asked about, and those that the entry to be corrected holds.
fn asked_events(form: &Filled) -> Vec<DayEvent> {
    let not_asked = [DayEvent::Exercise, DayEvent::Cbt, DayEvent::Visit];
    let shown = |event: &DayEvent| !not_asked.contains(event) || form.has("events", event.as_str());
    DayEvent::ALL.iter().copied().filter(shown).collect()
}

/// Whether every medicine the clinic knows of was stopped before the first of these days; if it knows of none, not.
fn was_off_everything(view: &ChartView, days: &[Date]) -> bool {
    let lanes = view.chart.doses();
    let off = |lane: &DoseLane| days.iter().all(|day| lane.on(*day) == Some(Micrograms::ZERO));
    !lanes.is_empty() && lanes.iter().all(off)
}

/// Symptoms that the form holds but neither list offers: what was answered once is never dropped by a correction.
fn held_beside(form: &Filled, first: &[Chip], wider: &[Chip]) -> Vec<Chip> {
    let offered = |symptom: &Symptom| first.iter().chain(wider).any(|chip| chip.0 == *symptom);
    let held = |symptom: &Symptom| !form.blank(&format!("symptom.{}", symptom.id()));
    diary::symptoms().filter(|symptom| held(symptom) && !offered(symptom)).map(Chip).collect()
}

/// The check-in's page, empty, filled in or to be corrected.
pub fn check_in_page(
    around: &Around,
    view: &ChartView,
    form: Filled,
    amends: Option<Amended>,
) -> Result<CheckInPage, Problem> {
    let late = amends.is_none() && is_after_midnight(around);
    let days = amends.as_ref().map_or_else(|| writable_days(view.today), |old| vec![old.day]);
    let near = match form.day().filter(|day| days.contains(day)) {
        Some(chosen) => vec![chosen],
        None => days.iter().copied().take(if late { 2 } else { 1 }).collect(),
    };
    let new = amends.is_none();
    let slept = view.chart.days(view.today, view.today).iter().any(|day| day.sleep.is_some());
    let asks_sleep = !slept || !form.blank("sleep_hours") || !form.blank("sleep_quality");
    let asks_medicine = !form.blank("medicine") || !was_off_everything(view, &days);
    let (first, mut wider) = chips(view);
    wider.extend(held_beside(&form, &first, &wider));
    let safety = form.safety();
    let help = form.is_refused() && !safety.is_empty();
    Ok(CheckInPage {
        frame: around.frame(if amends.is_some() { Place::Days } else { Place::Today }),
        entry: entry_id(around, &form)?,
        written: if new { Sheet::Evening.written(view, &days) } else { Vec::new() },
        days,
        clock: if late { Clock::AfterMidnight } else { Clock::Daytime },
        already: if new { Sheet::Evening.already(around, view, &near) } else { Vec::new() },
        help: help.then(|| (Lead::of(&safety), contacts(around.t, age(view)))),
        first,
        wider,
        anew: same::not_repeated(view, &near).into_iter().map(Chip).collect(),
        same: same::offered(around.t, view, &near),
        events: asked_events(&form),
        sleep: if asks_sleep { Asks::Yes } else { Asks::No },
        medicine: if asks_medicine { Asks::Yes } else { Asks::No },
        next_reading: None,
        form,
        amends,
    })
}
