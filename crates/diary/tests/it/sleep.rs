//! Sleep figures against nights worked out by hand.
//!
//! Time in bed TIB = out of bed − into bed; sleep period SPT = final wake − try to sleep; total sleep
//! TST = SPT − SOL − WASO; awake in bed TWAK = out of bed − final wake (Carney 2012); SE = 100 × TST ÷ TIB
//! (Reed & Sacco 2016).

use diary::chart::SleepSource;
use diary::{About, CheckIn, Code, Refusal, Role, SleepFigures, SleepHours, SleepNight, Submission};
use jiff::civil::Time;
use proptest::prelude::*;

use crate::any;
use crate::support::{Clinic, about, check_in, entry, mood, patient};

fn clock(text: &str) -> Option<Time> {
    (text != "-").then(|| text.parse().unwrap())
}

/// `into bed, try to sleep, final wake, out of bed`, minutes to fall asleep and awake.
fn night(times: [&str; 4], latency: Option<u16>, awake: Option<u16>) -> SleepNight {
    SleepNight {
        into_bed: clock(times[0]),
        try_sleep: clock(times[1]),
        final_wake: clock(times[2]),
        out_of_bed: clock(times[3]),
        minutes_to_fall_asleep: latency,
        minutes_awake: awake,
        ..SleepNight::default()
    }
}

fn minutes(figures: SleepFigures) -> [Option<i64>; 4] {
    let SleepFigures { time_in_bed_min, sleep_period_min, total_sleep_min, wake_in_bed_min, .. } = figures;
    [time_in_bed_min, sleep_period_min, total_sleep_min, wake_in_bed_min]
}

/// Late enough that every waking of its day has come.
fn evening_of(on: &About) -> jiff::Timestamp {
    on.date.at(23, 59, 59, 0).to_zoned(on.zone.rules()).unwrap().timestamp()
}

fn in_zone(date: &str, zone: &str) -> About {
    About::parse(date, None, zone).unwrap()
}

/// Verifies: INT-010
#[test]
fn figures_are_those_of_the_published_formulas() {
    let nights = [
        // TIB 23:10→07:00 = 470; SPT 23:30→06:40 = 430; TST = 430 − 25 − 20 = 385; TWAK = 20.
        (["23:10", "23:30", "06:40", "07:00"], 25, 20, [470, 430, 385, 20], 385.0 / 470.0),
        // To bed after midnight: TIB = 390, SPT = 360, TST = 340, TWAK = 15.
        (["00:30", "00:45", "06:45", "07:00"], 10, 10, [390, 360, 340, 15], 340.0 / 390.0),
        // A day sleeper after a night shift: TIB 09:00→16:30 = 450, SPT = 390, TST = 330, TWAK = 30.
        (["09:00", "09:30", "16:00", "16:30"], 30, 30, [450, 390, 330, 30], 330.0 / 450.0),
        // Woke before midnight, up after it: TIB 17:00→00:30 = 450, SPT 17:00→23:50 = 410, TST = 405, TWAK = 40.
        (["17:00", "17:00", "23:50", "00:30"], 5, 0, [450, 410, 405, 40], 405.0 / 450.0),
        // Never slept: TST = 480 − 480 − 0 = 0.
        (["22:00", "22:00", "06:00", "06:00"], 480, 0, [480, 480, 0, 0], 0.0),
    ];
    for (times, latency, awake, want, efficiency) in nights {
        let night = night(times, Some(latency), Some(awake));
        let on = about("2026-11-24");
        let figures = night.figures(&on);
        assert_eq!(minutes(figures), want.map(Some), "{times:?}");
        assert!((figures.efficiency_percent.unwrap() - 100.0 * efficiency).abs() < 1e-9, "{times:?}");
        assert_eq!(night.check(&on, evening_of(&on)), Ok(()), "{times:?}");
    }
}

/// Verifies: INT-010
#[test]
fn a_figure_is_absent_when_any_of_its_inputs_is() {
    let whole = night(["23:10", "23:30", "06:40", "07:00"], Some(25), Some(20));
    let known = |night: &SleepNight| {
        let figures = night.figures(&about("2026-11-24"));
        let mut known = minutes(figures).map(|value| value.is_some()).to_vec();
        known.push(figures.efficiency_percent.is_some());
        known.into_iter().map(|known| if known { '+' } else { '-' }).collect::<String>()
    };
    assert_eq!(known(&whole), "+++++");
    assert_eq!(known(&SleepNight { into_bed: None, ..whole.clone() }), "-+++-");
    assert_eq!(known(&SleepNight { try_sleep: None, ..whole.clone() }), "+--+-");
    assert_eq!(known(&SleepNight { final_wake: None, ..whole.clone() }), "+----");
    assert_eq!(known(&SleepNight { out_of_bed: None, ..whole.clone() }), "-++--");
    assert_eq!(known(&SleepNight { minutes_to_fall_asleep: None, ..whole.clone() }), "++-+-");
    assert_eq!(known(&SleepNight { minutes_awake: None, ..whole.clone() }), "++-+-");
    assert_eq!(known(&SleepNight::default()), "-----");
}

#[test]
fn a_clock_change_in_the_night_counts_as_it_was_lived() {
    let night = night(["23:00", "23:00", "07:00", "07:00"], Some(0), Some(0));
    let slept = |date: &str| night.figures(&in_zone(date, "Europe/Berlin")).total_sleep_min;
    assert_eq!(slept("2026-03-28"), Some(480));
    assert_eq!(slept("2026-03-29"), Some(420), "one hour was skipped");
    assert_eq!(slept("2026-10-25"), Some(540), "one hour came twice");
}

