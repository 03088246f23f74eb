//! Five plain lines for the clinic's own chart, made from the data since the last review.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use insight::visit_summary::{Period, VisitSummary};

use super::view::{CopyPage, lines, since_of};
use crate::http::error::HttpError;
use crate::http::query::Query;
use crate::pages::layout::context::{Around, page};
use crate::pages::layout::view::Place;
use crate::pages::parts::patient_header::Who;

/// Shows the lines.
pub async fn show(around: Around, Path(chart): Path<String>, query: Query) -> Result<Response, HttpError> {
    let view = around.open_for_desk(&chart, "copy").await?;
    let since = since_of(query.get("since").unwrap_or_default());
    let period = Period::of(&view.chart, view.today, since, around.app.clinic().zone());
    let summary = VisitSummary::of(&view.chart, period, view.today);
    let lines = lines(around.t, &summary, &view.person.number);
    let copy = CopyPage { frame: around.frame(Place::Elsewhere), who: Who::of(&around, &view), since, lines };
    Ok(page(&copy, StatusCode::OK))
}
