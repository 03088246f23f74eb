//! My plan: what the clinic has entered so far.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use clinic::Problem;
use diary::Role;
use jiff::civil::Date;

use super::frame::{Around, page};
use crate::app::App;
use crate::page::{Place, PlanPage, Taken};
use crate::session::Signed;

/// Shows today's doses, the next known steps and the TMS sessions so far.
pub async fn show(
    State(app): State<App>,
    Signed(viewer): Signed,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Response> {
    let around = Around::new(app, viewer, &headers, &uri);
    plan(&around).await.map_err(|problem| around.fail(problem).into_response())
}

async fn plan(around: &Around) -> Result<Response, Problem> {
    around.only(Role::Patient)?;
    let chart = around.own_chart().await?;
    let view = around.app.clinic().chart(&around.cx("plan"), chart).await?;
    let today = view.today;
    let mut medicines: Vec<Taken> =
        view.chart.doses().iter().map(|lane| Taken::of(around.t, lane, today)).collect();
    medicines.sort_by_key(Taken::is_over);
    let sessions: Vec<Date> =
        view.chart.tms().map(|(entry, _)| entry.date()).filter(|day| *day <= today).collect();
    let plan = PlanPage {
        frame: around.frame(Place::Plan),
        today,
        medicines,
        sessions: sessions.len(),
        last_session: sessions.last().copied(),
    };
    Ok(page(&plan, StatusCode::OK))
}