#[test]
fn a_night_that_cannot_be_is_refused_by_its_field() {
    let refused = |night: SleepNight| {
        let on = about("2026-11-24");
        night.check(&on, evening_of(&on))
    };
    let cannot = |field| Err(Refusal::new(field, Code::ImpossibleNight));
    assert_eq!(refused(SleepNight::default()), Err(Refusal::new("sleep", Code::Empty)));
    assert_eq!(refused(night(["23:40", "23:30", "06:40", "07:00"], None, None)), cannot("into_bed"));
    assert_eq!(refused(night(["23:00", "23:30", "06:40", "06:30"], None, None)), cannot("into_bed"));
    assert_eq!(refused(night(["-", "23:00", "07:00", "-"], Some(400), Some(81))), cannot("minutes_awake"));
    assert_eq!(
        refused(night(["-", "23:00", "07:00", "-"], Some(481), None)),
        cannot("minutes_to_fall_asleep")
    );
    assert_eq!(refused(night(["-", "-", "-", "-"], None, Some(1441))), cannot("minutes_awake"));
    assert_eq!(refused(night(["-", "23:00", "07:00", "-"], Some(400), Some(80))), Ok(()));
}

/// Nobody lies down and gets up in the same moment, and no waking is told before it has come.
#[test]
fn a_night_has_a_length_and_is_over() {
    let on = about("2026-11-24");
    let told = |times, at: &str| night(times, None, None).check(&on, at.parse().unwrap());
    let no_length = |field| Err(Refusal::new(field, Code::NoLength));
    let evening = "2026-11-24T23:55:00+09:00";
    assert_eq!(told(["-", "23:00", "23:00", "-"], evening), no_length("final_wake"));
    assert_eq!(told(["07:00", "-", "-", "07:00"], evening), no_length("out_of_bed"));
    assert_eq!(told(["23:00", "-", "23:00", "-"], evening), no_length("final_wake"));
    assert_eq!(told(["23:00", "23:00", "06:40", "06:40"], evening), Ok(()));
    let unlikely = |times| night(times, None, None).is_unlikely(&on);
    assert!(unlikely(["-", "07:00", "06:00", "-"]) && unlikely(["07:00", "-", "-", "06:00"]));
    assert!(!unlikely(["-", "14:00", "06:00", "-"]) && !unlikely(["-", "-", "06:00", "-"]));
    let ahead = |field| Err(Refusal::new(field, Code::InTheFuture));
    let morning = "2026-11-24T06:35:00+09:00";
    assert_eq!(told(["-", "23:00", "06:40", "-"], morning), Ok(()), "the clock at the bed is ahead");
    assert_eq!(told(["-", "23:00", "06:50", "-"], morning), ahead("final_wake"));
    assert_eq!(told(["-", "23:00", "06:30", "07:30"], morning), ahead("out_of_bed"));
    assert_eq!(told(["-", "-", "23:00", "-"], morning), ahead("final_wake"));
}

/// The morning card counts first, then the hours stated in the evening; where the number comes from is told.
#[test]
fn a_nights_length_says_where_it_comes_from() {
    let slept = |night: Option<SleepNight>, stated: Option<f64>| {
        let mut clinic = Clinic::open();
        let sleep_hours = stated.map(|hours| SleepHours::from_hours(hours).unwrap());
        let evening = CheckIn { sleep_hours, ..mood(5) };
        clinic.submit(&entry(1, "2026-11-24", check_in(evening)), &patient()).unwrap();
        if let Some(night) = night {
            clinic.submit(&entry(2, "2026-11-24", Submission::Sleep(night)), &patient()).unwrap();
        }
        let day = jiff::civil::date(2026, 11, 24);
        clinic.seen_by(Role::Clinician).days(day, day)[0].slept().map(|slept| (slept.minutes, slept.source))
    };
    let whole = night(["23:10", "23:30", "06:40", "07:00"], Some(25), Some(20));
    let times = SleepNight { minutes_awake: None, ..whole.clone() };
    let unknown = SleepNight { awakenings: Some(2), ..SleepNight::default() };
    assert_eq!(slept(Some(whole), Some(6.5)), Some((385, SleepSource::Total)));
    assert_eq!(slept(Some(times), Some(6.5)), Some((430, SleepSource::Period)));
    assert_eq!(slept(Some(unknown), Some(6.5)), Some((390, SleepSource::Stated)));
    assert_eq!(slept(None, None), None);
}

#[test]
fn every_accepted_night_keeps_sleep_within_bed_within_a_day() {
    let minutes = || proptest::option::of(0u16..600);
    let time = || proptest::option::of(any::time());
    proptest!(any::cases(2_000), |(times in [time(), time(), time(), time()], latency in minutes(), awake in minutes())| {
        let night = SleepNight {
            into_bed: times[0],
            try_sleep: times[1],
            final_wake: times[2],
            out_of_bed: times[3],
            minutes_to_fall_asleep: latency,
            minutes_awake: awake,
            ..SleepNight::default()
        };
        let on = about("2026-11-24");
        if night.check(&on, evening_of(&on)).is_ok() {
            let figures = night.figures(&on);
            prop_assert!(figures.total_sleep_min.is_none_or(|slept| slept >= 0));
            prop_assert!(figures.time_in_bed_min.is_none_or(|bed| (0..=1440).contains(&bed)));
            if let (Some(slept), Some(bed)) = (figures.total_sleep_min, figures.time_in_bed_min) {
                prop_assert!(slept <= bed);
            }
            if let Some(percent) = figures.efficiency_percent {
                prop_assert!((0.0..=100.0).contains(&percent));
            }
        }
    });
}
