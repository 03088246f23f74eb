//! Lanes of the treatment and of what happened beside it.

use std::collections::BTreeSet;

use diary::chart::{Chart, Day, DoseLane};
use diary::{Body, DayEvent, Measure, Measurement, Micrograms, Precision};
use figure::axis::Range;
use figure::input::{self, DoseStep, Grade, Lane, Measures, Span, StepKind, Strip, StripRow, Switch, Tone};
use jiff::civil::Date;

use crate::texts::Texts;

/// One lane a medicine.
pub fn doses(t: Texts, chart: &Chart) -> Vec<Lane> {
    let first_day = chart.span().map(|(first, _)| first);
    chart
        .doses()
        .iter()
        .map(|lane| Lane {
            name: t.medicine(&lane.medicine),
            note: t.get("lane-dose"),
            body: input::Body::Dose(steps(lane, first_day)),
        })
        .collect()
}

fn steps(lane: &DoseLane, first_day: Option<Date>) -> Vec<DoseStep> {
    let mut before: Option<Micrograms> = None;
    let mut steps = Vec::with_capacity(lane.steps.len());
    for step in &lane.steps {
        let past = first_day.is_some_and(|first| step.date < first) || step.precision != Precision::Day;
        let kind = match before {
            None if first_day.is_none_or(|first| step.date <= first) => StepKind::Known,
            Some(dose) if dose == step.per_day => StepKind::Known,
            _ if past => StepKind::BeforeDiary,
            _ => StepKind::Change,
        };
        before = Some(step.per_day);
        #[expect(clippy::cast_precision_loss, reason = "at most 100 g in micrograms, far below 2^52")]
        let dose = step.per_day.get() as f64 / 1_000.0;
        steps.push(DoseStep { date: step.date, label: step.per_day.to_string(), dose, kind });
    }
    steps
}

/// The days on which a dose changed since the diary began.
pub fn step_days(chart: &Chart) -> Vec<Date> {
    let first_day = chart.span().map(|(first, _)| first);
    let steps = chart.doses().into_iter().flat_map(|lane| steps(&lane, first_day));
    let days: BTreeSet<Date> =
        steps.filter(|step| step.kind == StepKind::Change).map(|step| step.date).collect();
    days.into_iter().collect()
}

/// The newest day since the diary began from which a medicine was not taken any more.
pub fn last_stop(chart: &Chart) -> Option<Date> {
    let first_day = chart.span().map(|(first, _)| first);
    let last = chart.doses().into_iter().filter_map(|lane| steps(&lane, first_day).pop());
    last.filter(|step| step.kind == StepKind::Change && step.dose <= 0.0).map(|step| step.date).max()
}

/// Which medicine took the place of which.
pub fn switches(chart: &Chart) -> Vec<Switch> {
    let lanes = chart.doses();
    let at = |medicine: &diary::Medicine| lanes.iter().position(|lane| lane.medicine == *medicine);
    let switch = |(to, lane): (usize, &DoseLane)| {
        Some(Switch { date: lane.steps.first()?.date, from: at(lane.replaces.as_ref()?)?, to })
    };
    lanes.iter().enumerate().filter_map(switch).collect()
}

/// TMS sessions as ticks.
pub fn tms(t: Texts, chart: &Chart) -> Option<Lane> {
    let dates: Vec<Date> = chart.tms().map(|(entry, _)| entry.date()).collect();
    let body = input::Body::Sessions(dates.clone());
    (!dates.is_empty()).then(|| Lane { name: t.get("lane-tms"), note: String::new(), body })
}

/// Events of the range, a row a kind.
pub fn events(t: Texts, days: &[Day<'_>], range: Range) -> Option<Lane> {
    let mut marks: Vec<(DayEvent, Date)> = Vec::new();
    for day in days.iter().filter(|day| range.contains(day.date)) {
        let answered = day.events().into_iter();
        let own = day.observations.iter().flat_map(|entry| entry.bodies()).filter_map(|body| match body {
            Body::Event(event) if event.until.is_none() => Some(event.what),
            _ => None,
        });
        marks.extend(answered.chain(own).map(|event| (event, day.date)));
    }
    let rows: Vec<StripRow> = DayEvent::ALL
        .iter()
        .filter_map(|event| {
            let of: Vec<(Date, Grade)> = marks
                .iter()
                .filter(|(kind, _)| kind == event)
                .map(|(_, date)| (*date, Grade::Present))
                .collect();
            (!of.is_empty()).then(|| StripRow::of(t.event(event), Tone::Ink, of))
        })
        .collect();
    let body = input::Body::Strip(Strip::of(rows.clone()));
    (!rows.is_empty()).then(|| Lane { name: t.get("lane-events"), note: String::new(), body })
}

/// Events that last: hospital stays and others with an end.
pub fn stays(t: Texts, chart: &Chart) -> Option<Lane> {
    let spans: Vec<Span> = chart
        .standing()
        .filter_map(|entry| {
            entry.bodies().find_map(|body| match body {
                Body::Event(event) => event.until.map(|until| Span {
                    label: t.event(&event.what),
                    from: entry.date(),
                    to: Some(until),
                }),
                _ => None,
            })
        })
        .collect();
    let body = input::Body::Spans(spans.clone());
    (!spans.is_empty()).then(|| Lane { name: t.get("lane-stays"), note: String::new(), body })
}

/// Days with a note.
pub fn notes(t: Texts, days: &[Day<'_>]) -> Option<Lane> {
    let noted = |day: &&Day<'_>| {
        let entries = day.check_in.into_iter().chain(day.observations.iter().copied());
        entries.flat_map(|entry| entry.bodies()).any(|body| matches!(body, Body::Note(_)))
    };
    let marks: Vec<(Date, Grade)> = days.iter().filter(noted).map(|day| (day.date, Grade::Present)).collect();
    let row = StripRow::of(String::new(), Tone::Ink, marks.clone());
    let body = input::Body::Strip(Strip::of(vec![row]));
    (!marks.is_empty()).then(|| Lane { name: t.get("lane-notes"), note: String::new(), body })
}

/// Body weight in kilograms, each value written beside its mark.
pub fn weight(t: Texts, chart: &Chart) -> Option<Lane> {
    let values: Vec<(Date, f64, String)> = chart
        .standing()
        .filter_map(|entry| {
            entry.bodies().find_map(|body| match body {
                Body::Measurement(Measurement { what: Measure::Weight, value }) => Some((
                    entry.date(),
                    f64::from(value.get()) / 1_000.0,
                    t.one("weight-value", "kg", value.to_string()),
                )),
                _ => None,
            })
        })
        .collect();
    let low = values.iter().map(|(_, kg, _)| *kg).fold(f64::INFINITY, f64::min).floor() - 1.0;
    let high = values.iter().map(|(_, kg, _)| *kg).fold(f64::NEG_INFINITY, f64::max).ceil() + 1.0;
    let body = Measures { min: low.max(0.0), max: high, values, cuts: Vec::new(), band: None };
    let lane = |body| Lane { name: t.get("lane-weight"), note: t.get("lane-weight-note"), body };
    (!body.values.is_empty()).then(|| lane(input::Body::Measures(body)))
}
