//! Naps, nights without sleep, and one night a date.

use diary::chart::SleepSource;
use diary::{
    About, Code, NewEntry, RecordId, Refusal, Role, Score, Sharing, SleepEpisode, SleepNight, Submission,
};
use jiff::civil::{Time, date, time};

use crate::support::{Clinic, about, amending, entry, patient, person};

fn clock(hour: i8, minute: i8) -> Option<Time> {
    Some(time(hour, minute, 0, 0))
}

fn slept(episode: SleepEpisode, try_sleep: Option<Time>, final_wake: Option<Time>) -> SleepNight {
    SleepNight { episode, try_sleep, final_wake, ..SleepNight::default() }
}

fn night() -> SleepNight {
    slept(SleepEpisode::Night, clock(23, 0), clock(6, 30))
}

fn nap() -> SleepNight {
    slept(SleepEpisode::Nap, clock(14, 0), clock(15, 0))
}

fn no_sleep() -> SleepNight {
    slept(SleepEpisode::NoSleep, None, None)
}

fn on(id: u8, day: &str, card: SleepNight) -> NewEntry {
    entry(id, day, Submission::Sleep(card))
}

fn refused(card: SleepNight) -> Option<(&'static str, Code)> {
    let refusal = on(1, "2026-11-24", card).check(Role::Patient, crate::support::at("2026-11-30T00:00:00Z"));
    refusal.err().map(|refusal| (refusal.field, refusal.code))
}

/// A night without sleep is an answer by itself. What can only be said of sleep contradicts it; time in bed does not.
#[test]
fn a_night_without_sleep_says_nothing_of_sleep() {
    assert_eq!(refused(no_sleep()), None);
    let rested = SleepNight {
        into_bed: clock(23, 0),
        out_of_bed: clock(7, 0),
        quality: Score::new(0).ok(),
        ..no_sleep()
    };
    assert_eq!(refused(rested.clone()), None);
    let beside = [
        SleepNight { try_sleep: clock(23, 0), ..no_sleep() },
        SleepNight { final_wake: clock(6, 0), ..no_sleep() },
        SleepNight { minutes_to_fall_asleep: Some(0), ..no_sleep() },
        SleepNight { minutes_awake: Some(0), ..no_sleep() },
        SleepNight { awakenings: Some(0), ..no_sleep() },
    ];
    for card in beside {
        assert_eq!(refused(card.clone()), Some(("no_sleep", Code::Contradicts)), "{card:?}");
    }
    let figures = rested.figures(&about("2026-11-24"));
    assert_eq!((figures.total_sleep_min, figures.time_in_bed_min), (Some(0), Some(480)));
    assert_eq!((figures.sleep_period_min, figures.efficiency_percent), (None, Some(0.0)));
}

/// That something was a nap is no answer alone; its times are held to the rules of a night.
#[test]
fn a_nap_has_its_times() {
    assert_eq!(refused(nap()), None);
    assert_eq!(refused(slept(SleepEpisode::Nap, None, None)), Some(("sleep", Code::Empty)));
    let no_length = slept(SleepEpisode::Nap, clock(14, 0), clock(14, 0));
    assert_eq!(refused(no_length), Some(("final_wake", Code::NoLength)));
    let figures = nap().figures(&about("2026-11-24"));
    assert_eq!((figures.sleep_period_min, figures.slept_min()), (Some(60), Some(60)));
    let in_parts = SleepNight { minutes_to_fall_asleep: Some(10), minutes_awake: Some(5), ..nap() };
    assert_eq!(in_parts.figures(&about("2026-11-24")).slept_min(), Some(45));
}

