//! A day's value and the trailing median.

use insight::median::{daily_latest, daily_means, daily_medians, mean, median, trailing};
use jiff::civil::Date;

use crate::day;

fn values(all: &[(i64, f64)]) -> Vec<(Date, f64)> {
    all.iter().map(|(n, value)| (day(*n), *value)).collect()
}

#[test]
fn an_even_count_takes_the_mean_of_the_middle_two() {
    assert_eq!(median(&[]), None);
    assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
    assert_eq!(median(&[4.0, 1.0, 2.0, 10.0]), Some(3.0));
    assert_eq!(median(&[f64::NAN, 1.0]), Some(1.0));
}

#[test]
fn a_day_counts_once() {
    let all = values(&[(1, 9.0), (0, 1.0), (1, 5.0), (1, 7.0), (2, f64::NAN)]);
    assert_eq!(daily_medians(all.clone()), values(&[(0, 1.0), (1, 7.0)]));
    assert_eq!(daily_latest(all), values(&[(0, 1.0), (1, 7.0)]));
}

#[test]
fn the_window_looks_back_seven_days_and_needs_three() {
    let days = values(&[(0, 0.0), (1, 0.0), (2, 9.0), (3, 9.0), (4, 9.0), (5, 9.0), (6, 9.0), (7, 9.0)]);
    let runs = trailing(&days, &[]);
    assert_eq!(runs, [values(&[(2, 0.0), (3, 4.5), (4, 9.0), (5, 9.0), (6, 9.0), (7, 9.0)])]);
    assert!(trailing(&values(&[(0, 1.0), (6, 1.0)]), &[]).is_empty());
    assert!(
        trailing(&values(&[(0, 1.0), (1, 1.0), (7, 1.0)]), &[]).is_empty(),
        "day 0 is out of day 7's window"
    );
}

/// A later value never changes an earlier median: the line trails, it is not centred.
#[test]
fn the_line_is_never_centred() {
    let mut days = values(&[(0, 1.0), (1, 2.0), (2, 3.0), (3, 4.0), (4, 5.0)]);
    let before = trailing(&days, &[]);
    days.extend(values(&[(5, 10.0), (6, 10.0), (7, 10.0)]));
    assert_eq!(trailing(&days, &[])[0][..3], before[0]);
}

/// Runs end at gaps, and no window or run reaches over a step; the step's day is the first day after it.
///
/// Verifies: SAFE-013
#[test]
fn gaps_stay_gaps_and_steps_part_runs() {
    let days = values(&[(0, 2.0), (1, 2.0), (2, 2.0), (3, 2.0), (5, 2.0), (6, 8.0), (7, 8.0), (8, 8.0)]);
    let runs = trailing(&days, &[day(6)]);
    assert_eq!(runs, [values(&[(2, 2.0), (3, 2.0)]), values(&[(5, 2.0)]), values(&[(8, 8.0)])]);
}

/// Worked by hand: (1 + 2 + 6) / 3 = 3; the median of the same day is 2.
#[test]
fn a_day_counts_by_its_mean_where_that_is_asked_for() {
    let all = values(&[(0, 1.0), (0, 6.0), (0, 2.0), (1, 4.0)]);
    assert_eq!(daily_means(all.clone()), values(&[(0, 3.0), (1, 4.0)]));
    assert_eq!(daily_medians(all), values(&[(0, 2.0), (1, 4.0)]));
    assert_eq!(mean(&[]), None);
}
