//! The evening's check-in.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use clinic::{ChartAccess, ChartView, ClinicError};
use diary::chart::DoseLane;
use diary::dialogue::{self, Accepted, Afterwards};
use diary::{DayEvent, Dosing, NewEntry, RecordId, Sharing, Submission, Symptom, TaperClass, Tms};
use jiff::civil::Date;

use super::carried_forward;
use super::safety::{self, Earlier, Lead};
use super::view::{Asks, CheckInPage, Clock};
use crate::http::error::HttpError;
use crate::http::input_error::InputError;
use crate::http::urls;
use crate::pages::forms::amendment::amended;
use crate::pages::forms::choices::Chip;
use crate::pages::forms::daily_form::{DailyForm, writable_days};
use crate::pages::forms::form::{Form, entry_id, purpose, submit_entry};
use crate::pages::forms::state::{Amended, FormState};
use crate::pages::forms::submitted::{Apart, Next, SubmittedPage};
use crate::pages::layout::context::{PageContext, render};
use crate::pages::layout::view::NavItem;
use crate::pages::parts::contacts;
use crate::pages::parts::contacts::Contacts;

const FORM: DailyForm = DailyForm::CheckIn;

pub async fn show(page: PageContext) -> Result<Response, HttpError> {
    let view = FORM.open(&page).await?;
    shown(&page, &view, FormState::default(), None, StatusCode::OK)
}

pub async fn send(page: PageContext, form: Form) -> Result<Response, HttpError> {
    form.belongs(&page, urls::CHECK_IN)?;
    submit(&page, form, None).await
}

/// Answers a form, new or a correction: what comes next once it is stored; refused, it is shown again with what was typed and what is
/// wrong, and nothing was stored.
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

/// The check-in, empty, filled in or to be corrected.
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
    Ok(render(&check_in_page(page, view, form, amends)?, status))
}

/// What the dialogue makes of the form: stored, or a question first. The help card comes first, where it is due.
async fn run_dialogue(
    page: &PageContext,
    access: ChartAccess,
    form: &Form,
    amends: Option<RecordId>,
) -> Result<Response, HttpError> {
    let draft = form.draft(page, FORM, purpose(amends))?;
    let chart = if draft.needs_chart() { FORM.open_with(page, access).await?.chart } else { Arc::default() };
    let Accepted { entry, afterwards, left_out, carried } = match draft.next(&chart) {
        dialogue::Next::AskSharing => {
            let action = amends.map_or_else(|| urls::CHECK_IN.to_owned(), |it| urls::amend(&it.to_string()));
            return Ok(safety::ask_first(page, &FORM.open_with(page, access).await?, form.clone(), action));
        }
        next => next.accepted().map_err(InputError::refused)?,
    };
    let cx = page.cx(FORM.function());
    let written = submit_entry(page, &cx, access, entry.clone()).await?;
    if afterwards == Afterwards::Help {
        return Ok(safety::help_first(page, &FORM.open_with(page, access).await?, &entry, left_out));
    }
    // What the clinic has of an entry that is now for its writer alone.
    let earlier = match amends.filter(|_| entry.sharing == Sharing::OnlyMe) {
        Some(record) => safety::earlier_safety(&FORM.open_with(page, access).await?, record, &entry),
        None => Earlier::NotDelivered,
    };
    let done = SubmittedPage {
        next: next(page, &entry),
        left_out,
        apart: apart(&entry, earlier),
        repeated: carried.map(|same| carried_forward::repeated(page.t, &same)),
        ..SubmittedPage::of(page, NavItem::Today, &entry, &written)
    };
    Ok(render(&done, StatusCode::OK))
}

/// Whether yesterday's evening may still be meant.
fn is_after_midnight(page: &PageContext) -> bool {
    dialogue::is_after_midnight(page.local(page.app.clinic().now()).time())
}

