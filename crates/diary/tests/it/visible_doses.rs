//! What whoever gives the medicine is shown: today's dose and what is known for later, never the years before.

use diary::chart::{Chart, Entry};
use diary::{
    DoseChange, HalfMicrograms, Medicine, MedicineStart, NewEntry, Precision, RecordId, Role, Strand,
    Submission,
};
use jiff::civil::{Date, date};

use crate::support::{Clinic, amending, check_in, clinician, entry, knowing_of_that_day, mood, person, text};

const TODAY: Date = date(2026, 11, 24);

fn started(name: &str, mg: &str, replaces: Option<&str>) -> Submission {
    let medicine = |name| Medicine::parse(name).unwrap();
    let (per_day, replaces) = (HalfMicrograms::parse_mg(mg).unwrap(), replaces.map(medicine));
    Submission::MedicineStart(MedicineStart {
        medicine: medicine(name),
        per_day,
        precision: Precision::Day,
        replaces,
    })
}

fn dose(name: &str, mg: &str) -> Submission {
    let (medicine, per_day) = (Medicine::parse(name).unwrap(), HalfMicrograms::parse_mg(mg).unwrap());
    Submission::DoseChange(DoseChange { medicine, per_day, precision: Precision::Day })
}

/// An entry that no form of questions asked for.
fn plain(id: u8, on: &str, content: Submission) -> NewEntry {
    let mut new = entry(id, on, content);
    (new.provenance.question_set, new.provenance.asked) = (None, Vec::new());
    new
}

/// Facts in the order they are written; each is written on the evening of its day, later ones today.
fn told(clinic: &mut Clinic, facts: &[(u8, &str, Submission)]) {
    for (id, on, content) in facts {
        let mut new: NewEntry = plain(*id, on, content.clone());
        new.entered_at = new.entered_at.min(crate::support::evening("2026-11-24"));
        let new = knowing_of_that_day(&clinic.seen_by(Role::Clinician), new);
        clinic.submit(&new, &clinician()).unwrap();
    }
}

/// The record of the guardian's strand that this entry of the clinician became.
fn record(clinic: &Clinic, id: u8) -> RecordId {
    let mine = |stored: &&diary::chart::OpenedRecord| {
        stored.strand == Strand::Care && stored.payload.meta.entry == diary::EntryId::from_bytes([id; 16])
    };
    clinic.records.iter().find(mine).unwrap().id
}

fn doses(chart: &Chart) -> Vec<(String, Vec<(String, String)>)> {
    let lanes = chart.doses().into_iter();
    lanes
        .map(|lane| {
            let steps = lane
                .steps
                .iter()
                .map(|step| (step.date.to_string(), step.dosing.mean_per_day().unwrap().to_mg()));
            (lane.medicine.as_str().to_owned(), steps.collect())
        })
        .collect()
}

/// The facts that hold today and later, of two medicines; everything that another clinic could have written before them.
fn now() -> Vec<(u8, &'static str, Submission)> {
    vec![
        (10, "2026-10-01", dose("sertraline", "25")),
        (11, "2026-11-20", started("mirtazapine", "15", Some("paroxetine"))),
        (12, "2026-12-01", dose("sertraline", "12.5")),
        (13, "2026-12-15", dose("sertraline", "0")),
    ]
}

/// With years of other doses, stopped medicines, corrections and mistakes before it, the chart is the very same.
///
/// Part of: CONS-010, CONS-011
#[test]
fn an_older_history_leaves_no_trace() {
    let (mut short, mut long) = (Clinic::open(), Clinic::open());
    told(
        &mut long,
        &[
            (1, "2019-04-01", started("paroxetine", "20", None)),
            (2, "2021-04-01", dose("paroxetine", "0")),
            (3, "2021-04-01", started("sertraline", "100", Some("paroxetine"))),
            (4, "2026-09-01", dose("sertraline", "50")),
            (5, "2026-09-15", dose("sertraline", "37.5")),
            (6, "2026-11-21", started("zolpidem", "5", None)),
            (7, "2026-12-01", dose("sertraline", "20")),
        ],
    );
    let mistake = amending(record(&long, 6), plain(8, "2026-11-21", Submission::EnteredInError));
    long.submit(&mistake, &clinician()).unwrap();
    let moved = amending(record(&long, 5), plain(9, "2026-09-20", dose("sertraline", "30")));
    long.submit(&moved, &clinician()).unwrap();
    short.now = long.now;
    told(&mut short, &now());
    told(&mut long, &now());
    let [short, long] = [&short, &long].map(|clinic| clinic.seen_by(Role::Guardian).in_force(TODAY));
    // 12 and 7 are about one day: what was written last is the step that is known.
    assert_eq!(short, long);
    let expected = [
        ("sertraline", vec![("2026-10-01", "25"), ("2026-12-01", "12.5"), ("2026-12-15", "0")]),
        ("mirtazapine", vec![("2026-11-20", "15")]),
    ];
    let expected = expected.map(|(name, steps)| {
        let steps = steps.into_iter().map(|(on, mg)| (on.to_owned(), mg.to_owned()));
        (name.to_owned(), steps.collect::<Vec<_>>())
    });
    assert_eq!(doses(&long), expected);
    assert_eq!(long.doses()[1].replaces, None, "what it took the place of is gone");
    assert_eq!(long.entries().len(), 4);
}

