//! Entries as clients send them.

use clinic::ChartView;
use diary::{
    About, Amends, CheckIn, DayEvent, DoseChange, EntryId, Event, HalfMicrograms, Language, ListedSymptom,
    Medicine, Mode, NewEntry, Precision, Provenance, RecordId, Review, ReviewClaim, Reviews, SameDayAnswer,
    Score, Severity, Sharing, SleepNight, Submission, Symptom, SymptomAnswer, Text,
};
use jiff::Timestamp;

use testkit::at;

pub fn id(number: u16) -> EntryId {
    let [high, low] = number.to_be_bytes();
    EntryId::from_bytes([0xe0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, high, low])
}

pub fn text(raw: &str) -> Text {
    Text::parse(raw).unwrap().unwrap()
}

/// An entry about a day, written on its evening.
pub fn entry(number: u16, date: &str, content: Submission) -> NewEntry {
    let asked = matches!(content, Submission::CheckIn { .. });
    NewEntry {
        id: id(number),
        about: About::parse(date, None, "Asia/Tokyo").unwrap(),
        entered_at: at(&format!("{date}T20:00:00+09:00")),
        provenance: Provenance {
            question_set: asked.then(|| "check_in/1".to_owned()),
            asked: if asked { vec!["mood".to_owned()] } else { Vec::new() },
            language: Language::Ja,
            client: "0.1.0".to_owned(),
            mode: Mode::Live,
        },
        sharing: Sharing::CareTeam,
        content,
        amends: None,
        known: None,
    }
}

pub fn answers(mood: u8) -> CheckIn {
    CheckIn { mood: Some(Score::new(i64::from(mood)).unwrap()), ..CheckIn::default() }
}

pub fn mood(mood: u8) -> Submission {
    check_in(answers(mood))
}

pub fn check_in(check_in: CheckIn) -> Submission {
    Submission::CheckIn { check_in, note: None, note_for: Sharing::CareTeam }
}

pub fn noted(mood: u8, note: &str, note_for: Sharing) -> Submission {
    Submission::CheckIn { check_in: answers(mood), note: Some(text(note)), note_for }
}

/// An evening with a safety answer, given as `suicidal_thoughts`, and a graded one.
pub fn safety_answer() -> Submission {
    let safety = ListedSymptom { symptom: symptom("suicidal_thoughts"), severity: None, time: None };
    let mild = ListedSymptom { symptom: symptom("dizziness"), severity: Some(Severity::Mild), time: None };
    let symptoms_asked = vec![safety.symptom, mild.symptom];
    let symptoms = Some(SymptomAnswer::Listed(vec![safety, mild]));
    check_in(CheckIn { symptoms, symptoms_asked, ..answers(2) })
}

pub fn symptom(id: &str) -> Symptom {
    Symptom::parse(id).unwrap()
}

pub fn night(quality: u8) -> Submission {
    Submission::Sleep(SleepNight {
        try_sleep: Some("23:30".parse().unwrap()),
        final_wake: Some("06:40".parse().unwrap()),
        quality: Some(Score::new(i64::from(quality)).unwrap()),
        ..SleepNight::default()
    })
}

pub fn event() -> Submission {
    Submission::Event(Event { what: DayEvent::Illness, until: None })
}

pub fn dose(micrograms: u64) -> Submission {
    Submission::DoseChange(DoseChange {
        medicine: Medicine::parse("paroxetine").unwrap(),
        per_day: HalfMicrograms::from_micrograms(micrograms).unwrap(),
        precision: Precision::Day,
    })
}

pub fn review(up_to: Timestamp) -> Submission {
    Submission::Review { review: Review { up_to, answer: None }, claim: ReviewClaim::default() }
}

/// A review of everything in this view up to `up_to`, by someone who has read each answer that it covers.
pub fn reviewing(view: &ChartView, up_to: Timestamp) -> Submission {
    let answers = Reviews::of(&view.chart).open_answers(up_to);
    let claim = ReviewClaim { seen: answers.iter().map(SameDayAnswer::tick).collect(), known: None };
    Submission::Review { review: Review { up_to, answer: None }, claim }
}

/// The dose by a writer who names the one of that day that stands already.
pub fn knowing_of_that_day(chart: &diary::chart::Chart, new: NewEntry) -> NewEntry {
    let Submission::DoseChange(dose) = &new.content else { panic!("no change of dose") };
    let facts = chart.dose_facts();
    let mut same =
        facts.iter().filter(|it| *it.medicine == dose.medicine && it.entry.date() == new.about.date);
    let known = same.next_back().and_then(|fact| fact.entry.id());
    NewEntry { known, ..new }
}

pub fn amending(record: RecordId, new: NewEntry) -> NewEntry {
    NewEntry { amends: Some(Amends::parse(record, "a slip").unwrap()), ..new }
}

pub fn only_me(new: NewEntry) -> NewEntry {
    NewEntry { sharing: Sharing::OnlyMe, ..new }
}
