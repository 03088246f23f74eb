//! What becomes of a day, told from whole charts.

use std::collections::BTreeSet;

use diary::chart::{Chart, OpenedRecord};
use diary::{
    About, AccountId, Answered, Author, Body, CheckIn, DoseChange, EntryId, HalfMicrograms, ImportedRow,
    ImportedSeries, ImportedSet, Language, ListedSymptom, Medicine, MedicineStart, MedicineTaken, Meta, Mode,
    Modes, Payload, Polarity, Precision, RecordId, Role, Safety, Score, Severity, SleepHours, SleepNight,
    Strand, SymptomAnswer, ZoneName,
};
use figure::axis::Range;
use figure::input::{self, DayState, Intake, Summary};
use insight::dose_steps::{last_stop, step_days};
use jiff::Timestamp;
use jiff::civil::{Date, date};

use crate::{Ask, Drawing, Lanes};
use locale::Texts;

const FIRST: Date = date(2026, 11, 2);
const TODAY: Date = date(2026, 11, 10);

fn on(day: i8) -> Date {
    date(2026, 11, day)
}

fn record(n: u8, date: Date, role: Role, body: Body) -> OpenedRecord {
    let about = About { date, time: None, zone: ZoneName::parse("Asia/Tokyo").expect("a zone") };
    let at = Timestamp::from_second(i64::from(n) * 60).expect("a time");
    let meta = Meta {
        entry: EntryId::from_bytes([n; 16]),
        part: 0,
        author: Author { account: AccountId::from_bytes([0; 16]), role, acting_for: None },
        about,
        entered_at: at,
        received_at: at,
        question_set: None,
        asked: Vec::new(),
        language: Language::Ja,
        client: String::new(),
        modes: Modes::of([Mode::Live]),
        amends: None,
        reason: None,
    };
    let strand = if matches!(body, Body::Safety(_)) { Strand::Sensitive } else { Strand::Care };
    OpenedRecord { id: RecordId::from_bytes([n; 16]), strand, payload: Payload { meta, body } }
}

fn mood(n: u8, date: Date, mood: i64) -> OpenedRecord {
    let answers = CheckIn { mood: Score::new(mood).ok(), ..CheckIn::default() };
    record(n, date, Role::Patient, Body::CheckIn(answers))
}

fn safety() -> Body {
    let symptom = diary::symptoms().find(|symptom| symptom.is_safety()).expect("a safety answer");
    Body::Safety(Safety { listed: vec![ListedSymptom { symptom, severity: None, time: None }] })
}

fn drawing(records: Vec<OpenedRecord>) -> Drawing {
    let ask =
        Ask { range: Range::new(FIRST, TODAY), day_zero: None, lanes: Lanes::All, items: BTreeSet::new() };
    Drawing::of(Texts::of(Language::En), &Chart::fold(records), TODAY, &ask)
}

fn state(drawing: &Drawing, day: Date) -> DayState {
    drawing.timeline.states().into_iter().find(|(date, _)| *date == day).expect("the day").1
}

fn cell(drawing: &Drawing, day: usize, head: &str) -> String {
    let table = drawing.table();
    let column = table.head.iter().position(|name| name.starts_with(head)).expect("the lane");
    table.rows[day].cells[column - 1].clone()
}

/// A safety answer that came without its check-in, which is for the patient alone, makes its day a recorded one; the days
/// around it stay what they were, and nothing but the answer is known of it.
///
/// Verifies: SAFE-013
#[test]
fn a_day_of_which_only_a_safety_answer_may_be_read_is_not_missing() {
    let drawing =
        drawing(vec![mood(1, FIRST, 6), record(2, on(4), Role::Patient, safety()), mood(3, on(6), 5)]);
    assert_eq!(state(&drawing, on(4)), DayState::Recorded);
    assert_eq!((state(&drawing, on(3)), state(&drawing, on(5))), (DayState::Missing, DayState::Missing));
    assert_eq!(state(&drawing, TODAY), DayState::Open, "today is not over");
    assert_eq!(cell(&drawing, 2, "Mood"), "");
    assert_ne!(cell(&drawing, 2, "Symptoms"), "");
}

