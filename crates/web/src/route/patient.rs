//! One patient at the desk: timeline, table, entries.

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use clinic::{ChartView, Problem};
use figure::layout::Size;
use jiff::ToSpan;
use jiff::civil::Date;

use super::days::entries_page;
use super::frame::{Around, page};
use super::said::{Reader, local};
use crate::api::{chart_id, whole};
use crate::app::App;
use crate::drawing;
use crate::page::{EntriesPage, PatientPage, Place, Show, Span, View, Who, path};
use crate::query::Query;
use crate::session::Signed;

/// The timeline, drawn or as a table.
pub async fn timeline(
    State(app): State<App>,
    Signed(viewer): Signed,
    Path(chart): Path<String>,
    headers: HeaderMap,
    uri: Uri,
    RawQuery(query): RawQuery,
) -> Result<Response, Response> {
    let around = Around::new(app, viewer, &headers, &uri);
    let shown = async {
        let view = open(&around, &chart, "timeline").await?;
        Ok(timeline_page(&around, &view, &Query::of(query.as_deref())))
    };
    shown.await.map_err(|problem: Problem| around.fail(problem).into_response())
}

/// Opens a patient's chart for the care team.
pub async fn open(around: &Around, chart: &str, function: &'static str) -> Result<ChartView, Problem> {
    let cx = around.cx(function);
    let view = around.app.clinic().chart(&cx, chart_id(chart)).await?;
    around.desk()?;
    Ok(view)
}

impl Around {
    /// Only for the care team's pages.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for others, who have pages of their own.
    fn desk(&self) -> Result<(), Problem> {
        let staff = matches!(self.viewer.account.role, diary::Role::Clinician | diary::Role::CareStaff);
        if staff { Ok(()) } else { Err(Problem::NotFound) }
    }
}

/// Who is on the screen.
pub fn who(around: &Around, view: &ChartView) -> Who {
    let today = view.today;
    let lanes = view.chart.doses();
    let medicines = lanes.iter().filter_map(|lane| {
        let dose = lane.on(today)?;
        let name = around.t.medicine(&lane.medicine);
        Some(around.t.with("panel-dose", &[("medicine", name.into()), ("dose", dose.to_string().into())]))
    });
    let last_step = lanes.iter().filter_map(|lane| lane.last_change(today)).map(|(_, after)| after.date).max();
    Who {
        chart: view.id.to_string(),
        name: view.person.name.clone(),
        birth: view.person.born,
        age: view.person.age_on(today),
        number: Some(view.person.number.clone()).filter(|number| !number.is_empty()),
        medicines: medicines.collect(),
        since_step: last_step.and_then(|date| today.since(date).ok()).map(|span| span.get_days()),
    }
}

fn timeline_page(around: &Around, view: &ChartView, query: &Query) -> Response {
    let span = Span::parse(query.get("range").unwrap_or_default());
    let as_table = if query.get("view") == Some("table") { View::Table } else { View::Figure };
    let range = whole(view).map(|(first, last)| (start(span, first, last), last));
    let caption = range.map(|range| drawing::sentences(around.t, view, range)).unwrap_or_default();
    let show = match (range, as_table) {
        (None, _) => Show::Empty,
        (Some(range), View::Figure) => {
            Show::Figure(Box::new(drawing::figure(around.t, view, range, Size::Desk)))
        }
        (Some(range), View::Table) => Show::Table(drawing::table(around.t, view, range)),
    };
    let reviewed = view.chart.last_review().map(|(_, review)| review.up_to);
    let unread = view.chart.standing().filter(|entry| {
        let arrived = entry.newest().map(|version| version.meta.received_at);
        entry.by_patient() && arrived > reviewed
    });
    let patient = PatientPage {
        frame: around.frame(Place::Elsewhere),
        who: who(around, view),
        span,
        as_table,
        show,
        caption,
        reviewed: reviewed.map(|at| local(around, at)),
        since_review: unread.count(),
        tasks: usize::from(view.task_since.is_some()),
    };
    page(&patient, StatusCode::OK)
}

fn start(span: Span, first: Date, last: Date) -> Date {
    let back = match span {
        Span::FourWeeks => 27.days(),
        Span::TwelveWeeks => 83.days(),
        Span::All => return first,
    };
    last.checked_sub(back).unwrap_or(first).max(first)
}

/// Every entry with all versions.
pub async fn entries(
    State(app): State<App>,
    Signed(viewer): Signed,
    Path(chart): Path<String>,
    headers: HeaderMap,
    uri: Uri,
    RawQuery(query): RawQuery,
) -> Result<Response, Response> {
    let around = Around::new(app, viewer, &headers, &uri);
    let shown = async {
        let view = open(&around, &chart, "entries").await?;
        let address = path::entries(&view.id.to_string());
        let query = Query::of(query.as_deref());
        let (entries, older, newer) = entries_page(&around, &view, &query, Reader::Team, &address);
        let frame = around.frame(Place::Elsewhere);
        Ok(page(&EntriesPage { frame, who: who(&around, &view), entries, older, newer }, StatusCode::OK))
    };
    shown.await.map_err(|problem: Problem| around.fail(problem).into_response())
}
