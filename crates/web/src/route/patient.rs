//! One patient at the desk: timeline, table, entries.

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use clinic::{ChartView, Problem};
use diary::EntryId;
use diary::chart::Version;
use figure::axis::{Range, plus};
use figure::layout::Size;
use figure::steps::{LONG, USUAL};
use insight::dose_steps::{last_stop, planned, step_days};
use jiff::civil::Date;
use policy::Action;

use super::days::{entries_page, entry_address};
use super::frame::{Around, page};
use super::said::{Reader, entry_view, local};
use crate::api::chart_id;
use crate::drawing::{Ask, Drawing, Lanes, multiples, planned_step};
use crate::failure::Failure;
use crate::page::{
    Asked, EntriesPage, JustSaved, PatientPage, Place, Reach, Reviewed, Show, Span, View, Who, path,
};
use crate::query::Query;

/// The timeline, drawn or as a table.
pub async fn timeline(
    around: Around,
    Path(chart): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let shown = async {
        let view = open(&around, &chart, "timeline").await?;
        let pairs: Vec<(String, String)> =
            serde_urlencoded::from_str(query.as_deref().unwrap_or_default()).unwrap_or_default();
        let named = pairs.iter().find(|(name, _)| name == path::SAVED);
        let saved = named.and_then(|(_, id)| saved(&around, &view, id));
        Ok(timeline_page(&around, &view, Asked::of(&pairs), saved))
    };
    around.answer(shown).await
}

/// Opens a patient's chart for the care team; others have pages of their own.
///
/// # Errors
/// [`Problem::NotFound`] where the policy does not give them these.
pub async fn open(around: &Around, chart: &str, function: &'static str) -> Result<ChartView, Problem> {
    let (cx, chart) = (around.cx(function), chart_id(chart));
    around.app.clinic().accounts().enter_to(&cx, chart, Action::UseDesk).await?;
    around.app.clinic().charts().chart(&cx, chart).await
}

impl Around {
    /// The page, or the one that says in the reader's language why there is none.
    ///
    /// # Errors
    /// What stands in the page's place.
    pub async fn answer(
        &self,
        made: impl Future<Output = Result<Response, Problem>>,
    ) -> Result<Response, Failure> {
        made.await.map_err(|problem| self.fail(problem))
    }
}

/// Who is on the screen.
pub fn who(around: &Around, view: &ChartView) -> Who {
    let today = view.today;
    let lanes = view.chart.doses();
    let medicines = lanes.iter().filter_map(|lane| {
        let dose = lane.on(today)?;
        let name = around.t.medicine(&lane.medicine);
        Some(around.t.dosed(&name, dose))
    });
    let first_day = view.chart.recorded().first();
    let changes = lanes.iter().filter_map(|lane| lane.last_change(first_day, today));
    let last_step = changes.map(|told| told.step.date).max();
    Who {
        chart: view.id.to_string(),
        name: view.person.name.clone(),
        birth: view.person.born,
        age: view.person.age_on(today),
        number: Some(view.person.number.clone()).filter(|number| !number.is_empty()),
        medicines: medicines.collect(),
        planned: planned(&view.chart, today).iter().map(|step| planned_step(around.t, step)).collect(),
        forms: super::facts::offered(around),
        since_step: last_step.and_then(|date| today.since(date).ok()).map(|span| span.get_days()),
        seen: view.chart.entries().first().map(|_| view.seen_up_to().to_string()).unwrap_or_default(),
    }
}

