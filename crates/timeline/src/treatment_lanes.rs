//! Lanes of the treatment and of what happened beside it.

use diary::chart::{self, Chart, ClassifiedStep, Day, DoseLane, Entry};
use diary::{Body, DayEvent, Dosing, FieldEntry, Measure, Measurement, Order, Subject};
use figure::axis::Range;
use figure::input::{
    self, DoseDays, DoseStep, Grade, Lane, Measures, Span, StepKind, Strip, StripRow, Switch, Tone,
};
use insight::dose_steps::PlannedStep;
use jiff::civil::Date;
use locale::Texts;

/// One lane a medicine.
pub fn doses(t: Texts, chart: &Chart, today: Date) -> Vec<Lane> {
    let first_day = chart.diary_days().first();
    chart
        .doses()
        .iter()
        .map(|lane| Lane {
            name: t.medicine(&lane.medicine),
            note: t.get("lane-dose"),
            body: input::Body::Dose(steps(t, lane, first_day, today)),
        })
        .collect()
}

fn steps(t: Texts, lane: &DoseLane, first_day: Option<Date>, today: Date) -> Vec<DoseStep> {
    let step = |known: ClassifiedStep<'_>| {
        let (date, dosing) = (known.step.date, &known.step.dosing);
        let kind = match known.kind {
            chart::StepKind::Known => StepKind::Known,
            chart::StepKind::Change => StepKind::Change,
            chart::StepKind::BeforeDiary => StepKind::BeforeDiary,
            chart::StepKind::Planned => StepKind::Planned,
        };
        let (dose, days) = drawn(dosing);
        DoseStep { date, label: t.dosing_label(dosing), dose, days, kind }
    };
    lane.classified_steps(first_day, today).map(step).collect()
}

/// How high a dose is drawn, in milligrams, and what its days are like.
fn drawn(dosing: &Dosing) -> (f64, DoseDays) {
    match dosing {
        Dosing::Daily(amount) => (height_mg(amount.get()), DoseDays::Alike),
        Dosing::Ordered(Order::AtTimes(amounts)) => {
            (height_mg(amounts.get().iter().map(|one| one.amount.get()).sum()), DoseDays::Alike)
        }
        Dosing::Ordered(Order::Cycle(cycle)) => {
            let days = || cycle.get().iter().map(|amount| amount.get());
            let (least, most) = (days().min().unwrap_or_default(), days().max().unwrap_or_default());
            (height_mg(most), DoseDays::ByTurns { least: height_mg(least) })
        }
        Dosing::Ordered(Order::AsNeeded(_)) => (0.0, DoseDays::AsNeeded),
    }
}

#[expect(clippy::cast_precision_loss, reason = "at most 100 g in half micrograms, far below 2^52")]
fn height_mg(half_micrograms: u64) -> f64 {
    half_micrograms as f64 / 2_000.0
}

/// A planned dose in words: `12月1日からエスシタロプラム 5 mg`.
#[must_use]
pub fn planned_step(t: Texts, planned: &PlannedStep) -> String {
    let date = ("date", t.about(&planned.step.date, &planned.step.precision).into());
    let medicine = ("medicine", t.medicine(&planned.medicine).into());
    match &planned.step.dosing {
        dosing if dosing.is_stop() => t.with("planned-stop", &[date, medicine]),
        Dosing::Daily(dose) => t.with("planned-dose", &[date, medicine, ("dose", dose.to_string().into())]),
        ordered => t.with("planned-order", &[date, medicine, ("order", t.dosing(ordered).into())]),
    }
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

/// Entries of each kind of treatment that is a list of fields, as ticks.
pub fn sessions(t: Texts, chart: &Chart) -> Vec<Lane> {
    let mut lanes = Vec::new();
    for kind in FieldEntry::KINDS.iter().filter(|kind| kind.subject == Subject::Treatment) {
        let of_kind = |entry: &&Entry| entry.bodies().any(|body| body.kind() == *kind);
        let dates: Vec<Date> = chart.standing().filter(of_kind).map(Entry::date).collect();
        if !dates.is_empty() {
            let (name, body) = (t.get(&format!("kind-{}-lane", kind.short)), input::Body::Sessions(dates));
            lanes.push(Lane { name, note: String::new(), body });
        }
    }
    lanes
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

/// A lane for each measure that has values, each value written beside its mark.
pub fn measures(t: Texts, chart: &Chart) -> Vec<Lane> {
    Measure::ALL.iter().filter_map(|what| measured(t, chart, *what)).collect()
}

fn measured(t: Texts, chart: &Chart, what: Measure) -> Option<Lane> {
    let of = |body: &Body| match body {
        Body::Measurement(one) if one.what() == what => Some(*one),
        _ => None,
    };
    let mark = |(date, one): (Date, Measurement)| {
        (date, f64::from(one.value().thousandths()) / 1_000.0, t.amount(&one))
    };
    let standing = chart.standing().filter_map(|entry| Some((entry.date(), entry.bodies().find_map(of)?)));
    let values: Vec<(Date, f64, String)> = standing.map(mark).collect();
    let low = values.iter().map(|(_, value, _)| *value).fold(f64::INFINITY, f64::min).floor() - 1.0;
    let high = values.iter().map(|(_, value, _)| *value).fold(f64::NEG_INFINITY, f64::max).ceil() + 1.0;
    let body = Measures { min: low.max(0.0), max: high, values };
    let lane = |body| Lane { name: t.measure(&what), note: t.unit(&what), body };
    (!body.values.is_empty()).then(|| lane(input::Body::Measures(body)))
}
