//! A guardian's own page: another voice, kept apart.

use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use clinic::{ChartView, Problem};
use diary::Code;
use policy::Action;

use super::days::entries_page;
use super::done::done_by_family;
use super::form::{self, Form, entry_id};
use super::frame::{Around, page};
use super::own::writable_days;
use super::plan::medicines;
use super::said::{Reader, local};
use crate::failure::Failure;
use crate::page::{Already, FamilyPage, Filled, Place, path};
use crate::query::Query;
use crate::wire::WireError;

/// Shows what a guardian writes and reads.
pub async fn show(around: Around, RawQuery(query): RawQuery) -> Result<Response, Failure> {
    let query = Query::of(query.as_deref());
    around.answer(family_page(&around, &query, Filled::default(), StatusCode::OK)).await
}

async fn family_page(
    around: &Around,
    query: &Query,
    form: Filled,
    status: StatusCode,
) -> Result<Response, Problem> {
    let chart = around.chart_for("family", Action::UseFamilyPage).await?;
    let clinic = around.app.clinic();
    let view = clinic.charts().chart(&around.cx("family"), chart).await?;
    let (entries, older, newer) = entries_page(around, &view, query, Reader::Guardian, path::FAMILY);
    let entry = entry_id(around, &form)?;
    let days = writable_days(view.today);
    let asked = form.day().filter(|day| days.contains(day)).unwrap_or(view.today);
    let mine: Vec<Already> = mine(around, &view).collect();
    let family = FamilyPage {
        frame: around.frame(Place::Family),
        child: view.person.name.clone(),
        today: view.today,
        medicines: medicines(around.t, &view),
        form,
        entry,
        already: mine.iter().filter(|one| one.day == asked).cloned().collect(),
        written: mine.iter().map(|one| one.day).collect(),
        days,
        entries,
        older,
        newer,
    };
    Ok(page(&family, status))
}

/// What this guardian wrote, each with its place on the page.
fn mine(around: &Around, view: &ChartView) -> impl Iterator<Item = Already> {
    let me = around.viewer.account.id;
    let own = view.chart.standing().filter(move |it| it.author().is_some_and(|author| author.account == me));
    own.filter_map(|entry| {
        let (day, at) = (entry.date(), local(around, entry.entered_at()).time());
        Some(Already { day, at, amend: Some(format!("#e-{}", entry.id()?)) })
    })
}

/// Stores a guardian's observation.
pub async fn send(around: Around, form: Form) -> Result<Response, Failure> {
    form.belongs(&around, path::FAMILY)?;
    around.answer(store(&around, form)).await
}

async fn store(around: &Around, form: Form) -> Result<Response, Problem> {
    let chart = around.chart_for("family", Action::UseFamilyPage).await?;
    let clinic = around.app.clinic();
    let entry = match form.entry(around, "check_in") {
        Ok(entry) => entry,
        Err(error) => return again(around, form, &[error]).await,
    };
    let cx = around.cx("family");
    let entrance = clinic.accounts().enter(&cx, chart).await?;
    match form::store(around, &cx, chart, entrance, entry.clone()).await {
        Ok(written) => Ok(done_by_family(around, &entry, &written)),
        Err(Problem::Refused(refused)) => again(around, form, &WireError::all(&refused)).await,
        Err(problem) => Err(problem),
    }
}

/// Shows the form again with what was typed and what is wrong; nothing was stored.
async fn again(around: &Around, form: Form, errors: &[WireError]) -> Result<Response, Problem> {
    // A guardian's page has no button that says there are no words.
    let worded = |error: &WireError| match error.code {
        Code::Empty => WireError::new("family", Code::Empty),
        _ => error.clone(),
    };
    let errors: Vec<WireError> = errors.iter().map(worded).collect();
    family_page(
        around,
        &Query::of(None),
        form.filled(&errors).on(around.app.clinic().today()),
        StatusCode::UNPROCESSABLE_ENTITY,
    )
    .await
}
