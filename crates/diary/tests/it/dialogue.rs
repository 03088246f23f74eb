//! The dialogue of the check-in: what is refused, asked and stored.

use diary::chart::Chart;
use diary::dialogue::{
    Accepted, Afterwards, AnsweredBeside, Choice, Draft, FormAnswers, FormPurpose, Next, SentBy, TypedTime,
    is_after_midnight,
};
use diary::{
    Answered, CheckIn, Code, Language, ListedSymptom, NewEntry, Refusal, Role, Severity, Sharing, SleepNight,
    Submission, SymptomAnswer,
};
use jiff::civil::time;
use proptest::prelude::*;

use crate::any::{self, cases};
use crate::support::{
    Clinic, amending, check_in, entry, listing, mild, mood, patient, person, safety, symptom,
};

/// A form by day that leaves nothing open.
fn form() -> FormAnswers {
    FormAnswers {
        purpose: FormPurpose::New,
        clock: time(21, 0, 0, 0),
        day: Choice::Made,
        without_strength: Vec::new(),
        asked_again: Vec::new(),
        beside_same: None,
        night: Choice::Made,
        safety_answer: Choice::Made,
    }
}

fn next(entry: &NewEntry, form: &FormAnswers, chart: &Chart) -> Next {
    Draft { entry: entry.clone(), sent_by: SentBy::Person(form.clone()) }.next(chart)
}

fn by_program(entry: &NewEntry) -> Next {
    Draft { entry: entry.clone(), sent_by: SentBy::Program }.next(&Chart::default())
}

fn stored(next: Next) -> Accepted {
    let Next::Store(accepted) = next else { panic!("not stored: {next:?}") };
    *accepted
}

fn refused(field: &'static str, code: Code) -> Next {
    Next::Refuse(Refusal::new(field, code))
}

fn wordless() -> Submission {
    check_in(CheckIn { answered: Answered::CannotWrite, ..CheckIn::default() })
}

fn same() -> Submission {
    check_in(CheckIn { symptoms: Some(SymptomAnswer::Same), ..CheckIn::default() })
}

fn severe(id: &str) -> ListedSymptom {
    ListedSymptom { severity: Some(Severity::Severe), ..mild(id) }
}

fn with(entries: &[NewEntry]) -> Chart {
    let mut clinic = Clinic::open();
    for entry in entries {
        clinic.submit(entry, &patient()).unwrap();
    }
    clinic.seen_by(Role::Patient)
}

/// From noon to six in the morning: eighteen hours.
fn long_night() -> NewEntry {
    let night = SleepNight {
        try_sleep: Some(time(12, 0, 0, 0)),
        final_wake: Some(time(6, 0, 0, 0)),
        ..SleepNight::default()
    };
    entry(1, "2026-11-24", Submission::Sleep(night))
}

#[test]
fn an_unlikely_night_is_asked_about_once_and_of_a_person_alone() {
    let open = FormAnswers { night: Choice::Open, ..form() };
    assert_eq!(next(&long_night(), &open, &Chart::default()), Next::ConfirmNight);
    assert_eq!(stored(next(&long_night(), &form(), &Chart::default())).entry, long_night());
    assert_eq!(stored(by_program(&long_night())).entry, long_night());
    let short = SleepNight { try_sleep: Some(time(23, 0, 0, 0)), ..SleepNight::default() };
    let short = entry(1, "2026-11-24", Submission::Sleep(short));
    assert_eq!(stored(next(&short, &open, &Chart::default())).entry, short);
}

