//! Five plain lines for the clinic's own chart, made from the data since the last review.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use clinic::ChartView;
use diary::chart::{Chart, Day, DayKind, DoseStep, Entry, ResolvedSymptoms, SleepSource, StepKind, ToldStep};
use diary::{Body, DayEvent, ListedSymptom, MedicineTaken, Role, Severity, Symptom};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::frame::{self, Around};
use super::patient::{open, who};
use super::said::local;
use crate::drawing::planned;
use crate::failure::Failure;
use crate::page::{self, CopyPage, Elsewhere, Gathered, Place, Since, Step, Symptoms};
use crate::query::Query;
use crate::texts::Texts;

/// Shows the lines.
pub async fn show(
    around: Around,
    Path(chart): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let shown = async {
        let view = open(&around, &chart, "copy").await?;
        let since = Since::parse(Query::of(query.as_deref()).get("since").unwrap_or_default());
        let period = period(&around, &view, since);
        let gathered = gather(around.t, &view, &period);
        let lines = gathered.lines(around.t, &view.person.number, (period.from, period.to));
        let copy = CopyPage { frame: around.frame(Place::Elsewhere), who: who(&around, &view), since, lines };
        Ok(frame::page(&copy, StatusCode::OK))
    };
    around.answer(shown).await
}

/// What the lines are about.
struct Period {
    /// First day.
    from: Date,
    /// Last day of the diary in it: today, while it is being kept.
    to: Date,
    /// Up to when the review it begins with had read.
    reviewed: Option<Timestamp>,
    /// Up to when the newest review has read.
    looked_at: Option<Timestamp>,
}

/// Reviews of today belong to this visit: the period begins at the one before them.
fn period(around: &Around, view: &ChartView, since: Since) -> Period {
    let today = view.today;
    let day_of = |at: Timestamp| local(around, at).date();
    let written_before =
        |entry: &&Entry| entry.newest().is_some_and(|version| day_of(version.meta.received_at) < today);
    let bodies = view.chart.standing().filter(written_before).flat_map(Entry::bodies);
    let reviews = bodies.filter_map(|body| match body {
        Body::Review(review) => Some(review.up_to),
        _ => None,
    });
    let reviewed = reviews.max().filter(|_| since == Since::Review);
    let first = match since {
        Since::FourWeeks => today.checked_sub(27.days()).ok(),
        Since::Review => reviewed.map(day_of).or(view.chart.span().map(|(first, _)| first)),
    };
    let from = first.unwrap_or(today).min(today);
    // As the figure has it: a diary that is no longer kept ends with its last entry.
    let last = view
        .chart
        .kept_span(today)
        .map(|(_, last)| last)
        .filter(|last| since == Since::Review && *last >= from);
    let looked_at = view.chart.last_review().map(|(_, review)| review.up_to);
    Period { from, to: last.unwrap_or(today).min(today), reviewed, looked_at }
}

fn gather(t: Texts, view: &ChartView, period: &Period) -> Gathered {
    let (chart, today) = (&*view.chart, view.today);
    let (from, to) = (period.from, period.to);
    let (days, recorded) = (chart.days(from, to), chart.recorded());
    let mut gathered = Gathered { ended: to < today, ..Gathered::default() };
    for day in &days {
        count(&mut gathered, day, recorded.kind(day, today));
    }
    gathered.sources = sources(t, &days);
    gathered.taken = taken(t, &days);
    gathered.symptoms = symptoms(t, chart, from, to);
    gathered.imported = imported(chart, from, to);
    let in_period = |entry: &&Entry| (from..=to).contains(&entry.date());
    let by_guardian = |entry: &&Entry| entry.author().is_some_and(|author| author.role == Role::Guardian);
    gathered.family = chart.standing().filter(in_period).filter(by_guardian).count();
    // Treatment goes on where nobody writes any more.
    treatment(t, chart, (from, today), &mut gathered);
    gathered.events = events(t, chart, from, to);
    gathered.same_day = same_day(t, chart, period);
    gathered
}

