//! What a timeline holds, in one to three sentences that name concurrent changes and conclude nothing.

use figure::axis::Range;
use figure::caption::{DoseFact, Facts, StepFact, Taken};

use locale::Texts;

/// Concurrent changes named; more are in the table.
const NAMED: usize = 4;

/// The days, the treatment, what is planned, and what else changed near a dose change.
#[must_use]
pub fn caption(t: Texts, facts: &Facts, range: Range, planned: &[String]) -> Vec<String> {
    let mut sentences = vec![t.with(
        "timeline-caption-days",
        &[
            ("span", span(t, range).into()),
            ("asked", facts.days_asked.into()),
            ("recorded", facts.days_recorded.into()),
            ("cannot", facts.days_cannot_write.into()),
            ("missing", facts.days_missing.into()),
        ],
    )];
    // So that the numbers come out at the days named.
    sentences
        .extend((facts.days_before > 0).then(|| t.one("timeline-caption-before", "n", facts.days_before)));
    sentences.extend((facts.days_open > 0).then(|| t.one("timeline-caption-open", "n", facts.days_open)));
    let separator = t.get("caption-separator");
    let doses = facts.doses.iter().map(|dose| dosed(t, dose));
    let sessions = facts.sessions.iter().map(|lane| {
        let one_day = lane.first == lane.last;
        t.with(
            if one_day { "timeline-caption-sessions-day" } else { "timeline-caption-sessions" },
            &[
                ("name", lane.name.as_str().into()),
                ("first", t.short_day(&lane.first).into()),
                ("last", t.short_day(&lane.last).into()),
                ("n", lane.count.into()),
            ],
        )
    });
    let treatment: Vec<String> = doses.chain(sessions).collect();
    if !treatment.is_empty() {
        sentences.push(t.one("timeline-caption-treatment", "list", treatment.join(&separator)));
    }
    if !planned.is_empty() {
        sentences.push(t.one("planned-list", "list", planned.join(&separator)));
    }
    let mut near: Vec<String> = facts.steps.iter().flat_map(|step| concurrent(t, step)).collect();
    let more = near.len().saturating_sub(NAMED);
    near.truncate(NAMED);
    if !near.is_empty() {
        let list = near.join(&separator);
        sentences.push(t.with("timeline-caption-near", &[("list", list.into()), ("more", more.into())]));
    }
    sentences
}

/// The days in words; a single day once.
fn span(t: Texts, range: Range) -> String {
    let (from, to) = (t.date(&range.from()), t.date(&range.to()));
    if from == to { from } else { t.with("timeline-span", &[("from", from.into()), ("to", to.into())]) }
}

fn dosed(t: Texts, dose: &DoseFact) -> String {
    let mut values = vec![
        ("medicine", dose.name.as_str().into()),
        ("first", dose.first.as_str().into()),
        ("last", dose.last.as_str().into()),
        ("n", dose.changes.into()),
        ("taken", if dose.taken == Taken::Some { "some" } else { "none" }.into()),
    ];
    values.extend(dose.last_change.or(dose.began).map(|date| ("date", t.short_day(&date).into())));
    // Another dose without a change that is counted: it was dated before the diary, or about.
    let other = dose.first != dose.last;
    t.with(
        match (dose.last_change, dose.taken, dose.began) {
            (Some(_), Taken::Some, _) => "timeline-caption-dose-changed",
            (Some(_), Taken::None, _) => "timeline-caption-dose-stopped",
            (None, _, Some(_)) if other => "timeline-caption-dose-began-later",
            (None, _, Some(_)) => "timeline-caption-dose-began",
            (None, _, None) if other => "timeline-caption-dose-later",
            (None, _, None) => "timeline-caption-dose-same",
        },
        &values,
    )
}

/// Other medicines changed within a week, and sessions where the weeks before and after differ.
fn concurrent(t: Texts, step: &StepFact) -> Vec<String> {
    let day = t.short_day(&step.change.date);
    let mut sentences = Vec::new();
    if step.sessions_before != step.sessions_after {
        let (before, after) = (step.sessions_before.into(), step.sessions_after.into());
        sentences.push(t.with(
            "timeline-caption-near-sessions",
            &[("step", day.as_str().into()), ("before", before), ("after", after)],
        ));
    }
    // Of two changes near each other the earlier one names the later one, so that each pair is named once.
    let later =
        step.others.iter().filter(|(name, date)| (*date, name) > (step.change.date, &step.change.name));
    sentences.extend(later.map(|(name, date)| {
        let values = [
            ("step", day.as_str().into()),
            ("name", step.change.name.as_str().into()),
            ("medicine", name.as_str().into()),
            ("date", t.short_day(date).into()),
        ];
        t.with("timeline-caption-near-other", &values)
    }));
    sentences
}
