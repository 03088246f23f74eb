//! The bytes of version 1, fixed for ever. The files were written once; a difference is a broken promise, not an update.

use std::collections::BTreeSet;
use std::path::PathBuf;

use diary::stored;
use diary::{
    Answered, AsNeeded, Body, CheckIn, DayEvent, DoseChange, DoseCycle, DoseOrder, Event, Function,
    HalfMicrograms, ImportedRow, ImportedSeries, ImportedSet, Intake, Kind, ListedSymptom, Measure,
    Measurement, Medicine, MedicineStart, MedicineTaken, Note, Order, Polarity, Precision, Review, Safety,
    Score, Severity, SleepEpisode, SleepHours, SleepNight, SymptomAnswer, TimedAmount, TimedAmounts,
    TmsSession, Withdrawn,
};
use jiff::SignedDuration;
use jiff::civil::date;

use crate::support::{at, safety, symptom, text};

pub fn files() -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/v1");
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), std::fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

/// What one file of a kind cannot show has a file of its own: `kind-what.json`.
pub fn kind(name: &str) -> &str {
    name.split('-').next().unwrap()
}

/// Verifies: INT-008
#[test]
fn every_kind_has_its_golden_file() {
    let there: BTreeSet<String> = files().into_iter().map(|(name, _)| kind(&name).to_owned()).collect();
    let kinds: BTreeSet<String> = Kind::STORED.iter().map(|kind| kind.name.to_owned()).collect();
    assert_eq!(there, kinds);
}

