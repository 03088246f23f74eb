//! Five plain lines for the clinic's own chart, made from the data since the last review.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use insight::visit_summary::{Period, VisitSummary};

use super::view::{VisitSummaryPage, lines, since_of};
use crate::http::error::HttpError;
use crate::http::query::Query;
use crate::pages::layout::context::{PageContext, render};
use crate::pages::layout::view::NavItem;
use crate::pages::parts::patient_header::Who;

pub async fn show(page: PageContext, Path(chart): Path<String>, query: Query) -> Result<Response, HttpError> {
    let view = page.open_for_desk(&chart, "copy").await?;
    let since = since_of(query.get("since").unwrap_or_default());
    let period = Period::of(&view.chart, view.today, since, page.app.clinic().zone());
    let summary = VisitSummary::of(&view.chart, period, view.today);
    let lines = lines(page.t, &summary, &view.person.number);
    let copy = VisitSummaryPage {
        layout: page.layout(NavItem::Elsewhere),
        who: Who::of(&page, &view),
        since,
        lines,
    };
    Ok(render(&copy, StatusCode::OK))
}
