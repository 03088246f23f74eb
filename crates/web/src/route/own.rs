//! The patient's own chart, and who looked at it.

use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use clinic::{Access, ChartView, Cx, Problem};
use diary::{Age, ChartId, Role, TaperClass, Tms};
use jiff::ToSpan;
use jiff::civil::Date;
use policy::Action;

use super::frame::{Around, page};
use crate::asker::Asker;
use crate::failure::Failure;
use crate::page::{AccessPage, Chip, Look, Looker, Place, path};
use crate::query::Query;
use crate::texts::Texts;

impl Around {
    /// Why and through what the chart is opened.
    pub fn cx(&self, function: &'static str) -> Cx<'_> {
        Cx { viewer: &self.viewer, function, purpose: None, source: Asker::source() }
    }

    /// The chart whose own pages this person uses.
    ///
    /// # Errors
    /// [`Problem::NotFound`] where the policy gives them none: for them the page is not there.
    pub async fn own_chart(&self, function: &'static str) -> Result<ChartId, Problem> {
        self.chart_for(function, Action::UseOwnPages).await
    }

    /// The chart with which this person may do this.
    ///
    /// # Errors
    /// [`Problem::NotFound`] where there is none.
    pub async fn chart_for(&self, function: &'static str, action: Action) -> Result<ChartId, Problem> {
        self.app.clinic().chart_for(&self.cx(function), action).await
    }
}

/// The days that can be written about: today first, then seven back.
pub fn writable_days(today: Date) -> Vec<Date> {
    (0..=7).filter_map(|back| today.checked_sub(back.days()).ok()).collect()
}

/// Of age or not, today.
pub fn age(view: &ChartView) -> Age {
    if view.person.age_on(view.today) < 18 { Age::Minor } else { Age::Adult }
}

/// The chips for this person: the same before, during and after a taper.
pub fn chips(view: &ChartView) -> (Vec<Chip>, Vec<Chip>) {
    let classes: Vec<TaperClass> = view.chart.doses().iter().map(|lane| lane.medicine.class()).collect();
    let tms = if view.chart.tms().next().is_some() { Tms::Too } else { Tms::No };
    let (first, wider) = diary::offered(&classes, tms, age(view));
    (first.into_iter().map(Chip).collect(), wider.into_iter().map(Chip).collect())
}

/// Who looked at my record.
pub async fn access(around: Around, RawQuery(query): RawQuery) -> Result<Response, Failure> {
    let query = Query::of(query.as_deref());
    around.answer(access_page(&around, &query)).await
}

const LINES: u32 = 50;

async fn access_page(around: &Around, query: &Query) -> Result<Response, Problem> {
    let chart = around.own_chart("access").await?;
    let before = query.get("before").and_then(|text| text.parse().ok());
    let clinic = around.app.clinic();
    let accesses = clinic.accesses(&around.cx("access"), chart, before, LINES).await?;
    let full = accesses.len() == usize::try_from(LINES).unwrap_or(usize::MAX);
    let older =
        accesses.last().filter(|_| full).map(|last| format!("{}?before={}", path::ACCESS, last.event));
    let looks = accesses.iter().map(|access| look(around, access)).collect();
    Ok(page(&AccessPage { frame: around.frame(Place::Privacy), looks, older }, StatusCode::OK))
}

/// What was done, as a sentence; one that is new to this version is said to have happened all the same.
fn done(t: Texts, action: &str) -> String {
    let key = format!("access-{action}");
    t.get(if t.has(&key) { &key } else { "access-other" })
}

/// Through which kind of function it was done.
fn through(function: &str) -> &'static str {
    match function {
        "command_line" => "access-through-command",
        function if function.starts_with("api/") => "access-through-api",
        _ => "access-through-page",
    }
}

fn look(around: &Around, access: &Access) -> Look {
    let t = around.t;
    let role = Role::parse(&access.role).map_or_else(|_| String::new(), |role| t.role(&role));
    let mine = access.actor == around.viewer.account.id;
    let installation = access.name.is_none();
    let name = access.name.clone().unwrap_or_else(|| t.get("access-installation"));
    let purpose =
        if access.purpose.is_empty() { String::new() } else { t.get(&format!("purpose-{}", access.purpose)) };
    Look {
        at: access.at.to_zoned(around.app.clinic().zone().clone()).datetime(),
        by: if mine { Looker::You } else { Looker::Other },
        name: if mine { t.get("access-you") } else { name },
        role: if mine || installation { String::new() } else { role },
        what: done(t, &access.action),
        purpose,
        through: t.get(through(&access.function)),
        break_glass: None,
    }
}
