use figure::{
    axis::Range,
    input::{Body, DayState, Point, StepKind, Timeline},
    paint::{Paint, Tone},
    sparkline::{Sparkline, sparkline},
    steps::{self, USUAL},
    text,
};

use crate::sample::{day, days, dose, lane, of_class, runs, series, smoothed, tags, timeline};

fn chart() -> Timeline {
    let points = (0..60).filter(|n| *n != 25).map(|n| Point::new(day(n), (n % 7) as f64)).collect();
    let doses = vec![
        dose(-9, 50.0, StepKind::Known),
        dose(20, 25.0, StepKind::Change),
        dose(40, 0.0, StepKind::Change),
    ];
    let mut out = timeline(60, vec![lane("Dose", Body::Dose(doses)), lane("Mood", series(points))]);
    out.days = days(60, &[25], &[]);
    out
}

fn line_runs(svg: &str) -> usize {
    of_class(svg, "thin").iter().map(|t| runs(t.get("d").unwrap()).len()).sum()
}

/// Verifies: SAFE-013
#[test]
fn a_sparkline_keeps_gaps() {
    let values =
        [(day(0), Some(1.0)), (day(1), Some(2.0)), (day(2), None), (day(3), Some(4.0)), (day(5), Some(1.0))];
    let line = Sparkline {
        range: Range::new(day(0), day(6)),
        values: &values,
        steps: &[day(3), day(30)],
        ends: (0.0, 10.0),
        tone: Tone::Mood,
        title: "mood",
    };
    let svg = sparkline(&line, Paint::Page);
    assert_eq!(line_runs(&svg), 3);
    assert_eq!(of_class(&svg, "step").len(), 1);
    let empty = sparkline(&Sparkline { values: &[], ..line }, Paint::Page);
    assert!(of_class(&empty, "thin").is_empty() && tags(&empty)[0].get("aria-label") == Some("mood"));
}

/// Every panel has the same axes, raw values only, and its lines part at gaps and at every step.
#[test]
fn panels_share_axes_and_show_raw_values() {
    let panels = steps::panels(&smoothed(&chart()), 1, USUAL);
    assert_eq!(panels.len(), 2);
    assert!(panels.iter().all(|p| p.ends == (0.0, 10.0) && p.range.len_days() == 36));
    assert_eq!(
        panels[0].others.iter().map(|o| (o.date, o.to.as_str())).collect::<Vec<_>>(),
        [(day(40), "0")]
    );
    assert_eq!((panels[0].changes[0].from.as_deref(), panels[0].changes[0].to.as_str()), (Some("50"), "25"));
    let svg = steps::draw(&panels[0], "step", Paint::Page, "p");
    assert_eq!(line_runs(&svg), 4, "before, to the gap, to the next step, after it");
    assert!(of_class(&svg, "med").is_empty());
    let zero = of_class(&svg, "d0")[0].num("x1");
    assert!((zero - (24.0 + 7.0 * 195.0 / 36.0)).abs() < 0.01);
}

#[test]
fn what_is_not_over_yet_is_not_asked() {
    let panels = steps::panels(&smoothed(&chart()), 1, USUAL);
    assert!(panels[1].states.iter().any(|(_, state)| *state == DayState::Open));
}

#[test]
fn a_lane_without_values_has_no_panels() {
    assert!(steps::panels(&smoothed(&chart()), 0, USUAL).is_empty());
    assert!(steps::panels(&smoothed(&chart()), 9, USUAL).is_empty());
}

#[test]
fn long_names_wrap_and_end_with_an_ellipsis() {
    assert_eq!(text::wrap("desvenlafaxine succinate", 100.0, 10.0, 2), ["desvenlafaxine", "succinate"]);
    assert_eq!(text::wrap("セルトラリン", 30.0, 10.0, 2), ["セルト", "ラリン"]);
    assert_eq!(text::wrap("electric shock", 60.0, 10.0, 1), ["electric…"]);
    assert_eq!(text::wrap("", 60.0, 10.0, 1), [""]);
}
