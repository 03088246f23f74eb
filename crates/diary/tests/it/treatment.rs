//! Doses, sessions and imported values as they fold.

use diary::chart::{Chart, DoseLane, StepKind};
use diary::{
    DoseChange, Dosing, EntryId, HalfMicrograms, ImportedRow, ImportedSeries, ImportedSet, Medicine,
    MedicineStart, Mode, Polarity, Precision, Role, Submission, TmsSession,
};
use jiff::civil::date;

use crate::support::{Clinic, clinician, entry, knowing_of_that_day, text};

fn medicine(name: &str) -> Medicine {
    Medicine::parse(name).unwrap()
}

fn mg(text: &str) -> HalfMicrograms {
    HalfMicrograms::parse_mg(text).unwrap()
}

/// A dose that is the same every day.
fn daily(dosing: &Dosing) -> String {
    let Dosing::Daily(amount) = dosing else { panic!("the same every day") };
    amount.to_string()
}

fn started(name: &str, dose: &str, replaces: Option<&str>) -> Submission {
    let replaces = replaces.map(medicine);
    Submission::MedicineStart(MedicineStart {
        medicine: medicine(name),
        per_day: mg(dose),
        precision: Precision::Day,
        replaces,
    })
}

fn dose(name: &str, dose: &str) -> Submission {
    Submission::DoseChange(DoseChange {
        medicine: medicine(name),
        per_day: mg(dose),
        precision: Precision::Day,
    })
}

fn told(facts: &[(&str, Submission)]) -> Chart {
    let mut clinic = Clinic::open();
    for ((on, content), id) in facts.iter().zip(1..) {
        let mut new = entry(id, on, content.clone());
        if matches!(content, Submission::MedicineStart(_) | Submission::DoseChange(_)) {
            new = knowing_of_that_day(&clinic.seen_by(Role::Clinician), new);
        }
        clinic.submit(&new, &clinician()).unwrap();
    }
    clinic.seen_by(Role::Patient)
}

#[test]
fn doses_are_steps_of_one_lane_a_medicine() {
    let chart = told(&[
        ("2026-10-20", started("vortioxetine", "5", Some("paroxetine"))),
        ("2026-09-01", started("paroxetine", "20", None)),
        ("2026-10-01", dose("paroxetine", "12.5")),
        ("2026-10-08", dose("paroxetine", "12.5")),
        ("2026-10-20", dose("paroxetine", "0")),
    ]);
    let lanes = chart.doses();
    let [paroxetine, vortioxetine] = lanes.as_slice() else { panic!("two lanes") };
    assert_eq!(
        (&paroxetine.medicine, &vortioxetine.replaces),
        (&medicine("paroxetine"), &Some(medicine("paroxetine")))
    );
    let on = |lane: &DoseLane, month, day| lane.on(date(2026, month, day)).map(daily);
    assert_eq!(on(paroxetine, 8, 31), None, "unknown before the first known dose");
    assert_eq!(on(paroxetine, 9, 30).as_deref(), Some("20"));
    assert_eq!(on(paroxetine, 10, 1).as_deref(), Some("12.5"));
    assert_eq!(on(paroxetine, 11, 24).as_deref(), Some("0"));
    let change = |day| {
        paroxetine
            .last_change(None, date(2026, 10, day))
            .map(|told| (told.before.cloned(), told.step.dosing.clone()))
    };
    assert_eq!(
        change(19),
        Some((Some(Dosing::Daily(mg("20"))), Dosing::Daily(mg("12.5")))),
        "the same dose again is no change"
    );
    assert_eq!(change(20), Some((Some(Dosing::Daily(mg("12.5"))), Dosing::STOPPED)));
    assert_eq!(paroxetine.last_change(None, date(2026, 9, 30)), None, "the first dose is no change");
    assert_eq!(chart.span(), None, "treatment alone is no diary");
}

/// Days are counted from changes of an exact day since the diary began; what is known only about, was before the diary or is
/// planned, is told as that.
#[test]
fn days_are_counted_from_exact_changes_alone() {
    let about = |name: &str, dose: &str| {
        let (medicine, per_day) = (medicine(name), mg(dose));
        Submission::DoseChange(DoseChange { medicine, per_day, precision: Precision::Month })
    };
    let chart = told(&[
        ("2026-08-01", started("paroxetine", "30", None)),
        ("2026-08-20", dose("paroxetine", "25")),
        ("2026-09-10", dose("paroxetine", "20")),
        ("2026-10-01", about("paroxetine", "15")),
        ("2026-10-08", dose("paroxetine", "15")),
        ("2026-11-10", dose("paroxetine", "0")),
    ]);
    let (lanes, first) = (chart.doses(), Some(date(2026, 9, 1)));
    let kinds = |today| lanes[0].classified_steps(first, today).map(|told| told.kind).collect::<Vec<_>>();
    let (known, change, past) = (StepKind::Known, StepKind::Change, StepKind::BeforeDiary);
    assert_eq!(kinds(date(2026, 11, 9)), [known, past, change, past, known, StepKind::Planned]);
    assert_eq!(kinds(date(2026, 11, 10)).last(), Some(&change));
    let last = |first| lanes[0].last_change(first, date(2026, 11, 9)).map(|told| told.step.date);
    assert_eq!(last(first), Some(date(2026, 9, 10)));
    assert_eq!(last(Some(date(2026, 9, 11))), None, "nothing changed on a day of the diary");
    let befores: Vec<_> =
        lanes[0].classified_steps(first, date(2026, 11, 9)).map(|told| told.before).collect();
    let known = ["30", "25"].map(|dose| Dosing::Daily(mg(dose)));
    assert_eq!(befores[..3], [None, Some(&known[0]), Some(&known[1])]);
}

