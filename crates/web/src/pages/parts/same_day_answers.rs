//! Answers for a look on the same day: those that wait, and those that a review covers.

use clinic::ChartView;
use diary::chart::Entry;
use diary::{RecordId, Reviews, SameDayAnswer};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use crate::pages::layout::context::Around;
use crate::pages::parts::entry_facts::Fact;

/// One answer for a look on the same day that a review covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    /// What its tick sends: its record and its symptom.
    pub tick: String,
    /// The day it is about.
    pub day: Date,
    /// When it was written, by the clinic's clock.
    pub written: DateTime,
    /// Who wrote it: name and role.
    pub by: (String, String),
    /// What was answered.
    pub said: String,
    /// What became of it since.
    pub fate: Fate,
}

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stands.
    Stands,
    /// It was corrected or withdrawn.
    Changed,
}

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
        written: around.local(meta.entered_at),
        by: (name, t.role(&meta.author.role)),
        said: t.listed_symptom(one.item),
        fate: if one.stands() { Fate::Stands } else { Fate::Changed },
    }
}
