//! What each kind refuses of its own.

use diary::{
    Code, DayEvent, DoseChange, EntryId, Event, HalfMicrograms, ImportedRow, ImportedSeries, ImportedSet,
    Medicine, MedicineStart, Mode, NewEntry, Polarity, Precision, Review, Role, SleepNight, Submission,
    TmsSession,
};
use jiff::SignedDuration;
use jiff::civil::date;

use crate::refusals::refused;
use crate::support::{at, entry, evening, review_of, text};

fn by_clinician(content: Submission) -> Option<(&'static str, Code)> {
    refused(&entry(1, "2026-11-24", content), Role::Clinician)
}

#[test]
fn a_session_stays_within_what_machines_do() {
    let of = |intensity_percent_mt, pulses| {
        let protocol = Some(text("iTBS"));
        by_clinician(TmsSession { protocol, intensity_percent_mt, pulses }.into())
    };
    assert_eq!(of(None, None), None);
    assert_eq!((of(Some(1), Some(1)), of(Some(150), Some(20_000))), (None, None));
    let intensity = Some(("intensity_percent_mt", Code::OutOfRange));
    assert_eq!((of(Some(0), None), of(Some(151), None)), (intensity, intensity));
    let pulses = Some(("pulses", Code::OutOfRange));
    assert_eq!((of(None, Some(0)), of(None, Some(20_001))), (pulses, pulses));
    let named = |name: &str| TmsSession { protocol: Some(text(name)), ..TmsSession::default() };
    assert_eq!(by_clinician(named(&"x".repeat(201)).into()), Some(("protocol", Code::TooLong)));
    assert_eq!(by_clinician(named("a\nb").into()), Some(("protocol", Code::BadCharacters)));
}

#[test]
fn a_night_is_looked_at_before_it_is_taken() {
    let of = |night| refused(&entry(1, "2026-11-24", Submission::Sleep(night)), Role::Patient);
    assert_eq!(of(SleepNight::default()), Some(("sleep", Code::Empty)));
    let awake = |minutes| SleepNight { minutes_awake: Some(minutes), ..SleepNight::default() };
    assert_eq!(of(awake(60)), None);
    assert_eq!(of(awake(1_441)), Some(("minutes_awake", Code::ImpossibleNight)));
}

fn dose(precision: Precision) -> Submission {
    let medicine = Medicine::parse("sertraline").unwrap();
    Submission::DoseChange(DoseChange { medicine, per_day: HalfMicrograms::ZERO, precision })
}

#[test]
fn an_approximate_date_is_the_first_day_of_its_span() {
    let of = |day: &str, precision| refused(&entry(1, day, dose(precision)), Role::Clinician);
    assert_eq!(of("2026-11-24", Precision::Day), None);
    assert_eq!(of("2026-11-01", Precision::Month), None);
    assert_eq!(of("2026-01-01", Precision::Year), None);
    assert_eq!(of("2026-11-24", Precision::Month), Some(("date", Code::Contradicts)));
    assert_eq!(of("2026-11-01", Precision::Year), Some(("date", Code::Contradicts)));
    let begun = |day: &str| {
        let medicine = Medicine::parse("sertraline").unwrap();
        let (per_day, precision) = (HalfMicrograms::ZERO, Precision::Month);
        let started = MedicineStart { medicine, per_day, precision, replaces: None };
        refused(&entry(1, day, Submission::MedicineStart(started)), Role::Clinician)
    };
    assert_eq!((begun("2026-11-01"), begun("2026-11-02")), (None, Some(("date", Code::Contradicts))));
}

#[test]
fn a_planned_step_may_lie_ahead_but_nothing_else() {
    let ahead = |content| NewEntry { entered_at: evening("2026-11-20"), ..entry(1, "2026-11-24", content) };
    assert_eq!(refused(&ahead(dose(Precision::Day)), Role::Clinician), None);
    let in_the_future = Some(("date", Code::InTheFuture));
    assert_eq!(refused(&ahead(TmsSession::default().into()), Role::Clinician), in_the_future);
    assert_eq!(refused(&ahead(dose(Precision::Day)), Role::CareStaff), in_the_future);
}

