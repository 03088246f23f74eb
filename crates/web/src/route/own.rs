//! The patient's own chart, and who looked at it.

use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use clinic::{Access, ChartView, Cx, Problem};
use diary::{Age, ChartId, Role, TaperClass, Tms};
use jiff::ToSpan;
use jiff::civil::Date;

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

    /// The chart this person writes into: a patient's own, or a guardian's child's.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for everyone else.
    pub async fn own_chart(&self) -> Result<ChartId, Problem> {
        let subjects = self.app.clinic().subjects(&self.cx("own")).await?;
        subjects.first().map(|subject| subject.chart).ok_or(Problem::NotFound)
    }

    /// Only for people of this role; for others the page is not there.
    ///
    /// # Errors
    /// [`Problem::NotFound`].
    pub fn only(&self, role: Role) -> Result<(), Problem> {
        if self.viewer.account.role == role { Ok(()) } else { Err(Problem::NotFound) }
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
    around.only(Role::Patient)?;
    let chart = around.own_chart().await?;
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
        break_glass: None,
    }
}
