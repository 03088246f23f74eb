//! The chart day by day: which check-in counts, what is missing, what "the same" means.

use diary::chart::{CarriedForward, Chart, Readers, ResolvedSymptoms};
use diary::{
    Answered, Body, CheckIn, ListedSymptom, NewEntry, Role, Severity, SleepEpisode, SleepNight, Submission,
    SymptomAnswer,
};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};

use crate::support::{
    Clinic, amending, at, check_in, entry, listing, mild, mood, patient, person, safety, symptom, text,
};

fn day(day: i8) -> Date {
    date(2026, 11, day)
}

fn written(id: u8, on: &str, at: Timestamp, content: CheckIn) -> NewEntry {
    NewEntry { entered_at: at, ..entry(id, on, check_in(content)) }
}

fn mood_on(chart: &Chart, on: Date) -> Option<u8> {
    chart.days(on, on)[0].answers().and_then(|answers| answers.mood).map(|mood| mood.get())
}

/// A day without an entry, a "cannot write" day and an answer that was not given are all nothing, never a value between.
///
/// Verifies: SAFE-013
#[test]
fn what_is_missing_stays_missing() {
    let mut clinic = Clinic::open();
    clinic.submit(&entry(1, "2026-11-20", check_in(mood(2))), &patient()).unwrap();
    let cannot = CheckIn { answered: Answered::CannotWrite, ..CheckIn::default() };
    clinic.submit(&entry(2, "2026-11-22", check_in(cannot)), &patient()).unwrap();
    let no_mood = CheckIn { anxiety: mood(3).mood, ..CheckIn::default() };
    clinic.submit(&entry(3, "2026-11-23", check_in(no_mood)), &patient()).unwrap();
    clinic.submit(&entry(4, "2026-11-24", check_in(mood(8))), &patient()).unwrap();
    let chart = clinic.seen_by(Role::Clinician);
    let (from, to) = chart.span().unwrap();
    let days = chart.days(from, to);
    assert_eq!(days.iter().map(|day| day.date).collect::<Vec<_>>(), [20, 21, 22, 23, 24].map(day));
    let moods: Vec<Option<u8>> = days.iter().map(|day| mood_on(&chart, day.date)).collect();
    assert_eq!(moods, [Some(2), None, None, None, Some(8)]);
    assert!(days[1].check_in.is_none() && days[1].sleep.is_none() && days[1].observations.is_empty());
    assert_eq!(days[2].answers().map(|answers| answers.answered), Some(Answered::CannotWrite));
    assert_eq!(days[2].answers().and_then(|answers| answers.anxiety), None);
    assert!(chart.symptoms().is_empty(), "not asked is not none");
}

#[test]
fn of_several_check_ins_the_one_written_last_counts() {
    let mut clinic = Clinic::open();
    // The later one arrives first.
    clinic.submit(&written(1, "2026-11-24", at("2026-11-24T21:00:00+09:00"), mood(3)), &patient()).unwrap();
    clinic.submit(&written(2, "2026-11-24", at("2026-11-24T09:00:00+09:00"), mood(7)), &patient()).unwrap();
    let chart = clinic.seen_by(Role::Patient);
    assert_eq!(mood_on(&chart, day(24)), Some(3));
    let days = chart.days(day(24), day(24));
    assert_eq!(days[0].observations.len(), 1, "the earlier one is kept beside it");
}

#[test]
fn an_amendment_wins() {
    let mut clinic = Clinic::open();
    let morning = at("2026-11-24T09:00:00+09:00");
    let first = clinic.submit(&written(1, "2026-11-24", morning, mood(7)), &patient()).unwrap();
    let evening = morning + SignedDuration::from_hours(12);
    clinic.submit(&written(2, "2026-11-24", evening, mood(3)), &patient()).unwrap();
    let later = evening + SignedDuration::from_hours(1);
    clinic.submit(&amending(first[0], written(3, "2026-11-24", later, mood(6))), &patient()).unwrap();
    let chart = clinic.seen_by(Role::Patient);
    assert_eq!(mood_on(&chart, day(24)), Some(6));
    assert_eq!(chart.entries().len(), 2);
    // An amended day is where the amendment puts it.
    let moved = amending(first[0], written(4, "2026-11-23", later, mood(6)));
    clinic.submit(&moved, &patient()).unwrap();
    let chart = clinic.seen_by(Role::Patient);
    assert_eq!((mood_on(&chart, day(23)), mood_on(&chart, day(24))), (Some(6), Some(3)));
}