/// Doses and their changes, sessions, and what is planned.
fn treatment(t: Texts, chart: &Chart, (from, today): (Date, Date), gathered: &mut Gathered) {
    let first_day = chart.recorded().first();
    for lane in chart.doses() {
        let name = t.medicine(&lane.medicine);
        gathered.doses.extend(lane.on(today).map(|dose| (name.clone(), dose)));
        let inside = |told: &ToldStep<'_>| (from..=today).contains(&told.step.date);
        for told in lane.told(first_day, today).filter(inside) {
            let DoseStep { date, precision, per_day: after, .. } = *told.step;
            match (told.kind, told.before) {
                (StepKind::Change | StepKind::BeforeDiary, Some(before)) => {
                    gathered.steps.push(Step { medicine: name.clone(), before, after, date, precision });
                }
                (_, None) => gathered.begun.push(first_dose(t, &name, told.step)),
                _ => {}
            }
        }
    }
    gathered.steps.sort_by_key(|step| step.date);
    gathered.planned = planned(t, chart, today);
    let sessions = chart.tms().map(|(entry, _)| entry.date());
    gathered.tms = sessions.filter(|day| (from..=today).contains(day)).collect();
}

/// The items of diaries kept elsewhere, in the order of their files, and how many values of them there are.
fn imported(chart: &Chart, from: Date, to: Date) -> Elsewhere {
    let mut found = Elsewhere::default();
    for day in chart.imported().iter().filter(|day| (from..=to).contains(&day.entry.date())) {
        for (item, _) in &day.row.values {
            found.values += 1;
            if !found.items.contains(item) {
                found.items.push(item.clone());
            }
        }
    }
    found
}

/// A medicine's first known dose.
fn first_dose(t: Texts, medicine: &str, step: &DoseStep) -> String {
    let (date, dose) = (t.about(&step.date, &step.precision), step.per_day.to_string());
    t.with("planned-dose", &[("date", date.into()), ("medicine", medicine.into()), ("dose", dose.into())])
}

fn count(gathered: &mut Gathered, day: &Day<'_>, kind: DayKind) {
    let days = &mut gathered.days;
    *match kind {
        DayKind::Recorded => &mut days.recorded,
        DayKind::CannotWrite => &mut days.cannot_write,
        DayKind::Missing => &mut days.missing,
        DayKind::BeforeDiary => &mut days.before_diary,
        DayKind::Open => &mut days.today_open,
    } += 1;
    // Of several check-ins of a day each question counts as it was answered last, as in the figure.
    gathered.mood.extend(day.latest(|answers| answers.mood).map(|(_, mood)| i64::from(mood.get())));
    gathered.anxiety.extend(day.latest(|answers| answers.anxiety).map(|(_, score)| i64::from(score.get())));
    gathered.slept.extend(day.slept().map(|slept| slept.minutes));
}

