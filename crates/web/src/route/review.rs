//! What a review covers, and the answers in it that must have been read one by one.

use clinic::{ChartView, Problem};
use diary::chart::{Entry, Kept, Version};
use diary::{Body, Code, RecordId, Symptom};
use jiff::Timestamp;
use jiff::civil::Date;

use super::facts::{Sent, Step, wire};
use super::form::Form;
use super::frame::Around;
use super::patient::open;
use super::said::local;
use crate::page::{self, Covered, Fact, Fate};
use crate::wire::WireError;

/// What a review covers: what the page it was begun on showed, never anything that arrived afterwards.
pub fn seen(view: &ChartView, named: &str, now: Timestamp) -> Timestamp {
    let newest = newest(view, now);
    named.parse::<Timestamp>().map_or(newest, |named| named.min(newest))
}

/// The latest moment a reader of this chart can have seen anything of.
pub fn newest(view: &ChartView, now: Timestamp) -> Timestamp {
    if view.chart.entries().is_empty() { now } else { view.seen_up_to() }
}

/// When the newest review of a chart was stored: what a form knows of reviews. Empty where there is none.
pub fn known(view: &ChartView) -> String {
    stored(view).map(|(_, at)| at).max().map(|at| at.to_string()).unwrap_or_default()
}

/// Whether another review was stored after the one that the form knew, so that its reader learns of it first.
fn is_overtaken(view: &ChartView, form: &Form) -> bool {
    let Some(known) = form.value("known") else { return false };
    let known = known.parse::<Timestamp>().ok();
    // The same form sent twice is one review.
    let own = |entry: &Entry| entry.client_id().map(|id| id.to_string()).as_deref() == form.value("id");
    stored(view).any(|(entry, at)| Some(at) > known && !own(entry))
}

/// The reviews that stand, with when each was stored.
fn stored(view: &ChartView) -> impl Iterator<Item = (&Entry, Timestamp)> {
    let reviews = view.chart.standing().filter(|entry| up_to(entry).is_some());
    reviews.filter_map(|entry| Some((entry, entry.newest()?.meta.received_at)))
}

fn up_to(entry: &Entry) -> Option<Timestamp> {
    entry.versions().iter().flat_map(|version| &version.parts).find_map(|part| match &part.body {
        Body::Review(review) => Some(review.up_to),
        _ => None,
    })
}

/// The answers for a look on the same day that a stored review covers, in words.
pub fn told(around: &Around, view: &ChartView, review: &Entry) -> Vec<Fact> {
    let t = around.t;
    let fact = |one: Covered| Fact {
        label: t.get("fact-review-covers"),
        value: t.with("fact-covered", &[("day", t.short_day(&one.day).into()), ("answer", one.said.into())]),
    };
    covered(around, view, review).into_iter().map(fact).collect()
}

/// Those that no review before it had.
fn covered(around: &Around, view: &ChartView, review: &Entry) -> Vec<Covered> {
    let first = |entry: &Entry| entry.versions().first().map(|version| version.meta.received_at);
    let (Some(seen), made) = (up_to(review), first(review)) else { return Vec::new() };
    let before = |other: &&Entry| {
        let withdrawn = other.newest().map(|version| version.meta.received_at).filter(|_| other.in_error());
        first(other) < made && withdrawn.is_none_or(|at| Some(at) > made)
    };
    let reviewed = view.chart.entries().iter().filter(before).filter_map(up_to).max();
    between(around, view, reviewed, seen)
}

/// A review with every such answer it covers ticked; otherwise which field is missing.
///
/// # Errors
/// [`Problem::NotFound`] for a chart that is not this reader's.
pub async fn step(sent: &Sent<'_>, form: &Form) -> Result<Result<Step, Vec<WireError>>, Problem> {
    let around = sent.around;
    let view = open(around, sent.chart, "facts").await?;
    if is_overtaken(&view, form) {
        return Ok(Err(vec![WireError::new("up_to", Code::ChangedMeanwhile)]));
    }
    let seen = seen(&view, form.value("up_to").unwrap_or_default(), around.app.clinic().now());
    let ticked = |one: &Covered| form.0.iter().any(|(name, value)| name == "seen" && *value == one.tick);
    if !answers(around, &view, seen).iter().all(ticked) {
        return Ok(Err(vec![WireError::new("seen", Code::Missing)]));
    }
    let mut form = form.named(sent.kind);
    form.0.retain(|(name, _)| name != "up_to" && name != "known");
    form.0.push(("up_to".to_owned(), seen.to_string()));
    Ok(form.entry(around, wire(sent.kind)).map(Step::from).map_err(|error| vec![error]))
}

/// The answers for a look on the same day that arrived after the last review and up to `seen`, also those that no longer
/// stand.
pub fn answers(around: &Around, view: &ChartView, seen: Timestamp) -> Vec<Covered> {
    between(around, view, view.chart.last_review().map(|(_, review)| review.up_to), seen)
}

/// The entry with the oldest answer that no review covers yet, and the day it is about.
pub fn open_answer(around: &Around, view: &ChartView) -> Option<(RecordId, Date)> {
    view.task_since?;
    let oldest = answers(around, view, Timestamp::MAX).into_iter().next()?;
    let record = oldest.tick.split('.').next()?.parse().ok()?;
    Some((view.chart.entry(record)?.id()?, oldest.day))
}

fn between(around: &Around, view: &ChartView, reviewed: Option<Timestamp>, seen: Timestamp) -> Vec<Covered> {
    let covered = |version: &&Version| {
        let arrived = version.meta.received_at;
        Some(arrived) > reviewed && arrived <= seen
    };
    let mut answers: Vec<(Timestamp, Covered)> = Vec::new();
    for entry in view.chart.entries() {
        let mut said: Vec<(Symptom, &Version, &Kept)> = Vec::new();
        for version in entry.versions().iter().filter(covered) {
            for part in version.written().filter(|part| reaches_the_team(part)) {
                for item in part.body.same_day() {
                    // An amendment that repeats the answer is the same answer.
                    said.retain(|(earlier, ..)| *earlier != item.symptom);
                    said.push((item.symptom, version, part));
                }
            }
        }
        let of = |(symptom, version, part): &(Symptom, &Version, &Kept)| {
            (version.meta.received_at, answered(around, view, entry, (*symptom, version, part)))
        };
        answers.extend(said.iter().map(of));
    }
    answers.sort_by_key(|(arrived, _)| *arrived);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

fn reaches_the_team(part: &Kept) -> bool {
    part.places().any(|place| policy::DELIVERED.contains(&place.strand))
}

fn answered(
    around: &Around,
    view: &ChartView,
    entry: &Entry,
    (symptom, version, part): (Symptom, &Version, &Kept),
) -> Covered {
    let (t, meta) = (around.t, &version.meta);
    let name = view.authors.get(&meta.author.account).cloned().unwrap_or_default();
    let stands = entry.bodies().flat_map(Body::same_day).any(|item| item.symptom == symptom);
    let item = part.body.same_day().find(|item| item.symptom == symptom);
    Covered {
        tick: format!("{}.{}", part.record, symptom.id()),
        day: meta.about.date,
        written: local(around, meta.entered_at),
        by: (name, t.role(&meta.author.role)),
        said: item.map_or_else(|| t.symptom(&symptom), |item| page::symptom(t, item)),
        fate: if stands { Fate::Stands } else { Fate::Changed },
    }
}
