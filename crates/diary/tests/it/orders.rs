//! Orders, doses that were taken, and which of several doses of one day holds.

use diary::chart::{Chart, OpenedRecord, StepKind};
use diary::{
    AsNeeded, Body, Code, DoseChange, DoseCycle, DoseOrder, Dosing, HalfMicrograms, Intake, Medicine,
    MedicineStart, NewEntry, Order, Precision, RecordId, Refusal, Role, Sharing, Strand, Submission,
    TimedAmount, TimedAmounts,
};
use jiff::civil::{date, time};
use proptest::prelude::*;

use crate::any;
use crate::support::{Clinic, amending, clinician, entry, evening, patient, person, text};

fn mg(text: &str) -> HalfMicrograms {
    HalfMicrograms::parse_mg(text).unwrap()
}

fn medicine() -> Medicine {
    Medicine::parse("sertraline").unwrap()
}

fn started(dose: &str) -> Submission {
    let (per_day, precision) = (mg(dose), Precision::Day);
    Submission::MedicineStart(MedicineStart { medicine: medicine(), per_day, precision, replaces: None })
}

fn daily(dose: &str) -> Submission {
    let (per_day, precision) = (mg(dose), Precision::Day);
    Submission::DoseChange(DoseChange { medicine: medicine(), per_day, precision })
}

fn ordered(order: Order) -> Submission {
    Submission::DoseOrder(DoseOrder { medicine: medicine(), order })
}

fn cycle(days: &[&str]) -> Order {
    Order::Cycle(DoseCycle::new(days.iter().map(|dose| mg(dose)).collect()).unwrap())
}

fn as_needed() -> Order {
    Order::AsNeeded(AsNeeded::new(mg("25"), 2).unwrap())
}

fn knowing(known: RecordId, new: NewEntry) -> NewEntry {
    NewEntry { known: Some(known), ..new }
}

fn in_force(chart: &Chart) -> Dosing {
    chart.doses()[0].on(date(2026, 11, 30)).unwrap().clone()
}

const REFUSED: Refusal = Refusal::new("known", Code::DoseOfThatDay);

/// Two doses of one day never stand beside each other unseen: the second one names the first, and then holds.
///
/// Verifies: INT-018
#[test]
fn a_second_dose_of_a_day_names_the_one_it_replaces() {
    let mut clinic = Clinic::open();
    clinic.submit(&entry(1, "2026-11-10", started("10")), &clinician()).unwrap();
    let first = clinic.submit(&entry(9, "2026-11-10", daily("4")), &clinician()).unwrap();
    assert_eq!(clinic.submit(&entry(2, "2026-11-10", daily("3")), &clinician()), Err(REFUSED));
    let order = ordered(cycle(&["4", "3"]));
    assert_eq!(clinic.submit(&entry(2, "2026-11-10", order.clone()), &clinician()), Err(REFUSED));
    let unknown = RecordId::from_bytes([77; 16]);
    let wrong = knowing(unknown, entry(2, "2026-11-10", daily("3")));
    assert_eq!(clinic.submit(&wrong, &clinician()), Err(REFUSED), "another record than the one that holds");
    let nothing_there = knowing(first[0], entry(2, "2026-11-11", daily("3")));
    assert_eq!(clinic.submit(&nothing_there, &clinician()), Err(REFUSED), "it is of another day");

    let second = clinic.submit(&knowing(first[0], entry(2, "2026-11-10", daily("3"))), &clinician()).unwrap();
    assert_eq!(in_force(&clinic.seen_by(Role::Clinician)), Dosing::Daily(mg("3")));
    let third = knowing(first[0], entry(3, "2026-11-10", order.clone()));
    assert_eq!(clinic.submit(&third, &clinician()), Err(REFUSED), "that one holds no more");
    clinic.submit(&knowing(second[0], entry(3, "2026-11-10", order)), &clinician()).unwrap();
    for role in [Role::Clinician, Role::Patient, Role::Guardian] {
        assert_eq!(in_force(&clinic.seen_by(role)), Dosing::Ordered(cycle(&["4", "3"])), "{role:?}");
    }
    assert!(clinic.submit(&entry(4, "2026-11-11", daily("2")), &clinician()).is_ok(), "another day is free");
}

