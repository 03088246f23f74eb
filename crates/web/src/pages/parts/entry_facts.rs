//! What a record says, in words.

use diary::{
    Body, CheckIn, Dose, Event, FieldEntry, ImportedRow, Mode, Modes, Precision, Review, SleepNight, Started,
    SymptomAnswer, TmsSession, Withdrawn,
};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use locale::Texts;

/// One line of an entry: what it is about, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is about.
    pub label: String,
    /// What it says.
    pub value: String,
}

/// What the body of a record dated `date` says, line by line; instants in `zone`. A note's text is not among them.
#[must_use]
pub fn facts(t: Texts, body: &Body, date: Date, zone: &TimeZone) -> Vec<Fact> {
    let fact = |key: &str, value: String| Fact { label: t.get(key), value };
    match body {
        Body::CheckIn(check_in) => evening(t, check_in),
        Body::Safety(safety) => {
            safety.listed.iter().map(|item| fact("kind-safety", t.listed_symptom(item))).collect()
        }
        Body::Note(_) => Vec::new(),
        Body::Sleep(night) => sleep(t, night),
        Body::Event(event) => vec![fact("kind-event", happening(t, event))],
        Body::Started(started) => medicine(t, started, date),
        Body::Dose(dose) => change(t, dose, date),
        Body::Fields(FieldEntry::Tms(session)) => tms(t, session),
        Body::Measurement(measured) => {
            vec![Fact { label: t.measure(&measured.what()), value: t.amount(measured) }]
        }
        Body::ImportedSet(set) => set
            .series
            .iter()
            .map(|one| Fact {
                label: one.item.clone(),
                value: t.with(
                    "fact-imported-range",
                    &[("min", one.min.as_str().into()), ("max", one.max.as_str().into())],
                ),
            })
            .collect(),
        Body::ImportedRow(row) => imported(row),
        Body::Review(review) => reviewed(t, review, zone),
        Body::Withdrawn(Withdrawn::EnteredInError) => vec![fact("kind-withdrawn", t.get("fact-withdrawn"))],
        Body::Withdrawn(Withdrawn::Removed) => vec![fact("kind-withdrawn", t.get("fact-removed"))],
    }
}

/// What tells an evening or a night from its neighbours.
const MAIN: [&str; 6] = ["mood", "anxiety", "symptoms", "sleep-try", "sleep-wake", "kind-event"];

/// The main ones of an entry's lines in one: `気分 6 / 10、不安 3 / 10`; else its first ones, else its free text. Safety
/// answers are left to whoever opens the entry: a list lies open to the eyes of whoever sits beside.
#[must_use]
pub fn gist(t: Texts, facts: &[Fact], note: Option<&str>) -> String {
    let line = |fact: &&Fact| format!("{} {}", fact.label, fact.value);
    let told = || facts.iter().filter(|fact| fact.label != t.get("kind-safety"));
    let mut lines: Vec<String> = told()
        .filter(|fact| MAIN.iter().any(|key| t.get(key) == fact.label))
        .map(|fact| line(&fact))
        .collect();
    if lines.is_empty() {
        lines.extend(told().take(2).map(|fact| line(&fact)));
    }
    if lines.is_empty() { note.unwrap_or_default().to_owned() } else { joined(t, lines.into_iter()) }
}

/// The free text of a record, where it is one.
#[must_use]
pub fn note_of(body: &Body) -> Option<&str> {
    match body {
        Body::Note(note) => Some(note.text.as_str()),
        _ => None,
    }
}

/// The marks that an entry's modes give it. Written on the day and delivered at once needs none.
#[must_use]
pub fn marks(t: Texts, modes: &Modes) -> Vec<String> {
    modes.iter().filter(|mode| *mode != Mode::Live).map(|mode| t.mode(&mode)).collect()
}

