//! A scale asked many times a day, what comes after a stop, numerals, day counts.

use figure::{
    axis::Range,
    input::{Body, Grade, StepKind, Strip, StripRow, Timeline, Tone},
    legend::legend,
    paint::Paint,
    table::table,
};

use crate::sample::{
    PAGE, day, dose, draw, labels, lane, many_a_day, of_class, runs, series, smoothed, strip, tags, timeline,
    with_words,
};

fn texts(svg: &str, class: &str) -> Vec<String> {
    let open = format!("class=\"{class}\"");
    svg.split('<')
        .filter(|piece| piece.contains(&open))
        .filter_map(|p| Some(p.split_once('>')?.1.to_owned()))
        .collect()
}

fn beeps() -> Timeline {
    timeline(20, vec![lane("Item", many_a_day(20))])
}

/// One dot and one stroke a day; the axis is the means' part of the scale and says so.
#[test]
fn many_values_a_day_are_a_mean_and_a_stroke() {
    let svg = draw(&beeps(), PAGE);
    let path = |class: &str| of_class(&svg, class)[0].get("d").unwrap().to_owned();
    assert_eq!((path("pt").matches("h0").count(), runs(&path("fx")).len()), (20, 20));
    assert_eq!(
        texts(&svg, "ax").iter().filter(|text| ["1", "2", "3", "7"].contains(&text.as_str())).count(),
        3
    );
    let keys: Vec<String> =
        legend(&smoothed(&beeps()), &labels(), Paint::Page, "k").into_iter().map(|key| key.text).collect();
    assert_eq!(
        keys,
        ["mean", "mean line", "lowest to highest"].map(|text| text.replace("lowest to highest", "extent"))
    );
}

/// The twin says the mean, how many, lowest and highest: 4 x 1, 3 x 2, 3 x 3 make 1.9.
#[test]
fn the_twin_of_many_values_names_mean_count_and_ends() {
    let twin = with_words(&labels(), |words| table(&smoothed(&beeps()), words));
    let part = &twin.rows[0].cells[2];
    assert_eq!((part.len(), part[0].value.as_str(), part[0].marks[0].as_str()), (1, "1.9", "10 x, 1 to 3"));
}

fn stopped() -> Timeline {
    let doses = vec![dose(-9, 5.0, StepKind::Known), dose(10, 0.0, StepKind::Change)];
    timeline(120, vec![lane("Old", Body::Dose(doses))])
}

/// A dose of 0 says so in a word, and the days since are counted every four weeks.
#[test]
fn a_stop_is_named_and_counted() {
    let svg = draw(&stopped(), PAGE);
    assert_eq!(texts(&svg, "vt"), ["5", "stopped"]);
    assert_eq!(texts(&svg, "ct"), ["30 d", "60 d", "90 d"]);
    let twin = with_words(&labels(), |words| table(&stopped(), words));
    let cell = |n: usize| (twin.rows[n].cells[2][0].value.as_str(), twin.rows[n].cells[2][0].marks.join(" "));
    assert_eq!(cell(9), ("5", String::new()));
    assert_eq!(cell(10), ("stopped", "step".to_owned()));
    assert_eq!(cell(50), ("stopped", "+40".to_owned()));
}

/// Around a step the lower axis counts days, day 0 being the step's.
#[test]
fn around_a_step_the_lower_axis_counts_days() {
    let mut chart = stopped();
    chart.range = Range::around(day(10), 7, 28);
    chart.day_zero = Some(day(10));
    let axis = texts(&draw(&chart, PAGE), "ax");
    for label in ["\u{2212}7", "0", "7", "14", "21"] {
        assert!(axis.iter().any(|text| text == label), "{label} in {axis:?}");
    }
}

/// Where a day is wide enough, severity is also a numeral; in a year it is height alone.
#[test]
fn wide_days_carry_numerals() {
    let marks = [(1, Grade::Mild), (2, Grade::Moderate), (3, Grade::Severe), (4, Grade::Present)];
    let numerals = |days: i64| texts(&draw(&timeline(days, vec![lane("S", strip(&marks))]), PAGE), "gn");
    assert_eq!(numerals(28), ["1", "2", "3"]);
    assert!(numerals(300).is_empty());
}

/// A long name takes two lines, and what is below moves down; no name ends in an ellipsis.
#[test]
fn long_row_names_wrap() {
    let named = |label: &str| {
        let row = |label: &str| StripRow::of(label.to_owned(), Tone::Symptom, Vec::new());
        draw(&timeline(9, vec![lane("S", Body::Strip(Strip::of(vec![row(label), row("b")])))]), PAGE)
    };
    let (short, long) = (named("a"), named("Electric shocks through head or body"));
    assert!(!long.contains('…'));
    let height =
        |svg: &str| tags(svg)[0].get("viewBox").unwrap().rsplit(' ').next().unwrap().parse::<f64>().unwrap();
    assert!(height(&long) > height(&short));
}

/// What is empty stays small and whole: no lane, no days before today, one value.
#[test]
fn short_and_empty_charts_are_drawn() {
    for days in [1, 2, 5] {
        let svg =
            draw(&timeline(days, vec![lane("Item", many_a_day(days)), lane("M", series(Vec::new()))]), PAGE);
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
        assert_eq!(of_class(&svg, "cross").len(), 1);
    }
}
