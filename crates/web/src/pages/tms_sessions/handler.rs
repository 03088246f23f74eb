//! One patient's TMS sessions: what was given, and the form that logs the next.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use clinic::{ChartAccess, ChartView};
use diary::{EntryId, Kind, TmsSession};
use policy::Action;

use super::view::TmsSessionsPage;
use crate::http::error::HttpError;
use crate::http::query::Query;
use crate::http::urls;
use crate::pages::forms::amendment::mark_as_mistake;
use crate::pages::forms::form::{Form, entry_id, submit_entry};
use crate::pages::forms::state::FormState;
use crate::pages::layout::context::{PageContext, render};
use crate::pages::layout::view::NavItem;
use crate::pages::parts::entry_list::EntryList;
use crate::pages::parts::entry_view::Reader;

/// What the access list calls it.
const FUNCTION: &str = "tms";

const SESSION: &Kind = TmsSession::KIND;

pub async fn show(page: PageContext, Path(chart): Path<String>, query: Query) -> Result<Response, HttpError> {
    let access = page.authorize(&chart, FUNCTION, Action::UseTmsPages).await?;
    let view = open(&page, access).await?;
    let filled = FormState::of(vec![("date".to_owned(), view.today.to_string())]);
    shown(&page, &view, &query, filled, StatusCode::OK)
}

/// Stores a session; refused, the form is shown again with what was typed and what is wrong, and nothing was stored.
pub async fn send(page: PageContext, Path(chart): Path<String>, form: Form) -> Result<Response, HttpError> {
    form.belongs(&page, &urls::tms_sessions(&chart))?;
    let access = page.authorize(&chart, FUNCTION, Action::UseTmsPages).await?;
    let errors = match stored(&page, access, &form).await {
        Ok(answer) => return Ok(answer),
        Err(error) => error.into_fields()?,
    };
    let view = open(&page, access).await?;
    let filled = form.again(&errors, &view, None);
    shown(&page, &view, &Query::default(), filled, StatusCode::UNPROCESSABLE_ENTITY)
}

/// Takes back a session that was logged by mistake.
pub async fn mistake(
    page: PageContext,
    Path((chart, record)): Path<(String, String)>,
    form: Form,
) -> Result<Response, HttpError> {
    form.belongs(&page, &urls::tms_mistake(&chart, &record))?;
    let access = page.authorize(&chart, FUNCTION, Action::WriteTmsSession).await?;
    mark_as_mistake(&page, access, &record, form).await?;
    Ok(Redirect::to(&urls::tms_sessions(&access.chart().to_string())).into_response())
}

async fn open(page: &PageContext, access: ChartAccess) -> Result<ChartView, HttpError> {
    Ok(page.app.clinic().charts().read_with(&page.cx(FUNCTION), access).await?)
}

async fn stored(page: &PageContext, access: ChartAccess, form: &Form) -> Result<Response, HttpError> {
    let entry = form.entry(page, SESSION.name)?;
    let written = submit_entry(page, &page.cx(FUNCTION), access, entry).await?;
    let chart = access.chart().to_string();
    Ok(page.lead_to(&match written.first() {
        Some(one) => urls::tms_saved(&chart, &one.entry.to_string()),
        None => urls::tms_sessions(&chart),
    }))
}

fn shown(
    page: &PageContext,
    view: &ChartView,
    query: &Query,
    form: FormState,
    status: StatusCode,
) -> Result<Response, HttpError> {
    let saved: Option<EntryId> = query.get(urls::SAVED).and_then(|id| id.parse().ok());
    let stored =
        saved.is_some_and(|id| view.chart.entries().iter().any(|entry| entry.client_id() == Some(id)));
    let chart = view.id.to_string();
    let sessions = TmsSessionsPage {
        layout: page.layout(NavItem::Tms),
        name: view.person.name.clone(),
        birth: view.person.born,
        age: view.person.age_on(view.today),
        number: Some(view.person.number.clone()).filter(|number| !number.is_empty()),
        kind: SESSION,
        entry: entry_id(page, &form)?,
        list: EntryList::of(page, view, query, Reader::Technician, &urls::tms_sessions(&chart)),
        chart,
        form,
        is_saved: stored,
    };
    Ok(render(&sessions, status))
}
