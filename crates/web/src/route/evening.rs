//! The evening's check-in.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use clinic::{ChartView, Problem, Status, Written};
use diary::{
    Answered, Body, DayEvent, NewEntry, RecordId, Role, Sharing, Submission, Symptom, SymptomAnswer,
};

use super::form::{self, Form};
use super::frame::{Around, page};
use super::own::{age, chips, writable_days};
use super::public::contacts;
use crate::app::App;
use crate::page::{
    Amended, AskSleep, CheckInPage, Chip, Clock, DonePage, Filled, Next, Outcome, Place, SafetyPage, Waiting,
    path,
};
use crate::session::Signed;
use crate::wire::WireError;

/// Until this hour a new day's evening may still be meant.
const NIGHT_ENDS: i8 = 4;

/// Shows the check-in.
pub async fn show(
    State(app): State<App>,
    Signed(viewer): Signed,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Response> {
    let around = Around::new(app, viewer, &headers, &uri);
    let shown = async {
        let view = open(&around, "today").await?;
        Ok(page(&check_in_page(&around, &view, Filled::default(), None)?, StatusCode::OK))
    };
    shown.await.map_err(|problem: Problem| around.fail(problem).into_response())
}

async fn open(around: &Around, function: &'static str) -> Result<ChartView, Problem> {
    around.only(Role::Patient)?;
    let chart = around.own_chart().await?;
    around.app.clinic().chart(&around.cx(function), chart).await
}

/// Events a patient is asked about, and those that the entry to be corrected holds.
fn asked_events(form: &Filled) -> Vec<DayEvent> {
    let not_asked = [DayEvent::Exercise, DayEvent::Cbt, DayEvent::Visit];
    let shown = |event: &DayEvent| !not_asked.contains(event) || form.has("events", event.as_str());
    DayEvent::ALL.iter().copied().filter(shown).collect()
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
    let clinic = around.app.clinic();
    let hour = clinic.now().to_zoned(clinic.zone().clone()).hour();
    let slept = view.chart.days(view.today, view.today).iter().any(|day| day.sleep.is_some());
    let (first, mut wider) = chips(view);
    wider.extend(held_beside(&form, &first, &wider));
    let asks_sleep = !slept || !form.blank("sleep_hours") || !form.blank("sleep_quality");
    let events = asked_events(&form);
    let entry = match form.value("id") {
        "" => clinic.new_entry_id()?.to_string(),
        id => id.to_owned(),
    };
    let days = match &amends {
        Some(old) => vec![old.day],
        None => writable_days(view.today),
    };
    Ok(CheckInPage {
        frame: around.frame(if amends.is_some() { Place::Days } else { Place::Today }),
        form,
        entry,
        days,
        clock: if hour < NIGHT_ENDS && amends.is_none() { Clock::AfterMidnight } else { Clock::Daytime },
        first,
        wider,
        events,
        sleep: if asks_sleep { AskSleep::Yes } else { AskSleep::No },
        next_reading: None,
        amends,
    })
}

/// Stores the check-in.
pub async fn send(
    State(app): State<App>,
    Signed(viewer): Signed,
    headers: HeaderMap,
    uri: Uri,
    form: Form,
) -> Result<Response, Response> {
    let around = Around::new(app, viewer, &headers, &uri);
    form.belongs(&around, path::TODAY)?;
    store(&around, form, None).await.map_err(|problem| around.fail(problem).into_response())
}

/// Stores a check-in or its correction, and shows what comes next: the help card first, where it is due.
pub async fn store(around: &Around, form: Form, amended: Option<RecordId>) -> Result<Response, Problem> {
    around.only(Role::Patient)?;
    let chart = around.own_chart().await?;
    let action = amended.map_or_else(|| path::TODAY.to_owned(), |record| path::amend(&record.to_string()));
    let entry = match form.entry(around, "check_in") {
        Ok(entry) => entry,
        Err(error) => return again(around, form, &[error], amended).await,
    };
    let safety = has_safety(&entry);
    if safety && entry.sharing != Sharing::CareTeam && form.value("safety_answer").is_none() {
        let waiting = Some(Waiting { form: Filled::of(form.0), action });
        return Ok(safety_page(around, &open(around, "safety").await?, waiting));
    }
    let clinic = around.app.clinic();
    let cx = around.cx("today");
    let entrance = clinic.enter(&cx, chart).await?;
    let written = match form::store(around, &cx, chart, entrance, entry.clone()).await {
        Ok(written) => written,
        Err(Problem::Refused(refused)) => {
            let errors: Vec<WireError> = refused.iter().map(|r| WireError::refused(r.refusal)).collect();
            return again(around, form, &errors, amended).await;
        }
        Err(problem) => return Err(problem),
    };
    // Help has been shown with the choice; what was kept back has not arrived anywhere, and nothing may say so.
    if safety && entry.sharing != Sharing::OnlyMe {
        return Ok(safety_page(around, &open(around, "safety").await?, None));
    }
    Ok(done(around, &entry, &written))
}

/// Shows the form again with what was typed and what is wrong; nothing was stored.
async fn again(
    around: &Around,
    form: Form,
    errors: &[WireError],
    amended: Option<RecordId>,
) -> Result<Response, Problem> {
    let view = open(around, "today").await?;
    let amends = amended.map(|record| super::amend::amended(around, &view, record)).transpose()?;
    let filled = form.filled(errors);
    Ok(page(&check_in_page(around, &view, filled, amends)?, StatusCode::UNPROCESSABLE_ENTITY))
}

fn has_safety(entry: &NewEntry) -> bool {
    match &entry.said {
        Submission::CheckIn { check_in, .. } => match &check_in.symptoms {
            Some(SymptomAnswer::Listed(listed)) => listed.iter().any(|item| item.symptom.is_safety()),
            _ => false,
        },
        _ => false,
    }
}

fn safety_page(around: &Around, view: &ChartView, waiting: Option<Waiting>) -> Response {
    let contacts = contacts(around.t, age(view));
    page(&SafetyPage { frame: around.frame(Place::Today), contacts, waiting }, StatusCode::OK)
}

/// What became of an entry, in words.
pub fn done(around: &Around, entry: &NewEntry, written: &[Written]) -> Response {
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
    let frame = around.frame(Place::Today);
    page(&DonePage { frame, outcome, at, next_reading: None, next: next(around, entry) }, StatusCode::OK)
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