#[test]
fn who_keeps_a_safety_answer_to_themselves_is_asked_first() {
    let content = check_in(listing(&[safety("suicidal_thoughts")]));
    let own = NewEntry { sharing: Sharing::OnlyMeSafetyDelivered, ..entry(1, "2026-11-24", content.clone()) };
    let open = FormAnswers { safety_answer: Choice::Open, ..form() };
    assert_eq!(next(&own, &open, &Chart::default()), Next::AskSharing);
    let delivered = stored(next(&own, &form(), &Chart::default()));
    assert_eq!((&delivered.entry, delivered.afterwards), (&own, Afterwards::Help));
    let keeps = NewEntry { sharing: Sharing::OnlyMe, ..own.clone() };
    let kept = stored(next(&keeps, &form(), &Chart::default()));
    assert_eq!(kept.afterwards, Afterwards::Outcome, "help was shown with the choice");
    let shared = entry(1, "2026-11-24", content);
    assert_eq!(stored(next(&shared, &open, &Chart::default())).afterwards, Afterwards::Help);
    assert_eq!(stored(by_program(&own)).entry, own, "what a program does not say is delivered");
    let plain = NewEntry { sharing: Sharing::OnlyMe, ..entry(1, "2026-11-24", check_in(mood(5))) };
    assert_eq!(stored(next(&plain, &open, &Chart::default())).afterwards, Afterwards::Outcome);
}

#[test]
fn after_midnight_the_day_is_named() {
    let late = FormAnswers { clock: time(3, 59, 0, 0), day: Choice::Open, ..form() };
    let new = entry(1, "2026-11-24", check_in(mood(5)));
    assert_eq!(next(&new, &late, &Chart::default()), refused("date", Code::Missing));
    let named = FormAnswers { day: Choice::Made, ..late.clone() };
    assert_eq!(stored(next(&new, &named, &Chart::default())).entry, new);
    let at_four = FormAnswers { clock: time(4, 0, 0, 0), ..late.clone() };
    assert_eq!(stored(next(&new, &at_four, &Chart::default())).entry, new);
    assert!(is_after_midnight(time(0, 0, 0, 0)) && !is_after_midnight(time(4, 0, 0, 0)));
    let sleep = entry(1, "2026-11-24", Submission::Sleep(SleepNight::default()));
    assert_eq!(stored(next(&sleep, &late, &Chart::default())).entry, sleep, "a night is of its morning");
    let correction = amending(diary::RecordId::from_bytes([1; 16]), new);
    let corrects = FormAnswers { purpose: FormPurpose::Correction, ..late.clone() };
    assert_eq!(stored(next(&correction, &corrects, &Chart::default())).entry, correction);
    assert_eq!(
        next(&correction, &late, &Chart::default()),
        refused("date", Code::Missing),
        "its route decides"
    );
}

#[test]
fn a_day_is_wordless_where_nothing_is_written_of_it() {
    let chart = with(&[entry(1, "2026-11-24", check_in(mood(5)))]);
    let new = entry(2, "2026-11-24", wordless());
    assert_eq!(next(&new, &form(), &chart), refused("cannot_write", Code::Contradicts));
    assert_eq!(stored(by_program(&new)).entry, new);
    let elsewhere = entry(2, "2026-11-23", wordless());
    assert_eq!(stored(next(&elsewhere, &form(), &chart)).entry, elsewhere);
    let again = with(&[entry(2, "2026-11-24", wordless())]);
    assert_eq!(stored(next(&new, &form(), &again)).entry, new, "the same form sent again");
}

#[test]
fn a_guardians_words_do_not_fill_the_day() {
    let mut clinic = Clinic::open();
    clinic.submit(&entry(1, "2026-11-24", check_in(mood(5))), &person(Role::Guardian)).unwrap();
    let new = entry(2, "2026-11-24", wordless());
    assert_eq!(stored(next(&new, &form(), &clinic.seen_by(Role::Patient))).entry, new);
}

#[test]
fn a_symptom_that_was_opened_needs_its_strength() {
    let open = FormAnswers { without_strength: vec![symptom("nausea")], ..form() };
    let new = entry(1, "2026-11-24", check_in(listing(&[mild("dizziness")])));
    assert_eq!(next(&new, &open, &Chart::default()), refused("symptoms", Code::Missing));
    let night = entry(1, "2026-11-24", wordless());
    assert_eq!(stored(next(&night, &open, &Chart::default())).entry, night, "who cannot write is let alone");
}

