//! A review at the desk: what it covers, in words, and the form that says that it was read.

use clinic::{ChartView, Problem};
use diary::chart::Entry;
use diary::{RecordId, ReviewClaim, Reviews, SameDayAnswer, Submission};
use jiff::Timestamp;
use jiff::civil::Date;

use super::facts::{Sent, Step, wire};
use super::form::Form;
use super::frame::Around;
use super::patient::open;
use super::said::local;
use crate::page::{Covered, Fact, Fate};
use crate::wire::WireError;

/// What a review covers: what the page it was begun on showed, never anything that arrived afterwards.
pub fn seen(view: &ChartView, named: &str, now: Timestamp) -> Timestamp {
    let newest = Reviews::of(&view.chart).newest_arrival(now);
    named.parse::<Timestamp>().map_or(newest, |named| named.min(newest))
}

/// When the newest review of a chart was stored: what a form knows of reviews. Empty where there is none.
pub fn known(view: &ChartView) -> String {
    Reviews::of(&view.chart).reviewed_at().map(|at| at.to_string()).unwrap_or_default()
}

/// The answers for a look on the same day that a stored review covers, in words.
pub fn told(around: &Around, view: &ChartView, review: &Entry) -> Vec<Fact> {
    let t = around.t;
    let fact = |one: SameDayAnswer<'_>| {
        let (day, said) = (t.short_day(&one.version.meta.about.date), t.listed_symptom(one.item));
        Fact {
            label: t.get("fact-review-covers"),
            value: t.with("fact-covered", &[("day", day.into()), ("answer", said.into())]),
        }
    };
    Reviews::of(&view.chart).covered(review).into_iter().map(fact).collect()
}

/// A review with every such answer it covers ticked; otherwise which field is missing.
///
/// # Errors
/// [`Problem::NotFound`] for a chart that is not this reader's.
pub async fn step(sent: &Sent<'_>, form: &Form) -> Result<Result<Step, Vec<WireError>>, Problem> {
    let around = sent.around;
    let view = open(around, sent.chart, "facts").await?;
    let now = around.app.clinic().now();
    let ticks = form.0.iter().filter(|(name, _)| name == "seen");
    let said = ReviewClaim {
        seen: ticks.map(|(_, value)| value.clone()).collect(),
        known: form.value("known").map(str::to_owned),
    };
    let seen = seen(&view, form.value("up_to").unwrap_or_default(), now);
    let mut form = form.clone();
    form.0.retain(|(name, _)| name != "up_to");
    form.0.push(("up_to".to_owned(), seen.to_string()));
    let checked = form.entry(around, wire(sent.kind)).and_then(|mut entry| {
        let Submission::Review { review, claim } = &mut entry.said else { return Ok(entry) };
        *claim = said;
        let reviews = Reviews::of(&view.chart);
        reviews.check(around.viewer.account.id, entry.id, review, claim, now).map_err(WireError::refused)?;
        Ok(entry)
    });
    Ok(checked.map(Step::from).map_err(|error| vec![error]))
}

/// The answers for a look on the same day that a review up to `seen` has to tick.
pub fn answers(around: &Around, view: &ChartView, seen: Timestamp) -> Vec<Covered> {
    let open = Reviews::of(&view.chart).open_answers(seen);
    open.iter().map(|one| answered(around, view, one)).collect()
}

/// The entry with the oldest answer that no review covers yet, and the day it is about.
pub fn open_answer(view: &ChartView) -> Option<(RecordId, Date)> {
    view.task_since?;
    let oldest = Reviews::of(&view.chart).open_answers(Timestamp::MAX).into_iter().next()?;
    Some((oldest.entry.id()?, oldest.version.meta.about.date))
}

fn answered(around: &Around, view: &ChartView, one: &SameDayAnswer<'_>) -> Covered {
    let (t, meta) = (around.t, &one.version.meta);
    let name = view.authors.get(&meta.author.account).cloned().unwrap_or_default();
    Covered {
        tick: one.tick(),
        day: meta.about.date,
        written: local(around, meta.entered_at),
        by: (name, t.role(&meta.author.role)),
        said: t.listed_symptom(one.item),
        fate: if one.stands() { Fate::Stands } else { Fate::Changed },
    }
}
