use figure::{
    compare::{Asked, Compared, Item, Worse, compare},
    input::{Body, Grade, Reads, StepKind, Strip, StripRow, Summary, Tone},
    table::table,
};
use jiff::civil::Date;

use crate::sample::{PAGE, day, dose, draw, labels, lane, of_class, timeline, with_words};

const DAILY: Asked = Asked::Daily(Summary::Mean);

fn found(values: &[(Date, f64)], worse: Worse, asked: Asked, steps: &[Date]) -> Option<Compared> {
    compare(&Item { values, extent: 6.0, worse, asked }, steps)
}

/// Twenty days of 1 to 5, four of each, then a week of one value; the dose changes on day 20.
fn item(after: f64) -> Vec<(Date, f64)> {
    let before = (0..20).map(|n| (day(n), 1.0 + (n % 5) as f64));
    before.chain((20..27).map(|n| (day(n), after))).collect()
}

/// Worse than all days before is the whole height, than nine tenths of them two thirds, than three quarters one third.
#[test]
fn the_grade_is_how_many_days_before_were_better() {
    let last = |after| {
        let found = found(&item(after), Worse::Higher, DAILY, &[day(20)]).unwrap();
        found.marks.iter().find(|(date, _)| *date == day(26)).map(|(_, grade)| *grade)
    };
    assert_eq!(last(5.1), Some(Grade::Severe));
    assert_eq!(last(5.0), Some(Grade::Mild), "worse than 16 of 20 days");
    assert_eq!(last(4.0), None, "worse than 12 of 20 days");
    assert_eq!(last(1.0), None, "better");
}

#[test]
fn the_other_direction_is_the_mirror() {
    let mirrored: Vec<_> = item(5.5).into_iter().map(|(date, value)| (date, 8.0 - value)).collect();
    assert_eq!(
        found(&item(5.5), Worse::Higher, DAILY, &[day(20)]),
        found(&mirrored, Worse::Lower, DAILY, &[day(20)])
    );
    assert!(found(&item(0.5), Worse::Higher, DAILY, &[day(20)]).unwrap().marks.is_empty());
}

/// The first two days after a step have no trailing median, so nothing is said of them; no window reaches back over it.
#[test]
fn nothing_is_compared_across_a_step() {
    let found = found(&item(5.5), Worse::Higher, DAILY, &[day(20)]).unwrap();
    assert!(!found.known.contains(&day(20)) && !found.known.contains(&day(21)));
    assert_eq!(
        found.marks.iter().map(|(date, _)| *date).collect::<Vec<_>>(),
        (22..27).map(day).collect::<Vec<_>>()
    );
}

/// An item that never moved before marks only what a person would notice: half a point of 1 to 7.
#[test]
fn an_item_without_spread_needs_a_difference_one_notices() {
    let flat = |after: f64| -> Vec<(Date, f64)> {
        (0..20).map(|n| (day(n), 1.0)).chain((20..27).map(|n| (day(n), after))).collect()
    };
    assert!(found(&flat(1.4), Worse::Higher, DAILY, &[day(20)]).unwrap().marks.is_empty());
    assert_eq!(found(&flat(1.5), Worse::Higher, DAILY, &[day(20)]).unwrap().marks.len(), 5);
}

#[test]
fn without_days_before_there_is_nothing_to_compare() {
    assert_eq!(found(&item(7.0), Worse::Higher, DAILY, &[]), None);
    assert_eq!(found(&item(7.0), Worse::Higher, DAILY, &[day(13)]), None, "13 days before");
    assert!(found(&item(7.0), Worse::Higher, DAILY, &[day(14)]).is_some());
    let weekly: Vec<(Date, f64)> = (0..6).map(|n| (day(n * 7), if n > 2 { 3.0 } else { 1.0 })).collect();
    let found = found(&weekly, Worse::Higher, Asked::Sparsely, &[day(20)]).unwrap();
    assert_eq!(found.marks, [(day(21), Grade::Severe), (day(28), Grade::Severe), (day(35), Grade::Severe)]);
    assert_eq!(found.known.len(), 6);
    assert_eq!(
        compare(&Item { values: &weekly, extent: 6.0, worse: Worse::Higher, asked: DAILY }, &[day(20)]),
        None
    );
}

fn compared_lane() -> Body {
    let row = |label: &str, marks: &[i64], grade| StripRow {
        known: (0..10).map(day).collect(),
        ..StripRow::of(label.to_owned(), Tone::Scale, marks.iter().map(|n| (day(*n), grade)).collect())
    };
    let weekly = StripRow { span_days: 7, ..row("week", &[8], Grade::Severe) };
    Body::Strip(Strip {
        rows: vec![row("a", &[3], Grade::Severe), row("b", &[3], Grade::Mild), weekly],
        table_only: vec![row("c", &[3], Grade::Severe)],
        more: "+1".to_owned(),
        reads: Reads::Compared,
    })
}

/// The picture names how many rows it leaves out; the table has them all, counted by grade and named.
#[test]
fn rows_that_are_not_drawn_are_counted_and_in_the_table() {
    let doses = Body::Dose(vec![dose(0, 20.0, StepKind::Known), dose(2, 10.0, StepKind::Change)]);
    let chart = timeline(10, vec![lane("Dose", doses), lane("Items", compared_lane())]);
    let svg = draw(&chart, PAGE);
    assert!(svg.contains(">+1</text>") && !svg.contains(">c</text>"));
    let twin = with_words(&labels(), |words| table(&chart, words));
    let said: Vec<(String, String)> =
        twin.rows[3].cells[3].iter().map(|part| (part.label.clone(), part.names.join(" "))).collect();
    assert_eq!(
        said,
        [("worse than all".to_owned(), "a c".to_owned()), ("worse than 3/4".to_owned(), "b".to_owned())]
    );
    assert_eq!(twin.rows[0].cells[3][0].value, "not worse");
}

/// A weekly value stands for the week up to its day: its bar is seven days wide, and ends with that day.
#[test]
fn a_weekly_mark_covers_its_week() {
    let svg = draw(&timeline(10, vec![lane("Items", compared_lane())]), PAGE);
    let widths: Vec<f64> = of_class(&svg, "g3").iter().map(|tag| tag.num("stroke-width")).collect();
    assert_eq!(widths, [14.0, 7.0 * 48.0 - 0.8]);
}
