//! A guardian's own page: another voice, kept apart.

use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use clinic::Problem;
use policy::Action;

use super::days::entries_page;
use super::done::done_by_family;
use super::form::{self, Form, entry_id};
use super::frame::{Around, page};
use super::own::writable_days;
use super::plan::medicines;
use super::said::Reader;
use crate::failure::Failure;
use crate::page::{FamilyPage, Filled, Place, path};
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
    let view = clinic.chart(&around.cx("family"), chart).await?;
    let (entries, older, newer) = entries_page(around, &view, query, Reader::Guardian, path::FAMILY);
    let entry = entry_id(around, &form)?;
    let family = FamilyPage {
        frame: around.frame(Place::Family),
        child: view.person.name.clone(),
        today: view.today,
        medicines: medicines(around.t, &view),
        form,
        entry,
        days: writable_days(view.today),
        entries,
        older,
        newer,
    };
    Ok(page(&family, status))
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
    let entrance = clinic.enter(&cx, chart).await?;
    match form::store(around, &cx, chart, entrance, entry.clone()).await {
        Ok(written) => Ok(done_by_family(around, &entry, &written)),
        Err(Problem::Refused(refused)) => {
            let errors: Vec<WireError> = refused.iter().map(|r| WireError::refused(r.refusal)).collect();
            again(around, form, &errors).await
        }
        Err(problem) => Err(problem),
    }
}

/// Shows the form again with what was typed and what is wrong; nothing was stored.
async fn again(around: &Around, form: Form, errors: &[WireError]) -> Result<Response, Problem> {
    family_page(
        around,
        &Query::of(None),
        form.filled(errors).on(around.app.clinic().today()),
        StatusCode::UNPROCESSABLE_ENTITY,
    )
    .await
}