fn timeline_page(around: &Around, view: &ChartView, asked: Asked, saved: Option<JustSaved>) -> Response {
    let (steps, stop) = (step_days(&view.chart, view.today), last_stop(&view.chart, view.today));
    let days = view.chart.kept_span(view.today);
    let drawing =
        days.map(|days| Drawing::of(around.t, &view.chart, view.today, &ask(&asked, days, &steps, stop)));
    let caption = drawing.as_ref().map(|drawing| drawing.caption().to_vec()).unwrap_or_default();
    let show = match (&drawing, asked.view) {
        (None, _) => Show::Empty,
        (Some(drawing), View::Figure) => Show::Figure(Box::new(drawing.figure(Size::Desk))),
        (Some(drawing), View::Table) => Show::Table(drawing.table()),
    };
    let window = if asked.reach == Reach::Far { LONG } else { USUAL };
    let multiples = drawing
        .as_ref()
        .filter(|_| asked.view == View::Figure)
        .and_then(|drawing| multiples(drawing, asked.by.as_deref(), window));
    let reviewed = view.chart.last_review().map(|(_, review)| review.up_to);
    let unread = view.chart.standing().filter(|entry| {
        let arrived = entry.newest().map(|version| version.meta.received_at);
        entry.by_patient() && arrived > reviewed
    });
    let patient = PatientPage {
        frame: around.frame(Place::Elsewhere),
        who: who(around, view),
        asked,
        steps,
        stop,
        show,
        multiples,
        items: drawing.map(Drawing::into_items).unwrap_or_default(),
        caption,
        reviewed: last_review(around, view),
        now: local(around, around.app.clinic().now()),
        since_review: unread.count(),
        task: open_task(around, view),
        saved,
    };
    page(&patient, StatusCode::OK)
}

/// The oldest answer that waits for a look: where it stands, and its day.
fn open_task(around: &Around, view: &ChartView) -> Option<(String, Date)> {
    let entries = path::entries(&view.id.to_string());
    let since = local(around, view.task_since?).date();
    let found = super::review::open_answer(view)
        .and_then(|(record, day)| Some((entry_address(view, record, Reader::Team, &entries)?, day)));
    Some(found.unwrap_or((entries, since)))
}

/// The entry that the form before this page stored.
fn saved(around: &Around, view: &ChartView, id: &str) -> Option<JustSaved> {
    let id: EntryId = id.parse().ok()?;
    let me = around.viewer.account.id;
    let own = |version: &Version| version.meta.entry == id && version.meta.author.account == me;
    let entry = view.chart.standing().find(|entry| entry.versions().iter().any(own))?;
    let record = entry.id()?;
    let said = entry_view(around, view, entry, Reader::Team)?;
    let href = entry_address(view, record, Reader::Team, &path::entries(&view.id.to_string()))?;
    Some(JustSaved { what: said.kind, day: said.day, href })
}

/// The last review, with when it was made and by whom.
fn last_review(around: &Around, view: &ChartView) -> Option<Reviewed> {
    let (entry, review) = view.chart.last_review()?;
    let meta = &entry.said()?.meta;
    let by = view.authors.get(&meta.author.account).cloned().unwrap_or_default();
    Some(Reviewed { up_to: local(around, review.up_to), at: local(around, meta.received_at), by })
}

/// What is drawn of the days there are.
fn ask(asked: &Asked, (first, last): (Date, Date), steps: &[Date], stop: Option<Date>) -> Ask {
    let back = |days: i64| Range::last(last, days).from().max(first);
    let (before, after) = if asked.reach == Reach::Far { (14, 84) } else { (7, 28) };
    let step = match asked.span {
        Span::Step(day) => day.filter(|day| steps.contains(day)).or(steps.last().copied()),
        Span::AfterLast => stop,
        _ => None,
    };
    let range = match (asked.span, step) {
        (Span::FourWeeks, _) => Range::new(back(28), last),
        (Span::TwelveWeeks, _) => Range::new(back(84), last),
        (Span::Step(_), Some(step)) => Range::around(step, before, after),
        (Span::AfterLast, Some(stop)) => Range::new(plus(stop, -14), last.max(stop)),
        _ => Range::new(first, last),
    };
    Ask { range, day_zero: step, lanes: Lanes::All, items: asked.items.clone() }
}

/// Every entry with all versions.
pub async fn entries(
    around: Around,
    Path(chart): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let shown = async {
        let view = open(&around, &chart, "entries").await?;
        let address = path::entries(&view.id.to_string());
        let query = Query::of(query.as_deref());
        let (entries, older, newer) = entries_page(&around, &view, &query, Reader::Team, &address);
        let frame = around.frame(Place::Elsewhere);
        Ok(page(&EntriesPage { frame, who: who(&around, &view), entries, older, newer }, StatusCode::OK))
    };
    around.answer(shown).await
}