/// A stop is the last change until another medicine changes; a step comes into force on its day, and the one before is gone.
#[test]
fn what_holds_changes_with_the_day() {
    let mut clinic = Clinic::open();
    told(&mut clinic, &now());
    told(&mut clinic, &[(1, "2026-05-01", started("paroxetine", "20", None))]);
    told(&mut clinic, &[(2, "2026-11-20", dose("paroxetine", "0"))]);
    let on = |day: Date| clinic.seen_by(Role::Guardian).in_force(day);
    let steps = |chart: &Chart| doses(chart).into_iter().map(|(name, steps)| (name, steps.len())).collect();
    let named = |list: &[(&str, usize)]| -> Vec<(String, usize)> {
        list.iter().map(|(name, steps)| ((*name).to_owned(), *steps)).collect()
    };
    let seen: Vec<(String, usize)> = steps(&on(TODAY));
    assert_eq!(seen, named(&[("sertraline", 3), ("mirtazapine", 1), ("paroxetine", 1)]));
    assert!(on(TODAY).doses()[1].replaces.is_some(), "the medicine it took the place of was stopped with it");
    let seen: Vec<(String, usize)> = steps(&on(date(2026, 12, 1)));
    assert_eq!(seen, named(&[("mirtazapine", 1), ("sertraline", 2)]), "another change came after the stop");
    let seen: Vec<(String, usize)> = steps(&on(date(2027, 1, 1)));
    assert_eq!(seen, named(&[("mirtazapine", 1), ("sertraline", 1)]), "stopped last");
}

/// A corrected dose is shown as it stands, with nothing of what it said before, and not as corrected.
#[test]
fn a_corrected_fact_has_no_past() {
    let mut clinic = Clinic::open();
    told(&mut clinic, &now());
    let better = amending(record(&clinic, 10), plain(20, "2026-10-02", dose("sertraline", "50")));
    clinic.submit(&better, &clinician()).unwrap();
    for role in [Role::Guardian, Role::Clinician] {
        let chart = clinic.seen_by(role).in_force(TODAY);
        let entry = chart.entries().iter().find(|entry| entry.date() == date(2026, 10, 2)).unwrap();
        let meta = &entry.versions()[0].meta;
        assert!(!entry.amended() && meta.amends.is_none() && meta.reason.is_none(), "{role:?}");
        assert_eq!(entry.id(), entry.newest_record());
        assert!(!chart.entries().iter().any(|entry| entry.date() == date(2026, 10, 1)));
    }
}

/// What guardians write stays whole, mistakes and all; only why staff took it back is not told.
#[test]
fn words_stay_and_reasons_of_staff_go() {
    let mut clinic = Clinic::open();
    let guardian = person(Role::Guardian);
    clinic.submit(&entry(1, "2026-11-24", check_in(mood(4))), &guardian).unwrap();
    clinic.submit(&plain(2, "2026-11-24", Submission::Note(text("a word"))), &guardian).unwrap();
    let ids: Vec<RecordId> = clinic.seen_by(Role::Guardian).entries().iter().filter_map(Entry::id).collect();
    clinic
        .submit(&amending(ids[0], plain(3, "2026-11-24", Submission::EnteredInError)), &clinician())
        .unwrap();
    clinic
        .submit(&amending(ids[1], plain(4, "2026-11-24", Submission::Note(text("words")))), &guardian)
        .unwrap();
    let chart = clinic.seen_by(Role::Guardian);
    assert_eq!(chart.in_force(TODAY), chart);
    let reasons = |chart: &Chart| {
        let versions = chart.entries().iter().flat_map(Entry::versions);
        versions
            .filter_map(|version| Some((version.reason()?.as_str().to_owned(), version.meta.author.role)))
            .count()
    };
    assert_eq!((reasons(&chart), reasons(&chart.clone().without_reasons_of_staff())), (2, 1));
}
