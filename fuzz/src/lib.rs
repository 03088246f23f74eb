//! What holds of everything that is accepted, whichever way it came in.

mod refused;

use diary::chart::{Chart, OpenedRecord};
use diary::{
    AccountId, Author, FieldEntry, NewEntry, Payload, RecordId, Role, Strand, Submission, Text, stored,
};
use jiff::Timestamp;
use jiff::civil::{Date, date};

pub use refused::refused;

/// The clinic's clock.
///
/// # Panics
/// Never: the moment exists.
pub fn now() -> Timestamp {
    "2026-11-24T12:04:07Z".parse().expect("a moment")
}

/// An account of this role.
///
/// # Panics
/// Never: the id is one.
pub fn author(role: Role) -> Author {
    let account = "11111111-1111-4111-8111-111111111111".parse::<AccountId>().expect("an id");
    Author { account, role, acting_for: None }
}

/// An entry that the diary accepts from somebody is stored, read again as the same, and can be shown; its texts stay as
/// they are.
///
/// # Panics
/// Where that does not hold.
pub fn kept(entry: &NewEntry) {
    for role in Role::ALL.iter().copied() {
        let author = author(role);
        if entry.check(role, now()).is_err() {
            continue;
        }
        let Ok(planned) = Chart::default().record_drafts(entry, &author) else { continue };
        texts(entry).for_each(settled);
        let records = entry.records(&author, now(), planned);
        shown(records.into_iter().map(|(strand, payload)| (strand, read_again(payload))).collect());
    }
}

/// A payload is written, read as the same, and written again byte for byte.
///
/// # Panics
/// Where that does not hold.
pub fn read_again(payload: Payload) -> Payload {
    let written = stored::encode(&payload).expect("what is meant can be written");
    let read = stored::decode(&written).expect("what was written can be read");
    assert_eq!(read, payload, "what is read is what was written");
    assert_eq!(stored::encode(&read), Ok(written), "and is written the same again");
    payload
}

/// What somebody wrote in an entry: its note, its answer, its protocol, why it corrects another.
fn texts(entry: &NewEntry) -> impl Iterator<Item = &Text> {
    let content = match &entry.content {
        Submission::CheckIn { note, .. } => note.as_ref(),
        Submission::Note(text) | Submission::StaffNote(text) => Some(text),
        Submission::Review { review, .. } => review.answer.as_ref(),
        Submission::Fields(FieldEntry::Tms(session)) => session.protocol.as_ref(),
        _ => None,
    };
    content.into_iter().chain(entry.amends.as_ref().map(|amends| &amends.reason))
}

/// A text that was accepted is accepted again, unchanged.
fn settled(text: &Text) {
    assert_eq!(Text::parse(text.as_str()), Ok(Some(text.clone())), "a text is cleaned once");
}

/// Records fold to the same chart in any order, and everything that pages ask of a chart is answered.
///
/// # Panics
/// Where that does not hold.
pub fn shown(records: Vec<(Strand, Payload)>) {
    let record = |(number, (strand, payload)): (u8, (Strand, Payload))| {
        let id = format!("00000000-0000-4000-8000-0000000000{number:02x}");
        OpenedRecord { id: id.parse::<RecordId>().expect("an id"), strand, payload }
    };
    let records: Vec<OpenedRecord> = (0..=u8::MAX).zip(records).map(record).collect();
    let chart = Chart::fold(records.clone());
    assert_eq!(chart, Chart::fold(records.into_iter().rev().collect()), "the order does not matter");
    let today = date(2026, 11, 24);
    asked(&chart, today);
    asked(&chart.in_force(today), today);
    asked(&chart.without_reasons_of_staff(), today);
}

fn asked(chart: &Chart, today: Date) {
    let recorded = chart.diary_days();
    // A page has a year of days at the most; what a stored date of another age would take is no question here.
    let span = chart.span().filter(|(from, to)| from.year() > 1900 && to.year() - from.year() < 3);
    if let Some((from, to)) = span {
        for day in chart.days(from, to) {
            let _ = (recorded.kind(&day, today), day.events(), day.slept());
        }
        let _ = (chart.symptoms(), chart.carried_forward(to));
    }
    for entry in chart.entries() {
        for meta in entry.versions().iter().map(|version| &version.meta) {
            let _ = meta.about.days_until(meta.entered_at);
        }
        if let (Some(night), Some(version)) = (entry.night(), entry.newest()) {
            let figures = night.figures(&version.meta.about);
            assert!(
                figures.time_in_bed_min.is_none_or(|minutes| minutes >= 0),
                "a night does not run backwards"
            );
        }
    }
    for lane in chart.doses() {
        let _ = (lane.on(today), lane.planned(today), lane.last_change(Some(today), today));
    }
    let _ = (chart.tms().count(), chart.imported(), chart.last_review());
}
