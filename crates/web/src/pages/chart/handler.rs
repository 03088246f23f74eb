//! One patient at the desk: the timeline, drawn or as a table.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use clinic::ChartView;
use diary::EntryId;
use diary::chart::Version;
use figure::axis::{Range, plus};
use figure::layout::Size;
use figure::steps::{LONG, USUAL};
use insight::dose_steps::{last_stop, step_days};
use jiff::civil::Date;
use timeline::{Ask, Drawing, Lanes, multiples};

use super::query::{ChartQuery, Reach, Span, View};
use super::view::{ChartPage, JustSaved, Reviewed, Show};
use crate::http::error::HttpError;
use crate::http::query::Query;
use crate::http::urls;
use crate::pages::layout::context::{PageContext, render};
use crate::pages::layout::view::NavItem;
use crate::pages::parts::entry_list::entry_address;
use crate::pages::parts::entry_view::{Reader, entry_view};
use crate::pages::parts::patient_header::Who;
use crate::pages::parts::same_day_answers::open_answer;

/// The timeline, drawn or as a table.
pub async fn show(page: PageContext, Path(chart): Path<String>, query: Query) -> Result<Response, HttpError> {
    let view = page.open_for_desk(&chart, "timeline").await?;
    let saved = query.get(urls::SAVED).and_then(|id| saved(&page, &view, id));
    Ok(timeline_page(&page, &view, ChartQuery::of(query.pairs()), saved))
}

fn timeline_page(
    page: &PageContext,
    view: &ChartView,
    asked: ChartQuery,
    saved: Option<JustSaved>,
) -> Response {
    let (steps, stop) = (step_days(&view.chart, view.today), last_stop(&view.chart, view.today));
    let days = view.chart.diary_span(view.today);
    let drawing =
        days.map(|days| Drawing::of(page.t, &view.chart, view.today, &ask(&asked, days, &steps, stop)));
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
    let shown = ChartPage {
        layout: page.layout(NavItem::Elsewhere),
        who: Who::of(page, view),
        asked,
        steps,
        stop,
        show,
        multiples,
        items: drawing.map(Drawing::into_items).unwrap_or_default(),
        caption,
        reviewed: last_review(page, view),
        now: page.local(page.app.clinic().now()),
        since_review: unread.count(),
        task: open_task(page, view),
        saved,
    };
    render(&shown, StatusCode::OK)
}

/// The oldest answer that waits for a look: where it stands, and its day.
fn open_task(page: &PageContext, view: &ChartView) -> Option<(String, Date)> {
    let entries = urls::entries(&view.id.to_string());
    let since = page.local(view.task_since?).date();
    let found = open_answer(view)
        .and_then(|(record, day)| Some((entry_address(view, record, Reader::Team, &entries)?, day)));
    Some(found.unwrap_or((entries, since)))
}

/// The entry that the form before this page stored.
fn saved(page: &PageContext, view: &ChartView, id: &str) -> Option<JustSaved> {
    let id: EntryId = id.parse().ok()?;
    let me = page.viewer.account.id;
    let own = |version: &Version| version.meta.entry == id && version.meta.author.account == me;
    let entry = view.chart.standing().find(|entry| entry.versions().iter().any(own))?;
    let record = entry.id()?;
    let shown = entry_view(page, view, entry, Reader::Team)?;
    let href = entry_address(view, record, Reader::Team, &urls::entries(&view.id.to_string()))?;
    Some(JustSaved { what: shown.kind, day: shown.day, href })
}

/// The last review, with when it was made and by whom.
fn last_review(page: &PageContext, view: &ChartView) -> Option<Reviewed> {
    let (entry, review) = view.chart.last_review()?;
    let meta = &entry.effective_version()?.meta;
    let by = view.authors.get(&meta.author.account).cloned().unwrap_or_default();
    Some(Reviewed { up_to: page.local(review.up_to), at: page.local(meta.received_at), by })
}

/// What is drawn of the days there are.
fn ask(asked: &ChartQuery, (first, last): (Date, Date), steps: &[Date], stop: Option<Date>) -> Ask {
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