/// Of several check-ins a day the last answer counts, and how many there were and how far apart they lay is said.
#[test]
fn several_check_ins_a_day_count_by_the_last_and_say_their_reach() {
    let drawing = drawing(vec![mood(1, FIRST, 6), mood(2, on(4), 2), mood(3, on(4), 8), mood(4, on(4), 5)]);
    assert_eq!(cell(&drawing, 0, "Mood"), "6");
    assert_eq!(cell(&drawing, 2, "Mood"), "5 (3 times, 2 to 8)");
    let series = drawing.timeline.lanes.iter().find_map(|lane| match &lane.body {
        input::Body::Series(series) => Some(series),
        _ => None,
    });
    assert_eq!(series.expect("a series").summary, Summary::Latest);
}

/// "Cannot write" beside an answer of the same day does not take that day away.
#[test]
fn a_day_with_an_answer_is_not_a_day_that_could_not_be_written() {
    let cannot = |n, date| {
        let answers = CheckIn { answered: Answered::CannotWrite, ..CheckIn::default() };
        record(n, date, Role::Patient, Body::CheckIn(answers))
    };
    let drawing = drawing(vec![mood(1, on(3), 4), cannot(2, on(3)), cannot(3, on(4))]);
    assert_eq!((state(&drawing, on(3)), state(&drawing, on(4))), (DayState::Recorded, DayState::CannotWrite));
}

/// What became of the day's medicine has a lane of its own below the doses, and a column.
#[test]
fn taken_medicine_has_a_lane() {
    let taken = |n, date, medicine| {
        let answers = CheckIn { medicine: Some(medicine), ..CheckIn::default() };
        record(n, date, Role::Patient, Body::CheckIn(answers))
    };
    let drawing = drawing(vec![
        taken(1, on(2), MedicineTaken::AsPlanned),
        taken(2, on(3), MedicineTaken::Partly),
        taken(3, on(4), MedicineTaken::NotTaken),
        taken(4, on(5), MedicineTaken::More),
    ]);
    let marks = drawing.timeline.lanes.iter().find_map(|lane| match &lane.body {
        input::Body::Intake(marks) => Some(marks.iter().map(|(_, intake)| *intake).collect::<Vec<_>>()),
        _ => None,
    });
    assert_eq!(marks.expect("the lane"), [Intake::AsPlanned, Intake::Partly, Intake::NotTaken, Intake::More]);
    assert_eq!(cell(&drawing, 2, "Taken"), "Not taken");
}

/// Symptoms beyond those drawn are counted under the lane, and the table has every one.
#[test]
fn symptoms_that_are_not_drawn_are_counted_and_in_the_table() {
    let listed = diary::symptoms().filter(|symptom| !symptom.is_safety()).take(15);
    let listed: Vec<ListedSymptom> =
        listed.map(|symptom| ListedSymptom { symptom, severity: Some(Severity::Mild), time: None }).collect();
    let answers = CheckIn { symptoms: Some(SymptomAnswer::Listed(listed)), ..CheckIn::default() };
    let drawing = drawing(vec![record(1, FIRST, Role::Patient, Body::CheckIn(answers))]);
    let strip = drawing.timeline.lanes.iter().find_map(|lane| match &lane.body {
        input::Body::Strip(strip) => Some(strip),
        _ => None,
    });
    let strip = strip.expect("a strip");
    assert_eq!((strip.rows.len(), strip.table_only.len()), (12, 3));
    assert_eq!(strip.more, "+ 3 more in the table");
    assert_eq!(cell(&drawing, 0, "Symptoms").matches("Mild").count(), 15);
}

fn set(n: u8, items: &[(&str, Polarity)]) -> OpenedRecord {
    let series = |(item, direction): &(&str, Polarity)| ImportedSeries {
        item: (*item).to_owned(),
        min: "1".to_owned(),
        max: "7".to_owned(),
        direction: *direction,
    };
    let body = ImportedSet { series: items.iter().map(series).collect() };
    record(n, FIRST, Role::Clinician, Body::ImportedSet(body))
}

fn row(n: u8, set: u8, date: Date, values: &[(&str, &str)]) -> OpenedRecord {
    let pair = |(item, cell): &(&str, &str)| ((*item).to_owned(), (*cell).to_owned());
    let values = values.iter().map(pair).collect();
    let body = ImportedRow { set: EntryId::from_bytes([set; 16]), values };
    record(n, date, Role::Clinician, Body::ImportedRow(body))
}