#[test]
fn a_correction_of_the_dose_that_holds_needs_no_other() {
    let mut clinic = Clinic::open();
    let first = clinic.submit(&entry(1, "2026-11-10", daily("4")), &clinician()).unwrap();
    clinic.submit(&amending(first[0], entry(2, "2026-11-10", daily("5"))), &clinician()).unwrap();
    let second = clinic.submit(&knowing(first[0], entry(3, "2026-11-10", daily("3"))), &clinician()).unwrap();
    let overtaken = amending(first[0], entry(4, "2026-11-10", daily("6")));
    assert_eq!(
        clinic.submit(&overtaken, &clinician()),
        Err(REFUSED),
        "it would take the place of the later one"
    );
    clinic.submit(&amending(second[0], entry(5, "2026-11-10", daily("2"))), &clinician()).unwrap();
    assert_eq!(in_force(&clinic.seen_by(Role::Clinician)), Dosing::Daily(mg("2")));
    let moved = clinic.submit(&entry(6, "2026-11-12", daily("1")), &clinician()).unwrap();
    let onto = amending(moved[0], entry(7, "2026-11-10", daily("1")));
    assert_eq!(clinic.submit(&onto, &clinician()), Err(REFUSED), "moved onto a day that has a dose");
}

/// The dose in force is the one received last, whatever the records are called and however they are put in order.
///
/// Verifies: INT-018
#[test]
fn the_dose_received_last_holds_whatever_its_id() {
    let ids = prop::collection::vec(any::<[u8; 16]>(), 3);
    proptest!(any::cases(200), |(entry_ids in ids, new_ids in any::<[u8; 8]>())| {
        let mut clinic = Clinic::open();
        let mut known = None;
        for (dose, id) in ["5", "4", "3"].into_iter().zip(&entry_ids) {
            let mut new = entry(1, "2026-11-10", daily(dose));
            // Written in the same second, told apart by their ids alone.
            new.id = diary::EntryId::from_bytes(*id);
            new.known = known;
            known = Some(clinic.submit(&new, &clinician()).unwrap()[0]);
        }
        let renamed = |(at, record): (usize, &OpenedRecord)| {
            let id = RecordId::from_bytes([new_ids[at % 8]; 16].map(|byte: u8| byte.wrapping_mul(at as u8 * 2 + 1)));
            OpenedRecord { id, ..record.clone() }
        };
        let mut records: Vec<OpenedRecord> = clinic.records.iter().enumerate().map(renamed).collect();
        records.retain(|record| record.strand == Strand::Care);
        records.sort_by_key(|record| record.id);
        prop_assert_eq!(in_force(&Chart::fold(records.clone())), Dosing::Daily(mg("3")));
        records.reverse();
        prop_assert_eq!(in_force(&Chart::fold(records.clone())), Dosing::Daily(mg("3")));
        let shown = Chart::fold(records).in_force(date(2026, 11, 30));
        prop_assert_eq!(in_force(&shown), Dosing::Daily(mg("3")), "and for whoever gives it");
    });
}

/// A step is a change of what a day has on average, as an exact fraction; an order that says the same makes none, and
/// nothing is counted to or from an order that is taken as needed.
#[test]
fn steps_compare_exact_means() {
    let mut clinic = Clinic::open();
    let halves = TimedAmounts::new(vec![
        TimedAmount { at: time(20, 0, 0, 0), amount: mg("25") },
        TimedAmount { at: time(8, 0, 0, 0), amount: mg("25") },
    ]);
    let halves = Order::AtTimes(halves.unwrap());
    let facts = [
        ("2026-11-01", started("50")),
        ("2026-11-02", ordered(halves)),
        ("2026-11-03", ordered(cycle(&["50", "25", "25"]))),
        ("2026-11-04", ordered(cycle(&["50", "50", "0", "50", "25", "25"]))),
        ("2026-11-05", ordered(as_needed())),
        ("2026-11-06", daily("0")),
        ("2026-11-07", daily("12.5")),
        ("2026-12-20", ordered(cycle(&["12.5", "0"]))),
    ];
    for ((on, content), id) in facts.into_iter().zip(1..) {
        let mut new = entry(id, on, content);
        new.entered_at = new.entered_at.min(evening("2026-11-24"));
        clinic.submit(&new, &clinician()).unwrap();
    }
    let chart = clinic.seen_by(Role::Clinician);
    let lanes = chart.doses();
    let kinds: Vec<StepKind> =
        lanes[0].classified_steps(None, date(2026, 11, 30)).map(|step| step.kind).collect();
    use StepKind::{Change, Known, Planned};
    assert_eq!(kinds, [Known, Known, Change, Known, Known, Known, Change, Planned]);
    let means = lanes[0]
        .steps
        .iter()
        .map(|step| step.dosing.mean_per_day().map(|mean| (mean.to_mg(), mean.is_exact(), mean.days())));
    let mean = |mg: &str, exact, days| Some((mg.to_owned(), exact, days));
    assert_eq!(
        means.collect::<Vec<_>>(),
        [
            mean("50", true, 1),
            mean("50", true, 1),
            mean("33.3333", false, 3),
            mean("33.3333", false, 6),
            None,
            mean("0", true, 1),
            mean("12.5", true, 1),
            mean("6.25", true, 2),
        ]
    );
    assert!(!lanes[0].steps[4].dosing.is_stop() && lanes[0].steps[5].dosing.is_stop());
}

