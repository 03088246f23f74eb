//! Five plain lines for the clinic's own chart, made from the data since the last review.

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use insight::visit_summary::{Period, VisitSummary};

use super::frame::{self, Around};
use super::patient::{open, who};
use crate::failure::Failure;
use crate::page::{CopyPage, Place, copy_lines, since_of};
use crate::query::Query;

/// Shows the lines.
pub async fn show(
    around: Around,
    Path(chart): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let shown = async {
        let view = open(&around, &chart, "copy").await?;
        let since = since_of(Query::of(query.as_deref()).get("since").unwrap_or_default());
        let period = Period::of(&view.chart, view.today, since, around.app.clinic().zone());
        let summary = VisitSummary::of(&view.chart, period, view.today);
        let lines = copy_lines(around.t, &summary, &view.person.number);
        let copy = CopyPage { frame: around.frame(Place::Elsewhere), who: who(&around, &view), since, lines };
        Ok(frame::page(&copy, StatusCode::OK))
    };
    around.answer(shown).await
}
