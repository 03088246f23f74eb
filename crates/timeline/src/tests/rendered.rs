//! The reading line and the sentences under a figure.

use diary::Language;
use figure::axis::Range;
use figure::caption::{Change, DoseFact, Facts, StepFact, Taken};
use figure::input::DayState;
use figure::paint::Tone;
use figure::table::{Part, Row, Table as Twin};
use jiff::civil::date;
use locale::Texts;

use crate::{Figure, Legend, SparkDay, Svg, Table, caption, sparks};

const HOSTILE: &str = "\"><img src=x>'</textarea><b>&lt;{{ 7*7 }}";

fn part(value: &str, marks: &[&str]) -> Vec<Part> {
    let marks = marks.iter().map(|mark| (*mark).to_owned()).collect();
    vec![Part { value: value.into(), marks, ..Part::default() }]
}

fn twin() -> Twin {
    let row = |day: i8, state, mood: Vec<Part>| Row {
        date: date(2026, 9, day),
        state,
        cells: vec![part(&format!("{day}"), &[]), part("state", &[]), mood],
    };
    Twin {
        caption: "t".into(),
        head: ["Date", "Entry", "Mood"].map(str::to_owned).into(),
        units: vec![String::new(), String::new(), "0 to 10".into()],
        tones: vec![Tone::Ink, Tone::Ink, Tone::Mood],
        rows: vec![
            row(21, DayState::Recorded, part("6", &["late"])),
            row(22, DayState::Recorded, part(HOSTILE, &[])),
            row(23, DayState::Missing, Vec::new()),
        ],
    }
}

fn figure() -> (Table, Figure) {
    let table = Table::of(Texts::of(Language::En), &twin());
    let figure = Figure::new(Svg::default(), Vec::new(), Legend::Open, Vec::new(), &table);
    (table, figure)
}

/// What the line says of a day is the table's row of that day, cell for cell.
///
/// Verifies: SAFE-013
#[test]
fn the_reading_line_has_exactly_the_cells_of_the_table() {
    let (table, figure) = figure();
    assert_eq!(
        figure.reading.iter().map(|column| &column.head).collect::<Vec<_>>(),
        table.head.iter().collect::<Vec<_>>()
    );
    assert_eq!((figure.days, table.rows.len()), (3, 3));
    for (day, row) in table.rows.iter().enumerate() {
        let read: Vec<&String> = figure.reading.iter().map(|column| &column.cells[day]).collect();
        let cells: Vec<&String> = std::iter::once(&row.head).chain(&row.cells).collect();
        assert_eq!(read, cells);
    }
    assert_eq!(figure.reading[2].cells[0], "6 (late)");
    assert_eq!(figure.reading[2].cells[2], "", "nothing is made up for a missing day");
}

/// Without script the line stays at the last recorded day, not at a missing one.
#[test]
fn the_line_begins_at_the_last_recorded_day() {
    let (_, figure) = figure();
    assert_eq!(figure.latest, 1);
    assert_eq!(figure.line(), [("", "", "22"), ("", "", "state"), ("mood", "Mood (0 to 10)", HOSTILE)]);
}

fn facts() -> Facts {
    let change = |day: i8, name: &str| Change {
        date: date(2026, 9, day),
        name: name.into(),
        from: Some("50".into()),
        to: "25".into(),
        taken: Taken::Some,
    };
    let step = |day, name, others, before, after| StepFact {
        change: change(day, name),
        sessions_before: before,
        sessions_after: after,
        others,
    };
    Facts {
        days_asked: 28,
        days_recorded: 25,
        days_cannot_write: 1,
        days_missing: 2,
        days_before: 0,
        days_open: 0,
        doses: vec![DoseFact {
            name: "A".into(),
            first: "50".into(),
            last: "25".into(),
            taken: Taken::Some,
            changes: 1,
            last_change: Some(date(2026, 9, 14)),
            began: None,
        }],
        steps: vec![
            step(14, "A", vec![("B".into(), date(2026, 9, 16))], 5, 2),
            step(16, "B", vec![("A".into(), date(2026, 9, 14))], 2, 2),
        ],
        sessions: Vec::new(),
    }
}

/// The caption names what changed near a step once, and draws no conclusion.
#[test]
fn the_caption_names_concurrent_changes_and_concludes_nothing() {
    let range = Range::new(date(2026, 9, 1), date(2026, 9, 28));
    let content = |language| caption(Texts::of(language), &facts(), range, &[]);
    insta::assert_snapshot!([content(Language::Ja), content(Language::En)].concat().join("\n"));
    let mut alone = facts();
    alone.steps.clear();
    assert_eq!(caption(Texts::of(Language::En), &alone, range, &[]).len(), 2);
}

/// Days that were not asked about are named by what they are, a session lane of one day by one date, and what is planned as
/// planned; a medicine that was begun has not changed.
#[test]
fn the_caption_says_what_was_not_asked_and_what_is_planned() {
    let range = Range::new(date(2026, 9, 1), date(2026, 9, 28));
    let mut facts = Facts { days_before: 6, days_open: 1, ..facts() };
    facts.steps.clear();
    facts.doses = vec![DoseFact {
        first: "25".into(),
        changes: 0,
        last_change: None,
        began: Some(date(2026, 9, 9)),
        ..facts.doses[0].clone()
    }];
    let day = date(2026, 9, 23);
    facts.sessions =
        vec![figure::caption::SessionFact { name: "TMS".into(), first: day, last: day, count: 1 }];
    let content =
        |language| caption(Texts::of(language), &facts, range, &["12月1日からA 5 mg".to_owned()]).join("");
    let ja = content(Language::Ja);
    for words in [
        "日誌を始める前の日は 6日。",
        "まだ終わっていない日は 1日。",
        "Aは9月9日から 25 mg（登録の始まり）",
        "TMSは 1回（9月23日）",
        "予定：12月1日からA 5 mg。",
    ] {
        assert!(ja.contains(words), "{words}: {ja}");
    }
    assert!(!ja.contains("変更"), "{ja}");
    assert!(content(Language::En).contains("TMS once on 23 Sep"), "{}", content(Language::En));
}

/// A small line says its name and on how many of the last 28 days it was recorded; each line counts its own values.
#[test]
fn a_small_line_says_how_many_days_it_has() {
    let day = |n: i8, mood, slept_min| SparkDay { date: date(2026, 9, n), mood, anxiety: None, slept_min };
    let days = [day(1, Some(3), None), day(10, Some(0), Some(400)), day(28, Some(4), None)];
    let named = |language, today| {
        let svgs = sparks(Texts::of(language), &days, &[], today);
        svgs.map(|svg| {
            svg.markup().split("aria-label=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
        })
    };
    assert_eq!(
        named(Language::Ja, date(2026, 9, 28)),
        ["気分、過去28日のうち記録 3日", "不安、過去28日のうち記録 0日", "睡眠、過去28日のうち記録 1日"]
    );
    let [mood, ..] = named(Language::En, date(2026, 9, 29));
    assert_eq!(mood, "Mood, 2 of the last 28 days recorded");
}
