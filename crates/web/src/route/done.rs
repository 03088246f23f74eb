//! After an entry: help first where it is due, and in words what became of it.

use axum::http::StatusCode;
use axum::response::Response;
use clinic::{ChartView, Status, Written};
use diary::{Answered, Body, NewEntry, Role, Sharing, Submission, SymptomAnswer};

use super::form::Form;
use super::frame::{Around, page};
use super::own::age;
use super::public::contacts;
use super::same::Read;
use crate::page::{Apart, DonePage, Filled, Gap, Next, Outcome, Place, SafetyPage, Waiting};

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
pub fn done(around: &Around, entry: &NewEntry, written: &[Written], read: Read) -> Response {
    let stored_before = stored_before(written);
    let cannot_write = entry.parts(Role::Patient).iter().any(
        |part| matches!(&part.body, Body::CheckIn(check_in) if check_in.answered == Answered::CannotWrite),
    );
    let outcome = match (stored_before, entry.sharing, cannot_write) {
        (true, _, _) => Outcome::Again,
        (_, Sharing::OnlyMe | Sharing::OnlyMeSafetyDelivered, _) => Outcome::OnlyMe,
        (_, _, true) => Outcome::CannotWrite,
        _ => Outcome::Delivered,
    };
    let done = DonePage {
        outcome,
        next: next(around, entry),
        gap: read.gap,
        apart: apart(entry),
        repeated: read.repeated,
        ..stored(around, entry, Place::Today)
    };
    page(&done, StatusCode::OK)
}

/// What became of a guardian's note, in words.
pub fn done_by_family(around: &Around, entry: &NewEntry, written: &[Written]) -> Response {
    let outcome = if stored_before(written) { Outcome::Again } else { Outcome::Family };
    let done = DonePage { outcome, next: Next::Family, ..stored(around, entry, Place::Family) };
    page(&done, StatusCode::OK)
}

fn stored_before(written: &[Written]) -> bool {
    written.iter().all(|written| written.status == Status::AlreadyStored)
}

/// An entry that was delivered just now.
fn stored(around: &Around, entry: &NewEntry, place: Place) -> DonePage {
    let clinic = around.app.clinic();
    DonePage {
        frame: around.frame(place),
        outcome: Outcome::Delivered,
        at: clinic.now().to_zoned(clinic.zone().clone()).datetime(),
        next_reading: None,
        next: Next::Nothing,
        gap: Gap::None,
        day: entry.about.date,
        apart: Vec::new(),
        repeated: None,
    }
}

/// What of an entry is for its writer alone.
fn apart(entry: &NewEntry) -> Vec<Apart> {
    let note_alone = match &entry.said {
        Submission::CheckIn { note: Some(_), note_for, .. } => {
            entry.sharing == Sharing::CareTeam && *note_for != Sharing::CareTeam
        }
        _ => false,
    };
    let safety_kept = entry.sharing == Sharing::OnlyMe && has_safety(entry);
    let corrects = entry.amends.is_some() && (note_alone || entry.sharing != Sharing::CareTeam);
    [(note_alone, Apart::Note), (safety_kept, Apart::Safety), (corrects, Apart::Earlier)]
        .into_iter()
        .filter_map(|(holds, apart)| holds.then_some(apart))
        .collect()
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
