//! Several answers a day: the last one counts, and a stroke says how far they reached.

use figure::{
    input::{Body, Point, StepKind, Summary, Timeline, Voice, Written},
    steps::{self, USUAL},
    table::table,
};

use crate::sample::{
    PAGE, day, dose, draw, labels, lane, of_class, runs, series, smoothed, timeline, with_words,
};

fn chart(points: Vec<Point>) -> Timeline {
    let mut body = series(points);
    if let Body::Series(series) = &mut body {
        series.summary = Summary::Latest;
    }
    timeline(6, vec![lane("Mood", body)])
}

fn several() -> Vec<Point> {
    let other = Point { voice: Voice::Proxy, ..Point::new(day(1), 9.0) };
    let late = Point { written: Written::Late, ..Point::new(day(2), 1.0) };
    vec![
        Point::new(day(0), 6.0),
        Point::new(day(1), 2.0),
        Point::new(day(1), 8.0),
        Point::new(day(1), 5.0),
        other,
        Point::new(day(2), 4.0),
        late,
    ]
}

/// One dot a day at the last value, one stroke over the person's own values; another's are not in it.
#[test]
fn the_last_value_is_drawn_with_the_reach_of_the_day() {
    let svg = draw(&chart(several()), PAGE);
    let strokes = runs(of_class(&svg, "ex")[0].get("d").unwrap());
    // The axis of 0 to 10 has 74 units.
    let heights: Vec<f64> = strokes.iter().map(|run| (run[0].1 - run[1].1).round()).collect();
    assert_eq!(heights, [44.0, 22.0], "2 to 8, and 1 to 4");
    let dots = runs(of_class(&svg, "pt")[0].get("d").unwrap());
    assert_eq!(dots.len(), 2, "the third day's last value is late and has its own mark");
    assert!(((dots[0][0].1 - dots[1][0].1) + 7.4).abs() < 0.11, "6 and 5");
    assert_eq!(of_class(&svg, "mk").len(), 1);
    assert_eq!(of_class(&svg, "py").len(), 1);
}

/// The table has the last value, how many there were and how far they reached; another's value is its own part.
#[test]
fn the_twin_counts_the_answers_of_a_day() {
    let twin = with_words(&labels(), |words| table(&chart(several()), words));
    let said = |n: usize| -> Vec<String> {
        twin.rows[n].cells[2]
            .iter()
            .map(|part| format!("{} [{}]", part.value, part.marks.join(", ")))
            .collect()
    };
    assert_eq!(said(0), ["6 []"]);
    assert_eq!(said(1), ["5 [3 x, 2 to 8]", "9 [proxy]"]);
    assert_eq!(said(2), ["1 [late, 2 x, 1 to 4]"]);
}

/// The line goes through the last values: 6, 5 and 1 have the median 5.
#[test]
fn the_line_goes_through_the_last_values() {
    let svg = draw(&chart(several()), PAGE);
    let median = runs(of_class(&svg, "med")[0].get("d").unwrap());
    let dots = runs(of_class(&svg, "pt")[0].get("d").unwrap());
    assert!((median[0][0].1 - dots[1][0].1).abs() < 0.11);
}

/// A step's panel joins the person's own values only.
#[test]
fn panels_have_one_voice() {
    let mut chart = chart(several());
    let doses = vec![dose(0, 20.0, StepKind::Known), dose(1, 10.0, StepKind::Change)];
    chart.lanes.push(lane("Dose", Body::Dose(doses)));
    let panel = &steps::panels(&smoothed(&chart), 0, USUAL)[0];
    assert!(panel.values.iter().all(|(_, value)| *value < 9.0));
}
