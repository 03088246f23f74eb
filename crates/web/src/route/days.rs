//! My days: the own figure, the clinic's answer, the own entries.

use std::collections::BTreeSet;

use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use clinic::{ChartView, Problem};
use diary::chart::Entry;
use figure::axis::Range;
use figure::layout::Size;

use super::frame::{Around, page};
use super::said::{Reader, entry_view, local};
use crate::drawing::{Ask, Drawing, Lanes};
use crate::failure::Failure;
use crate::page::{Answer, DaysPage, EntryView, OwnFigure, Place, path};
use crate::query::Query;

/// Entries of one page.
const A_PAGE: usize = 14;

/// Shows the patient's own days.
pub async fn show(around: Around, RawQuery(query): RawQuery) -> Result<Response, Failure> {
    let query = Query::of(query.as_deref());
    around.answer(days(&around, &query)).await
}

async fn days(around: &Around, query: &Query) -> Result<Response, Problem> {
    let chart = around.own_chart("days").await?;
    let view = around.app.clinic().chart(&around.cx("days"), chart).await?;
    let (entries, older, newer) = entries_page(around, &view, query, Reader::Writer, path::DAYS);
    let figure = own_figure(around, &view, query);
    let answer = answer(around, &view);
    Ok(page(
        &DaysPage { frame: around.frame(Place::Days), figure, answer, entries, older, newer },
        StatusCode::OK,
    ))
}

/// One page of entries, newest day first, and where the pages beside it are.
pub fn entries_page(
    around: &Around,
    view: &ChartView,
    query: &Query,
    reader: Reader,
    address: &str,
) -> (Vec<EntryView>, Option<String>, Option<String>) {
    let number: usize = query.get("page").and_then(|text| text.parse().ok()).unwrap_or(0).min(10_000);
    let all: Vec<&Entry> = view.chart.entries().iter().filter(|entry| reader.lists(entry)).collect();
    let here = all.iter().copied().rev().skip(number * A_PAGE).take(A_PAGE);
    let older = (all.len() > (number + 1) * A_PAGE).then(|| format!("{address}?page={}", number + 1));
    let newer = number.checked_sub(1).map(|newer| format!("{address}?page={newer}"));
    (here.filter_map(|entry| entry_view(around, view, entry, reader)).collect(), older, newer)
}

fn own_figure(around: &Around, view: &ChartView, query: &Query) -> OwnFigure {
    let Some((first, last)) = crate::api::whole(view) else { return OwnFigure::None };
    if query.get("figure") == Some("hidden") {
        return OwnFigure::Hidden { show: path::DAYS.to_owned() };
    }
    let six_weeks = Range::last(last, 42).from().max(first);
    let range = Range::new(six_weeks, last);
    let ask = Ask { range, day_zero: None, lanes: Lanes::Own, items: BTreeSet::new() };
    let figure = Box::new(Drawing::of(around.t, view, &ask).figure(Size::Phone));
    OwnFigure::Shown { figure, hide: format!("{}?figure=hidden", path::DAYS) }
}

fn answer(around: &Around, view: &ChartView) -> Option<Answer> {
    let answered = view.chart.standing().filter_map(|entry| {
        entry.bodies().find_map(|body| match body {
            diary::Body::Review(review) => Some((entry, review.answer.as_ref()?)),
            _ => None,
        })
    });
    let (entry, text) = answered.max_by_key(|(entry, _)| entry.entered_at())?;
    let by = entry.author().and_then(|author| view.authors.get(&author.account)).cloned().unwrap_or_default();
    Some(Answer { at: local(around, entry.entered_at()), by, text: text.as_str().to_owned() })
}
