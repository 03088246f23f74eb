use std::collections::BTreeSet;

use figure::{
    input::{Grade, Point, Timeline, Version, Voice, Written},
    legend::legend,
    paint::Paint,
};

use crate::sample::{
    PAGE, VIEWS, day, draw, fortnight, labels, lane, of_class, runs, series, smoothed, strip, tags, timeline,
};

fn points() -> [Point; 4] {
    let plain = Point::new(day(1), 5.0);
    [
        plain,
        Point { written: Written::Late, ..plain },
        Point { version: Version::Amended, ..plain },
        Point { voice: Voice::Proxy, ..plain },
    ]
}

/// In time, late, amended and another's: four shapes at the same place, on the page and in grey print.
///
/// Verifies: SAFE-013
#[test]
fn late_amended_and_proxy_have_shapes_of_their_own() {
    for view in VIEWS {
        let shapes: BTreeSet<Vec<(String, String)>> = points()
            .into_iter()
            .map(|point| {
                let svg = draw(&timeline(3, vec![lane("M", series(vec![point]))]), view);
                tags(&svg).into_iter().find(|t| t.name == "path").unwrap().attrs
            })
            .collect();
        assert_eq!(shapes.len(), 4);
    }
}

/// Shape, filling and stroke combine: all eight combinations differ.
#[test]
fn marks_combine() {
    let mut shapes = BTreeSet::new();
    for voice in [Voice::Own, Voice::Proxy] {
        for written in [Written::InTime, Written::Late] {
            for version in [Version::First, Version::Amended] {
                let point = Point { voice, written, version, ..Point::new(day(1), 5.0) };
                let svg = draw(&timeline(3, vec![lane("M", series(vec![point]))]), PAGE);
                shapes.insert(tags(&svg).into_iter().find(|t| t.name == "path").unwrap().attrs);
            }
        }
    }
    assert_eq!(shapes.len(), 8);
}

/// Severity reads without colour: the heights differ, the higher the stronger, in every paint.
#[test]
fn severity_is_height() {
    for view in VIEWS {
        let heights: Vec<f64> = [Grade::Mild, Grade::Moderate, Grade::Severe]
            .into_iter()
            .map(|grade| {
                let svg = draw(&timeline(3, vec![lane("S", strip(&[(1, grade)]))]), view);
                let path = tags(&svg).into_iter().find(|t| t.name == "path").unwrap();
                let run = runs(path.get("d").unwrap()).remove(0);
                run[0].1 - run[1].1
            })
            .collect();
        assert_eq!(heights, [4.0, 8.0, 12.0]);
    }
}

#[test]
fn what_has_no_grade_is_a_disc() {
    let svg = draw(&timeline(3, vec![lane("S", strip(&[(1, Grade::Present)]))]), PAGE);
    assert_eq!(of_class(&svg, "g0")[0].get("d").unwrap().matches("h0").count(), 1);
}

/// The legend explains what is there and nothing else.
#[test]
fn the_legend_names_what_occurs() {
    let texts = |chart: &Timeline| -> Vec<String> {
        legend(&smoothed(chart), &labels(), Paint::Page, "k").into_iter().map(|key| key.text).collect()
    };
    let all = texts(&fortnight());
    for word in
        ["raw", "median", "late", "amended", "proxy", "mild", "severe", "step", "no entry", "cannot write"]
    {
        assert!(all.iter().any(|text| text == word), "{word}");
    }
    assert!(!all.iter().any(|text| text == "before the first" || text == "not over" || text == "range"));
    assert!(texts(&timeline(3, vec![])).is_empty());
}

/// Of several values a day each is there: equal ones as one larger dot, the lowest and highest joined by a stroke.
#[test]
fn several_values_a_day_are_all_drawn() {
    let values = [2.0, 2.0, 2.0, 2.0, 5.0, 7.0].map(|value| Point::new(day(1), value));
    let svg = draw(&timeline(3, vec![lane("M", series(values.to_vec()))]), PAGE);
    let dots: Vec<(usize, f64)> = of_class(&svg, "pt")
        .iter()
        .map(|t| (t.get("d").unwrap().matches("h0").count(), t.num("stroke-width")))
        .collect();
    assert_eq!(dots.iter().map(|(count, _)| *count).collect::<Vec<_>>(), [2, 1]);
    assert!(dots[1].1 > dots[0].1);
    assert_eq!(of_class(&svg, "ex").len(), 1);
}

/// As planned half the height, partly a quarter, not taken an ×, more the whole height and a disc.
#[test]
fn taken_medicine_reads_without_colour() {
    let svg = draw(&crate::sample::fortnight(), PAGE);
    let bars = runs(
        of_class(&svg, "day-bar")
            .iter()
            .find(|t| t.get("class").unwrap().contains("dose"))
            .unwrap()
            .get("d")
            .unwrap(),
    );
    let heights: Vec<f64> = bars.iter().map(|run| run[0].1 - run[1].1).collect();
    assert!(
        heights.iter().zip([4.0, 2.0, 8.0]).all(|(is, wanted)| (is - wanted).abs() < 0.11),
        "{heights:?}"
    );
    assert_eq!(of_class(&svg, "g0").iter().filter(|t| t.get("class").unwrap().contains("dose")).count(), 1);
    assert!(of_class(&svg, "cm").len() >= 2, "the × of the medicine, beside those of days and of school");
}

/// What another person wrote is an empty outline in a lighter line, drawn under the own dots and no larger than them, on the
/// page and in print.
///
/// Verifies: SAFE-013
#[test]
fn another_voice_is_never_louder_than_the_own() {
    let own: Vec<Point> = (0..12).map(|n| Point::new(day(n), 4.0)).collect();
    let others = own.iter().map(|point| Point { voice: Voice::Proxy, value: 6.0, ..*point });
    let points: Vec<Point> = own.iter().copied().chain(others).collect();
    let svg = draw(&timeline(12, vec![lane("M", series(points))]), PAGE);
    let (theirs, dots) = (of_class(&svg, "py"), of_class(&svg, "pt"));
    assert_eq!((theirs.len(), dots.len(), of_class(&svg, "mf").len()), (1, 1, 0));
    let square = &runs(theirs[0].get("d").unwrap())[0];
    let across = square.iter().map(|(x, _)| *x).fold(f64::MIN, f64::max)
        - square.iter().map(|(x, _)| *x).fold(f64::MAX, f64::min);
    assert!(across <= dots[0].num("stroke-width"), "{across}");
    assert!(svg.find("class=\"py").unwrap() < svg.find("class=\"pt").unwrap(), "under the own");
    let print =
        draw(&timeline(3, vec![lane("M", series(vec![Point { voice: Voice::Proxy, ..own[0] }]))]), VIEWS[2]);
    assert!(print.contains("fill=\"none\" stroke=\"#888\""));
}
