//! My days: the own figure, the clinic's answer, the own entries.

use std::collections::BTreeSet;

use axum::extract::RawQuery;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Response};
use clinic::{ChartView, Problem};
use diary::RecordId;
use diary::chart::Entry;
use figure::axis::Range;
use figure::layout::Size;

use super::frame::{self, Around, page};
use super::said::{Reader, entry_view, local};
use crate::drawing::{Ask, Drawing, Lanes};
use crate::failure::Failure;
use crate::page::{Answer, DaysPage, EntryView, OwnFigure, Place, path};
use crate::query::Query;

/// Entries of one page.
const A_PAGE: usize = 14;

/// The cookie of whether the own figure is put away on this device; it says nothing else.
const FIGURE: &str = "figure";

/// Whether the own figure is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Own {
    Shown,
    Hidden,
}

impl Own {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "shown" => Some(Self::Shown),
            "hidden" => Some(Self::Hidden),
            _ => None,
        }
    }

    /// The cookie that keeps the choice for the visits after this one.
    fn cookie(self) -> String {
        let (value, seconds) = match self {
            Self::Shown => ("shown", 0),
            Self::Hidden => ("hidden", 31_536_000),
        };
        format!("{FIGURE}={value}; Path={}; SameSite=Lax; HttpOnly; Max-Age={seconds}", path::DAYS)
    }
}

/// Shows the patient's own days.
pub async fn show(
    around: Around,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let query = Query::of(query.as_deref());
    let asked = query.get("figure").and_then(Own::parse);
    let own = asked.or(frame::cookie(&headers, FIGURE).and_then(Own::parse)).unwrap_or(Own::Shown);
    let page = around.answer(days(&around, &query, own)).await?;
    Ok(match asked {
        Some(chosen) => (AppendHeaders([(SET_COOKIE, chosen.cookie())]), page).into_response(),
        None => page,
    })
}

async fn days(around: &Around, query: &Query, own: Own) -> Result<Response, Problem> {
    let chart = around.own_chart("days").await?;
    let view = around.app.clinic().charts().chart(&around.cx("days"), chart).await?;
    let (entries, older, newer) = entries_page(around, &view, query, Reader::Writer, path::DAYS);
    let figure = own_figure(around, &view, own);
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

/// Where an entry stands among the pages of [`entries_page`].
pub fn entry_address(view: &ChartView, record: RecordId, reader: Reader, address: &str) -> Option<String> {
    let id = view.chart.entry(record)?.id()?;
    let mut newest_first = view.chart.entries().iter().filter(|entry| reader.lists(entry)).rev();
    let place = newest_first.position(|entry| entry.id() == Some(id))?;
    Some(format!("{address}?page={}#e-{id}", place / A_PAGE))
}

fn own_figure(around: &Around, view: &ChartView, own: Own) -> OwnFigure {
    let Some((first, last)) = view.chart.kept_span(view.today) else { return OwnFigure::None };
    if own == Own::Hidden {
        return OwnFigure::Hidden { show: format!("{}?figure=shown", path::DAYS) };
    }
    let six_weeks = Range::last(last, 42).from().max(first);
    let range = Range::new(six_weeks, last);
    let ask = Ask { range, day_zero: None, lanes: Lanes::Own, items: BTreeSet::new() };
    let figure = Box::new(Drawing::of(around.t, &view.chart, view.today, &ask).figure(Size::Phone));
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