/// Where the nights' lengths come from, with the number of nights.
fn sources(t: Texts, days: &[Day<'_>]) -> Vec<(String, usize)> {
    let mut nights: BTreeMap<SleepSource, usize> = BTreeMap::new();
    for slept in days.iter().filter_map(Day::slept) {
        *nights.entry(slept.source).or_default() += 1;
    }
    nights.into_iter().map(|(source, nights)| (t.sleep_source(source), nights)).collect()
}

/// The day's medicine as the person answered it, with the number of days.
fn taken(t: Texts, days: &[Day<'_>]) -> Vec<(String, usize)> {
    let answers: Vec<MedicineTaken> =
        days.iter().filter_map(|day| Some(day.latest(|answers| answers.medicine)?.1)).collect();
    let counted = |taken: &MedicineTaken| {
        let days = answers.iter().filter(|answer| *answer == taken).count();
        (days > 0).then(|| (t.taken(taken), days))
    };
    MedicineTaken::ALL.iter().filter_map(counted).collect()
}

/// Symptoms named at most.
const SYMPTOMS: usize = 3;

/// What was answered about symptoms, "same as yesterday" resolved.
fn symptoms(t: Texts, chart: &Chart, from: Date, to: Date) -> Symptoms {
    let mut said = Symptoms::default();
    let mut days: BTreeMap<Symptom, Vec<Option<Severity>>> = BTreeMap::new();
    for (_, resolved) in chart.symptoms().range(from..=to) {
        let ResolvedSymptoms::Known(listed) = resolved else { continue };
        said.answered += 1;
        said.none += usize::from(listed.is_empty());
        let graded: Vec<_> = listed.iter().filter(|item| !item.symptom.is_safety()).collect();
        said.with_any += usize::from(!graded.is_empty());
        for item in graded {
            days.entry(item.symptom).or_default().push(item.severity);
        }
    }
    let most = |counted: &mut Vec<(Symptom, usize)>| {
        counted.sort_by_key(|(_, days)| std::cmp::Reverse(*days));
        counted.truncate(SYMPTOMS);
        counted.iter().map(|(symptom, days)| (t.symptom(symptom), *days)).collect::<Vec<_>>()
    };
    said.frequent = most(&mut days.iter().map(|(symptom, of)| (*symptom, of.len())).collect());
    let strongest = days.values().flatten().flatten().max_by_key(|severity| severity.number());
    said.strongest = strongest.map(|strongest| {
        let given =
            |of: &[Option<Severity>]| of.iter().filter(|said| said.as_ref() == Some(strongest)).count();
        let mut of: Vec<(Symptom, usize)> = days.iter().map(|(symptom, of)| (*symptom, given(of))).collect();
        of.retain(|(_, days)| *days > 0);
        (*strongest, most(&mut of))
    });
    said
}

/// Events with the number of days on which anyone told of them.
fn events(t: Texts, chart: &Chart, from: Date, to: Date) -> Vec<(String, usize)> {
    let mut days: BTreeMap<&str, BTreeSet<Date>> = BTreeMap::new();
    for entry in chart.standing() {
        for body in entry.bodies() {
            match body {
                Body::CheckIn(check_in) => {
                    for event in &check_in.events {
                        days.entry(event.as_str()).or_default().insert(entry.date());
                    }
                }
                Body::Event(event) => {
                    let last = event.until.unwrap_or(entry.date()).min(to);
                    let span = entry.date().max(from).series(1.day()).take_while(|day| *day <= last);
                    days.entry(event.what.as_str()).or_default().extend(span);
                }
                _ => {}
            }
        }
    }
    let within = |event: &DayEvent| {
        let days = days.get(event.as_str())?.iter().filter(|day| (from..=to).contains(*day)).count();
        (days > 0).then(|| (t.event(event), days))
    };
    DayEvent::ALL.iter().filter_map(within).collect()
}

/// Answers for a look on the same day about the period, and those that arrived after the review it begins with, whatever
/// day they are about: all that a review has to tick, also what was corrected or taken back since.
fn same_day(t: Texts, chart: &Chart, period: &Period) -> Vec<(Date, String)> {
    let mut answers = Vec::new();
    for entry in chart.entries() {
        let arrived = entry.newest().map(|version| version.meta.received_at);
        let late = period.reviewed.is_some() && arrived > period.reviewed;
        if !late && !(period.from..=period.to).contains(&entry.date()) {
            continue;
        }
        let stands =
            |symptom: Symptom| entry.bodies().flat_map(Body::same_day).find(|item| item.symptom == symptom);
        let mut said: BTreeMap<Symptom, (&ListedSymptom, Timestamp)> = BTreeMap::new();
        for version in entry.versions() {
            let listed = version.written().flat_map(|part| part.body.same_day());
            said.extend(listed.map(|item| (item.symptom, (item, version.meta.received_at))));
        }
        answers.extend(said.into_iter().map(|(symptom, (item, arrived))| {
            let answer = match stands(symptom) {
                Some(item) => page::symptom(t, item),
                None => t.one("copy-same-day-changed", "answer", page::symptom(t, item)),
            };
            let looked_at = Some(arrived) <= period.looked_at;
            (entry.date(), if looked_at { t.one("copy-same-day-seen", "answer", answer) } else { answer })
        }));
    }
    answers
}
