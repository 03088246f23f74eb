//! After an entry: help first where it is due, and in words what became of it.

use axum::http::StatusCode;
use axum::response::Response;
use clinic::{ChartView, Status, Written};
use diary::{Answered, Body, NewEntry, Role, Sharing, Submission, SymptomAnswer};

use super::form::Form;
use super::frame::{Around, page};
use super::own::age;
use super::public::contacts;
use crate::page::{DonePage, Filled, Next, Outcome, Place, SafetyPage, Waiting};

pub use crate::page::Gap;

/// Whether an entry holds an answer of the safety list.
pub fn has_safety(entry: &NewEntry) -> bool {
    match &entry.said {
        Submission::CheckIn { check_in, .. } => match &check_in.symptoms {
            Some(SymptomAnswer::Listed(listed)) => listed.iter().any(|item| item.symptom.is_safety()),
            _ => false,
        },
        _ => false,
    }
}

/// Help, then the choice whether the safety answer of an entry kept to oneself is delivered. Nothing is stored yet.
pub fn ask_first(around: &Around, view: &ChartView, form: Form, action: String) -> Response {
    safety_page(around, view, Some(Waiting { form: Filled::of(form.0), action }))
}

/// Help, after a safety answer that has reached the clinic.
pub fn help_first(around: &Around, view: &ChartView) -> Response {
    safety_page(around, view, None)
}

fn safety_page(around: &Around, view: &ChartView, waiting: Option<Waiting>) -> Response {
    let contacts = contacts(around.t, age(view));
    page(&SafetyPage { frame: around.frame(Place::Today), contacts, waiting }, StatusCode::OK)
}

/// What became of an entry, in words.
pub fn done(around: &Around, entry: &NewEntry, written: &[Written], gap: Gap) -> Response {
    let stored_before = written.iter().all(|written| written.status == Status::AlreadyStored);
    let cannot_write = entry.parts(Role::Patient).iter().any(
        |part| matches!(&part.body, Body::CheckIn(check_in) if check_in.answered == Answered::CannotWrite),
    );
    let outcome = match (stored_before, entry.sharing, cannot_write) {
        (true, _, _) => Outcome::Again,
        (_, Sharing::OnlyMe | Sharing::OnlyMeSafetyDelivered, _) => Outcome::OnlyMe,
        (_, _, true) => Outcome::CannotWrite,
        _ => Outcome::Delivered,
    };
    let clinic = around.app.clinic();
    let at = clinic.now().to_zoned(clinic.zone().clone()).datetime();
    let (frame, next) = (around.frame(Place::Today), next(around, entry));
    page(&DonePage { frame, outcome, at, next_reading: None, next, gap }, StatusCode::OK)
}

/// An evening that asked about the night had no sleep card.
fn next(around: &Around, entry: &NewEntry) -> Next {
    let today = entry.about.date == around.app.clinic().today();
    match entry.said {
        Submission::Sleep(_) if today => Next::Today,
        Submission::CheckIn { .. }
            if today && entry.provenance.asked.iter().any(|asked| asked == "sleep_hours") =>
        {
            Next::Sleep
        }
        _ => Next::Nothing,
    }
}