/// The day's night stays the night, whichever was written first; a night without sleep is nought hours and not unknown.
#[test]
fn a_nap_never_counts_as_the_night() {
    let mut clinic = Clinic::open();
    clinic.submit(&on(1, "2026-11-24", night()), &patient()).unwrap();
    clinic.submit(&on(2, "2026-11-24", nap()), &patient()).unwrap();
    clinic.submit(&on(3, "2026-11-25", nap()), &patient()).unwrap();
    clinic.submit(&on(4, "2026-11-26", no_sleep()), &patient()).unwrap();
    let chart = clinic.seen_by(Role::Clinician);
    let days = chart.days(date(2026, 11, 24), date(2026, 11, 26));
    let told: Vec<_> =
        days.iter().map(|day| day.slept().map(|slept| (slept.minutes, slept.source))).collect();
    assert_eq!(told, [Some((450, SleepSource::Period)), None, Some((0, SleepSource::NoSleep))]);
    assert_eq!(days.iter().map(|day| day.naps.len()).collect::<Vec<_>>(), [1, 1, 0]);
    assert_eq!(days.iter().map(|day| day.sleep.is_some()).collect::<Vec<_>>(), [true, false, true]);
    assert!(days.iter().all(|day| day.observations.is_empty()), "a nap is told once");
    assert_eq!(days[0].nights().count(), 1);
}

/// Somebody else's word about a nap stands beside the diary, as everything that others write.
#[test]
fn a_nap_that_a_guardian_tells_of_is_an_observation() {
    let mut clinic = Clinic::open();
    clinic.submit(&on(1, "2026-11-24", nap()), &person(Role::Guardian)).unwrap();
    let chart = clinic.seen_by(Role::Clinician);
    let day = &chart.days(date(2026, 11, 24), date(2026, 11, 24))[0];
    assert_eq!((day.naps.len(), day.observations.len(), day.slept()), (0, 1, None));
}

const EXISTS: Refusal = Refusal::new("date", Code::NightExists);

/// Verifies: INT-017
#[test]
fn a_writer_has_one_night_a_date() {
    let mut clinic = Clinic::open();
    let first = clinic.submit(&on(1, "2026-11-24", night()), &patient()).unwrap()[0];
    assert_eq!(clinic.submit(&on(2, "2026-11-24", night()), &patient()), Err(EXISTS));
    assert_eq!(clinic.submit(&on(2, "2026-11-24", no_sleep()), &patient()), Err(EXISTS));
    let for_oneself = NewEntry { sharing: Sharing::OnlyMe, ..on(2, "2026-11-24", night()) };
    assert_eq!(clinic.submit(&for_oneself, &patient()), Err(EXISTS), "one strand does not hide another");
    clinic.submit(&on(3, "2026-11-24", nap()), &patient()).unwrap();
    let next = clinic.submit(&on(4, "2026-11-25", night()), &patient()).unwrap()[0];
    clinic.submit(&on(5, "2026-11-24", night()), &person(Role::Guardian)).unwrap();
    // A correction keeps its date, and may even move to one that has a night: both stay visible.
    let later = SleepNight { quality: Score::new(3).ok(), ..night() };
    clinic.submit(&amending(first, on(6, "2026-11-24", later.clone())), &patient()).unwrap();
    clinic.submit(&amending(next, on(7, "2026-11-24", later)), &patient()).unwrap();
    // The date it has left is free again.
    clinic.submit(&on(8, "2026-11-25", night()), &patient()).unwrap();
}

/// What was taken back, or corrected to a nap, is no night of its date any more; a nap that is corrected to a night is one.
///
/// Verifies: INT-017
#[test]
fn what_stands_decides_whether_a_date_has_a_night() {
    let mut clinic = Clinic::open();
    let first = clinic.submit(&on(1, "2026-11-24", night()), &patient()).unwrap()[0];
    let mistake = amending(first, entry(2, "2026-11-24", Submission::EnteredInError));
    clinic.submit(&mistake, &patient()).unwrap();
    let second = clinic.submit(&on(3, "2026-11-24", night()), &patient()).unwrap()[0];
    clinic.submit(&amending(second, on(4, "2026-11-24", nap())), &patient()).unwrap();
    let third: RecordId = clinic.submit(&on(5, "2026-11-24", nap()), &patient()).unwrap()[0];
    clinic.submit(&amending(third, on(6, "2026-11-24", no_sleep())), &patient()).unwrap();
    assert_eq!(clinic.submit(&on(7, "2026-11-24", night()), &patient()), Err(EXISTS));
}

/// A nap is not mistaken for the night that it ends before: its times are read backwards from its own day.
#[test]
fn a_nap_over_midnight_ends_on_its_day() {
    let over = slept(SleepEpisode::Nap, clock(23, 50), clock(0, 20));
    let about: About = about("2026-11-24");
    assert_eq!(over.figures(&about).slept_min(), Some(30));
}
