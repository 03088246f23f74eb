//! A guardian's own page: another voice, kept apart.

use axum::http::StatusCode;
use axum::response::Response;
use clinic::ChartView;
use diary::Code;
use policy::Action;

use super::view::FamilyPage;
use crate::http::error::HttpError;
use crate::http::input_error::InputError;
use crate::http::query::Query;
use crate::http::urls;
use crate::pages::forms::already::Already;
use crate::pages::forms::daily_form::writable_days;
use crate::pages::forms::form::{Form, entry_id, store};
use crate::pages::forms::state::Filled;
use crate::pages::forms::submitted::{About, DonePage, Next, Outcome, is_stored_before};
use crate::pages::layout::context::{Around, page};
use crate::pages::layout::view::Place;
use crate::pages::parts::entry_list::EntryList;
use crate::pages::parts::entry_view::Reader;
use crate::pages::parts::medicines::medicines;

/// Shows what a guardian writes and reads.
pub async fn show(around: Around, query: Query) -> Result<Response, HttpError> {
    shown(&around, &query, Filled::default(), StatusCode::OK).await
}

/// Stores a guardian's observation; refused, the form is shown again with what was typed and what is wrong, and nothing was
/// stored.
pub async fn send(around: Around, form: Form) -> Result<Response, HttpError> {
    form.belongs(&around, urls::FAMILY)?;
    let mut errors = match stored(&around, &form).await {
        Ok(answer) => return Ok(answer),
        Err(error) => error.into_fields()?,
    };
    // A guardian's page has no button that says there are no words.
    for error in errors.iter_mut().filter(|error| error.code == Code::Empty) {
        *error = InputError::new("family", Code::Empty);
    }
    let form = form.filled(&errors).on(around.app.clinic().today());
    shown(&around, &Query::default(), form, StatusCode::UNPROCESSABLE_ENTITY).await
}

async fn stored(around: &Around, form: &Form) -> Result<Response, HttpError> {
    let access = around.chart_for("family", Action::UseFamilyPage).await?;
    let entry = form.entry(around, "check_in")?;
    let written = store(around, &around.cx("family"), access, entry.clone()).await?;
    let done = DonePage {
        outcome: if is_stored_before(&written) { Outcome::Again } else { Outcome::Family },
        next: Next::Family,
        about: About::Family,
        ..DonePage::of(around, Place::Family, &entry, &written)
    };
    Ok(page(&done, StatusCode::OK))
}

async fn shown(
    around: &Around,
    query: &Query,
    form: Filled,
    status: StatusCode,
) -> Result<Response, HttpError> {
    let access = around.chart_for("family", Action::UseFamilyPage).await?;
    let view = around.app.clinic().charts().read_with(&around.cx("family"), access).await?;
    let list = EntryList::of(around, &view, query, Reader::Guardian, urls::FAMILY);
    let entry = entry_id(around, &form)?;
    let days = writable_days(view.today);
    let asked = form.day().filter(|day| days.contains(day)).unwrap_or(view.today);
    let mine = mine(around, &view);
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
        list,
    };
    Ok(page(&family, status))
}

/// What this guardian wrote, each with its place on the page.
fn mine(around: &Around, view: &ChartView) -> Vec<Already> {
    let me = around.viewer.account.id;
    let mut mine = Vec::new();
    for entry in view.chart.standing().filter(|it| it.author().is_some_and(|author| author.account == me)) {
        let Some(id) = entry.id() else { continue };
        let (day, at) = (entry.date(), around.local(entry.entered_at()).time());
        mine.push(Already { day, at, amend: Some(format!("#e-{id}")) });
    }
    mine
}
