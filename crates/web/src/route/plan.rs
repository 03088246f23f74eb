//! My plan: what the clinic has entered so far.

use axum::http::StatusCode;
use axum::response::Response;
use clinic::{ChartView, Problem};
use jiff::civil::Date;

use super::frame::{Around, page};
use crate::failure::Failure;
use crate::page::{Place, PlanPage, Taken};
use crate::texts::Texts;

/// Shows today's doses, the next known steps and the TMS sessions so far.
pub async fn show(around: Around) -> Result<Response, Failure> {
    around.answer(plan(&around)).await
}

/// Today's dose and the next step of each medicine: those taken first, then those that are over.
pub fn medicines(t: Texts, view: &ChartView) -> Vec<Taken> {
    let taken = |lane| Taken::of(t, lane, view.today);
    let mut medicines: Vec<Taken> = view.chart.doses().iter().map(taken).collect();
    medicines.sort_by_key(Taken::is_over);
    medicines
}

async fn plan(around: &Around) -> Result<Response, Problem> {
    let chart = around.own_chart("plan").await?;
    let view = around.app.clinic().charts().chart(&around.cx("plan"), chart).await?;
    let today = view.today;
    let sessions: Vec<Date> =
        view.chart.tms().map(|(entry, _)| entry.date()).filter(|day| *day <= today).collect();
    let plan = PlanPage {
        frame: around.frame(Place::Plan),
        today,
        medicines: medicines(around.t, &view),
        sessions: sessions.len(),
        last_session: sessions.last().copied(),
    };
    Ok(page(&plan, StatusCode::OK))
}
