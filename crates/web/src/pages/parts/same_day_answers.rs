//! Same-day answers: those that wait, and those that a review covers.

use clinic::ChartView;
use diary::chart::Entry;
use diary::{RecordId, Reviews, SameDayAnswer};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use crate::pages::layout::context::PageContext;
use crate::pages::parts::entry_lines::EntryLine;

/// One same-day answer that a review covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    /// What its tick sends: [`SameDayAnswer::tick`].
    pub tick: String,
    pub day: Date,
    /// When it was written, by the clinic's clock.
    pub written: DateTime,
    /// Who wrote it: name and role.
    pub by: (String, String),
    /// What was answered.
    pub answer: String,
    pub fate: Fate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Stands,
    /// It was corrected or withdrawn.
    Changed,
}

/// What a review covers: what the page it was begun on showed, never anything that arrived afterwards.
pub fn covered_up_to(view: &ChartView, named: &str, now: Timestamp) -> Timestamp {
    let newest = Reviews::of(&view.chart).newest_arrival(now);
    named.parse::<Timestamp>().map_or(newest, |named| named.min(newest))
}

/// When the newest review of a chart was stored: what a form knows of reviews. Empty where there is none.
pub fn known(view: &ChartView) -> String {
    Reviews::of(&view.chart).reviewed_at().map(|at| at.to_string()).unwrap_or_default()
}

/// The same-day answers that a stored review covers, in words.
pub fn covered_lines(page: &PageContext, view: &ChartView, review: &Entry) -> Vec<EntryLine> {
    let t = page.t;
    let mut lines = Vec::new();
    for one in Reviews::of(&view.chart).covered(review) {
        let (day, answer) = (t.short_day(&one.version.meta.about.date), t.listed_symptom(one.item));
        lines.push(EntryLine {
            label: t.get("fact-review-covers"),
            value: t.with("fact-covered", &[("day", day.into()), ("answer", answer.into())]),
        });
    }
    lines
}

/// The same-day answers that a review up to `up_to` has to tick.
pub fn answers(page: &PageContext, view: &ChartView, up_to: Timestamp) -> Vec<Covered> {
    let open = Reviews::of(&view.chart).open_answers(up_to);
    open.iter().map(|one| answered(page, view, one)).collect()
}

/// The entry with the oldest answer that no review covers yet, and the day it is about.
pub fn open_answer(view: &ChartView) -> Option<(RecordId, Date)> {
    view.task_since?;
    let oldest = Reviews::of(&view.chart).open_answers(Timestamp::MAX).into_iter().next()?;
    Some((oldest.entry.id()?, oldest.version.meta.about.date))
}

fn answered(page: &PageContext, view: &ChartView, one: &SameDayAnswer<'_>) -> Covered {
    let (t, meta) = (page.t, &one.version.meta);
    let name = view.authors.get(&meta.author.account).cloned().unwrap_or_default();
    Covered {
        tick: one.tick(),
        day: meta.about.date,
        written: page.local(meta.entered_at),
        by: (name, t.role(&meta.author.role)),
        answer: t.listed_symptom(one.item),
        fate: if one.stands() { Fate::Stands } else { Fate::Changed },
    }
}
