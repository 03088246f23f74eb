//! My plan: what the clinic has entered so far.

use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;

use super::view::PlanPage;
use crate::http::error::HttpError;
use crate::pages::layout::context::{Around, page};
use crate::pages::layout::view::Place;
use crate::pages::parts::medicines::medicines;

/// Shows today's doses, the next known steps and the TMS sessions so far.
pub async fn show(around: Around) -> Result<Response, HttpError> {
    let view = around.open_own_chart("plan").await?;
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