/// Every item with a direction stands in one lane, in the order of its file, whatever its values; where higher is better
/// its row is turned round and says so. No dose change is needed, for nothing is compared with anything.
#[test]
fn imported_items_stand_side_by_side_on_their_own_scales() {
    let items =
        [("calm", Polarity::HigherBetter), ("hunger", Polarity::None), ("dread", Polarity::HigherWorse)];
    let mut records = vec![set(100, &items)];
    let values = [("calm", "7"), ("hunger", "3"), ("dread", "7")];
    records.extend((2..7_u8).map(|n| row(100 + n, 100, on(n.cast_signed()), &values)));
    let drawing = drawing(records);
    let lane = drawing.timeline.lanes.iter().find_map(|lane| match &lane.body {
        input::Body::Items(items) => Some(items),
        _ => None,
    });
    let rows = &lane.expect("the lane").groups[0];
    let content: Vec<_> =
        rows.iter().map(|row| (row.label.as_str(), row.turned.as_str(), row.better, row.worse)).collect();
    assert_eq!(content, [("calm", "rev. ", 7.0, 1.0), ("dread", "", 1.0, 7.0)]);
    assert_eq!(cell(&drawing, 0, "calm (1 to 7, higher is better; value"), "7");
    assert_eq!(cell(&drawing, 2, "dread (1 to 7, higher is worse; value"), "7 (7)");
}

fn mg(text: &str) -> HalfMicrograms {
    HalfMicrograms::parse_mg(text).expect("a dose")
}

fn started(n: u8, date: Date, name: &str, per_day: &str) -> OpenedRecord {
    let medicine = Medicine::parse(name).expect("a medicine");
    let content = MedicineStart { medicine, per_day: mg(per_day), precision: Precision::Day, replaces: None };
    record(n, date, Role::Clinician, Body::MedicineStart(content))
}

fn dose(n: u8, date: Date, name: &str, per_day: &str) -> OpenedRecord {
    let medicine = Medicine::parse(name).expect("a medicine");
    let content = DoseChange { medicine, per_day: mg(per_day), precision: Precision::Day };
    record(n, date, Role::Clinician, Body::DoseChange(content))
}

/// A dose of a later day is planned and nothing else: no change, no stop, no day to look around, and not the dose that
/// holds; a medicine that begins has not changed.
#[test]
fn what_is_planned_is_not_done() {
    let records = vec![
        mood(1, FIRST, 6),
        started(2, on(4), "sertraline", "20"),
        dose(3, on(20), "sertraline", "0"),
        mood(4, TODAY, 5),
    ];
    let chart = Chart::fold(records.clone());
    assert_eq!((step_days(&chart, TODAY), last_stop(&chart, TODAY)), (vec![], None));
    assert_eq!((step_days(&chart, on(20)), last_stop(&chart, on(20))), (vec![on(20)], Some(on(20))));
    let drawing = drawing(records);
    let caption = drawing.caption().join(" ");
    assert!(caption.contains("20 mg from 4 Nov (first entered)"), "{caption}");
    assert!(caption.contains("Planned: sertraline stopped on Fri 20 Nov 2026."), "{caption}");
    assert!(!caption.contains("change"), "{caption}");
    assert_eq!(cell(&drawing, 5, "sertraline"), "20");
}

fn about(n: u8, date: Date, name: &str, per_day: &str) -> OpenedRecord {
    let medicine = Medicine::parse(name).expect("a medicine");
    let content = DoseChange { medicine, per_day: mg(per_day), precision: Precision::Month };
    record(n, date, Role::Clinician, Body::DoseChange(content))
}

/// A change of which only the month is known is no step, and yet the dose is not said to have stayed, nor the later one to have
/// held from the start.
#[test]
fn a_dose_changed_on_an_inexact_day_did_not_stay() {
    for (start, later, content) in [
        (date(2026, 10, 1), "10", "sertraline 20 mg, later 10 mg (dated"),
        (FIRST, "10", "sertraline 20 mg, later 10 mg (dated"),
        (FIRST, "0", "sertraline 20 mg, later stopped (dated"),
        (on(4), "10", "sertraline 20 mg from 4 Nov (first entered), later 10 mg (dated"),
        (on(4), "0", "sertraline 20 mg from 4 Nov (first entered), later stopped (dated"),
        (on(4), "20", "sertraline 20 mg from 4 Nov (first entered)."),
        (FIRST, "20", "sertraline stayed at 20 mg."),
    ] {
        let doses = [started(2, start, "sertraline", "20"), about(3, on(6), "sertraline", later)];
        let records = [mood(1, FIRST, 6), mood(4, TODAY, 5)].into_iter().chain(doses);
        let caption = drawing(records.collect()).caption().join(" ");
        assert!(caption.contains(content), "{start} {later}: {caption}");
    }
}

