//! My days: the own figure, the clinic's answer, the own entries.

use std::collections::BTreeSet;

use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Response};
use clinic::ChartView;
use figure::axis::Range;
use figure::layout::Size;
use timeline::{Ask, Drawing, Lanes};

use super::view::{Answer, MyDaysPage, OwnFigure};
use crate::http::error::HttpError;
use crate::http::query::Query;
use crate::http::{cookies, urls};
use crate::pages::layout::context::{PageContext, render};
use crate::pages::layout::view::NavItem;
use crate::pages::parts::entry_list::EntryList;
use crate::pages::parts::entry_view::Reader;

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
        format!("{FIGURE}={value}; Path={}; SameSite=Lax; HttpOnly; Max-Age={seconds}", urls::MY_DAYS)
    }
}

/// Shows the patient's own days.
pub async fn show(page: PageContext, headers: HeaderMap, query: Query) -> Result<Response, HttpError> {
    let asked = query.get("figure").and_then(Own::parse);
    let own = asked.or(cookies::value(&headers, FIGURE).and_then(Own::parse)).unwrap_or(Own::Shown);
    let view = page.open_own_chart("days").await?;
    let days = MyDaysPage {
        layout: page.layout(NavItem::Days),
        figure: own_figure(&page, &view, own),
        answer: answer(&page, &view),
        list: EntryList::of(&page, &view, &query, Reader::Writer, urls::MY_DAYS),
    };
    let shown = render(&days, StatusCode::OK);
    Ok(match asked {
        Some(chosen) => (AppendHeaders([(SET_COOKIE, chosen.cookie())]), shown).into_response(),
        None => shown,
    })
}

fn own_figure(page: &PageContext, view: &ChartView, own: Own) -> OwnFigure {
    let Some((first, last)) = view.chart.diary_span(view.today) else { return OwnFigure::None };
    if own == Own::Hidden {
        return OwnFigure::Hidden { show: format!("{}?figure=shown", urls::MY_DAYS) };
    }
    let six_weeks = Range::last(last, 42).from().max(first);
    let range = Range::new(six_weeks, last);
    let ask = Ask { range, day_zero: None, lanes: Lanes::Own, items: BTreeSet::new() };
    let figure = Box::new(Drawing::of(page.t, &view.chart, view.today, &ask).figure(Size::Phone));
    OwnFigure::Shown { figure, hide: format!("{}?figure=hidden", urls::MY_DAYS) }
}

fn answer(page: &PageContext, view: &ChartView) -> Option<Answer> {
    let answered = view.chart.standing().filter_map(|entry| {
        entry.bodies().find_map(|body| match body {
            diary::Body::Review(review) => Some((entry, review.answer.as_ref()?)),
            _ => None,
        })
    });
    let (entry, text) = answered.max_by_key(|(entry, _)| entry.entered_at())?;
    let by = entry.author().and_then(|author| view.authors.get(&author.account)).cloned().unwrap_or_default();
    Some(Answer { at: page.local(entry.entered_at()), by, text: text.as_str().to_owned() })
}
