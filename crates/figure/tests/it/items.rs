//! Imported items: plain values, each on its own scale.

use figure::{
    input::{Asked, Body, ItemRow, Items, StepKind, Timeline},
    legend::legend,
    paint::Paint,
    table::{reading, table},
};

use crate::sample::{
    PAGE, VIEWS, dose, draw, item, labels, lane, of_class, runs, smoothed, timeline, turned, with_words,
};

const DAILY: Asked = Asked::Daily;
/// Height of the whole scale.
const FULL: f64 = 14.0;

fn chart(days: i64, rows: Vec<ItemRow>) -> Timeline {
    let items = Items { groups: vec![rows], ..Items::default() };
    timeline(days, vec![lane("Items", Body::Items(items))])
}

/// Of each row the outlines of its runs.
fn outlines(chart: &Timeline) -> Vec<Vec<Vec<(f64, f64)>>> {
    of_class(&draw(chart, PAGE), "it").iter().map(|tag| runs(tag.get("d").unwrap())).collect()
}

/// From left to right, and how high above its line.
fn extent(run: &[(f64, f64)]) -> (f64, f64, f64) {
    let xs = run.iter().map(|(x, _)| *x);
    let top = run.iter().map(|(_, y)| *y).fold(f64::INFINITY, f64::min);
    (xs.clone().fold(f64::INFINITY, f64::min), xs.fold(f64::NEG_INFINITY, f64::max), run[0].1 - top)
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.11
}

/// The best value drawn has no height, the worst the whole one, and nothing is stepped between them; where higher is better
/// the row is turned round.
#[test]
fn height_is_the_place_between_the_ends() {
    let row = || item("a", &[(0, 1.5), (1, 2.0), (2, 3.5)], Asked::Sparsely { days: 1 });
    let tops = |chart: &Timeline| -> Vec<f64> {
        let drawn = draw(chart, PAGE);
        let path = of_class(&drawn, "it")[0].get("d").unwrap().to_owned();
        let ys: Vec<f64> = runs(&path)[0].iter().map(|(_, y)| *y).collect();
        vec![ys[0] - ys[1], ys[0] - ys[3], ys[0] - ys[5]]
    };
    for (row, shares) in [(row(), [0.0, 0.25, 1.0]), (turned(row()), [1.0, 0.75, 0.0])] {
        let heights = tops(&chart(3, vec![row]));
        assert!(heights.iter().zip(shares).all(|(h, share)| near(*h, share * FULL)), "{heights:?}");
    }
}

/// Rows do not know of one another: a second one, however high its values, changes nothing of the first but its place.
#[test]
fn nothing_is_compared() {
    let rising: Vec<_> = (0..14).map(|n| (n, if n < 7 { 1.0 } else { 3.0 })).collect();
    let high: Vec<_> = (0..14).map(|n| (n, if n < 7 { 7.0 } else { 1.0 })).collect();
    let alone = outlines(&chart(14, vec![item("a", &rising, DAILY)]));
    let beside = outlines(&chart(14, vec![item("a", &rising, DAILY), item("b", &high, DAILY)]));
    assert_eq!(alone[0], beside[0]);
}

/// The trailing median begins anew at a step: its first two days have none, and nothing joins the two sides.
#[test]
fn a_daily_item_is_never_drawn_across_a_step() {
    let values: Vec<_> = (0..14).map(|n| (n, if n < 7 { 2.0 } else { 6.0 })).collect();
    let mut chart = chart(14, vec![item("a", &values, DAILY)]);
    chart.lanes.push(lane(
        "Dose",
        Body::Dose(vec![dose(0, 20.0, StepKind::Known), dose(7, 10.0, StepKind::Change)]),
    ));
    let drawn = outlines(&chart);
    let places: Vec<_> = drawn[0].iter().map(|run| extent(run)).collect();
    let day = 48.0;
    assert_eq!(places.len(), 2);
    assert!(near(places[0].0, 168.0 + 2.0 * day) && near(places[0].1, 168.0 + 7.0 * day), "{places:?}");
    assert!(near(places[1].0, 168.0 + 9.0 * day) && near(places[1].1, 168.0 + 14.0 * day), "{places:?}");
    assert!(near(places[0].2, 0.0) && near(places[1].2, FULL), "{places:?}");
}

