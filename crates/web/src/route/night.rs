//! The morning's sleep card.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use clinic::Problem;
use diary::{RecordId, Role};

use super::evening::done;
use super::form::{self, Form};
use super::frame::{Around, page};
use super::own::writable_days;
use crate::app::App;
use crate::page::{Amended, Filled, Place, SleepPage, path};
use crate::session::Signed;
use crate::wire::WireError;

/// Shows the sleep card. It needs nothing of the chart.
pub async fn show(
    State(app): State<App>,
    Signed(viewer): Signed,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Response> {
    let around = Around::new(app, viewer, &headers, &uri);
    let shown = around.only(Role::Patient).and_then(|()| sleep_page(&around, Filled::default(), None));
    let card = shown.map_err(|problem| around.fail(problem).into_response())?;
    Ok(page(&card, StatusCode::OK))
}

/// The sleep card, empty, filled in or to be corrected.
pub fn sleep_page(around: &Around, form: Filled, amends: Option<Amended>) -> Result<SleepPage, Problem> {
    let clinic = around.app.clinic();
    let entry = match form.value("id") {
        "" => clinic.new_entry_id()?.to_string(),
        id => id.to_owned(),
    };
    let days = match &amends {
        Some(old) => vec![old.day],
        None => writable_days(clinic.today()),
    };
    let frame = around.frame(if amends.is_some() { Place::Days } else { Place::Sleep });
    Ok(SleepPage { frame, form, entry, days, amends })
}

/// Stores the sleep card.
pub async fn send(
    State(app): State<App>,
    Signed(viewer): Signed,
    headers: HeaderMap,
    uri: Uri,
    form: Form,
) -> Result<Response, Response> {
    let around = Around::new(app, viewer, &headers, &uri);
    form.belongs(&around, path::SLEEP)?;
    store(&around, form, None).await.map_err(|problem| around.fail(problem).into_response())
}

/// Stores a night or its correction.
pub async fn store(around: &Around, form: Form, amended: Option<RecordId>) -> Result<Response, Problem> {
    around.only(Role::Patient)?;
    let chart = around.own_chart().await?;
    let entry = match form.entry(around, "sleep") {
        Ok(entry) => entry,
        Err(error) => return again(around, form, &[error], amended).await,
    };
    let clinic = around.app.clinic();
    let cx = around.cx("sleep");
    let entrance = clinic.enter(&cx, chart).await?;
    match form::store(around, &cx, chart, entrance, entry.clone()).await {
        Ok(written) => Ok(done(around, &entry, &written)),
        Err(Problem::Refused(refused)) => {
            let errors: Vec<WireError> = refused.iter().map(|r| WireError::refused(r.refusal)).collect();
            again(around, form, &errors, amended).await
        }
        Err(problem) => Err(problem),
    }
}

async fn again(
    around: &Around,
    form: Form,
    errors: &[WireError],
    amended: Option<RecordId>,
) -> Result<Response, Problem> {
    let amends = match amended {
        Some(record) => {
            let chart = around.own_chart().await?;
            let view = around.app.clinic().chart(&around.cx("sleep"), chart).await?;
            Some(super::amend::amended(around, &view, record)?)
        }
        None => None,
    };
    Ok(page(&sleep_page(around, form.filled(errors), amends)?, StatusCode::UNPROCESSABLE_ENTITY))
}