#[test]
fn notes_events_and_other_voices_stand_beside_the_day() {
    let mut clinic = Clinic::open();
    clinic.submit(&entry(1, "2026-11-24", check_in(mood(5))), &patient()).unwrap();
    clinic.submit(&entry(2, "2026-11-25", Submission::Note(text("a word"))), &patient()).unwrap();
    let night = SleepNight { awakenings: Some(1), ..SleepNight::default() };
    clinic.submit(&entry(3, "2026-11-25", Submission::Sleep(night)), &person(Role::CareStaff)).unwrap();
    let chart = clinic.seen_by(Role::Clinician);
    assert_eq!(chart.span(), Some((day(24), day(25))), "a day with a note alone belongs to the diary");
    let days = chart.days(day(25), day(25));
    assert!(days[0].sleep.is_none(), "staff's words are not the patient's night");
    assert_eq!(days[0].observations.len(), 2);
}

fn answers(days: &[(u8, i8, SymptomAnswer)]) -> Chart {
    let mut clinic = Clinic::open();
    for (id, on, answer) in days {
        let listed = match answer {
            SymptomAnswer::Listed(listed) => listing(listed),
            other => {
                CheckIn { symptoms: Some(other.clone()), symptoms_asked: vec![symptom("tremor")], ..mood(5) }
            }
        };
        clinic.submit(&entry(*id, &day(*on).to_string(), check_in(listed)), &patient()).unwrap();
    }
    clinic.seen_by(Role::Patient)
}

fn listed(items: &[ListedSymptom]) -> SymptomAnswer {
    SymptomAnswer::Listed(items.to_vec())
}

#[test]
fn the_same_means_the_last_answered_day() {
    use ResolvedSymptoms::{Known, Unknown};
    use SymptomAnswer::{None, Same};
    let tremor = || vec![mild("tremor")];
    let chart = answers(&[
        (1, 1, listed(&tremor())),
        (2, 2, Same),
        (3, 5, Same),
        (4, 9, Same),
        (5, 10, Same),
        (6, 11, None),
        (7, 12, Same),
    ]);
    let symptoms = chart.symptoms();
    assert_eq!(symptoms[&day(2)], Known(tremor()));
    assert_eq!(symptoms[&day(5)], Known(tremor()), "three days back, through another \"the same\"");
    assert_eq!(symptoms[&day(9)], Unknown, "four days back");
    assert_eq!(symptoms[&day(10)], Unknown, "the same as unknown");
    assert_eq!((&symptoms[&day(11)], &symptoms[&day(12)]), (&Known(vec![]), &Known(vec![])));
    assert!(!symptoms.contains_key(&day(3)), "no answer, no symptoms");
}

#[test]
fn the_same_follows_an_amendment() {
    let mut clinic = Clinic::open();
    let first =
        clinic.submit(&entry(1, "2026-11-01", check_in(listing(&[mild("tremor")]))), &patient()).unwrap();
    let same = CheckIn { symptoms: Some(SymptomAnswer::Same), ..CheckIn::default() };
    clinic.submit(&entry(2, "2026-11-02", check_in(same)), &patient()).unwrap();
    let severe = ListedSymptom { severity: Some(Severity::Severe), ..mild("nausea") };
    let amended = entry(3, "2026-11-01", check_in(listing(std::slice::from_ref(&severe))));
    clinic.submit(&amending(first[0], amended), &patient()).unwrap();
    let symptoms = clinic.seen_by(Role::Patient).symptoms();
    assert_eq!(symptoms[&day(2)], ResolvedSymptoms::Known(vec![severe]));
}

