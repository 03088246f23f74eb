//! After an entry: help first where it is due, and in words what became of it.

use axum::http::StatusCode;
use axum::response::Response;
use clinic::{ChartView, Status, Written};
use diary::chart::Entry;
use diary::{ListedSymptom, NewEntry, RecordId, Sharing, Submission, Symptom, SymptomAnswer};

use crate::pages::access_log::handler::age;
use crate::pages::check_in::safety_view::{Arrived, Delivered, Lead, SafetyPage, Saved, Waiting};
use crate::pages::check_in::same::Read;
use crate::pages::forms::state::Filled;
use crate::pages::forms::submit::Form;
use crate::pages::layout::context::{Around, page};
use crate::pages::layout::view::Place;
use crate::pages::parts::sharing;
use crate::pages::sign_in::handler::contacts;
use crate::pages::submitted::view::{About, Apart, DonePage, Next, Outcome};

/// Whether the clinic has a safety answer of what an entry said before it was corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Earlier {
    /// It has one.
    Delivered,
    /// It has none, as far as the page has to say so.
    NotDelivered,
}

/// Whether the clinic had a safety answer of this entry before its correction `corrected`.
pub fn earlier_safety(view: &ChartView, record: RecordId, corrected: &NewEntry) -> Earlier {
    let versions = view.chart.entry(record).map(Entry::versions).unwrap_or_default();
    let before = versions.iter().filter(|version| version.meta.entry != corrected.id);
    if before.into_iter().any(|version| !sharing::told_safety(version).is_empty()) {
        Earlier::Delivered
    } else {
        Earlier::NotDelivered
    }
}

/// An entry's answers of the safety list.
fn safety_of(entry: &NewEntry) -> Vec<Symptom> {
    let Submission::CheckIn { check_in, .. } = &entry.said else { return Vec::new() };
    let Some(SymptomAnswer::Listed(listed)) = &check_in.symptoms else { return Vec::new() };
    listed.iter().map(|item| item.symptom).filter(|symptom| symptom.is_safety()).collect()
}

/// Whether an entry holds an answer of the safety list.
pub fn has_safety(entry: &NewEntry) -> bool {
    !safety_of(entry).is_empty()
}

/// Help, then the choice whether the safety answer of an entry kept to oneself is delivered. Nothing is stored yet.
pub fn ask_first(around: &Around, view: &ChartView, form: Form, action: String) -> Response {
    let form = Filled::of(form.0);
    let lead = Lead::of(&form.safety());
    safety_page(around, view, lead, Saved::Waits(Waiting { form, action }))
}

/// Help, after a safety answer that has reached the clinic, with what "the same" beside it left out unasked.
pub fn help_first(
    around: &Around,
    view: &ChartView,
    entry: &NewEntry,
    left_out: Vec<ListedSymptom>,
) -> Response {
    let delivered =
        if entry.sharing == Sharing::CareTeam { Delivered::Entry } else { Delivered::SafetyAlone };
    let saved = Saved::Stored(Arrived { day: entry.about.date, delivered, left_out });
    safety_page(around, view, Lead::of(&safety_of(entry)), saved)
}

fn safety_page(around: &Around, view: &ChartView, lead: Lead, saved: Saved) -> Response {
    let contacts = contacts(around.t, age(view));
    page(&SafetyPage { frame: around.frame(Place::Today), lead, contacts, saved }, StatusCode::OK)
}

/// What became of an entry, in words.
pub fn done(
    around: &Around,
    entry: &NewEntry,
    written: &[Written],
    read: Read,
    earlier: Earlier,
) -> Response {
    let wordless = matches!(&entry.said, Submission::CheckIn { check_in, .. } if check_in.is_wordless());
    // Sent again, an entry for its writer alone is still that: nothing of it has gone to the clinic since.
    let outcome = match entry.sharing {
        Sharing::CareTeam if stored_before(written) => Outcome::Again,
        Sharing::CareTeam if wordless => Outcome::CannotWrite,
        Sharing::CareTeam => Outcome::Delivered,
        _ if entry.amends.is_some() => Outcome::OnlyMeCorrected,
        _ => Outcome::OnlyMe,
    };
    let done = DonePage {
        outcome,
        next: next(around, entry),
        left_out: read.left_out,
        about: about(entry),
        apart: apart(entry, earlier),
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
        left_out: Vec::new(),
        day: entry.about.date,
        about: About::Family,
        apart: Vec::new(),
        repeated: None,
    }
}

/// What of an entry is for its writer alone.
fn apart(entry: &NewEntry, earlier: Earlier) -> Vec<Apart> {
    let note_alone = match &entry.said {
        Submission::CheckIn { note: Some(_), note_for, .. } => {
            entry.sharing == Sharing::CareTeam && *note_for != Sharing::CareTeam
        }
        _ => false,
    };
    let had = earlier == Earlier::Delivered;
    let safety_kept = entry.sharing == Sharing::OnlyMe && has_safety(entry) && !had;
    let corrects = entry.amends.is_some() && (note_alone || entry.sharing != Sharing::CareTeam);
    [
        (note_alone, Apart::Note),
        (safety_kept, Apart::Safety),
        (had, Apart::SafetyCorrected),
        (corrects, Apart::Earlier),
    ]
    .into_iter()
    .filter_map(|(holds, apart)| holds.then_some(apart))
    .collect()
}

const fn about(entry: &NewEntry) -> About {
    if matches!(entry.said, Submission::Sleep(_)) { About::Morning } else { About::Day }
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
