use figure::axis::{Axis, MAX_DAYS, Range, days_between, plus};
use jiff::civil::{Date, date};

use crate::sample::{day, labels, with_words};

fn ticks(range: Range, width: f64) -> Vec<String> {
    with_words(&labels(), |words| {
        Axis::new(range, 0.0, width).ticks(words, 12.0).into_iter().map(|tick| tick.label).collect()
    })
}

#[test]
fn ranges_are_inclusive_ordered_and_bounded() {
    assert_eq!(Range::new(day(3), day(0)), Range::new(day(0), day(3)));
    assert_eq!(Range::last(day(27), 28).from(), day(0));
    assert_eq!(Range::last(day(5), 0).len_days(), 1);
    assert_eq!(Range::around(day(0), 7, 28).len_days(), 36);
    assert_eq!(Range::new(Date::MIN, Date::MAX).len_days(), MAX_DAYS);
    assert_eq!(Range::new(day(0), day(3)).dates().count(), 4);
    assert_eq!(plus(Date::MAX, 5), Date::MAX);
    assert_eq!(days_between(date(2024, 2, 28), date(2024, 3, 1)), 2);
}

#[test]
fn days_share_the_width() {
    let axis = Axis::new(Range::new(day(0), day(9)), 100.0, 200.0);
    assert!((axis.left(day(3)) - 130.0).abs() < 1e-9 && (axis.right(day(9)) - 200.0).abs() < 1e-9);
    assert_eq!(axis.mid(day(10)), None);
    assert!((axis.left(day(-5)) - 100.0).abs() < 1e-9);
}

#[test]
fn ticks_follow_the_span() {
    assert_eq!(ticks(Range::new(day(0), day(3)), 300.0), ["9/7", "9/8", "9/9", "9/10"]);
    assert_eq!(ticks(Range::new(day(1), day(28)), 900.0), ["9/14", "9/21", "9/28", "10/5"]);
    let year = Range::new(date(2026, 1, 1), date(2026, 12, 31));
    assert_eq!(ticks(year, 900.0).len(), 12);
    assert_eq!(ticks(year, 110.0), ["M1", "M4", "M7", "M10"]);
}
