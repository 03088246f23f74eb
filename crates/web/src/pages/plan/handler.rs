//! My plan: what the clinic has entered so far.

use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;

use super::view::PlanPage;
use crate::http::error::HttpError;
use crate::pages::layout::context::{PageContext, render};
use crate::pages::layout::view::NavItem;
use crate::pages::parts::medicines::medicines;

/// Shows today's doses, the next known steps and the TMS sessions so far.
pub async fn show(page: PageContext) -> Result<Response, HttpError> {
    let view = page.open_own_chart("plan").await?;
    let today = view.today;
    let sessions: Vec<Date> =
        view.chart.tms().map(|(entry, _)| entry.date()).filter(|day| *day <= today).collect();
    let plan = PlanPage {
        layout: page.layout(NavItem::Plan),
        today,
        medicines: medicines(page.t, &view),
        sessions: sessions.len(),
        last_session: sessions.last().copied(),
    };
    Ok(render(&plan, StatusCode::OK))
}
