//! What the days from a dose change on hold.

use insight::dose_steps::{Extreme, StepFacts};
use jiff::civil::Date;

use crate::day;

/// Days 13 to 48 around a change on day 20; nothing was written on day 25.
fn facts(asked: impl Iterator<Item = i64>) -> StepFacts {
    let written = (13..=48).filter(|n| *n != 25);
    let values: Vec<(Date, f64)> =
        written.map(|n| (day(n), f64::from(u8::try_from(n % 7).unwrap()))).collect();
    let asked: Vec<Date> = asked.map(day).collect();
    StepFacts::of(day(20), &values, &asked)
}

#[test]
fn facts_count_from_day_zero() {
    let facts = facts(13..=48);
    assert_eq!(facts.highest, Some(Extreme { value: 6.0, day: 0 }));
    assert_eq!(facts.lowest, Some(Extreme { value: 0.0, day: 1 }));
    assert_eq!((facts.days_recorded, facts.days_asked, facts.last_day), (28, 29, 28));
}

/// Days that are not over yet were not asked about.
#[test]
fn the_last_day_is_the_last_that_was_asked_about() {
    let facts = facts(13..40);
    assert_eq!((facts.days_asked, facts.last_day), (20, 19));
    let nothing = StepFacts::of(day(20), &[], &[]);
    assert_eq!((nothing.highest, nothing.lowest, nothing.last_day), (None, None, 0));
}
