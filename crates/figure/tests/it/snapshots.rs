//! The drawings themselves; a change of a snapshot is a change of the picture and is looked at as one.

use figure::{
    input::{Body, Timeline},
    paint::Paint,
    steps,
};

use crate::sample::{PAGE, VIEWS, draw, fortnight, smoothed, timeline};

/// One element a line, so that a difference can be read.
fn lines(svg: &str) -> String {
    svg.replace("><", ">\n<")
}

#[test]
fn desk() {
    insta::assert_snapshot!(lines(&draw(&fortnight(), VIEWS[0])));
}

#[test]
fn phone() {
    insta::assert_snapshot!(lines(&draw(&fortnight(), VIEWS[1])));
}

#[test]
fn print() {
    insta::assert_snapshot!(lines(&draw(&fortnight(), VIEWS[2])));
}

#[test]
fn empty() {
    let mut chart: Timeline = fortnight();
    chart.days.clear();
    chart.switches.clear();
    for lane in &mut chart.lanes {
        match &mut lane.body {
            Body::Dose(all) => all.clear(),
            Body::Sessions(all) => all.clear(),
            Body::Series(series) => series.points.clear(),
            Body::Bars(bars) => bars.values.clear(),
            Body::Strip(strip) => strip.rows.clear(),
            Body::Intake(all) => all.clear(),
            Body::Function(all) => all.clear(),
            Body::Measures(measures) => measures.values.clear(),
            Body::Spans(all) => all.clear(),
            Body::Items(items) => *items = figure::input::Items::default(),
        }
    }
    insta::assert_snapshot!(lines(&draw(&chart, PAGE)));
}

#[test]
fn one_day_without_lanes() {
    insta::assert_snapshot!(lines(&draw(&timeline(1, vec![]), PAGE)));
}

#[test]
fn panel() {
    let panel = &steps::panels(&smoothed(&fortnight()), 4, steps::USUAL)[0];
    insta::assert_snapshot!(lines(&steps::draw(panel, "50 to 25", Paint::Page, "p")));
}

#[test]
fn many_a_day() {
    let chart = timeline(20, vec![crate::sample::lane("Item", crate::sample::many_a_day(20))]);
    insta::assert_snapshot!(lines(&draw(&chart, PAGE)));
}
