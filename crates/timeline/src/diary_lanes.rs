//! Lanes of what the person wrote.

use std::collections::{BTreeMap, BTreeSet};

use diary::chart::{Chart, Day, Entry, ResolvedSymptoms, SleepSource, Slept};
use diary::{Body, MedicineTaken, Mode, Role, Score, Severity, Symptom};
use figure::axis::Range;
use figure::input::{
    self, Bars, Grade, Intake, Lane, Point, Series, Strip, StripRow, Summary, Tone, Version, Voice, Written,
};
use insight::median::{daily_latest, daily_means, daily_medians, trailing};
use jiff::civil::Date;

use locale::Texts;

fn lane(t: Texts, name: &str, note: &str, body: input::Body) -> Lane {
    let note = if note.is_empty() { String::new() } else { t.get(note) };
    Lane { name: t.get(name), note, body }
}

/// Mood, 0 to 10, higher is better.
pub fn mood(t: Texts, days: &[Day<'_>], steps: &[Date]) -> Option<Lane> {
    let series = scores(days, steps, Tone::Mood, |check_in| check_in.mood)?;
    Some(lane(t, "lane-mood", "lane-mood-note", input::Body::Series(series)))
}

/// Anxiety, 0 to 10, higher is stronger.
pub fn anxiety(t: Texts, days: &[Day<'_>], steps: &[Date]) -> Option<Lane> {
    let series = scores(days, steps, Tone::Anxiety, |check_in| check_in.anxiety)?;
    Some(lane(t, "lane-anxiety", "lane-anxiety-note", input::Body::Series(series)))
}

fn scores(
    days: &[Day<'_>],
    steps: &[Date],
    tone: Tone,
    of: impl Fn(&diary::CheckIn) -> Option<Score>,
) -> Option<Series> {
    // All the person's check-ins of a day in the order they were written: the last answer counts, the others show as its range.
    let own = |day: &Day<'_>| -> Vec<Point> {
        let answers = day.check_ins().filter_map(|(entry, answers)| Some((entry, of(answers)?)));
        answers.map(|(entry, score)| point(entry, f64::from(score.get()))).collect()
    };
    let others = |day: &Day<'_>| -> Vec<Point> {
        let answers = proxies(day).filter_map(|entry| {
            let mut scores = entry.bodies().filter_map(|body| match body {
                Body::CheckIn(check_in) => of(check_in),
                _ => None,
            });
            Some((entry, scores.next()?))
        });
        answers.map(|(entry, score)| point(entry, f64::from(score.get()))).collect()
    };
    let points: Vec<Point> = days.iter().flat_map(|day| own(day).into_iter().chain(others(day))).collect();
    (!points.is_empty()).then(|| series(tone, (0.0, 10.0), Summary::Latest, points, steps))
}

/// A series with its lines: the trailing median of each voice, never across a dose step.
pub fn series(
    tone: Tone,
    (min, max): (f64, f64),
    summary: Summary,
    points: Vec<Point>,
    steps: &[Date],
) -> Series {
    let voiced = |voice| {
        let of_voice = points.iter().filter(move |point| point.voice == voice);
        one_a_day(of_voice.map(|point| (point.date, point.value)), summary)
    };
    let (days, theirs) = (voiced(Voice::Own), voiced(Voice::Proxy));
    let (line, proxy_line) = (trailing(&days, steps), trailing(&theirs, steps));
    Series { tone, min, max, points, summary, days, line, proxy_line, band: None }
}

/// One value a day, by date.
pub fn one_a_day(values: impl Iterator<Item = (Date, f64)>, summary: Summary) -> Vec<(Date, f64)> {
    match summary {
        Summary::Median => daily_medians(values),
        Summary::Mean => daily_means(values),
        Summary::Latest => daily_latest(values),
    }
}

/// What others wrote about the day; never mixed into the person's own line.
fn proxies<'a>(day: &Day<'a>) -> impl Iterator<Item = &'a Entry> {
    let other = |entry: &&'a Entry| entry.author().is_some_and(|author| author.role != Role::Patient);
    day.observations.clone().into_iter().filter(other)
}

fn point(entry: &Entry, value: f64) -> Point {
    let late = entry.newest().is_some_and(|version| version.meta.modes.has(Mode::Late));
    Point {
        date: entry.date(),
        value,
        voice: if entry.by_patient() { Voice::Own } else { Voice::Proxy },
        written: if late { Written::Late } else { Written::InTime },
        version: if entry.amended() { Version::Amended } else { Version::First },
    }
}

/// Hours slept, and where they come from.
pub fn sleep(t: Texts, days: &[Day<'_>], range: Range) -> Option<Lane> {
    // Tenths of an hour, as the evening's question has them.
    #[expect(clippy::cast_precision_loss, reason = "minutes of one night are far below 2^52")]
    let hours = |minutes: i64| (minutes as f64 / 6.0).round() / 10.0;
    let of_day = |day: &Day<'_>| Some((day.date, day.slept()?));
    let slept: Vec<(Date, Slept)> = days.iter().filter_map(of_day).collect();
    // The evening's hours are not lost where a card comes before them.
    let stated = |day: &Day<'_>| {
        let stated = day.slept_as_stated().filter(|stated| day.slept() != Some(*stated))?;
        Some((day.date, hours(stated.minutes), t.sleep_source(stated.source)))
    };
    let nap = |entry: &Entry| {
        let about = &entry.effective_version()?.meta.about;
        let minutes = entry.nap()?.figures(about).slept_min()?;
        Some((entry.date(), hours(minutes), t.get("sleep-nap-beside")))
    };
    let naps = days.iter().flat_map(|day| &day.naps).filter_map(|entry| nap(entry));
    let bars = Bars {
        tone: Tone::Sleep,
        at_least: 8.0,
        tick: 4.0,
        values: slept.iter().map(|(date, slept)| (*date, hours(slept.minutes))).collect(),
        sources: slept.iter().map(|(date, slept)| (*date, t.sleep_source(slept.source))).collect(),
        beside: days.iter().filter_map(stated).chain(naps).collect(),
        key: sleep_key(
            t,
            slept.iter().filter(|(date, _)| range.contains(*date)).map(|(_, slept)| slept.source),
        ),
    };
    (!bars.values.is_empty()).then(|| lane(t, "lane-sleep", "lane-sleep-note", input::Body::Bars(bars)))
}

