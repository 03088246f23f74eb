use figure::{
    input::{DayState, Grade, StepKind},
    layout::Size,
};

use crate::sample::{
    PAGE, VIEWS, day, days, dose, draw, fortnight, labels, lane, of_class, strip, tags, timeline, with_words,
};

const LEFT: f64 = 168.0;
const WIDEST: f64 = 48.0;

/// Missing days are hatched from the top axis through the last lane, in every layout and paint; neighbours as one.
///
/// Verifies: SAFE-013
#[test]
fn missing_days_are_hatched_through_all_lanes() {
    for view in VIEWS {
        let svg = draw(&fortnight(), view);
        let all = tags(&svg);
        let hatched: Vec<_> = all.iter().filter(|t| t.get("fill") == Some("url(#f-h)")).collect();
        assert_eq!(hatched.len(), 1, "days 5 and 6 are neighbours");
        assert!(all.iter().any(|t| t.name == "pattern" && t.get("id") == Some("f-h")));
        let height: f64 = all[0].get("viewBox").unwrap().rsplit(' ').next().unwrap().parse().unwrap();
        assert!((hatched[0].num("height") - (height - 54.0)).abs() < 0.1);
    }
}

/// A day nobody knows anything of is a missing day, never a blank.
///
/// Verifies: SAFE-013
#[test]
fn a_day_not_listed_is_missing() {
    let mut chart = timeline(4, vec![]);
    chart.days = vec![];
    let svg = draw(&chart, PAGE);
    let hatched: Vec<_> = tags(&svg).into_iter().filter(|t| t.get("fill") == Some("url(#f-h)")).collect();
    assert_eq!((hatched[0].num("x"), hatched[0].num("width")), (LEFT, 4.0 * WIDEST));
}

#[test]
fn cannot_write_has_a_band_and_a_cross_of_its_own() {
    let mut chart = timeline(6, vec![]);
    assert!(of_class(&draw(&chart, PAGE), "cb").is_empty());
    chart.days = days(6, &[], &[2, 4]);
    let svg = draw(&chart, PAGE);
    let bands: Vec<f64> = of_class(&svg, "cb").iter().map(|t| t.num("x")).collect();
    assert_eq!(bands, [LEFT + 2.0 * WIDEST, LEFT + 4.0 * WIDEST]);
    assert_eq!(of_class(&svg, "cm")[0].get("d").unwrap().matches('l').count(), 4, "two strokes a cross");
    assert!(!svg.contains("url(#f-h)\""), "not a missing day");
}

#[test]
fn days_the_diary_did_not_ask_about_are_neither_missing_nor_recorded() {
    let mut chart = timeline(4, vec![]);
    chart.days[0].state = DayState::BeforeDiary;
    let svg = draw(&chart, PAGE);
    assert_eq!(of_class(&svg, "na").len(), 1);
    assert!(!svg.contains("url(#f-h)\""));
}

/// What was taken before the diary is outlined and dashed up to its first day, and gives no step line.
#[test]
fn a_dose_before_the_diary_looks_like_it() {
    let steps = vec![dose(-40, 75.0, StepKind::BeforeDiary), dose(1, 50.0, StepKind::BeforeDiary)];
    let mut chart = timeline(6, vec![lane("Old", figure::input::Body::Dose(steps))]);
    chart.days[0].state = DayState::BeforeDiary;
    chart.days[1].state = DayState::BeforeDiary;
    let svg = draw(&chart, PAGE);
    assert_eq!((of_class(&svg, "db").len(), of_class(&svg, "da").len()), (1, 1));
    assert!(of_class(&svg, "step").is_empty() && chart.steps().is_empty());
    let filled = of_class(&svg, "da")[0].get("d").unwrap().to_owned();
    assert!(filled.starts_with(&format!("M{} ", LEFT + 2.0 * WIDEST)), "{filled}");
}

/// On the page the root says where days are, so that a script finds each from its place; the hidden line exists once.
#[test]
fn a_script_can_find_every_day() {
    for size in [Size::Desk, Size::Phone] {
        let svg = draw(&fortnight(), figure::timeline::View { size, ..PAGE });
        let root = &tags(&svg)[0];
        let (x0, day) = (root.num("data-x0"), root.num("data-day"));
        let step = of_class(&svg, "step")[0].num("x1");
        assert!((x0 + 7.0 * day - step).abs() < 0.01, "day 7 begins where its step is drawn");
        assert_eq!(of_class(&svg, "cross")[0].get("visibility"), Some("hidden"));
    }
}

#[test]
fn a_year_stays_small() {
    let marks: Vec<(i64, Grade)> = (0..365).filter(|n| n % 3 == 0).map(|n| (n, Grade::Moderate)).collect();
    let points = || (0..365).map(|n| figure::input::Point::new(day(n), f64::from(n as i32 % 11))).collect();
    let lanes = vec![
        lane("Mood", crate::sample::series(points())),
        lane("Anxiety", crate::sample::series(points())),
        lane("Symptoms", strip(&marks)),
    ];
    let svg = draw(&timeline(365, lanes), PAGE);
    assert!(svg.len() < 60_000, "{} bytes", svg.len());
}

/// What is planned is drawn as an outline with a key and a word of its own in the table, and counts as no change anywhere.
#[test]
fn a_planned_dose_is_no_change() {
    let steps = vec![dose(-9, 20.0, StepKind::Known), dose(7, 0.0, StepKind::Planned)];
    let timeline = timeline(10, vec![lane("Dose", figure::input::Body::Dose(steps))]);
    assert_eq!((timeline.steps(), timeline.last_change()), (vec![], None));
    let fact = figure::caption::facts(&timeline).doses.remove(0);
    assert_eq!((fact.changes, fact.last.as_str(), fact.last_change), (0, "20", None));
    let labels = labels();
    let table = with_words(&labels, |words| figure::table::table(&timeline, words));
    let cell =
        |row: usize| (table.rows[row].cells[2][0].value.clone(), table.rows[row].cells[2][0].marks.clone());
    assert_eq!((cell(6), cell(7)), (("20".into(), vec![]), ("stopped".into(), vec!["planned".into()])));
    let keys = figure::legend::legend(&timeline, &labels, figure::paint::Paint::Page, "k");
    assert!(keys.iter().any(|key| key.text == "planned") && !keys.iter().any(|key| key.text == labels.step));
}
