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
use crate::pages::forms::form::{Form, entry_id, submit_entry};
use crate::pages::forms::state::FormState;
use crate::pages::forms::submitted::{About, Next, Outcome, SubmittedPage, is_stored_before};
use crate::pages::layout::context::{PageContext, render};
use crate::pages::layout::view::NavItem;
use crate::pages::parts::entry_list::EntryList;
use crate::pages::parts::entry_view::Reader;
use crate::pages::parts::medicines::medicines;

/// Shows what a guardian writes and reads.
pub async fn show(page: PageContext, query: Query) -> Result<Response, HttpError> {
    shown(&page, &query, FormState::default(), StatusCode::OK).await
}

/// Stores a guardian's observation; refused, the form is shown again with what was typed and what is wrong, and nothing was
/// stored.
pub async fn send(page: PageContext, form: Form) -> Result<Response, HttpError> {
    form.belongs(&page, urls::FAMILY)?;
    let mut errors = match stored(&page, &form).await {
        Ok(answer) => return Ok(answer),
        Err(error) => error.into_fields()?,
    };
    // A guardian's page has no button that says there are no words.
    for error in errors.iter_mut().filter(|error| error.code == Code::Empty) {
        *error = InputError::new("family", Code::Empty);
    }
    let form = form.filled(&errors).on(page.app.clinic().today());
    shown(&page, &Query::default(), form, StatusCode::UNPROCESSABLE_ENTITY).await
}

async fn stored(page: &PageContext, form: &Form) -> Result<Response, HttpError> {
    let access = page.chart_for("family", Action::UseFamilyPage).await?;
    let entry = form.entry(page, "check_in")?;
    let written = submit_entry(page, &page.cx("family"), access, entry.clone()).await?;
    let done = SubmittedPage {
        outcome: if is_stored_before(&written) { Outcome::Again } else { Outcome::Family },
        next: Next::Family,
        about: About::Family,
        ..SubmittedPage::of(page, NavItem::Family, &entry, &written)
    };
    Ok(render(&done, StatusCode::OK))
}

async fn shown(
    page: &PageContext,
    query: &Query,
    form: FormState,
    status: StatusCode,
) -> Result<Response, HttpError> {
    let access = page.chart_for("family", Action::UseFamilyPage).await?;
    let view = page.app.clinic().charts().read_with(&page.cx("family"), access).await?;
    let list = EntryList::of(page, &view, query, Reader::Guardian, urls::FAMILY);
    let entry = entry_id(page, &form)?;
    let days = writable_days(view.today);
    let asked = form.day().filter(|day| days.contains(day)).unwrap_or(view.today);
    let mine = mine(page, &view);
    let family = FamilyPage {
        layout: page.layout(NavItem::Family),
        child: view.person.name.clone(),
        today: view.today,
        medicines: medicines(page.t, &view),
        form,
        entry,
        already: mine.iter().filter(|one| one.day == asked).cloned().collect(),
        written: mine.iter().map(|one| one.day).collect(),
        days,
        list,
    };
    Ok(render(&family, status))
}

/// What this guardian wrote, each with its place on the page.
fn mine(page: &PageContext, view: &ChartView) -> Vec<Already> {
    let me = page.viewer.account.id;
    let mut mine = Vec::new();
    for entry in view.chart.standing().filter(|it| it.author().is_some_and(|author| author.account == me)) {
        let Some(id) = entry.id() else { continue };
        let (day, at) = (entry.date(), page.local(entry.entered_at()).time());
        mine.push(Already { day, at, amend: Some(format!("#e-{id}")) });
    }
    mine
}
