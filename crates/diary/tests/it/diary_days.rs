//! Which days the person's own diary has, and what a "same" never tells.

use diary::chart::{Chart, DayKind, ResolvedSymptoms, SleepSource};
use diary::{
    Answered, CheckIn, DayEvent, Event, ListedSymptom, Role, Severity, SleepNight, Submission, SymptomAnswer,
};
use jiff::civil::{Date, Time, date};

use crate::support::{Clinic, check_in, entry, listing, mild, mood, patient, person, safety, text};

fn day(day: i8) -> Date {
    date(2026, 11, day)
}

fn event() -> Submission {
    Submission::Event(Event { what: DayEvent::Visit, until: None })
}

fn kinds(chart: &Chart, to: i8, today: i8) -> Vec<DayKind> {
    let recorded = chart.diary_days();
    chart.days(day(1), day(to)).iter().map(|one| recorded.kind(one, day(today))).collect()
}

/// Only what the patient wrote makes a day recorded, a note alone too; the clinic's and the family's entries make none, and
/// days before the first own one are before the diary, whoever wrote about them.
///
/// Verifies: SAFE-013
#[test]
fn only_the_persons_own_entries_make_a_day_recorded() {
    use DayKind::{BeforeDiary, CannotWrite, Missing, Open, Recorded};
    let mut clinic = Clinic::open();
    clinic.submit(&entry(1, "2026-11-01", event()), &person(Role::Clinician)).unwrap();
    clinic.submit(&entry(2, "2026-11-03", check_in(mood(5))), &patient()).unwrap();
    clinic.submit(&entry(3, "2026-11-04", event()), &person(Role::CareStaff)).unwrap();
    clinic.submit(&entry(4, "2026-11-05", check_in(mood(3))), &person(Role::Guardian)).unwrap();
    clinic.submit(&entry(5, "2026-11-06", Submission::Note(text("a word"))), &patient()).unwrap();
    let cannot = CheckIn { answered: Answered::CannotWrite, ..CheckIn::default() };
    clinic.submit(&entry(6, "2026-11-07", check_in(cannot)), &patient()).unwrap();
    let expected =
        [BeforeDiary, BeforeDiary, Recorded, Missing, Missing, Recorded, CannotWrite, Missing, Open];
    assert_eq!(kinds(&clinic.seen_by(Role::Clinician), 9, 9), expected);
    assert_eq!(clinic.seen_by(Role::Clinician).diary_days().first(), Some(day(3)));
    assert_eq!(kinds(&Chart::default(), 2, 2), [BeforeDiary, Open]);
}

/// Severe akathisia asks for a look on its day and so is never told by a "same"; what is milder is.
///
/// Part of: SAFE-006
#[test]
fn the_same_repeats_no_answer_that_asks_for_a_look() {
    let of = |severity| {
        let mut clinic = Clinic::open();
        let akathisia = ListedSymptom { severity: Some(severity), ..mild("akathisia") };
        let listed = listing(&[akathisia, mild("nausea"), safety("confusion")]);
        clinic.submit(&entry(1, "2026-11-01", check_in(listed)), &patient()).unwrap();
        let same = CheckIn { symptoms: Some(SymptomAnswer::Same), ..CheckIn::default() };
        clinic.submit(&entry(2, "2026-11-02", check_in(same)), &patient()).unwrap();
        let ResolvedSymptoms::Known(known) = clinic.seen_by(Role::Clinician).symptoms()[&day(2)].clone()
        else {
            panic!("known");
        };
        known.iter().map(|item| item.symptom.id()).collect::<Vec<_>>()
    };
    assert_eq!(of(Severity::Severe), ["nausea"]);
    assert_eq!(of(Severity::Moderate), ["akathisia", "nausea"]);
}

/// Severe akathisia stands in the check-in, safety answers stand apart: both are found, and nothing else.
///
/// Part of: SAFE-006
#[test]
fn what_asks_for_a_look_is_found_in_every_part() {
    let severe = |id| ListedSymptom { severity: Some(Severity::Severe), ..mild(id) };
    let looks = |listed: &[ListedSymptom]| {
        let parts = entry(1, "2026-11-01", check_in(listing(listed))).parts(Role::Patient);
        let ids = |part: &diary::Part| {
            part.body.same_day_answers().map(|item| item.symptom.id()).collect::<Vec<_>>()
        };
        parts.iter().map(ids).collect::<Vec<_>>()
    };
    let all = [severe("akathisia"), severe("nausea"), safety("seizure"), safety("confusion")];
    assert_eq!(looks(&all), [vec!["akathisia"], vec!["seizure", "confusion"]]);
    assert_eq!(looks(&[mild("akathisia"), severe("nausea")]), [vec![""; 0]]);
    let [other] = entry(1, "2026-11-01", event()).parts(Role::Patient).try_into().unwrap();
    assert_eq!(other.body.same_day_answers().count(), 0);
}

/// The evening's hours stand beside the card's; a card with a missing input has no total sleep time.
#[test]
fn the_hours_of_the_evening_are_not_lost() {
    let mut clinic = Clinic::open();
    let time = |hour| Some(Time::constant(hour, 0, 0, 0));
    let card = SleepNight {
        try_sleep: time(23),
        final_wake: time(7),
        minutes_awake: Some(20),
        ..SleepNight::default()
    };
    clinic.submit(&entry(1, "2026-11-01", Submission::Sleep(card)), &patient()).unwrap();
    let stated = CheckIn { sleep_hours: diary::SleepHours::from_tenths(65).ok(), ..mood(5) };
    clinic.submit(&entry(2, "2026-11-01", check_in(stated)), &patient()).unwrap();
    let chart = clinic.seen_by(Role::Patient);
    let slept = chart.days(day(1), day(1))[0].slept().unwrap();
    assert_eq!((slept.minutes, slept.source), (480, SleepSource::Period), "the latency is missing");
    let stated = chart.days(day(1), day(1))[0].slept_as_stated().unwrap();
    assert_eq!((stated.minutes, stated.source), (390, SleepSource::Stated));
}

/// A diary reaches to today while it is kept, which is until four weeks after its last entry; then it ends there.
#[test]
fn a_diary_that_is_kept_reaches_to_today() {
    let mut clinic = Clinic::open();
    for (id, on) in [(1, "2026-11-01"), (2, "2026-11-03")] {
        clinic.submit(&entry(id, on, check_in(mood(5))), &patient()).unwrap();
    }
    let chart = clinic.seen_by(Role::Patient);
    let last = |today| chart.diary_span(today).map(|(first, last)| (first == day(1), last));
    assert_eq!(last(date(2026, 12, 1)), Some((true, date(2026, 12, 1))));
    assert_eq!(last(date(2026, 12, 2)), Some((true, day(3))));
    assert_eq!(Chart::default().diary_span(day(3)), None);
}
