//! What becomes of a day, told from whole charts.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use clinic::{ChartView, Person};
use diary::chart::{Chart, Stored};
use diary::{
    About, AccountId, Answered, Author, Body, ChartId, CheckIn, EntryId, Language, ListedSymptom,
    MedicineTaken, Meta, Mode, Modes, Payload, RecordId, Role, Safety, Score, Severity, Strand,
    SymptomAnswer, ZoneName,
};
use figure::axis::Range;
use figure::input::{self, DayState, Intake, Summary};
use jiff::Timestamp;
use jiff::civil::{Date, date};

use super::{Ask, Drawing, Lanes};
use crate::texts::Texts;

const FIRST: Date = date(2026, 11, 2);
const TODAY: Date = date(2026, 11, 10);

fn on(day: i8) -> Date {
    date(2026, 11, day)
}

fn record(n: u8, date: Date, role: Role, body: Body) -> Stored {
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
    Stored { id: RecordId::from_bytes([n; 16]), strand, payload: Payload { meta, body } }
}

fn mood(n: u8, date: Date, mood: i64) -> Stored {
    let answers = CheckIn { mood: Score::new(mood).ok(), ..CheckIn::default() };
    record(n, date, Role::Patient, Body::CheckIn(answers))
}

fn safety() -> Body {
    let symptom = diary::symptoms().find(|symptom| symptom.is_safety()).expect("a safety answer");
    Body::Safety(Safety { listed: vec![ListedSymptom { symptom, severity: None, time: None }] })
}

fn drawing(records: Vec<Stored>) -> Drawing {
    let person = Person { name: String::new(), born: FIRST, number: String::new(), language: Language::En };
    let view = ChartView {
        id: ChartId::from_bytes([0; 16]),
        person,
        chart: Arc::new(Chart::fold(records)),
        task_since: None,
        authors: HashMap::new(),
        today: TODAY,
    };
    let ask =
        Ask { range: Range::new(FIRST, TODAY), day_zero: None, lanes: Lanes::All, items: BTreeSet::new() };
    Drawing::of(Texts::of(Language::En), &view, &ask)
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
    assert_eq!(state(&drawing, TODAY), DayState::NotAsked, "today is not over");
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
