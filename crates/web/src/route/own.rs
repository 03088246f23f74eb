//! The patient's own chart, and who looked at it.

use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use clinic::{Access, ChartView, Cx, Problem};
use diary::{Age, ChartId, LATE_DAYS, Role, TaperClass, Tms};
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
        self.app.clinic().accounts().chart_for(&self.cx(function), action).await
    }
}

/// The days that can be written about: today first, then back.
pub fn writable_days(today: Date) -> Vec<Date> {
    (0..=LATE_DAYS).filter_map(|back| today.checked_sub(back.days()).ok()).collect()
}

/// Of age or not, today.
pub fn age(view: &ChartView) -> Age {
    Age::of_years(view.person.age_on(view.today))
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
    let accesses = clinic.charts().accesses(&around.cx("access"), chart, before, LINES).await?;
    let full = accesses.len() == usize::try_from(LINES).unwrap_or(usize::MAX);
    let older =
        accesses.last().filter(|_| full).map(|last| format!("{}?before={}", path::ACCESS, last.event));
    let looks = accesses.iter().map(|access| look(around, access)).collect();
    Ok(page(&AccessPage { frame: around.frame(Place::Privacy), looks, older }, StatusCode::OK))
}

/// What was done, as a sentence: as its rule has it, where that showed less of the record than others; one that is new to
/// this version is said to have happened all the same.
fn done(t: Texts, access: &Access) -> String {
    let action = format!("action-{}", access.action);
    let of_rule = format!("{action}-{}", access.rule);
    let key = [of_rule, action].into_iter().find(|key| t.has(key));
    t.get(key.as_deref().unwrap_or("action-other"))
}

/// Set where the machine did it, whoever it is written down for.
const BY_COMMAND: &str = "command_line";

/// Through which kind of function it was done.
fn through(function: &str) -> &'static str {
    match function {
        BY_COMMAND => "access-through-command",
        function if function.starts_with("api/") => "access-through-api",
        _ => "access-through-page",
    }
}

/// Entries that were brought in under the name of one who has an account here.
fn brought(around: &Around, access: &Access) -> Option<String> {
    let named = access.name.as_deref().filter(|_| access.action == Action::BringIn.as_str())?;
    let mine = access.actor == around.viewer.account.id;
    let t = around.t;
    Some(if mine { t.get("access-imported-you") } else { t.one("access-imported-name", "name", named) })
}

fn look(around: &Around, access: &Access) -> Look {
    let t = around.t;
    let role = Role::parse(&access.role).map_or_else(|_| String::new(), |role| t.role(&role));
    let mine = access.actor == around.viewer.account.id;
    let by_command = access.function == BY_COMMAND;
    let somebody = access.name.as_deref().filter(|_| !by_command);
    // A guardian looks as a parent, not as somebody who treats.
    let plain = access.purpose.is_empty() || access.role == Role::Guardian.as_str();
    let mine = mine && !by_command;
    Look {
        at: access.at.to_zoned(around.app.clinic().zone().clone()).datetime(),
        by: if mine { Looker::You } else { Looker::Other },
        name: match somebody {
            _ if mine => t.get("access-you"),
            None => t.get("access-installation"),
            Some(name) => name.to_owned(),
        },
        role: if mine || somebody.is_none() { String::new() } else { role },
        what: brought(around, access).unwrap_or_else(|| done(t, access)),
        purpose: if plain { String::new() } else { t.get(&format!("purpose-{}", access.purpose)) },
        through: t.get(through(&access.function)),
    }
}