/// Verifies: INT-008
#[test]
fn version_1_is_read_and_written_byte_for_byte() {
    for (name, bytes) in files() {
        let payload = stored::decode(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(payload.body.kind().name, kind(&name));
        let again = stored::encode(&payload).unwrap();
        assert_eq!(String::from_utf8(again).unwrap(), String::from_utf8(bytes).unwrap(), "{name}");
    }
}

/// What the files say, not only that they can be read.
///
/// Verifies: INT-006
#[test]
fn version_1_keeps_its_meaning() {
    for (name, bytes) in files() {
        let payload = stored::decode(&bytes).unwrap();
        assert_eq!(payload.body, meaning(&name), "{name}");
        assert_eq!(payload.meta.entered_at, at("2026-11-24T21:04:00+09:00"));
        assert_eq!(
            payload.meta.received_at.duration_since(payload.meta.entered_at),
            SignedDuration::from_millis(7_250)
        );
    }
}

fn meaning(kind: &str) -> Body {
    let time = |hour, minute| Some(jiff::civil::time(hour, minute, 0, 0));
    match kind {
        check_in if self::kind(check_in) == "check_in" => Body::CheckIn(evening(check_in)),
        "safety" => Body::Safety(Safety { listed: vec![safety("suicidal_thoughts")] }),
        "safety-time" => {
            let seizure = ListedSymptom { time: time(3, 15), ..safety("seizure") };
            Body::Safety(Safety { listed: vec![seizure, safety("confusion")] })
        }
        "note" => Body::Note(Note { text: text("眠れた。\nPlain text, “quoted” \"twice\".") }),
        "note-supporter" => Body::Note(Note { text: text("朝は元気そうでした。") }),
        "sleep" => Body::Sleep(night()),
        "sleep-nap" => Body::Sleep(SleepNight {
            episode: SleepEpisode::Nap,
            try_sleep: time(14, 0),
            final_wake: time(15, 0),
            ..SleepNight::default()
        }),
        "sleep-no_sleep" => Body::Sleep(SleepNight {
            episode: SleepEpisode::NoSleep,
            into_bed: time(23, 10),
            out_of_bed: time(7, 0),
            quality: Score::new(1).ok(),
            ..SleepNight::default()
        }),
        "event" => Body::Event(Event { what: DayEvent::HospitalStay, until: Some(date(2026, 12, 1)) }),
        "tms_session" | "tms_session-technician" => {
            TmsSession { protocol: Some(text("iTBS")), intensity_percent_mt: Some(120), pulses: Some(600) }
                .into()
        }
        "measurement" => Body::Measurement(Measurement::parse(Measure::Weight, "62.5").unwrap()),
        "measurement-pulse" => Body::Measurement(Measurement::parse(Measure::Pulse, "72").unwrap()),
        "review" => Body::Review(Review {
            up_to: at("2026-11-24T12:00:00Z"),
            answer: Some(text("次の受診で相談しましょう。")),
        }),
        "withdrawn" => Body::Withdrawn(Withdrawn::EnteredInError),
        "withdrawn-removed" => Body::Withdrawn(Withdrawn::Removed),
        _ => treatment(kind).unwrap_or_else(|| imported(kind)),
    }
}

/// What a file about medicines means; none where it is about something else.
fn treatment(kind: &str) -> Option<Body> {
    let medicine = |name| Medicine::parse(name).unwrap();
    Some(match kind {
        "medicine" => Body::MedicineStart(MedicineStart {
            medicine: medicine("sertraline"),
            per_day: HalfMicrograms::parse_mg("50").unwrap(),
            precision: Precision::Month,
            replaces: Some(medicine("paroxetine")),
        }),
        "medicine-written" => Body::MedicineStart(MedicineStart {
            medicine: medicine("漢方薬"),
            per_day: HalfMicrograms::parse_mg("2500").unwrap(),
            precision: Precision::Year,
            replaces: Some(medicine("市販の睡眠薬")),
        }),
        "dose_change" => Body::DoseChange(DoseChange {
            medicine: medicine("sertraline"),
            per_day: HalfMicrograms::ZERO,
            precision: Precision::Day,
        }),
        "dose_change-written" => Body::DoseChange(DoseChange {
            medicine: medicine("漢方薬"),
            per_day: HalfMicrograms::parse_mg("5000").unwrap(),
            precision: Precision::Month,
        }),
        "dose_order" | "dose_order-cycle" | "dose_order-as_needed" => Body::DoseOrder(ordered(kind)),
        "intake" => Body::Intake(Intake {
            medicine: medicine("lorazepam"),
            amount: HalfMicrograms::parse_mg("0.5").unwrap(),
        }),
        "intake-written" => Body::Intake(Intake {
            medicine: medicine("頭痛薬"),
            amount: HalfMicrograms::parse_mg("0.0005").unwrap(),
        }),
        _ => return None,
    })
}

fn ordered(name: &str) -> DoseOrder {
    let mg = |text| HalfMicrograms::parse_mg(text).unwrap();
    let at = |hour, amount| TimedAmount { at: jiff::civil::time(hour, 30, 0, 0), amount: mg(amount) };
    let (medicine, order) = match name {
        "dose_order" => {
            ("quetiapine", Order::AtTimes(TimedAmounts::new(vec![at(8, "12.5"), at(21, "50")]).unwrap()))
        }
        "dose_order-cycle" => {
            ("漢方薬", Order::Cycle(DoseCycle::new(vec![mg("100"), mg("75"), mg("0")]).unwrap()))
        }
        _ => ("lorazepam", Order::AsNeeded(AsNeeded::new(mg("0.0625"), 3).unwrap())),
    };
    DoseOrder { medicine: Medicine::parse(medicine).unwrap(), order }
}

fn night() -> SleepNight {
    let time = |hour, minute| Some(jiff::civil::time(hour, minute, 0, 0));
    SleepNight {
        episode: SleepEpisode::Night,
        into_bed: time(23, 10),
        try_sleep: time(23, 30),
        minutes_to_fall_asleep: Some(25),
        awakenings: Some(2),
        minutes_awake: Some(20),
        final_wake: time(6, 40),
        out_of_bed: time(7, 0),
        quality: Score::new(6).ok(),
    }
}

fn evening(name: &str) -> CheckIn {
    let symptoms_asked = vec![symptom("dizziness"), symptom("tremor"), symptom("suicidal_thoughts")];
    let graded = |id, severity| ListedSymptom { symptom: symptom(id), severity: Some(severity), time: None };
    match name {
        "check_in-cannot_write" => CheckIn { answered: Answered::CannotWrite, ..CheckIn::default() },
        "check_in-none" => CheckIn {
            medicine: Some(MedicineTaken::Partly),
            function: Some(Function::CouldNot),
            symptoms: Some(SymptomAnswer::None),
            symptoms_asked,
            events: DayEvent::ALL[..6].to_vec(),
            ..CheckIn::default()
        },
        "check_in-same" => CheckIn {
            medicine: Some(MedicineTaken::More),
            function: Some(Function::AsUsual),
            symptoms: Some(SymptomAnswer::Same),
            symptoms_asked,
            events: DayEvent::ALL[6..].to_vec(),
            ..CheckIn::default()
        },
        "check_in-family" => CheckIn {
            mood: Score::new(4).ok(),
            medicine: Some(MedicineTaken::NotTaken),
            function: Some(Function::DayOff),
            ..CheckIn::default()
        },
        "check_in-grades" => CheckIn {
            symptoms: Some(SymptomAnswer::Listed(vec![
                graded("dizziness", Severity::Mild),
                graded("tremor", Severity::Severe),
            ])),
            symptoms_asked: vec![symptom("dizziness"), symptom("tremor")],
            ..CheckIn::default()
        },
        "check_in" => full_evening(),
        other => panic!("{other} has a file but no meaning"),
    }
}

fn full_evening() -> CheckIn {
    let dizzy = ListedSymptom {
        symptom: symptom("dizziness"),
        severity: Some(Severity::Moderate),
        time: Some(jiff::civil::time(14, 30, 0, 0)),
    };
    CheckIn {
        mood: Score::new(6).ok(),
        anxiety: Score::new(3).ok(),
        medicine: Some(MedicineTaken::AsPlanned),
        function: Some(Function::Partly),
        symptoms: Some(SymptomAnswer::Listed(vec![dizzy])),
        symptoms_asked: vec![symptom("dizziness"), symptom("tremor")],
        events: vec![DayEvent::Menstruation, DayEvent::LateNightOrTravel],
        sleep_hours: SleepHours::from_hours(6.5).ok(),
        sleep_quality: Score::new(5).ok(),
        answered: Answered::Answered,
    }
}

fn imported(kind: &str) -> Body {
    let series = |item: &str, min: &str, max: &str, direction| ImportedSeries {
        item: item.to_owned(),
        min: min.to_owned(),
        max: max.to_owned(),
        direction,
    };
    let down = series("mood_down", "1", "7", Polarity::HigherWorse);
    let mood = series("気分", "-3", "3", Polarity::HigherBetter);
    match kind {
        "imported_set-none" => {
            Body::ImportedSet(ImportedSet { series: vec![series("steps", "0", "", Polarity::None)] })
        }
        "imported_set" => Body::ImportedSet(ImportedSet { series: vec![down, mood] }),
        "imported_value" => Body::ImportedRow(ImportedRow {
            set: "00000000-0000-4000-8000-000000000009".parse().unwrap(),
            values: vec![("mood_down".to_owned(), "3.0".to_owned()), ("気分".to_owned(), "-1".to_owned())],
        }),
        other => panic!("{other} has a file but no meaning"),
    }
}