/// What of an entry is for its writer alone.
fn apart(entry: &NewEntry, earlier: Earlier) -> Vec<Apart> {
    let note_alone = match &entry.content {
        Submission::CheckIn { note: Some(_), note_for, .. } => {
            entry.sharing == Sharing::CareTeam && *note_for != Sharing::CareTeam
        }
        _ => false,
    };
    let had = earlier == Earlier::Delivered;
    let mut apart = Vec::new();
    if note_alone {
        apart.push(Apart::Note);
    }
    if entry.sharing == Sharing::OnlyMe && entry.has_safety_answer() && !had {
        apart.push(Apart::Safety);
    }
    if had {
        apart.push(Apart::SafetyCorrected);
    }
    if entry.amends.is_some() && (note_alone || entry.sharing != Sharing::CareTeam) {
        apart.push(Apart::Earlier);
    }
    apart
}

/// An evening that asked about the night had no sleep card.
fn next(page: &PageContext, entry: &NewEntry) -> Next {
    let asked = entry.provenance.asked.iter().any(|asked| asked == "sleep_hours");
    if asked && entry.about.date == page.app.clinic().today() { Next::Sleep } else { Next::Nothing }
}

/// The chips for this person: the same before, during and after a taper.
fn chips(view: &ChartView) -> (Vec<Chip>, Vec<Chip>) {
    let classes: Vec<TaperClass> = view.chart.doses().iter().map(|lane| lane.medicine.class()).collect();
    let tms = if view.chart.tms().next().is_some() { Tms::Too } else { Tms::No };
    let (first, wider) = diary::offered(&classes, tms, contacts::age(view));
    (first.into_iter().map(Chip).collect(), wider.into_iter().map(Chip).collect())
}

/// Events a patient is asked about, and those that the entry to be corrected holds.
fn asked_events(form: &FormState) -> Vec<DayEvent> {
    let not_asked = [DayEvent::Exercise, DayEvent::Cbt, DayEvent::Visit];
    let shown = |event: &DayEvent| !not_asked.contains(event) || form.has("events", event.as_str());
    DayEvent::ALL.iter().copied().filter(shown).collect()
}

/// Whether every medicine the clinic knows of was stopped before the first of these days; if it knows of none, not.
fn was_off_everything(view: &ChartView, days: &[Date]) -> bool {
    let lanes = view.chart.doses();
    let off = |lane: &DoseLane| days.iter().all(|day| lane.on(*day).is_some_and(Dosing::is_stop));
    !lanes.is_empty() && lanes.iter().all(off)
}

/// Symptoms that the form holds but neither list offers: what was answered once is never dropped by a correction.
fn held_beside(form: &FormState, first: &[Chip], wider: &[Chip]) -> Vec<Chip> {
    let offered = |symptom: &Symptom| first.iter().chain(wider).any(|chip| chip.0 == *symptom);
    let held = |symptom: &Symptom| !form.blank(&format!("symptom.{}", symptom.id()));
    diary::symptoms().filter(|symptom| held(symptom) && !offered(symptom)).map(Chip).collect()
}

/// The check-in's page, empty, filled in or to be corrected.
fn check_in_page(
    page: &PageContext,
    view: &ChartView,
    form: FormState,
    amends: Option<Amended>,
) -> Result<CheckInPage, ClinicError> {
    let late = amends.is_none() && is_after_midnight(page);
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
        layout: page.layout(if amends.is_some() { NavItem::Days } else { NavItem::Today }),
        entry: entry_id(page, &form)?,
        written: if new { FORM.written(view, &days) } else { Vec::new() },
        days,
        clock: if late { Clock::AfterMidnight } else { Clock::Daytime },
        already: if new { FORM.already(page, view, &near) } else { Vec::new() },
        help: help.then(|| (Lead::of(&safety), Contacts::of(page.t, contacts::age(view)))),
        first,
        wider,
        asked_again: carried_forward::not_repeated(view, &near).into_iter().map(Chip).collect(),
        same: carried_forward::offered(page.t, view, &near),
        events: asked_events(&form),
        sleep: if asks_sleep { Asks::Yes } else { Asks::No },
        medicine: if asks_medicine { Asks::Yes } else { Asks::No },
        next_reading: None,
        form,
        amends,
    })
}