fn symptoms(n: u8, date: Date, answer: SymptomAnswer) -> OpenedRecord {
    let answers = CheckIn { symptoms: Some(answer), ..CheckIn::default() };
    record(n, date, Role::Patient, Body::CheckIn(answers))
}

/// "None" and a "same" after it are answers: the table, the reading line and the strip have them, and an unanswered day
/// has nothing.
#[test]
fn none_is_shown_as_answered() {
    let drawing = drawing(vec![
        symptoms(1, on(2), SymptomAnswer::None),
        symptoms(2, on(3), SymptomAnswer::Same),
        mood(3, on(4), 5),
    ]);
    let cells = [0, 1, 2].map(|day| cell(&drawing, day, "Symptoms"));
    assert_eq!(cells, ["None", "None", ""]);
    let figure = drawing.figure(figure::layout::Size::Phone);
    let read = figure.reading.iter().find(|column| column.head == "Symptoms").expect("the column");
    assert_eq!(read.cells[1], "None");
    assert!(format!("{:?}", figure.svg).contains(">None<"));
}

/// Each night says where its hours come from, in the table, in the reading line and in the legend; the evening's hours
/// stand beside the card's.
#[test]
fn a_nights_hours_say_where_they_come_from() {
    let card = |n, date, latency| {
        let time = |hour| Some(jiff::civil::Time::constant(hour, 0, 0, 0));
        let (awake, wake) = (Some(30), time(7));
        let night = SleepNight {
            try_sleep: time(23),
            final_wake: wake,
            minutes_to_fall_asleep: latency,
            minutes_awake: awake,
            ..SleepNight::default()
        };
        record(n, date, Role::Patient, Body::Sleep(night))
    };
    let stated = |n, date| {
        let hours = SleepHours::from_tenths(65).ok();
        record(n, date, Role::Patient, Body::CheckIn(CheckIn { sleep_hours: hours, ..CheckIn::default() }))
    };
    let drawing =
        drawing(vec![card(1, on(2), Some(30)), card(2, on(3), None), stated(3, on(3)), stated(4, on(4))]);
    assert_eq!(cell(&drawing, 0, "Sleep"), "7 (total sleep time)");
    assert_eq!(
        cell(&drawing, 1, "Sleep"),
        "8 (from trying to sleep to the last waking), 6.5 (as stated in the evening)"
    );
    assert_eq!(cell(&drawing, 2, "Sleep"), "6.5 (as stated in the evening)");
    let figure = drawing.figure(figure::layout::Size::Desk);
    let read = figure.reading.iter().find(|column| column.head.starts_with("Sleep")).expect("the column");
    assert!(read.cells[1].contains("from trying to sleep"));
    let key = figure.keys.iter().find(|key| key.text.starts_with("Bar:")).expect("a key");
    for source in ["total sleep time", "from trying to sleep", "as stated in the evening"] {
        assert!(key.text.contains(source), "{}", key.text);
    }
}

/// What another person wrote is a dashed line, and the legend says so; a day of theirs is no recorded one.
#[test]
fn another_persons_line_is_in_the_legend() {
    let theirs = |n: u8| {
        let answers = CheckIn { mood: Score::new(4).ok(), ..CheckIn::default() };
        record(n, on(n.cast_signed()), Role::Guardian, Body::CheckIn(answers))
    };
    let drawing = drawing([vec![mood(100, FIRST, 6)], (3..7).map(theirs).collect()].concat());
    let keys: Vec<String> =
        drawing.figure(figure::layout::Size::Desk).keys.into_iter().map(|key| key.text).collect();
    assert!(keys.iter().any(|key| key.starts_with("Dashed line:")), "{keys:?}");
    assert!(!keys.iter().any(|key| key.starts_with("Line:")), "one own value makes no line: {keys:?}");
    assert_eq!((state(&drawing, FIRST), state(&drawing, on(4))), (DayState::Recorded, DayState::Missing));
}