#[test]
fn an_order_keeps_to_its_bounds() {
    let cycle = |days: usize| DoseCycle::new(vec![mg("1"); days]).map(|cycle| cycle.get().len());
    assert_eq!([cycle(0), cycle(1)], [Err(Code::Empty), Err(Code::OutOfRange)]);
    assert_eq!([cycle(2), cycle(14), cycle(15)], [Ok(2), Ok(14), Err(Code::TooMany)]);
    assert_eq!(DoseCycle::new(vec![HalfMicrograms::ZERO; 3]), Err(Code::Empty), "that is a stop");
    let at = |minute: i8, dose: &str| TimedAmount { at: time(8, minute, 0, 0), amount: mg(dose) };
    let amounts = |all: Vec<TimedAmount>| TimedAmounts::new(all).map(|all| all.get().len());
    let many = |count: i8| (0..count).map(|minute| at(minute, "1")).collect::<Vec<_>>();
    assert_eq!([amounts(many(0)), amounts(many(24))], [Err(Code::Empty), Ok(24)]);
    assert_eq!(amounts(many(25)), Err(Code::TooMany));
    assert_eq!(amounts(vec![at(1, "1"), at(2, "1"), at(1, "2")]), Err(Code::Twice));
    assert_eq!(amounts(vec![at(1, "0")]), Err(Code::OutOfRange));
    assert_eq!(amounts(vec![at(1, "100000"), at(2, "1")]), Err(Code::OutOfRange), "over 100 g a day");
    let needed = |dose, most| AsNeeded::new(mg(dose), most).map(AsNeeded::max_per_day);
    assert_eq!([needed("1", 1), needed("1", 24)], [Ok(1), Ok(24)]);
    for wrong in [needed("0", 1), needed("1", 0), needed("1", 25)] {
        assert_eq!(wrong, Err(Code::OutOfRange));
    }
}

/// Whoever gives the medicine sees the order that holds, as it is.
#[test]
fn an_order_is_shared_with_whoever_gives_it() {
    let mut clinic = Clinic::open();
    clinic.submit(&entry(1, "2026-11-01", started("50")), &clinician()).unwrap();
    clinic.submit(&entry(2, "2026-11-10", ordered(cycle(&["50", "0"]))), &clinician()).unwrap();
    let chart = clinic.seen_by(Role::Guardian).in_force(date(2026, 11, 30));
    let lanes = chart.doses();
    let steps: Vec<&Dosing> = lanes[0].steps.iter().map(|step| &step.dosing).collect();
    assert_eq!(steps, [&Dosing::Ordered(cycle(&["50", "0"]))], "and nothing of before");
}

/// Why a dose was taken is free text about a person: it goes where notes go.
#[test]
fn the_reason_of_an_intake_is_kept_as_a_note() {
    let taken = || Submission::Intake {
        intake: Intake { medicine: medicine(), amount: mg("25") },
        reason: Some(text("could not sleep")),
    };
    let places = |new: NewEntry, author| {
        let parts = new.parts(author);
        parts.iter().map(|part| (part.number, part.strand)).collect::<Vec<_>>()
    };
    let at = |sharing| NewEntry { sharing, ..entry(1, "2026-11-10", taken()) };
    let care_team = at(Sharing::CareTeam);
    assert_eq!(places(care_team.clone(), Role::Patient), [(0, Strand::Care), (2, Strand::Sensitive)]);
    assert_eq!(places(care_team.clone(), Role::Clinician), [(0, Strand::Care), (2, Strand::Sensitive)]);
    assert_eq!(places(care_team.clone(), Role::Guardian), [(0, Strand::Family), (2, Strand::Family)]);
    assert_eq!(places(at(Sharing::OnlyMe), Role::Patient), [(0, Strand::Own), (2, Strand::Own)]);

    let mut clinic = Clinic::open();
    clinic.submit(&care_team, &patient()).unwrap();
    let bodies = |role| {
        let chart = clinic.seen_by(role);
        chart.standing().flat_map(|entry| entry.bodies().cloned().collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    assert!(matches!(bodies(Role::Clinician).as_slice(), [Body::Intake(_), Body::Note(_)]));
    assert!(bodies(Role::Guardian).is_empty());
    let nothing = Submission::Intake {
        intake: Intake { medicine: medicine(), amount: HalfMicrograms::ZERO },
        reason: None,
    };
    let refused = clinic.submit(&entry(2, "2026-11-10", nothing), &person(Role::Patient));
    assert_eq!(refused, Err(Refusal::new("mg", Code::OutOfRange)));
}
