//! What a record says, in words.

use diary::{
    Body, CheckIn, Dosing, Event, Field, FieldEntry, FieldValue, ImportedSeries, Mode, Modes, Precision,
    Review, Score, SleepEpisode, SleepNight, SymptomAnswer, Withdrawn,
};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use locale::Texts;

/// One line of an entry: what it is about, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryLine {
    /// What it is about.
    pub label: String,
    /// What it says.
    pub value: String,
}

impl EntryLine {
    fn new(label: String, value: String) -> Self {
        Self { label, value }
    }

    /// A line about what the text of this key names.
    fn about(t: Texts, key: &str, value: String) -> Self {
        Self::new(t.get(key), value)
    }
}

/// What the body of a record dated `date` says, line by line; instants in `zone`. A note's text is not among them.
#[must_use]
pub fn lines(t: Texts, body: &Body, date: Date, zone: &TimeZone) -> Vec<EntryLine> {
    match body {
        Body::CheckIn(check_in) => check_in_lines(t, check_in),
        Body::Safety(safety) => {
            let answers = safety.listed.iter().map(|item| t.listed_symptom(item));
            answers.map(|answer| EntryLine::about(t, "kind-safety", answer)).collect()
        }
        Body::Note(_) => Vec::new(),
        Body::Sleep(night) => night_lines(t, night),
        Body::Event(event) => vec![EntryLine::about(t, "kind-event", event_in_words(t, event))],
        Body::MedicineStart(started) => {
            let mut lines = dose_lines(t, body, started.precision, date);
            if let Some(old) = &started.replaces {
                lines.push(EntryLine::about(t, "fact-replaces", t.medicine(old)));
            }
            lines
        }
        Body::DoseChange(dose) => dose_lines(t, body, dose.precision, date),
        Body::DoseOrder(_) => dose_lines(t, body, Precision::Day, date),
        Body::Intake(intake) => {
            let taken = t.dosed(&t.medicine(&intake.medicine), &Dosing::Daily(intake.amount));
            vec![EntryLine::about(t, "kind-intake", taken)]
        }
        Body::Fields(entry) => field_lines(t, entry),
        Body::Measurement(measured) => {
            vec![EntryLine::new(t.measure(&measured.what()), t.amount(measured))]
        }
        Body::ImportedSet(set) => set.series.iter().map(|one| imported_range(t, one)).collect(),
        Body::ImportedRow(row) => {
            row.values.iter().map(|(item, cell)| EntryLine::new(item.clone(), cell.clone())).collect()
        }
        Body::Review(review) => review_lines(t, review, zone),
        Body::Withdrawn(Withdrawn::EnteredInError) => {
            vec![EntryLine::about(t, "kind-withdrawn", t.get("fact-withdrawn"))]
        }
        Body::Withdrawn(Withdrawn::Removed) => {
            vec![EntryLine::about(t, "kind-withdrawn", t.get("fact-removed"))]
        }
    }
}

/// What tells an evening or a night from its neighbours.
const MAIN: [&str; 7] =
    ["mood", "anxiety", "symptoms", "sleep-episode", "sleep-try", "sleep-wake", "kind-event"];