/// What a bar of sleep is, of all that the range has.
fn sleep_key(t: Texts, sources: impl Iterator<Item = SleepSource>) -> String {
    let mut sources: BTreeSet<SleepSource> = sources.collect();
    let has_ring = sources.remove(&SleepSource::NoSleep);
    let names: Vec<String> = sources.into_iter().map(|source| t.sleep_source(source)).collect();
    let key = match (has_ring, names.is_empty()) {
        (true, true) => return t.get("figure-sleep-key-only-ring"),
        (true, false) => "figure-sleep-key-ring",
        (false, _) => "figure-sleep-key",
    };
    t.one(key, "list", names.join(&t.get("caption-or")))
}

/// Rows of the strip that are drawn at most.
const ROWS: usize = 12;

/// Symptoms of the range, those of most days first; severity by height.
pub fn symptoms(t: Texts, chart: &Chart, (from, to): (Date, Date)) -> Option<Lane> {
    let mut rows: BTreeMap<Symptom, Vec<(Date, Grade)>> = BTreeMap::new();
    let mut none: Vec<(Date, Grade)> = Vec::new();
    for (date, symptoms) in chart.symptoms().range(from..=to) {
        let ResolvedSymptoms::Known(listed) = symptoms else { continue };
        if listed.is_empty() {
            none.push((*date, Grade::Present));
        }
        for item in listed {
            rows.entry(item.symptom).or_default().push((*date, grade(item.severity)));
        }
    }
    let mut rows: Vec<(Symptom, Vec<(Date, Grade)>)> = rows.into_iter().collect();
    // Safety answers are never pushed out by common symptoms.
    rows.sort_by_key(|(symptom, marks)| (!symptom.is_safety(), std::cmp::Reverse(marks.len())));
    let mut rows: Vec<StripRow> = rows
        .into_iter()
        .map(|(symptom, marks)| StripRow::of(strip_label(t, symptom), Tone::Symptom, marks))
        .collect();
    let table_only = rows.split_off(rows.len().min(ROWS));
    // "None" is an answer: without a row of its own it would look like no answer.
    rows.extend((!none.is_empty()).then(|| StripRow::of(t.get("strip-none"), Tone::Ink, none)));
    let strip = Strip { rows, more: more(t, table_only.len()), table_only };
    (!strip.rows.is_empty())
        .then(|| lane(t, "lane-symptoms", "lane-symptoms-note", input::Body::Strip(strip)))
}

/// How many rows only the table has; nothing for none.
pub fn more(t: Texts, rows: usize) -> String {
    if rows == 0 { String::new() } else { t.one("rows-more", "n", rows) }
}

/// A symptom's name for a narrow column, where its own is too long for one.
fn strip_label(t: Texts, symptom: Symptom) -> String {
    let short = format!("strip-{}", symptom.id());
    if t.has(&short) { t.get(&short) } else { t.symptom(&symptom) }
}

fn grade(severity: Option<Severity>) -> Grade {
    match severity {
        None => Grade::Present,
        Some(Severity::Mild) => Grade::Mild,
        Some(Severity::Moderate) => Grade::Moderate,
        Some(Severity::Severe) => Grade::Severe,
    }
}

/// Whether the day's medicine was taken.
pub fn intake(t: Texts, days: &[Day<'_>]) -> Option<Lane> {
    let marks: Vec<(Date, Intake)> = days
        .iter()
        .filter_map(|day| {
            let intake = match day.latest(|answers| answers.medicine)?.1 {
                MedicineTaken::AsPlanned => Intake::AsPlanned,
                MedicineTaken::Partly => Intake::Partly,
                MedicineTaken::NotTaken => Intake::NotTaken,
                MedicineTaken::More => Intake::More,
            };
            Some((day.date, intake))
        })
        .collect();
    (!marks.is_empty()).then(|| lane(t, "lane-intake", "", input::Body::Intake(marks)))
}

/// School, work, home.
pub fn function(t: Texts, days: &[Day<'_>]) -> Option<Lane> {
    let marks: Vec<(Date, input::Function)> = days
        .iter()
        .filter_map(|day| {
            let function = match day.latest(|answers| answers.function)?.1 {
                diary::Function::AsUsual => input::Function::AsUsual,
                diary::Function::Partly => input::Function::Partly,
                diary::Function::CouldNot => input::Function::CouldNot,
                diary::Function::DayOff => input::Function::DayOff,
            };
            Some((day.date, function))
        })
        .collect();
    (!marks.is_empty()).then(|| lane(t, "lane-function", "", input::Body::Function(marks)))
}