fn evening(t: Texts, check_in: &CheckIn) -> Vec<Fact> {
    let fact = |key: &str, value: String| Fact { label: t.get(key), value };
    let of_ten = |value: diary::Score| t.one("fact-of-ten", "value", value.get());
    if check_in.is_wordless() {
        return vec![fact("kind-check_in", t.get("fact-cannot-write"))];
    }
    let mut lines: Vec<Fact> = [
        check_in.mood.map(|mood| fact("mood", of_ten(mood))),
        check_in.anxiety.map(|anxiety| fact("anxiety", of_ten(anxiety))),
        check_in.medicine.map(|taken| fact("medicine-taken", t.taken(&taken))),
    ]
    .into_iter()
    .flatten()
    .collect();
    match &check_in.symptoms {
        None => {}
        Some(SymptomAnswer::None) => lines.push(fact("symptoms", t.get("fact-symptoms-none"))),
        Some(SymptomAnswer::Same) => lines.push(fact("symptoms", t.get("fact-symptoms-same"))),
        Some(SymptomAnswer::Listed(listed)) => {
            lines.extend(
                (!listed.is_empty())
                    .then(|| fact("symptoms", joined(t, listed.iter().map(|s| t.listed_symptom(s))))),
            );
        }
    }
    lines.extend(check_in.function.map(|function| fact("function", t.function(&function))));
    if !check_in.events.is_empty() {
        lines.push(fact("events", joined(t, check_in.events.iter().map(|event| t.event(event)))));
    }
    lines.extend(
        check_in
            .sleep_hours
            .map(|hours| fact("sleep-hours", t.one("fact-hours", "hours", hours.hours().to_string()))),
    );
    lines.extend(check_in.sleep_quality.map(|quality| fact("sleep-quality", of_ten(quality))));
    lines
}

fn sleep(t: Texts, night: &SleepNight) -> Vec<Fact> {
    let fact = |key: &str, value: Option<String>| value.map(|value| Fact { label: t.get(key), value });
    let minutes = |value: u16| t.one("fact-minutes", "minutes", value);
    [
        fact("sleep-into-bed", night.into_bed.map(|time| t.time(&time))),
        fact("sleep-try", night.try_sleep.map(|time| t.time(&time))),
        fact("sleep-latency", night.minutes_to_fall_asleep.map(minutes)),
        fact("sleep-awakenings", night.awakenings.map(|n| t.one("fact-times", "n", n))),
        fact("sleep-awake", night.minutes_awake.map(minutes)),
        fact("sleep-wake", night.final_wake.map(|time| t.time(&time))),
        fact("sleep-out-of-bed", night.out_of_bed.map(|time| t.time(&time))),
        fact("sleep-quality", night.quality.map(|q| t.one("fact-of-ten", "value", q.get()))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn happening(t: Texts, event: &Event) -> String {
    let what = t.event(&event.what);
    match event.until {
        None => what,
        Some(until) => joined(t, [what, t.one("fact-until", "date", t.short_day(&until))].into_iter()),
    }
}

fn medicine(t: Texts, started: &Started, date: Date) -> Vec<Fact> {
    let mut lines = dosed(t, &t.medicine(&started.medicine), started.per_day, started.precision, date);
    lines.extend(
        started.replaces.as_ref().map(|old| Fact { label: t.get("fact-replaces"), value: t.medicine(old) }),
    );
    lines
}

fn change(t: Texts, dose: &Dose, date: Date) -> Vec<Fact> {
    dosed(t, &t.medicine(&dose.medicine), dose.per_day, dose.precision, date)
}

fn dosed(t: Texts, name: &str, per_day: diary::Micrograms, precision: Precision, date: Date) -> Vec<Fact> {
    let dose = if per_day == diary::Micrograms::ZERO {
        t.get("fact-stopped")
    } else {
        t.one("fact-dose-value", "dose", per_day.to_string())
    };
    let mut lines = vec![Fact { label: name.to_owned(), value: dose }];
    if precision != Precision::Day {
        lines.push(Fact { label: t.get("treatment-date"), value: t.about(&date, &precision) });
    }
    lines
}

fn tms(t: Texts, session: &TmsSession) -> Vec<Fact> {
    let fact = |key: &str, value: String| Fact { label: t.get(key), value };
    [
        session.protocol.as_ref().map(|protocol| fact("fact-protocol", protocol.as_str().to_owned())),
        session
            .intensity_percent_mt
            .map(|percent| fact("fact-intensity", t.one("fact-intensity-value", "percent", percent))),
        session.pulses.map(|pulses| fact("fact-pulses", pulses.to_string())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn imported(row: &ImportedRow) -> Vec<Fact> {
    row.values.iter().map(|(item, cell)| Fact { label: item.clone(), value: cell.clone() }).collect()
}

fn reviewed(t: Texts, review: &Review, zone: &TimeZone) -> Vec<Fact> {
    let up_to = t.moment(&review.up_to.to_zoned(zone.clone()).datetime());
    let mut lines =
        vec![Fact { label: t.get("kind-review"), value: t.one("fact-reviewed", "moment", up_to) }];
    lines.extend(
        review
            .answer
            .as_ref()
            .map(|answer| Fact { label: t.get("fact-answer"), value: answer.as_str().to_owned() }),
    );
    lines
}

fn joined(t: Texts, parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(&t.get("list-separator"))
}
