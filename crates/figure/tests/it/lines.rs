use figure::input::{Body, Point, StepKind, Timeline, Voice};

use crate::sample::{PAGE, VIEWS, day, days, dose, draw, fortnight, lane, of_class, runs, series, timeline};

const LEFT: f64 = 168.0;
const DAY: f64 = 944.0 / 28.0;

/// Four weeks of mood, missing on some days, with a dose step on some days.
fn chart(missing: &[i64], steps: &[i64]) -> Timeline {
    let points =
        (0..28).filter(|n| !missing.contains(n)).map(|n| Point::new(day(n), (n % 5) as f64)).collect();
    let mut doses = vec![dose(-90, 90.0, StepKind::Known)];
    doses.extend(steps.iter().map(|n| dose(*n, 80.0 - *n as f64, StepKind::Change)));
    let mut out = timeline(28, vec![lane("Dose", Body::Dose(doses)), lane("Mood", series(points))]);
    out.days = days(28, missing, &[]);
    out
}

/// The drawn median as runs of day numbers.
fn median_days(svg: &str) -> Vec<Vec<i64>> {
    let number = |x: f64| ((x - LEFT) / DAY - 0.5).round() as i64;
    let d = of_class(svg, "med")[0].get("d").unwrap().to_owned();
    runs(&d).iter().map(|run| run.iter().map(|(x, _)| number(*x)).collect()).collect()
}

/// No drawn line goes over a day without a record.
///
/// Verifies: SAFE-013
#[test]
fn the_drawn_line_never_bridges_a_gap() {
    let drawn = median_days(&draw(&chart(&[9, 10, 17], &[]), PAGE));
    assert_eq!(drawn, [(2..9).collect::<Vec<_>>(), (11..17).collect(), (18..28).collect()]);
}

#[test]
fn the_drawn_line_never_crosses_a_step() {
    let drawn = median_days(&draw(&chart(&[], &[10, 20]), PAGE));
    assert_eq!(drawn, [(2..10).collect::<Vec<_>>(), (12..20).collect(), (22..28).collect()]);
}

#[test]
fn a_step_of_any_medicine_counts_and_is_dotted_once() {
    let mut two = chart(&[], &[10]);
    two.lanes.push(lane(
        "Other",
        Body::Dose(vec![dose(10, 5.0, StepKind::Change), dose(15, 9.0, StepKind::Change)]),
    ));
    let svg = draw(&two, PAGE);
    assert_eq!(median_days(&svg), [(2..10).collect::<Vec<_>>(), (12..15).collect(), (17..28).collect()]);
    let lines: Vec<f64> = of_class(&svg, "step").iter().map(|t| t.num("x1")).collect();
    assert_eq!(lines.len(), 2);
    assert!((lines[0] - (LEFT + 10.0 * DAY)).abs() < 0.01, "the left edge of day 0");
}

/// Two voices are two lines; neither takes the other's values.
#[test]
fn voices_are_never_mixed() {
    let mut mixed = chart(&[], &[]);
    let alone = of_class(&draw(&mixed, PAGE), "med")[0].get("d").unwrap().to_owned();
    if let Body::Series(series) = &mut mixed.lanes[1].body {
        series.points.extend((0..28).map(|n| Point { voice: Voice::Proxy, ..Point::new(day(n), 10.0) }));
    }
    let svg = draw(&mixed, PAGE);
    let lines = of_class(&svg, "med");
    assert_eq!(lines.len(), 2);
    assert_eq!(lines.iter().filter(|t| t.get("d") == Some(&alone)).count(), 1);
    assert_eq!(of_class(&svg, "px").len(), 1);
}

/// A raw value is always drawn, and one outside the axis widens the labelled axis instead of leaving it.
#[test]
fn raw_values_stay_on_a_labelled_axis() {
    let mut chart =
        timeline(3, vec![lane("M", series(vec![Point::new(day(0), 14.0), Point::new(day(1), f64::NAN)]))]);
    let svg = draw(&chart, PAGE);
    assert!(svg.contains(">14<") && svg.contains(">7<"));
    assert_eq!(of_class(&svg, "pt")[0].get("d").unwrap().matches("h0").count(), 1);
    chart.lanes.clear();
    assert!(of_class(&draw(&chart, PAGE), "pt").is_empty());
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for view in VIEWS {
        let mut shuffled = fortnight();
        shuffled.days.reverse();
        for lane in &mut shuffled.lanes {
            match &mut lane.body {
                Body::Dose(steps) => steps.reverse(),
                Body::Sessions(dates) => dates.reverse(),
                Body::Bars(bars) => bars.values.reverse(),
                Body::Measures(measures) => measures.values.reverse(),
                _ => {}
            }
        }
        assert_eq!(draw(&fortnight(), view), draw(&shuffled, view));
    }
}
