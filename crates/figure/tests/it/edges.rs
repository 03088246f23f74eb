//! Counts at the edges of the range, and what the caption may say there.

use figure::{
    axis::Range,
    caption::{Taken, facts},
    input::{Body, Day, DayState, Since, StepKind, Timeline},
};

use crate::sample::{PAGE, VIEWS, day, days, dose, draw, lane, of_class, tags, timeline};

fn tapered(from: i64, to: i64) -> Timeline {
    let doses = vec![
        dose(0, 30.0, StepKind::Known),
        dose(20, 20.0, StepKind::Change),
        dose(40, 0.0, StepKind::Change),
    ];
    let mut chart = timeline(60, vec![lane("A", Body::Dose(doses))]);
    chart.range = Range::new(day(from), day(to));
    chart
}

fn dosed(from: i64, to: i64) -> Option<(String, String, usize, Taken)> {
    let facts = facts(&tapered(from, to));
    facts.doses.first().map(|dose| (dose.first.clone(), dose.last.clone(), dose.changes, dose.taken))
}

/// A change on the first day of the range starts from the dose before it; one on the day before the range is over.
#[test]
fn a_change_on_the_first_or_last_day_is_told_from_the_dose_before() {
    let told =
        |first: &str, last: &str, changes, taken| Some((first.to_owned(), last.to_owned(), changes, taken));
    assert_eq!(dosed(0, 59), told("30", "0", 2, Taken::None));
    assert_eq!(dosed(20, 30), told("30", "20", 1, Taken::Some));
    assert_eq!(dosed(21, 30), told("20", "20", 0, Taken::Some));
    assert_eq!(dosed(10, 20), told("30", "20", 1, Taken::Some));
    assert_eq!(dosed(10, 19), told("30", "30", 0, Taken::Some));
    assert_eq!(dosed(40, 50), told("20", "0", 1, Taken::None));
    assert_eq!(dosed(41, 50), None, "stopped before");
}

/// Today, while it lasts without an entry, is not asked about; the four counts are all the days of the range.
#[test]
fn the_counts_are_the_days_of_the_range() {
    let mut chart = timeline(10, vec![]);
    chart.days = days(9, &[2, 3], &[4]);
    chart.days.push(Day { date: day(9), state: DayState::Open });
    let facts = facts(&chart);
    assert_eq!(
        (facts.days_asked, facts.days_recorded, facts.days_missing, facts.days_cannot_write),
        (9, 6, 2, 1)
    );
}

fn near(sessions: &[i64], known_to: i64) -> (usize, usize) {
    let doses = vec![dose(0, 30.0, StepKind::Known), dose(20, 20.0, StepKind::Change)];
    let lanes = vec![
        lane("A", Body::Dose(doses)),
        lane("TMS", Body::Sessions(sessions.iter().map(|n| day(*n)).collect())),
    ];
    let mut chart = timeline(60, lanes);
    chart.days = days(known_to + 1, &[], &[]);
    let facts = facts(&chart);
    (facts.steps[0].sessions_before, facts.steps[0].sessions_after)
}

/// Seven days before day 0, and seven from day 0 on; while the second week lasts the two are not compared.
#[test]
fn sessions_near_a_step_are_whole_weeks() {
    assert_eq!(near(&[12, 13, 19, 20, 26, 27], 59), (2, 2));
    assert_eq!(near(&[13, 19, 20], 26), (2, 1), "the week from day 20 ends with day 26");
    assert_eq!(near(&[13, 19, 20], 25), (0, 0));
}

#[test]
fn days_are_counted_from_the_last_change() {
    assert_eq!(tapered(0, 59).last_change(), Some((day(40), Since::Stop)));
    assert_eq!(tapered(0, 39).last_change(), Some((day(20), Since::Change)));
    assert_eq!(tapered(0, 19).last_change(), None);
    let mut long = tapered(0, 59);
    long.range = Range::new(day(0), day(140));
    let svg = draw(&long, PAGE);
    assert!(svg.contains(">since stop</text>") && svg.contains(">30</text>") && svg.contains(">90</text>"));
    assert_eq!((of_class(&svg, "since").len(), of_class(&svg, "d0").len()), (3, 1));
    let zero = of_class(&svg, "d0")[0].num("x1");
    assert!((zero - (168.0 + 944.0 * 40.0 / 141.0)).abs() < 0.01);
    long.day_zero = Some(day(20));
    assert!(!draw(&long, PAGE).contains("since stop"), "the axis counts from the chosen step");
}

/// The labels of one axis: x and estimated end of each.
fn labels(svg: &str, y: f64) -> Vec<(f64, f64)> {
    let texts = svg.split("<text").skip(1);
    let of = |text: &str| {
        let (tag, rest) = text.split_once('>')?;
        let num =
            |name: &str| tag.split_once(&format!(" {name}=\""))?.1.split('"').next()?.parse::<f64>().ok();
        let words = rest.split('<').next()?;
        let x = num("x").filter(|_| num("y") == Some(y) && tag.contains("\"ax\""))?;
        Some((x, x + figure::text::width(words, 12.0)))
    };
    texts.filter_map(of).collect()
}

/// No two labels of an axis touch, whatever the range and the layout, and each layout keeps at least two of them.
#[test]
fn labels_of_an_axis_never_touch() {
    for view in VIEWS.iter().filter(|view| view.paint == figure::paint::Paint::Page) {
        for from in [0, 50, 85, 110] {
            for len in [1, 2, 5, 10, 14, 15, 28, 42, 84, 98, 99, 120, 180, 239, 365, 420, 800, 1500] {
                let mut chart = timeline(1, vec![]);
                chart.range = Range::new(day(from), day(from + len - 1));
                let found = labels(&draw(&chart, *view), 13.0);
                assert!(found.windows(2).all(|pair| pair[0].1 + 3.0 <= pair[1].0), "{len}: {found:?}");
                assert!(found.len() > 1 || len < 15, "{len} days from {from}: {found:?}");
            }
        }
    }
}

/// A chart of a few days keeps days of one width, and everything stays inside it.
#[test]
fn short_charts_are_not_pulled_apart() {
    for view in VIEWS {
        for len in 1..=10 {
            let svg = draw(&timeline(len, vec![]), view);
            let size = &tags(&svg)[0];
            let width: f64 = size.get("viewBox").unwrap().split(' ').nth(2).unwrap().parse().unwrap();
            assert!(tags(&svg).iter().filter(|t| t.name == "line").all(|t| t.num("x2") <= width), "{len}");
        }
    }
}