#[test]
fn the_same_repeats_no_safety_answer_and_no_clock_time() {
    let timed = ListedSymptom { time: Some(jiff::civil::time(14, 30, 0, 0)), ..mild("tremor") };
    let chart = answers(&[(1, 1, listed(&[timed.clone(), safety("seizure")])), (2, 2, SymptomAnswer::Same)]);
    let symptoms = chart.symptoms();
    assert_eq!(symptoms[&day(1)], ResolvedSymptoms::Known(vec![timed, safety("seizure")]));
    assert_eq!(symptoms[&day(2)], ResolvedSymptoms::Known(vec![mild("tremor")]));
}

#[test]
fn what_the_same_stands_on_is_told_with_what_it_does_not_repeat() {
    let first = [mild("tremor"), safety("seizure")];
    let chart = answers(&[(1, 1, listed(&first)), (2, 2, SymptomAnswer::Same)]);
    assert_eq!(chart.symptoms_before(day(2)), Some(first.to_vec()));
    assert_eq!(chart.symptoms_before(day(5)), Some(vec![mild("tremor")]), "asked anew once, not every day");
    assert_eq!(chart.symptoms_before(day(6)), None, "further back than the same reaches");
    assert_eq!(chart.symptoms_before(day(1)), None);
}

#[test]
fn a_safety_answer_alone_is_still_an_answer() {
    let mut clinic = Clinic::open();
    clinic.submit(&entry(1, "2026-11-01", check_in(listing(&[safety("seizure")]))), &patient()).unwrap();
    let chart = clinic.seen_by(Role::Clinician);
    assert_eq!(chart.symptoms()[&day(1)], ResolvedSymptoms::Known(vec![safety("seizure")]));
    assert!(chart.standing().any(|entry| entry.bodies().any(|body| matches!(body, Body::Safety(_)))));
}

#[test]
fn a_later_check_in_covers_no_safety_answer() {
    let mut clinic = Clinic::open();
    clinic
        .submit(&entry(1, "2026-11-01", check_in(listing(&[safety("suicidal_thoughts")]))), &patient())
        .unwrap();
    let later =
        NewEntry { entered_at: at("2026-11-01T22:30:00+09:00"), ..entry(2, "2026-11-01", check_in(mood(8))) };
    clinic.submit(&later, &patient()).unwrap();
    let symptoms = clinic.seen_by(Role::Clinician).symptoms();
    assert_eq!(symptoms[&day(1)], ResolvedSymptoms::Known(vec![safety("suicidal_thoughts")]));
}

#[test]
fn a_safety_answer_from_an_entry_for_oneself_stands_on_its_day() {
    let mut clinic = Clinic::open();
    let apart = entry(1, "2026-11-01", check_in(listing(&[safety("seizure")])));
    let apart = NewEntry { sharing: diary::Sharing::OnlyMeSafetyDelivered, ..apart };
    clinic.submit(&apart, &patient()).unwrap();
    let symptoms = clinic.seen_by(Role::Clinician).symptoms();
    assert_eq!(symptoms[&day(1)], ResolvedSymptoms::Known(vec![safety("seizure")]));
}

fn at_hour(id: u8, hour: i8, content: Submission) -> NewEntry {
    let at = at(&format!("2026-11-24T{hour:02}:00:00+09:00"));
    NewEntry { entered_at: at, ..entry(id, "2026-11-24", content) }
}