/// A day without an answer stays blank; an answer at the bottom of the scale is a line.
///
/// Verifies: SAFE-013
#[test]
fn a_day_without_an_answer_is_not_a_low_value() {
    let values: Vec<_> = (0..12).filter(|n| *n != 6).map(|n| (n, 1.0)).collect();
    let drawn = outlines(&chart(12, vec![item("a", &values, DAILY)]));
    let places: Vec<_> = drawn[0].iter().map(|run| extent(run)).collect();
    assert_eq!(places.len(), 2, "{places:?}");
    assert!(near(places[0].1, 168.0 + 6.0 * 48.0) && near(places[1].0, 168.0 + 7.0 * 48.0), "{places:?}");
    assert!(places.iter().all(|(_, _, height)| near(*height, 0.0)), "{places:?}");
}

/// An item asked once a week is drawn value by value over the week up to its day, cut where the axis begins.
#[test]
fn a_weekly_value_covers_its_week() {
    let weekly = |values: &[(i64, f64)]| chart(14, vec![item("a", values, Asked::Sparsely { days: 7 })]);
    let drawn = outlines(&weekly(&[(3, 7.0), (12, 4.0)]));
    let places: Vec<_> = drawn[0].iter().map(|run| extent(run)).collect();
    assert!(near(places[0].0, 168.0) && near(places[0].1, 168.0 + 4.0 * 48.0), "{places:?}");
    assert!(near(places[1].0, 168.0 + 6.0 * 48.0) && near(places[1].1, 168.0 + 13.0 * 48.0), "{places:?}");
    assert!(near(places[0].2, FULL) && near(places[1].2, 0.0), "{places:?}");
    assert!(outlines(&weekly(&[(20, 7.0)])).is_empty(), "outside the range");
}

/// One path a row, in every view, however many days.
#[test]
fn a_row_is_one_path() {
    let values: Vec<_> = (0..60).filter(|n| n % 9 != 0).map(|n| (n, 1.0 + (n % 5) as f64)).collect();
    let chart = chart(60, (0..5).map(|_| item("a", &values, DAILY)).collect());
    for view in &VIEWS[..2] {
        assert_eq!(of_class(&draw(&chart, *view), "it").len(), 5);
    }
}

/// Name and ends stand beside each row; rows that are not drawn are counted, and in the table.
#[test]
fn rows_say_their_scale_and_the_table_has_them_all() {
    let values = [(0, 2.0), (0, 3.0), (1, 4.0), (2, 6.0), (3, 3.0), (4, 6.0)];
    let week = item("week", &[(2, 5.0)], Asked::Sparsely { days: 7 });
    let items = Items {
        groups: vec![vec![turned(item("mood", &values, DAILY))], vec![week]],
        table_only: vec![item("more", &values, DAILY)],
        more: "+1".to_owned(),
    };
    let chart = timeline(5, vec![lane("Items", Body::Items(items))]);
    let svg = draw(&chart, PAGE);
    for text in [">mood<", ">rev. 4→3.5<", ">week<", ">5<", ">+1<"] {
        assert!(svg.contains(text), "{text}");
    }
    assert!(!svg.contains(">more<"));
    let twin = with_words(&labels(), |words| table(&smoothed(&chart), words));
    assert_eq!(twin.head, ["date", "day", "mood", "week", "more"]);
    assert_eq!(twin.units, ["", "", "1 to 7", "1 to 7", "1 to 7"]);
    let said = |row: usize, cell: usize| {
        twin.rows[row].cells[cell]
            .iter()
            .map(|p| format!("{} {}", p.value, p.marks.join(" ")))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        (said(0, 2), said(1, 2), said(2, 2)),
        (vec!["2.5 ".to_owned()], vec!["4 ".to_owned()], vec!["6 4".to_owned()])
    );
    assert_eq!((said(1, 3), said(2, 3)), (vec![], vec!["5 ".to_owned()]));
}

/// The reading line has no room for them.
#[test]
fn the_reading_line_leaves_them_to_the_table() {
    let chart = chart(4, vec![item("mood", &[(0, 2.0), (1, 4.0), (2, 6.0)], DAILY)]);
    assert_eq!(with_words(&labels(), |words| reading(&smoothed(&chart), words)).head, ["date", "day"]);
}

#[test]
fn the_legend_says_which_kinds_there_are() {
    let keys = |asked| {
        let chart = chart(3, vec![item("a", &[(0, 2.0)], asked)]);
        legend(&chart, &labels(), Paint::Page, "k").into_iter().map(|key| key.text).collect::<Vec<_>>()
    };
    assert_eq!(
        (keys(DAILY), keys(Asked::Sparsely { days: 7 })),
        (vec!["daily height".to_owned()], vec!["sparse height".to_owned()])
    );
}
