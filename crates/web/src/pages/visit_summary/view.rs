//! Five plain lines to copy into the clinic's own chart: facts of one period, nothing concluded.

use askama::Template;
use diary::Dosing;
use insight::visit_summary::{
    DayCounts, DoseChange, GivenAnswer, ImportedValues, Since, Spread, SymptomCounts, VisitSummary,
};
use locale::Texts;

use crate::http::urls;
use crate::pages::layout::view::Layout;
use crate::pages::parts::patient_header::Who;

/// Imported items named; more are counted.
const NAMED: usize = 4;

/// As in the page's address: `since=review|4w`.
const fn since_name(since: Since) -> &'static str {
    match since {
        Since::Review => "review",
        Since::FourWeeks => "4w",
    }
}

/// From the page's address; the review for what it does not know.
#[must_use]
pub fn since_of(name: &str) -> Since {
    if name == since_name(Since::FourWeeks) { Since::FourWeeks } else { Since::Review }
}

/// The five lines about the diary with this number.
#[must_use]
pub fn lines(t: Texts, summary: &VisitSummary, number: &str) -> [String; 5] {
    [
        period(t, summary, number),
        values(t, summary),
        complaints(t, summary),
        medicines(t, summary),
        sentences([sessions(t, summary), events(t, summary)]),
    ]
}

fn period(t: Texts, summary: &VisitSummary, number: &str) -> String {
    let (days, period) = (summary.days, summary.period);
    let DayCounts { recorded, cannot_write, missing, before_diary, today_open } = days;
    let head = t.with(
        "visit-summary-period",
        &[
            ("number", number.into()),
            ("from", t.date(&period.from).into()),
            ("to", t.date(&period.to).into()),
            ("days", days.all().into()),
        ],
    );
    let nights = summary.slept_min.map_or(0, |slept| slept.count);
    let counted = if recorded + cannot_write == 0 {
        t.get("visit-summary-no-entries")
    } else {
        t.with(
            "visit-summary-days",
            &[
                ("recorded", recorded.into()),
                ("cannot", cannot_write.into()),
                ("missing", missing.into()),
                ("nights", nights.into()),
            ],
        )
    };
    let mut parts = vec![head, counted];
    parts.extend((before_diary > 0).then(|| t.one("visit-summary-before", "n", before_diary)));
    parts.extend((today_open > 0).then(|| t.get("visit-summary-today-open")));
    parts.extend(summary.ended.then(|| t.get("visit-summary-ended")));
    parts
        .extend((summary.by_guardians > 0).then(|| t.one("visit-summary-family", "n", summary.by_guardians)));
    sentences(parts)
}

fn values(t: Texts, summary: &VisitSummary) -> String {
    let mut parts = vec![
        spread(t, ("visit-summary-mood", "visit-summary-mood-none"), summary.mood, whole),
        spread(t, ("visit-summary-anxiety", "visit-summary-anxiety-none"), summary.anxiety, whole),
        spread(t, ("visit-summary-sleep", "visit-summary-sleep-none"), summary.slept_min, hours),
    ];
    let sources = summary.sleep_sources.iter().map(|(source, nights)| (t.sleep_source(*source), *nights));
    let sources = counted(t, sources);
    parts.extend((!sources.is_empty()).then(|| t.one("visit-summary-sleep-sources", "list", sources)));
    parts.extend(imported(t, &summary.imported));
    sentences(parts)
}

fn spread(t: Texts, (key, none): (&str, &str), spread: Option<Spread>, write: fn(i64) -> String) -> String {
    let Some(spread) = spread else { return t.get(none) };
    t.with(
        key,
        &[
            ("min", write(spread.least * 2).into()),
            ("max", write(spread.most * 2).into()),
            ("median", write(spread.twice_median).into()),
            ("n", spread.count.into()),
        ],
    )
}

/// Half of a number: `13` is `6.5`, `12` is `6`.
fn whole(twice: i64) -> String {
    if twice % 2 == 0 { (twice / 2).to_string() } else { tenths(twice * 5) }
}

/// Half of some minutes as hours.
fn hours(twice: i64) -> String {
    tenths((twice * 10 + 60) / 120)
}

fn imported(t: Texts, imported: &ImportedValues) -> Option<String> {
    let named: Vec<&str> = imported.items.iter().take(NAMED).map(String::as_str).collect();
    let values = [
        ("n", imported.values.into()),
        ("list", named.join(&t.get("list-separator")).into()),
        ("more", (imported.items.len() - named.len()).into()),
    ];
    (imported.values > 0).then(|| t.with("visit-summary-imported", &values))
}

fn complaints(t: Texts, summary: &VisitSummary) -> String {
    let SymptomCounts { answered, none, with_any, frequent, strongest } = &summary.symptoms;
    let symptoms = match (*answered, *with_any) {
        (0, _) => t.get("visit-summary-symptoms-unanswered"),
        (answered, 0) if *none == answered => t.one("visit-summary-symptoms-none", "answered", answered),
        (answered, 0) => t.with(
            "visit-summary-symptoms-safety",
            &[("answered", answered.into()), ("none", (*none).into())],
        ),
        (answered, n) => t.with(
            "visit-summary-symptoms",
            &[("answered", answered.into()), ("n", n.into()), ("list", named(t, frequent).into())],
        ),
    };
    let mut parts = vec![symptoms];
    parts.extend(strongest.as_ref().map(|strongest| {
        let (severity, list) = (t.severity(&strongest.severity), named(t, &strongest.symptoms));
        t.with("visit-summary-strongest", &[("severity", severity.into()), ("list", list.into())])
    }));
    parts.push(same_day(t, summary));
    sentences(parts)
}

fn named(t: Texts, symptoms: &[(diary::Symptom, usize)]) -> String {
    counted(t, symptoms.iter().map(|(symptom, days)| (t.symptom(symptom), *days)))
}