/// Steps that lie ahead, each once; what was decided last about a day is what holds then.
#[test]
fn planned_steps_are_the_changes_still_ahead() {
    let chart = told(&[
        ("2026-10-01", dose("paroxetine", "12.5")),
        ("2026-10-01", dose("paroxetine", "10")),
        ("2026-10-08", dose("paroxetine", "10")),
        ("2026-10-15", dose("paroxetine", "5")),
        ("2026-10-20", dose("paroxetine", "0")),
    ]);
    let [paroxetine] = chart.doses().try_into().unwrap();
    let ahead = |month, day| {
        let planned = paroxetine.planned(date(2026, month, day));
        planned.iter().map(|step| (step.date.day(), daily(&step.dosing))).collect::<Vec<_>>()
    };
    let step = |day, mg: &str| (day, mg.to_owned());
    assert_eq!(ahead(9, 30), [step(1, "12.5"), step(1, "10"), step(15, "5"), step(20, "0")]);
    assert_eq!(ahead(10, 1), [step(15, "5"), step(20, "0")], "today's step is no longer ahead");
    assert_eq!(ahead(10, 15), [step(20, "0")]);
    assert_eq!(ahead(10, 20), []);
}

#[test]
fn sessions_come_by_date() {
    let session = |pulses| {
        Submission::from(TmsSession {
            protocol: Some(text("iTBS")),
            intensity_percent_mt: None,
            pulses: Some(pulses),
        })
    };
    let chart = told(&[("2026-11-20", session(600)), ("2026-11-18", session(1_200))]);
    let pulses: Vec<_> = chart.tms().map(|(_, session)| session.pulses.unwrap()).collect();
    assert_eq!(pulses, [1_200, 600]);
}

#[test]
fn imported_values_keep_their_own_scale() {
    let mut clinic = Clinic::open();
    let series = ImportedSeries {
        item: "mood_down".to_owned(),
        min: "1".to_owned(),
        max: "7".to_owned(),
        direction: Polarity::HigherWorse,
    };
    let set = Submission::ImportedSet(ImportedSet { series: vec![series.clone()] });
    let row = |set: u8| {
        Submission::ImportedRow(ImportedRow {
            set: EntryId::from_bytes([set; 16]),
            values: vec![("mood_down".to_owned(), "3.0".to_owned())],
        })
    };
    for (id, on, content) in [(1, "1970-01-01", set), (2, "2012-08-13", row(1)), (3, "2012-08-14", row(9))] {
        let mut new = entry(id, on, content);
        new.provenance.mode = Mode::Imported;
        clinic.submit(&new, &clinician()).unwrap();
    }
    let chart = clinic.seen_by(Role::Patient);
    let imported = chart.imported();
    assert_eq!(imported.iter().map(|day| day.series.len()).collect::<Vec<_>>(), [1, 0]);
    assert_eq!((&imported[0].series[0], imported[0].row.values[0].1.as_str()), (&series, "3.0"));
    assert_eq!(chart.span(), Some((date(2012, 8, 13), date(2012, 8, 14))));
    assert!(chart.days(date(2012, 8, 13), date(2012, 8, 13))[0].observations.is_empty());
}

/// Entry ids are made by clients: two people's sets may have the same one, and each row belongs to its own author's.
#[test]
fn imported_rows_belong_to_the_set_of_their_own_author() {
    let mut clinic = Clinic::open();
    let other = diary::Author { account: diary::AccountId::from_bytes([99; 16]), ..clinician() };
    let whose = [(clinician(), "1", "7"), (other, "0", "100")];
    let bounds = |min: &str, max: &str| ImportedSeries {
        item: "mood".to_owned(),
        min: min.to_owned(),
        max: max.to_owned(),
        direction: Polarity::None,
    };
    for (author, min, max) in whose {
        let set = Submission::ImportedSet(ImportedSet { series: vec![bounds(min, max)] });
        let row = Submission::ImportedRow(ImportedRow {
            set: EntryId::from_bytes([1; 16]),
            values: vec![("mood".to_owned(), max.to_owned())],
        });
        for (id, on, content) in [(1, "2012-08-01", set), (2, "2012-08-13", row)] {
            let mut new = entry(id, on, content);
            new.provenance.mode = Mode::Imported;
            clinic.submit(&new, &author).unwrap();
        }
    }
    let chart = clinic.seen_by(Role::Patient);
    let imported = chart.imported();
    assert_eq!(imported.len(), 2);
    for day in imported {
        assert_eq!(day.row.values[0].1, day.series[0].max);
    }
}