#[test]
fn the_same_needs_something_to_repeat() {
    let nothing = refused("symptoms", Code::NothingToRepeat);
    let new = entry(9, "2026-11-24", same());
    assert_eq!(next(&new, &form(), &Chart::default()), nothing);
    let far = with(&[entry(1, "2026-11-20", check_in(listing(&[mild("nausea")])))]);
    assert_eq!(next(&new, &form(), &far), nothing);
    let correction = amending(diary::RecordId::from_bytes([1; 16]), new.clone());
    let corrects = FormAnswers { purpose: FormPurpose::Correction, ..form() };
    assert_eq!(
        stored(next(&correction, &corrects, &Chart::default())).entry,
        correction,
        "keeps what it said"
    );
    assert_eq!(next(&correction, &form(), &Chart::default()), nothing, "its route decides");
    assert_eq!(stored(by_program(&new)).entry, new);
}

#[test]
fn the_same_as_what_is_for_oneself_is_for_oneself() {
    let own = entry(1, "2026-11-23", check_in(listing(&[mild("nausea")])));
    let chart = with(&[NewEntry { sharing: Sharing::OnlyMe, ..own }]);
    let new = entry(9, "2026-11-24", same());
    assert_eq!(next(&new, &form(), &chart), refused("symptoms", Code::RepeatsOnlyMe));
    let own = NewEntry { sharing: Sharing::OnlyMe, ..new };
    assert_eq!(stored(next(&own, &form(), &chart)).entry, own);
}

/// What needs a review on its own day is never repeated by silence, and a person learns what was left out.
#[test]
fn the_same_says_what_it_repeats_and_what_it_leaves_out() {
    let content = listing(&[mild("nausea"), severe("akathisia"), safety("suicidal_thoughts")]);
    let chart = with(&[entry(1, "2026-11-23", check_in(content))]);
    let new = entry(9, "2026-11-24", same());
    let all = stored(next(&new, &form(), &chart));
    assert_eq!(all.entry, new, "stored as it was said");
    assert_eq!(all.carried.unwrap().symptoms, [mild("nausea")]);
    assert_eq!(all.left_out, [severe("akathisia"), safety("suicidal_thoughts")]);
    let asked = FormAnswers { asked_again: vec![symptom("akathisia")], ..form() };
    assert_eq!(stored(next(&new, &asked, &chart)).left_out, [safety("suicidal_thoughts")]);
}

#[test]
fn an_answer_given_beside_the_same_spells_it_out() {
    let content = listing(&[mild("nausea"), mild("dizziness"), severe("akathisia")]);
    let chart = with(&[entry(1, "2026-11-23", check_in(content))]);
    let chosen = vec![severe("dizziness")];
    let again = vec![mild("akathisia"), safety("suicidal_thoughts")];
    let at = |id, time| TypedTime { symptom: symptom(id), time };
    let noon = Some(time(12, 0, 0, 0));
    let times = vec![at("nausea", noon), at("headache", None)];
    let beside = AnsweredBeside { chosen: chosen.clone(), again: again.clone(), times };
    let answers = FormAnswers { beside_same: Some(beside.clone()), ..form() };
    let accepted = stored(next(&entry(9, "2026-11-24", same()), &answers, &chart));
    let Submission::CheckIn { check_in, .. } = &accepted.entry.content else { panic!("a check-in") };
    // What was chosen, then what is repeated with the time that was typed for it, then what was asked again.
    let listed = [chosen, vec![ListedSymptom { time: noon, ..mild("nausea") }], again].concat();
    assert_eq!(check_in.symptoms, Some(SymptomAnswer::Listed(listed.clone())));
    assert_eq!(check_in.symptoms_asked, listed.iter().map(|item| item.symptom).collect::<Vec<_>>());
    assert_eq!((accepted.left_out, accepted.carried), (vec![], None));
    assert_eq!(accepted.afterwards, Afterwards::Help, "a safety answer was given with it");
    let unreadable = AnsweredBeside { times: vec![at("nausea", None)], ..beside };
    let answers = FormAnswers { beside_same: Some(unreadable), ..form() };
    let refusal = next(&entry(9, "2026-11-24", same()), &answers, &chart);
    assert_eq!(refusal, refused("symptoms.listed.time", Code::NotATime), "never dropped without a word");
}