/// Three check-ins of one day: each question keeps what was answered last, and all that was answered.
#[test]
fn a_later_check_in_erases_no_earlier_answer() {
    let mut clinic = Clinic::open();
    let mut send = |id, hour, content: CheckIn| {
        clinic.submit(&at_hour(id, hour, check_in(content)), &patient()).unwrap();
    };
    let slept = CheckIn { sleep_hours: diary::SleepHours::from_hours(6.5).ok(), ..mood(2) };
    send(1, 9, CheckIn { events: vec![diary::DayEvent::Illness], ..slept });
    send(2, 13, mood(8));
    let last =
        CheckIn { anxiety: mood(3).mood, events: vec![diary::DayEvent::Alcohol], ..CheckIn::default() };
    send(3, 21, last);
    let chart = clinic.seen_by(Role::Clinician);
    let today = &chart.days(day(24), day(24))[0];
    assert_eq!(
        today.answers().and_then(|answers| answers.mood),
        None,
        "the last card alone says nothing of mood"
    );
    let (from, score) = today.latest(|answers| answers.mood).unwrap();
    assert_eq!((from.entered_at(), score.get()), (at("2026-11-24T13:00:00+09:00"), 8));
    let spread = today.spread(|answers| answers.mood).unwrap();
    let told = [spread.first, spread.last, spread.low, spread.high].map(diary::Score::get);
    assert_eq!((told, spread.answers), ([2, 8, 2, 8], 2));
    assert_eq!(today.spread(|answers| answers.anxiety).map(|spread| spread.answers), Some(1));
    assert_eq!(today.spread(|answers| answers.sleep_quality), None);
    assert_eq!(today.check_ins().count(), 3);
    assert_eq!(today.events(), [diary::DayEvent::Illness, diary::DayEvent::Alcohol]);
    assert_eq!(today.slept().map(|slept| slept.minutes), Some(390), "as stated in the morning");
}

#[test]
fn a_day_that_was_written_about_is_no_cannot_write_day() {
    let cannot = || CheckIn { answered: Answered::CannotWrite, ..CheckIn::default() };
    let mut clinic = Clinic::open();
    clinic.submit(&at_hour(1, 9, check_in(cannot())), &patient()).unwrap();
    assert!(clinic.seen_by(Role::Patient).days(day(24), day(24))[0].cannot_write());
    clinic.submit(&at_hour(2, 20, check_in(mood(4))), &patient()).unwrap();
    clinic.submit(&at_hour(3, 21, check_in(cannot())), &patient()).unwrap();
    let chart = clinic.seen_by(Role::Patient);
    let days = chart.days(day(23), day(24));
    assert_eq!([days[0].cannot_write(), days[1].cannot_write()], [false, false]);
    assert_eq!(days[1].latest(|answers| answers.mood).map(|(_, mood)| mood.get()), Some(4));
}

#[test]
fn symptoms_of_all_check_ins_of_a_day_are_there() {
    let mut clinic = Clinic::open();
    let severe = |id| ListedSymptom { severity: Some(Severity::Severe), ..mild(id) };
    let of = |listed: &[ListedSymptom]| check_in(listing(listed));
    clinic.submit(&entry(1, "2026-11-23", of(&[mild("sweating"), mild("nausea")])), &patient()).unwrap();
    clinic.submit(&at_hour(2, 9, of(&[severe("tremor"), severe("nausea")])), &patient()).unwrap();
    let same = CheckIn { symptoms: Some(SymptomAnswer::Same), ..CheckIn::default() };
    clinic.submit(&at_hour(3, 13, check_in(same)), &patient()).unwrap();
    clinic.submit(&at_hour(4, 20, of(&[mild("tremor")])), &patient()).unwrap();
    let none = CheckIn { symptoms: Some(SymptomAnswer::None), ..CheckIn::default() };
    clinic.submit(&at_hour(5, 21, check_in(none)), &patient()).unwrap();
    clinic.submit(&at_hour(6, 22, check_in(mood(5))), &patient()).unwrap();
    let ResolvedSymptoms::Known(mut known) = clinic.seen_by(Role::Patient).symptoms()[&day(24)].clone()
    else {
        panic!("known")
    };
    known.sort_by_key(|item| item.symptom);
    assert_eq!(known, [severe("nausea"), mild("sweating"), mild("tremor")]);
}