#[test]
fn a_medicine_does_not_replace_itself() {
    let started = |replaces: &str| {
        Submission::MedicineStart(MedicineStart {
            medicine: Medicine::parse("sertraline").unwrap(),
            per_day: HalfMicrograms::parse_mg("50").unwrap(),
            precision: Precision::Day,
            replaces: Some(Medicine::parse(replaces).unwrap()),
        })
    };
    assert_eq!(by_clinician(started("paroxetine")), None);
    assert_eq!(by_clinician(started("sertraline")), Some(("replaces", Code::Contradicts)));
}

#[test]
fn a_span_does_not_end_before_it_begins() {
    let until =
        |day| Submission::Event(Event { what: DayEvent::HospitalStay, until: Some(date(2026, 11, day)) });
    assert_eq!(by_clinician(until(24)), None);
    assert_eq!(by_clinician(until(23)), Some(("until", Code::OutOfRange)));
}

#[test]
fn nobody_has_reviewed_what_has_not_arrived() {
    let new = entry(1, "2026-11-24", review_of(Review { up_to: at("2026-11-24T12:00:00Z"), answer: None }));
    assert_eq!(refused(&new, Role::Clinician), None);
    let early = new.check(Role::Clinician, at("2026-11-24T12:00:00Z") - SignedDuration::from_millis(1));
    assert_eq!(early.map_err(|refusal| (refusal.field, refusal.code)), Err(("up_to", Code::InTheFuture)));
}

fn imported(content: Submission) -> Option<(&'static str, Code)> {
    let mut new = entry(1, "2026-11-24", content);
    new.provenance.mode = Mode::Imported;
    refused(&new, Role::Clinician)
}

fn row(values: &[(&str, &str)]) -> Submission {
    let values = values.iter().map(|(item, cell)| ((*item).to_owned(), (*cell).to_owned())).collect();
    Submission::ImportedRow(ImportedRow { set: EntryId::from_bytes([7; 16]), values })
}

#[test]
fn imported_rows_are_bounded_and_printable() {
    assert_eq!(
        imported(row(&[("mood", "3.0"), ("気分", "=1+1"), ("words", "two\r\nlines\tand a tab")])),
        None
    );
    assert_eq!(imported(row(&[])), None);
    assert_eq!(by_clinician(row(&[("mood", "3.0")])), Some(("kind", Code::NotYours)), "only by an import");
    assert_eq!(imported(row(&[("mood", "1"), ("mood", "2")])), Some(("values", Code::Twice)));
    assert_eq!(imported(row(&[("", "1")])), Some(("values", Code::Missing)));
    assert_eq!(imported(row(&[("mood", &"9".repeat(4_001))])), Some(("values", Code::TooLong)));
    assert_eq!(imported(row(&[("mood", "1\0")])), Some(("values", Code::BadCharacters)));
    let many: Vec<String> = (0..501).map(|number| number.to_string()).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|item| (item.as_str(), "1")).collect();
    assert_eq!(imported(row(&many)), Some(("values", Code::TooMany)));
    assert_eq!(imported(row(&many[1..])), None);
}

#[test]
fn imported_items_have_names_of_their_own() {
    let set = |items: &[&str]| {
        let series = items.iter().map(|item| ImportedSeries {
            item: (*item).to_owned(),
            min: "1".to_owned(),
            max: "7".to_owned(),
            direction: Polarity::HigherWorse,
        });
        imported(Submission::ImportedSet(ImportedSet { series: series.collect() }))
    };
    assert_eq!(set(&["mood", "worry"]), None);
    assert_eq!(set(&[]), Some(("series", Code::Empty)));
    assert_eq!(set(&["mood", "worry", "mood"]), Some(("series", Code::Twice)));
    assert_eq!(set(&["mo\u{202E}od"]), Some(("series", Code::BadCharacters)));
}