fn same_day(t: Texts, summary: &VisitSummary) -> String {
    let answers: Vec<String> = summary.same_day.iter().map(|one| same_day_answer(t, one)).collect();
    match (answers.is_empty(), summary.symptoms.answered) {
        (false, _) => t.one("visit-summary-same-day", "answers", answers.join(&t.get("list-separator"))),
        (true, 0) => t.get("visit-summary-same-day-unanswered"),
        (true, _) => t.get("visit-summary-same-day-none"),
    }
}

fn same_day_answer(t: Texts, one: &GivenAnswer) -> String {
    let mut answer = t.listed_symptom(&one.answer);
    if one.changed {
        answer = t.one("visit-summary-same-day-changed", "answer", answer);
    }
    if one.reviewed {
        answer = t.one("visit-summary-same-day-seen", "answer", answer);
    }
    t.with("visit-summary-same-day-one", &[("day", t.short_day(&one.date).into()), ("answer", answer.into())])
}

fn medicines(t: Texts, summary: &VisitSummary) -> String {
    let separator = t.get("list-separator");
    let some = |key: &str, parts: Vec<String>| {
        (!parts.is_empty()).then(|| t.one(key, "list", parts.join(&separator)))
    };
    let mut doses = Vec::new();
    for (medicine, dose) in &summary.doses {
        doses.push(t.dosed(&t.medicine(medicine), dose));
    }
    let mut parts = vec![if doses.is_empty() {
        t.get("visit-summary-doses-none")
    } else {
        t.one("visit-summary-doses", "doses", doses.join(&separator))
    }];
    parts.extend(some(
        "planned-list",
        summary.planned.iter().map(|step| timeline::planned_step(t, step)).collect(),
    ));
    let changes: Vec<String> = summary.changes.iter().map(|change| changed(t, change)).collect();
    parts.push(if changes.is_empty() {
        t.get("visit-summary-steps-none")
    } else {
        t.one("visit-summary-steps", "steps", changes.join(&separator))
    });
    parts.extend(some(
        "visit-summary-begun",
        summary.started.iter().map(|step| timeline::planned_step(t, step)).collect(),
    ));
    let taken = counted(t, summary.taken.iter().map(|(taken, days)| (t.taken(taken), *days)));
    parts.push(if taken.is_empty() {
        t.get("visit-summary-taken-none")
    } else {
        t.one("visit-summary-taken", "list", taken)
    });
    sentences(parts)
}

fn changed(t: Texts, change: &DoseChange) -> String {
    let date = ("date", t.about(&change.date, &change.precision).into());
    let medicine = ("medicine", t.medicine(&change.medicine).into());
    if let (Dosing::Daily(before), Dosing::Daily(after)) = (&change.before, &change.after) {
        let (from, to) = (("from", before.to_string().into()), ("to", after.to_string().into()));
        return t.with("visit-summary-step", &[date, medicine, to, from]);
    }
    let (from, to) = (("from", t.dosing(&change.before).into()), ("to", t.dosing(&change.after).into()));
    t.with("visit-summary-step-ordered", &[date, medicine, to, from])
}

fn sessions(t: Texts, summary: &VisitSummary) -> String {
    let (Some(first), Some(last)) = (summary.tms.first(), summary.tms.last()) else {
        return t.get("visit-summary-tms-none");
    };
    let values = [
        ("n", summary.tms.len().into()),
        ("first", t.short_day(first).into()),
        ("last", t.short_day(last).into()),
    ];
    t.with(if first == last { "visit-summary-tms-day" } else { "visit-summary-tms" }, &values)
}

fn events(t: Texts, summary: &VisitSummary) -> String {
    let events = counted(t, summary.events.iter().map(|(event, days)| (t.event(event), *days)));
    if events.is_empty() {
        t.get("visit-summary-events-none")
    } else {
        t.one("visit-summary-events", "events", events)
    }
}

/// Things with the number of their days: `お酒 3日、…`.
fn counted(t: Texts, counted: impl Iterator<Item = (String, usize)>) -> String {
    let one = |(name, days): (String, usize)| {
        t.with("visit-summary-counted", &[("what", name.into()), ("n", days.into())])
    };
    counted.map(one).collect::<Vec<_>>().join(&t.get("list-separator"))
}

/// A number of tenths: `65` is `6.5`.
fn tenths(value: i64) -> String {
    format!("{}.{}", value / 10, value % 10)
}

/// One after the other: with a space, except after a Japanese full stop.
fn sentences(parts: impl IntoIterator<Item = String>) -> String {
    let mut line = String::new();
    for part in parts {
        if !line.is_empty() && !line.ends_with('。') {
            line.push(' ');
        }
        line.push_str(&part);
    }
    line
}

/// The lines, to be copied by a button or by hand.
#[derive(Template)]
#[template(path = "visit_summary/view.html")]
pub struct VisitSummaryPage {
    pub layout: Layout,
    pub who: Who,
    /// Where the period begins.
    pub since: Since,
    pub lines: [String; 5],
}

impl VisitSummaryPage {
    fn timeline(&self) -> String {
        urls::chart(&self.who.chart)
    }

    /// The periods to choose from: where, its name, whether it is this one.
    fn periods(&self) -> Vec<(String, String, bool)> {
        let t = self.layout.t;
        let periods = [
            (Since::Review, t.get("visit-summary-since-review")),
            (Since::FourWeeks, t.get("visit-summary-since-4w")),
        ];
        let mut tabs = Vec::new();
        for (since, text) in periods {
            let href = format!("{}?since={}", urls::visit_summary(&self.who.chart), since_name(since));
            tabs.push((href, text, since == self.since));
        }
        tabs
    }
}