#[test]
fn of_several_sleep_cards_the_last_counts_and_all_are_there() {
    let card = |episode, awakenings, wake: &str| {
        let (try_sleep, final_wake) = ("23:00".parse().ok(), wake.parse().ok());
        Submission::Sleep(SleepNight {
            episode,
            try_sleep,
            final_wake,
            awakenings: Some(awakenings),
            ..SleepNight::default()
        })
    };
    let mut clinic = Clinic::open();
    clinic.submit(&at_hour(1, 7, card(SleepEpisode::Night, 1, "06:00")), &patient()).unwrap();
    // A second night of a date comes only from a correction.
    let nap = clinic.submit(&at_hour(2, 10, card(SleepEpisode::Nap, 2, "09:00")), &patient()).unwrap()[0];
    let corrected = at_hour(3, 10, card(SleepEpisode::Night, 2, "09:00"));
    clinic.submit(&crate::support::amending(nap, corrected), &patient()).unwrap();
    let chart = clinic.seen_by(Role::Clinician);
    let today = &chart.days(day(24), day(24))[0];
    assert_eq!(today.nights().map(|(_, night)| night.awakenings).collect::<Vec<_>>(), [Some(1), Some(2)]);
    assert_eq!(today.slept().map(|slept| slept.minutes), Some(600));
    assert_eq!((today.check_ins().count(), today.observations.len()), (0, 1));
}

fn same() -> Submission {
    check_in(CheckIn { symptoms: Some(SymptomAnswer::Same), ..CheckIn::default() })
}

fn for_oneself(new: NewEntry) -> NewEntry {
    NewEntry { sharing: diary::Sharing::OnlyMe, ..new }
}

#[test]
fn what_the_same_stands_for_is_told_with_its_day() {
    let mut clinic = Clinic::open();
    let timed = ListedSymptom { time: Some(jiff::civil::time(14, 30, 0, 0)), ..mild("tremor") };
    clinic.submit(&entry(1, "2026-11-02", check_in(listing(&[timed]))), &patient()).unwrap();
    let chart = clinic.seen_by(Role::Patient);
    let stands = CarriedForward { date: day(2), symptoms: vec![mild("tremor")], readers: Readers::Everyone };
    assert_eq!(chart.carried_forward(day(3)), Some(stands.clone()));
    assert_eq!(chart.carried_forward(day(5)), Some(stands));
    assert_eq!(
        (chart.carried_forward(day(6)), chart.carried_forward(day(2))),
        (None, None),
        "out of reach, and nothing before"
    );
}

/// Where the last answered day is for the patient alone, the clinic would read something else than is meant: a "same" is
/// refused in what is shared, and taken in what is for oneself.
///
/// Part of: PRIV-005
#[test]
fn the_same_never_stands_on_what_the_clinic_has_not() {
    let mut clinic = Clinic::open();
    let shared = |id, on: &str, content| entry(id, on, content);
    clinic.submit(&shared(1, "2026-11-02", check_in(listing(&[mild("tremor")]))), &patient()).unwrap();
    let own = for_oneself(entry(2, "2026-11-03", check_in(listing(&[mild("nausea")]))));
    clinic.submit(&own, &patient()).unwrap();
    let stands = clinic.seen_by(Role::Patient).carried_forward(day(4)).unwrap();
    assert_eq!((stands.date, stands.readers), (day(3), Readers::OnlyMe));
    let refused = Err(diary::Refusal::new("symptoms", diary::Code::RepeatsOnlyMe));
    assert_eq!(clinic.submit(&shared(3, "2026-11-04", same()), &patient()), refused);
    clinic.submit(&for_oneself(entry(4, "2026-11-04", same())), &patient()).unwrap();
    let chosen = check_in(listing(&[mild("nausea")]));
    let made = clinic.submit(&shared(5, "2026-11-05", chosen), &patient()).unwrap();
    clinic.submit(&shared(6, "2026-11-06", same()), &patient()).unwrap();
    for role in [Role::Patient, Role::Clinician] {
        let read = clinic.seen_by(role).symptoms()[&day(6)].clone();
        assert_eq!(read, ResolvedSymptoms::Known(vec![mild("nausea")]), "{role:?}");
    }
    // A correction that shares what was for oneself is asked again.
    let again = amending(made[0], shared(7, "2026-11-05", same()));
    assert_eq!(clinic.submit(&again, &patient()), refused);
}
