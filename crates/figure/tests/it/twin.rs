use figure::{
    caption::facts,
    input::{Body, DayState},
    table::{Part, table},
};

use crate::sample::{day, fortnight, labels, smoothed, with_words};

fn part(value: &str, marks: &[&str]) -> Part {
    Part {
        label: String::new(),
        value: value.to_owned(),
        marks: marks.iter().map(|m| (*m).to_owned()).collect(),
    }
}

/// One row a day; a missing day says so in words; every row is as wide as the head.
///
/// Verifies: SAFE-013
#[test]
fn the_table_has_every_day_and_says_what_is_missing() {
    let twin = with_words(&labels(), |words| table(&smoothed(&fortnight()), words));
    assert_eq!(twin.rows.len(), 14);
    assert!(twin.rows.iter().all(|row| row.cells.len() == twin.head.len()));
    assert_eq!(twin.head[..5], ["date", "day", "Old", "New", "Taken"]);
    assert_eq!(
        (twin.rows[5].state, &twin.rows[5].cells[1]),
        (DayState::Missing, &vec![part("no entry", &[])])
    );
    assert_eq!(twin.rows[12].cells[1], [part("cannot write", &[])]);
    assert!(twin.rows[5].cells[6].is_empty(), "no mood is made up");
}

#[test]
fn cells_carry_the_marks_of_the_drawing() {
    let twin = with_words(&labels(), |words| table(&smoothed(&fortnight()), words));
    let mood: Vec<&Part> = [3, 9, 13].iter().map(|n| &twin.rows[*n].cells[6][0]).collect();
    assert_eq!(mood, [&part("7", &["late"]), &part("4", &["amended"]), &part("5", &["proxy"])]);
    assert_eq!(twin.rows[6].cells[2], [part("50", &[])], "the dose holds on a day without an entry");
    assert_eq!(twin.rows[7].cells[2], [part("25", &["step"])]);
    let taken: Vec<&str> =
        twin.rows[..5].iter().map(|row| row.cells[4].first().map_or("", |p| &p.value)).collect();
    assert_eq!(taken, ["as planned", "part", "not taken", "more", ""]);
    assert_eq!(twin.rows[3].cells[5].len(), 2, "two sessions");
    assert_eq!(twin.rows[8].cells[8], [Part { label: "row".to_owned(), ..part("moderate", &[]) }]);
    assert_eq!(twin.rows[1].cells[11], [part("ward", &[])]);
    assert!(twin.rows[2].cells[11].is_empty());
}

#[test]
fn facts_are_counts_of_the_same_input() {
    let facts = facts(&fortnight());
    let days = (facts.days_asked, facts.days_recorded, facts.days_cannot_write, facts.days_missing);
    assert_eq!(days, (14, 11, 1, 2));
    assert_eq!(facts.sessions[0].count, 4);
}

/// A step names what else changed near it: the other medicine, the sessions before and after.
#[test]
fn steps_name_concurrent_changes() {
    let facts = facts(&fortnight());
    let old = &facts.steps[0];
    let change = &old.change;
    assert_eq!(
        (change.date, change.name.as_str(), change.from.as_deref(), change.to.as_str()),
        (day(7), "Old", Some("50"), "25")
    );
    assert_eq!(old.others, [("New".to_owned(), day(7))]);
    assert_eq!((old.sessions_before, old.sessions_after), (3, 1));
    assert_eq!(facts.steps[1].change.from, None);
    assert_eq!(facts.steps.len(), 2, "what was before the diary is no step");
}

#[test]
fn an_empty_timeline_has_empty_facts() {
    let mut chart = fortnight();
    chart.lanes.retain(|lane| !matches!(lane.body, Body::Series(_) | Body::Dose(_) | Body::Sessions(_)));
    let facts = facts(&chart);
    assert!(facts.steps.is_empty() && facts.sessions.is_empty());
}