#[test]
fn an_entry_sent_again_keeps_its_first_time() {
    let first = entry(1, "2026-11-24", check_in(mood(5)));
    let chart = with(std::slice::from_ref(&first));
    let mut again = first.clone();
    again.entered_at += jiff::SignedDuration::from_secs(90);
    again.provenance.language = Language::En;
    assert_eq!(again.as_first_sent(&chart, patient().account), Some(first));
    assert_eq!(again.as_first_sent(&chart, person(Role::Guardian).account), None);
    assert_eq!(entry(2, "2026-11-24", check_in(mood(5))).as_first_sent(&chart, patient().account), None);
}

fn drafts() -> impl Strategy<Value = NewEntry> {
    let sharing =
        proptest::sample::select(vec![Sharing::CareTeam, Sharing::OnlyMe, Sharing::OnlyMeSafetyDelivered]);
    let content = any::body().prop_filter_map("asked by a form", |body| match body {
        diary::Body::CheckIn(content) => Some(check_in(content)),
        diary::Body::Sleep(night) => Some(Submission::Sleep(night)),
        _ => None,
    });
    (content, sharing).prop_map(|(content, sharing)| NewEntry { sharing, ..entry(9, "2026-11-24", content) })
}

fn forms() -> impl Strategy<Value = FormAnswers> {
    let choice = || proptest::sample::select(vec![Choice::Made, Choice::Open]);
    let beside = AnsweredBeside { chosen: vec![mild("nausea")], again: Vec::new(), times: Vec::new() };
    let beside = proptest::sample::select(vec![None, Some(beside)]);
    let purpose = proptest::sample::select(vec![FormPurpose::New, FormPurpose::Correction]);
    (purpose, any::time(), choice(), choice(), choice(), beside).prop_map(
        |(purpose, clock, day, night, safety_answer, beside_same)| FormAnswers {
            purpose,
            clock,
            day,
            night,
            safety_answer,
            beside_same,
            ..form()
        },
    )
}

proptest! {
    #![proptest_config(cases(256))]

    /// A program's entry is stored as it is.
    #[test]
    fn nothing_is_asked_of_a_program(entry in drafts()) {
        let accepted = stored(by_program(&entry));
        prop_assert_eq!(accepted.entry, entry);
        prop_assert_eq!((accepted.left_out, accepted.carried), (vec![], None));
    }

    /// A form that leaves nothing open is stored or refused: the dialogue ends.
    #[test]
    fn a_form_that_leaves_nothing_open_is_not_asked(entry in drafts(), form in forms()) {
        let chart = with(&[crate::support::entry(1, "2026-11-23", check_in(listing(&[mild("nausea")])))]);
        let closed = FormAnswers { night: Choice::Made, safety_answer: Choice::Made, day: Choice::Made, ..form };
        prop_assert!(matches!(next(&entry, &closed, &chart), Next::Store(_) | Next::Refuse(_)));
    }

    /// The chart decides only where it is said to.
    #[test]
    fn the_chart_is_looked_at_where_it_is_needed_alone(entry in drafts(), form in forms()) {
        let chart = with(&[crate::support::entry(1, "2026-11-24", check_in(listing(&[mild("nausea")])))]);
        let draft = Draft { entry, sent_by: SentBy::Person(form) };
        prop_assume!(!draft.needs_chart());
        prop_assert_eq!(draft.clone().next(&chart), draft.next(&Chart::default()));
    }

    /// Nothing that a person keeps to themselves reaches the clinic before they were asked.
    #[test]
    fn no_safety_answer_is_sent_unasked(entry in drafts(), form in forms()) {
        let open = FormAnswers { safety_answer: Choice::Open, ..form };
        if let Next::Store(accepted) = next(&entry, &open, &Chart::default()) {
            let shared = accepted.entry.sharing == Sharing::CareTeam;
            prop_assert!(shared || !accepted.entry.has_safety_answer());
        }
    }
}