/// The main ones of an entry's lines in one: `気分 6 / 10、不安 3 / 10`; else its first ones, else its free text. Safety
/// answers are left to whoever opens the entry: a list lies open to the eyes of whoever sits beside.
#[must_use]
pub fn gist(t: Texts, lines: &[EntryLine], note: Option<&str>) -> String {
    let main = MAIN.map(|key| t.get(key));
    let open: Vec<&EntryLine> = lines.iter().filter(|line| line.label != t.get("kind-safety")).collect();
    let mut shown: Vec<&EntryLine> = open.iter().copied().filter(|line| main.contains(&line.label)).collect();
    if shown.is_empty() {
        shown.extend(open.iter().take(2));
    }
    if shown.is_empty() {
        return note.unwrap_or_default().to_owned();
    }
    joined(t, shown.into_iter().map(|line| format!("{} {}", line.label, line.value)))
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

fn check_in_lines(t: Texts, check_in: &CheckIn) -> Vec<EntryLine> {
    if check_in.is_wordless() {
        return vec![EntryLine::about(t, "kind-check_in", t.get("fact-cannot-write"))];
    }
    let mut lines = Vec::new();
    let mut add = |key: &str, value: Option<String>| {
        lines.extend(value.map(|value| EntryLine::about(t, key, value)));
    };
    add("mood", check_in.mood.map(|score| of_ten(t, score)));
    add("anxiety", check_in.anxiety.map(|score| of_ten(t, score)));
    add("medicine-taken", check_in.medicine.map(|taken| t.taken(&taken)));
    let symptoms = match &check_in.symptoms {
        None => None,
        Some(SymptomAnswer::None) => Some(t.get("fact-symptoms-none")),
        Some(SymptomAnswer::Same) => Some(t.get("fact-symptoms-same")),
        Some(SymptomAnswer::Listed(listed)) if listed.is_empty() => None,
        Some(SymptomAnswer::Listed(listed)) => {
            Some(joined(t, listed.iter().map(|item| t.listed_symptom(item))))
        }
    };
    add("symptoms", symptoms);
    add("function", check_in.function.map(|function| t.function(&function)));
    let events = &check_in.events;
    add("events", (!events.is_empty()).then(|| joined(t, events.iter().map(|event| t.event(event)))));
    let hours = check_in.sleep_hours.map(|hours| hours.hours().to_string());
    add("sleep-hours", hours.map(|hours| t.one("fact-hours", "hours", hours)));
    add("sleep-quality", check_in.sleep_quality.map(|score| of_ten(t, score)));
    lines
}

fn night_lines(t: Texts, night: &SleepNight) -> Vec<EntryLine> {
    let episode = match night.episode {
        SleepEpisode::Night => None,
        SleepEpisode::Nap => Some(t.get("fact-nap")),
        SleepEpisode::NoSleep => Some(t.get("fact-no-sleep")),
    };
    let values = [
        ("sleep-episode", episode),
        ("sleep-into-bed", night.into_bed.map(|time| t.time(&time))),
        ("sleep-try", night.try_sleep.map(|time| t.time(&time))),
        ("sleep-latency", night.minutes_to_fall_asleep.map(|minutes| in_minutes(t, minutes))),
        ("sleep-awakenings", night.awakenings.map(|n| t.one("fact-times", "n", n))),
        ("sleep-awake", night.minutes_awake.map(|minutes| in_minutes(t, minutes))),
        ("sleep-wake", night.final_wake.map(|time| t.time(&time))),
        ("sleep-out-of-bed", night.out_of_bed.map(|time| t.time(&time))),
        ("sleep-quality", night.quality.map(|score| of_ten(t, score))),
    ];
    values.into_iter().filter_map(|(key, value)| Some(EntryLine::about(t, key, value?))).collect()
}

fn of_ten(t: Texts, score: Score) -> String {
    t.one("fact-of-ten", "value", score.get())
}

fn in_minutes(t: Texts, minutes: u16) -> String {
    t.one("fact-minutes", "minutes", minutes)
}

fn event_in_words(t: Texts, event: &Event) -> String {
    let what = t.event(&event.what);
    match event.until {
        None => what,
        Some(until) => joined(t, [what, t.one("fact-until", "date", t.short_day(&until))].into_iter()),
    }
}

fn dose_lines(t: Texts, body: &Body, precision: Precision, date: Date) -> Vec<EntryLine> {
    let Some((medicine, dosing)) = body.dosing() else { return Vec::new() };
    let dose = if dosing.is_stop() { t.get("fact-stopped") } else { t.dosing(&dosing) };
    let mut lines = vec![EntryLine::new(t.medicine(medicine), dose)];
    if precision != Precision::Day {
        lines.push(EntryLine::about(t, "treatment-date", t.about(&date, &precision)));
    }
    lines
}

fn field_lines(t: Texts, entry: &FieldEntry) -> Vec<EntryLine> {
    let line =
        |(field, value): (&Field, FieldValue)| EntryLine::new(t.field(field), t.field_value(field, &value));
    entry.answered().map(line).collect()
}

fn imported_range(t: Texts, series: &ImportedSeries) -> EntryLine {
    let (min, max) = (series.min.as_str(), series.max.as_str());
    let range = t.with("fact-imported-range", &[("min", min.into()), ("max", max.into())]);
    EntryLine::new(series.item.clone(), range)
}

fn review_lines(t: Texts, review: &Review, zone: &TimeZone) -> Vec<EntryLine> {
    let up_to = t.moment(&review.up_to.to_zoned(zone.clone()).datetime());
    let mut lines = vec![EntryLine::about(t, "kind-review", t.one("fact-reviewed", "moment", up_to))];
    if let Some(answer) = &review.answer {
        lines.push(EntryLine::about(t, "fact-answer", answer.as_str().to_owned()));
    }
    lines
}

fn joined(t: Texts, parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(&t.get("list-separator"))
}
