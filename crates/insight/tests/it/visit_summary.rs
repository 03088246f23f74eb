//! The numbers of a visit, counted by hand from small charts.

use diary::chart::{Chart, OpenedRecord};
use diary::{
    About, AccountId, Author, Body, CheckIn, EntryId, Language, ListedSymptom, Meta, Mode, Modes, Payload,
    RecordId, Review, Role, Score, Severity, Strand, Symptom, SymptomAnswer, ZoneName, symptoms,
};
use insight::visit_summary::{Period, Since, Spread, VisitSummary};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::day;

fn tokyo() -> TimeZone {
    TimeZone::get("Asia/Tokyo").unwrap()
}

/// A record about a day, received at nine in the evening of `received`.
fn record(n: u8, date: Date, received: Date, role: Role, body: Body) -> OpenedRecord {
    let at = received.at(21, 0, 0, 0).to_zoned(tokyo()).unwrap().timestamp();
    let meta = Meta {
        entry: EntryId::from_bytes([n; 16]),
        part: 0,
        author: Author { account: AccountId::from_bytes([0; 16]), role, acting_for: None },
        about: About { date, time: None, zone: ZoneName::parse("Asia/Tokyo").unwrap() },
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
    OpenedRecord { id: RecordId::from_bytes([n; 16]), strand: Strand::Care, payload: Payload { meta, body } }
}

fn evening(n: u8, date: Date, check_in: CheckIn) -> OpenedRecord {
    record(n, date, date, Role::Patient, Body::CheckIn(check_in))
}

fn mood(n: u8, date: Date, mood: i64) -> OpenedRecord {
    evening(n, date, CheckIn { mood: Score::new(mood).ok(), ..CheckIn::default() })
}

fn review(n: u8, on: Date, up_to: Timestamp) -> OpenedRecord {
    record(n, on, on, Role::Clinician, Body::Review(Review { up_to, answer: None }))
}

fn summary(records: Vec<OpenedRecord>, today: Date) -> VisitSummary {
    let chart = Chart::fold(records);
    VisitSummary::of(&chart, Period::of(&chart, today, Since::FourWeeks, &tokyo()), today)
}

#[test]
fn a_spread_is_least_middle_and_greatest() {
    assert_eq!(Spread::of([]), None);
    let spread = Spread::of([7, 2, 6, 5]).unwrap();
    assert_eq!((spread.count, spread.least, spread.twice_median, spread.most), (4, 2, 11, 7));
    assert_eq!(Spread::of([8, 3, 3]).unwrap().twice_median, 6);
}

/// A review of today belongs to this visit: the period begins at the one before it, on the day that this one had in the
/// clinic's zone.
#[test]
fn a_period_begins_at_the_last_review_before_today() {
    let at = day(9).at(23, 30, 0, 0).to_zoned(tokyo()).unwrap().timestamp();
    let now = day(20).at(9, 0, 0, 0).to_zoned(tokyo()).unwrap().timestamp();
    let chart = Chart::fold(vec![
        mood(1, day(0), 5),
        review(2, day(9), at),
        review(3, day(20), now),
        mood(4, day(20), 6),
    ]);
    let period = Period::of(&chart, day(20), Since::Review, &tokyo());
    assert_eq!((period.from, period.to), (day(9), day(20)));
    assert_eq!((period.reviewed, period.last_reviewed), (Some(at), Some(now)));
    assert_eq!(Period::of(&chart, day(20), Since::Review, &TimeZone::UTC).from, day(9));
    let weeks = Period::of(&chart, day(40), Since::FourWeeks, &tokyo());
    assert_eq!((weeks.from, weeks.to, weeks.reviewed), (day(40).saturating_sub(27.days()), day(40), None));
}

/// Each day of the period is counted once, and a question by its last answer of the day.
#[test]
fn days_and_values_are_counted_once() {
    let summary = summary(vec![mood(1, day(0), 5), mood(2, day(2), 9), mood(3, day(2), 6)], day(4));
    let days = summary.days;
    assert_eq!((days.recorded, days.missing, days.today_open), (2, 2, 1));
    assert_eq!((days.all(), days.before_diary), (28, 23));
    assert_eq!(summary.mood, Spread::of([5, 6]));
    assert_eq!((summary.anxiety, summary.ended), (None, false));
}

/// Symptoms of most days come first; the strongest answer names those it was given to, and safety answers have no grade.
#[test]
fn symptoms_are_counted_by_days_and_by_the_strongest_answer() {
    let [a, b] = ["headache", "nausea"].map(|id| symptoms().find(|one| one.id() == id).unwrap());
    let safety = symptoms().find(|one| one.is_safety()).unwrap();
    let listed = |n, date, given: &[(Symptom, Option<Severity>)]| {
        let item = |(symptom, severity): &(Symptom, Option<Severity>)| ListedSymptom {
            symptom: *symptom,
            severity: *severity,
            time: None,
        };
        let symptoms = Some(SymptomAnswer::Listed(given.iter().map(item).collect()));
        evening(n, date, CheckIn { symptoms, ..CheckIn::default() })
    };
    let none = evening(4, day(3), CheckIn { symptoms: Some(SymptomAnswer::None), ..CheckIn::default() });
    let counts = summary(
        vec![
            listed(1, day(0), &[(a, Some(Severity::Mild)), (b, Some(Severity::Severe))]),
            listed(2, day(1), &[(a, Some(Severity::Moderate))]),
            listed(3, day(2), &[(safety, None)]),
            none,
        ],
        day(4),
    )
    .symptoms;
    assert_eq!((counts.answered, counts.none, counts.with_any), (4, 1, 2));
    assert_eq!(counts.frequent, [(a, 2), (b, 1)]);
    let strongest = counts.strongest.unwrap();
    assert_eq!((strongest.severity, strongest.symptoms), (Severity::Severe, vec![(b, 1)]));
}
