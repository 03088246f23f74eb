//! Every component in every state, for whoever draws or reviews them. Only the demo serves it.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use diary::chart::{Chart, OpenedRecord};
use diary::{
    About, AccountId, Answered, Author, Body, CheckIn, DoseChange, EntryId, HalfMicrograms, Language,
    MedicineStart, Meta, Mode, Modes, Payload, Precision, RecordId, Role, Score, Strand, ZoneName,
};
use figure::axis::Range;
use figure::layout::Size;
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use timeline::{Ask, Drawing, Lanes};

use crate::app::App;
use crate::http::request_info::RequestInfo;
use crate::http::urls;
use crate::pages::components::view::ComponentsPage;
use crate::pages::layout::context::{bare, render};
use crate::pages::layout::view::Clinic;

/// The last day of the sample.
const LAST: Date = date(2026, 11, 24);
const DAYS: u8 = 42;

/// Shows them. There is nothing of a person on the page.
pub async fn show(State(app): State<App>, info: RequestInfo) -> Response {
    let layout = bare(Clinic::of(&app), info.browser_language(), urls::COMPONENTS);
    let first = LAST.saturating_sub(i64::from(DAYS - 1).days());
    let chart = sample(first);
    let drawing = |from, to| {
        let range = Range::new(from, to);
        let ask = Ask { range, day_zero: None, lanes: Lanes::Own, items: BTreeSet::new() };
        Drawing::of(layout.t, &chart, LAST, &ask)
    };
    let figure = drawing(first, LAST).figure(Size::Phone);
    let table = drawing(first.saturating_add(11.days()), first.saturating_add(26.days())).table();
    render(&ComponentsPage::new(layout, figure, table), StatusCode::OK)
}

/// A chart of nobody: six weeks with one step, days without an entry, and one that could not be written about.
fn sample(first: Date) -> Chart {
    let day = |n: u8| first.saturating_add(i64::from(n).days());
    let evenings = (0..DAYS).filter(|n| !(12..15).contains(n)).map(|n| (day(n), evening(n)));
    let records = doses(first, day(20)).into_iter().chain(evenings);
    let stored = (1..).zip(records).filter_map(|(n, (date, body))| record(n, date, body));
    Chart::fold(stored.collect())
}

fn evening(n: u8) -> Body {
    if n == 25 {
        return Body::CheckIn(CheckIn { answered: Answered::CannotWrite, ..CheckIn::default() });
    }
    let (mood, anxiety) = if (21..33).contains(&n) { (4 + n % 2, 6 + n % 3) } else { (6 + n % 2, 2 + n % 3) };
    let score = |value: u8| Score::new(i64::from(value)).ok();
    Body::CheckIn(CheckIn { mood: score(mood), anxiety: score(anxiety), ..CheckIn::default() })
}

fn doses(first: Date, step: Date) -> Vec<(Date, Body)> {
    let Ok(medicine) = diary::Medicine::parse("sertraline") else { return Vec::new() };
    let mg = |text| HalfMicrograms::parse_mg(text).unwrap_or(HalfMicrograms::ZERO);
    let precision = Precision::Day;
    let started = MedicineStart { medicine: medicine.clone(), per_day: mg("25"), precision, replaces: None };
    let changed = DoseChange { medicine, per_day: mg("12.5"), precision };
    vec![(first, Body::MedicineStart(started)), (step, Body::DoseChange(changed))]
}

fn record(n: u8, date: Date, body: Body) -> Option<OpenedRecord> {
    let role = if matches!(body, Body::CheckIn(_)) { Role::Patient } else { Role::Clinician };
    let about = About { date, time: None, zone: ZoneName::parse("Asia/Tokyo").ok()? };
    let id = [n; 16];
    let meta = Meta {
        entry: EntryId::from_bytes(id),
        part: 0,
        author: Author { account: AccountId::from_bytes([0; 16]), role, acting_for: None },
        about,
        entered_at: Timestamp::UNIX_EPOCH,
        received_at: Timestamp::UNIX_EPOCH,
        question_set: None,
        asked: Vec::new(),
        language: Language::Ja,
        client: String::new(),
        modes: Modes::of([Mode::Live]),
        amends: None,
        reason: None,
    };
    Some(OpenedRecord { id: RecordId::from_bytes(id), strand: Strand::Care, payload: Payload { meta, body } })
}
