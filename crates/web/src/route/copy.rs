//! Five plain lines for the clinic's own chart, made from the data since the last review.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use clinic::{ChartView, Problem};
use diary::chart::{Chart, Day, Entry};
use diary::{Answered, Body, DayEvent, Role};
use jiff::ToSpan;
use jiff::civil::Date;

use super::frame::{Around, page};
use super::patient::{open, who};
use super::said::local;
use crate::app::App;
use crate::page::{CopyPage, Gathered, Place, Since, Step};
use crate::query::Query;
use crate::session::Signed;
use crate::texts::Texts;

/// Shows the lines.
pub async fn show(
    State(app): State<App>,
    Signed(viewer): Signed,
    Path(chart): Path<String>,
    headers: HeaderMap,
    uri: Uri,
    RawQuery(query): RawQuery,
) -> Result<Response, Response> {
    let around = Around::new(app, viewer, &headers, &uri);
    let shown = async {
        let view = open(&around, &chart, "copy").await?;
        let since = Since::parse(Query::of(query.as_deref()).get("since").unwrap_or_default());
        let period = period(&around, &view, since);
        let lines = gather(around.t, &view.chart, period).lines(around.t, &view.person.number, period);
        let copy = CopyPage { frame: around.frame(Place::Elsewhere), who: who(&around, &view), since, lines };
        Ok(page(&copy, StatusCode::OK))
    };
    shown.await.map_err(|problem: Problem| around.fail(problem).into_response())
}

fn period(around: &Around, view: &ChartView, since: Since) -> (Date, Date) {
    let today = view.today;
    let first = match since {
        Since::FourWeeks => today.checked_sub(27.days()).ok(),
        Since::Review => {
            let bodies = view.chart.standing().flat_map(Entry::bodies);
            let reviews = bodies.filter_map(|body| match body {
                Body::Review(review) => Some(local(around, review.up_to).date()),
                _ => None,
            });
            let first_day = view.chart.span().map(|(first, _)| first);
            reviews.filter(|day| *day < today).max().or(first_day)
        }
    };
    (first.unwrap_or(today).min(today), today)
}

fn gather(t: Texts, chart: &Chart, (from, to): (Date, Date)) -> Gathered {
    let begun = chart.span().map_or(to, |(first, _)| first);
    let days = chart.days(from, to);
    let mut gathered = Gathered::default();
    for day in &days {
        count(&mut gathered, day, begun, to);
    }
    let in_period = |entry: &&Entry| (from..=to).contains(&entry.date());
    let by_guardian = |entry: &&Entry| entry.author().is_some_and(|author| author.role == Role::Guardian);
    gathered.family = chart.standing().filter(in_period).filter(by_guardian).count();
    for lane in chart.doses() {
        let name = t.medicine(&lane.medicine);
        gathered.doses.extend(lane.on(to).map(|dose| (name.clone(), dose)));
        let mut before = None;
        for step in &lane.steps {
            if (from..=to).contains(&step.date) && before != Some(step.per_day) {
                let (after, date, precision) = (step.per_day, step.date, step.precision);
                gathered.steps.push(Step { medicine: name.clone(), before, after, date, precision });
            }
            before = Some(step.per_day);
        }
    }
    gathered.steps.sort_by_key(|step| step.date);
    gathered.tms =
        chart.tms().map(|(entry, _)| entry.date()).filter(|day| (from..=to).contains(day)).collect();
    gathered.events = events(t, chart, from, to);
    gathered.safety = safety(t, chart, from, to);
    gathered
}

fn count(gathered: &mut Gathered, day: &Day<'_>, begun: Date, today: Date) {
    match day.answers() {
        Some(answers) if answers.answered == Answered::CannotWrite => gathered.cannot_write += 1,
        Some(answers) => {
            gathered.recorded += 1;
            gathered.mood.extend(answers.mood.map(|mood| i64::from(mood.get())));
            gathered.anxiety.extend(answers.anxiety.map(|anxiety| i64::from(anxiety.get())));
        }
        None if day.date >= begun && day.date < today => gathered.missing += 1,
        None => {}
    }
    gathered.slept.extend(day.slept().map(|slept| slept.minutes));
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

fn safety(t: Texts, chart: &Chart, from: Date, to: Date) -> Vec<(Date, String)> {
    let mut answers = Vec::new();
    for entry in chart.standing().filter(|entry| (from..=to).contains(&entry.date())) {
        for body in entry.bodies() {
            if let Body::Safety(safety) = body {
                answers.extend(safety.listed.iter().map(|item| (entry.date(), t.symptom(&item.symptom))));
            }
        }
    }
    answers
}
