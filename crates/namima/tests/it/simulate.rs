//! The synthetic clinic.

use std::collections::{BTreeMap, BTreeSet};

use diary::{
    Answered, DayEvent, EntryId, FieldEntry, HalfMicrograms, Mode, RecordId, Role, Submission, TaperClass,
};
use jiff::civil::{Date, date};
use namima::simulate::{FIRST_ADULTS, PEOPLE, Person, Story, SyntheticClinic, Writer, clinic, population};

use crate::memory::Memory;

const TODAY: Date = date(2026, 11, 24);

fn made() -> SyntheticClinic {
    clinic(1, TODAY).expect("the model makes only what the diary accepts")
}

fn age(person: &Person) -> i16 {
    TODAY.since((jiff::Unit::Year, person.birth_date)).expect("dates").get_years()
}

fn count(person: &Person, of: impl Fn(&Submission) -> bool) -> usize {
    person.entries.iter().filter(|written| of(&written.entry.content)).count()
}

fn check_in_dates(person: &Person) -> BTreeSet<Date> {
    let own = person.entries.iter().filter(|written| written.by == Writer::Patient);
    own.filter(|written| matches!(written.entry.content, Submission::CheckIn { .. }))
        .map(|written| written.entry.about.date)
        .collect()
}

/// Doses of each medicine in order of date.
fn doses(person: &Person) -> BTreeMap<String, Vec<(Date, HalfMicrograms)>> {
    let mut doses: BTreeMap<String, Vec<(Date, HalfMicrograms)>> = BTreeMap::new();
    for written in &person.entries {
        let (medicine, per_day) = match &written.entry.content {
            Submission::MedicineStart(started) => (&started.medicine, started.per_day),
            Submission::DoseChange(dose) => (&dose.medicine, dose.per_day),
            _ => continue,
        };
        doses.entry(medicine.as_str().to_owned()).or_default().push((written.entry.about.date, per_day));
    }
    doses.values_mut().for_each(|lane| lane.sort());
    doses
}

#[test]
fn a_seed_gives_the_same_clinic_and_another_seed_another() {
    let first = made();
    assert_eq!(first, made());
    let other = clinic(2, TODAY).expect("a clinic");
    assert_ne!(first.people[0].entries, other.people[0].entries);
}

#[test]
fn the_diary_accepts_every_entry_in_order_of_arrival() {
    for (seed, today) in [(1, TODAY), (2, date(2028, 2, 29)), (3, date(2027, 1, 1))] {
        clinic(seed, today).expect("a clinic").people.iter().for_each(|person| accepts(person, today));
    }
}

fn accepts(person: &Person, today: Date) {
    let tokyo = jiff::tz::TimeZone::get("Asia/Tokyo").expect("a zone");
    let mut known: BTreeSet<EntryId> = BTreeSet::new();
    let mut last = None;
    for written in &person.entries {
        let entry = written.naming(RecordId::from_bytes([1; 16]));
        entry.check(written.by.role(), written.received_at).expect("the diary accepts the entry");
        assert!(written.entry.amends.is_none());
        if let Some(amendment) = &written.amends {
            assert!(known.contains(&amendment.of), "amends what came before");
        }
        assert!(known.insert(written.entry.id), "ids are unique");
        assert!(last <= Some(written.received_at) && written.entry.entered_at <= written.received_at);
        last = Some(written.received_at);
        assert!(written.received_at.to_zoned(tokyo.clone()).date() < today);
    }
}

#[test]
fn the_first_sixteen_are_adults_with_a_year_of_diary_on_most_days() {
    let clinic = made();
    for person in clinic.people.iter().take(FIRST_ADULTS) {
        assert!(age(person) >= 18 && person.guardian.is_none());
        let days = check_in_dates(person);
        let span =
            days.last().expect("a day").since(*days.first().expect("a day")).expect("dates").get_days();
        assert!(span >= 365, "{} spans {span} days", person.display_name);
        assert!(days.len() as i32 * 10 > span * 7, "{}: {} of {span} days", person.display_name, days.len());
        let nights = count(person, |content| matches!(content, Submission::Sleep(_)));
        assert!(nights as i32 * 10 > span * 6, "{}: {nights} nights of {span}", person.display_name);
    }
}

#[test]
fn there_are_the_people_the_demo_needs() {
    let clinic = made();
    assert_eq!(clinic.people.len(), PEOPLE as usize + 1);
    let names: BTreeSet<&str> = clinic.people.iter().map(|person| person.display_name.as_str()).collect();
    assert_eq!(names.len(), clinic.people.len());
    let stories: BTreeSet<Story> = clinic.people.iter().map(|person| person.story).collect();
    assert_eq!(stories.len(), 8, "every story is told");
    assert!(clinic.people.iter().any(|person| person.supporter.is_some()));
    for role in [
        Role::Clinician,
        Role::CareStaff,
        Role::Technician,
        Role::Reception,
        Role::PrivacyOfficer,
        Role::Administrator,
    ] {
        assert!(clinic.staff.iter().any(|staff| staff.role == role));
    }
    let empty = clinic.people.last().expect("people");
    assert_eq!((empty.story, empty.entries.len()), (Story::Empty, 0));
    assert!(age(empty) >= 18);
    let classes: BTreeSet<TaperClass> = clinic
        .people
        .iter()
        .flat_map(doses)
        .filter_map(|(medicine, _)| diary::Medicine::parse(&medicine).ok())
        .map(|medicine| medicine.class())
        .collect();
    assert_eq!(classes.len(), 3, "antidepressants, benzodiazepines and antipsychotics");
}

#[test]
fn the_minor_has_a_guardian_with_a_voice_and_no_tms() {
    let clinic = made();
    let minors: Vec<&Person> = clinic.people.iter().filter(|person| age(person) < 18).collect();
    assert!(minors.iter().any(|person| age(person) == 15));
    for person in &clinic.people {
        assert_eq!(person.guardian.is_some(), age(person) < 18);
        let by_guardian = person.entries.iter().any(|written| written.by == Writer::Guardian);
        assert_eq!(by_guardian, age(person) < 18);
    }
    for minor in minors {
        assert_eq!(count(minor, |content| matches!(content, Submission::Fields(FieldEntry::Tms(_)))), 0);
    }
}

#[test]
fn doses_fall_but_for_the_step_that_is_taken_back() {
    for person in made().people {
        let lanes = doses(&person);
        let rises =
            lanes.values().flat_map(|lane| lane.windows(2)).filter(|pair| pair[1].1 > pair[0].1).count();
        assert_eq!(rises, usize::from(person.story == Story::Reinstated), "{:?}", person.story);
        let lasts: Vec<HalfMicrograms> =
            lanes.values().filter_map(|lane| lane.last()).map(|step| step.1).collect();
        match person.story {
            Story::Relapse | Story::WithdrawalOnly => assert_eq!(lasts, [HalfMicrograms::ZERO]),
            Story::Switch => assert_eq!(lanes.len(), 2),
            _ => {}
        }
    }
}

#[test]
fn days_are_missing_unwritable_late_offline_and_corrected() {
    let clinic = made();
    let all = || clinic.people.iter().flat_map(|person| &person.entries);
    let mut longest_gap = 0;
    for person in clinic.people.iter().take(FIRST_ADULTS) {
        let days: Vec<Date> = check_in_dates(person).into_iter().collect();
        let gaps = days.windows(2).map(|pair| pair[1].since(pair[0]).expect("dates").get_days() - 1);
        let gaps: Vec<i32> = gaps.filter(|gap| *gap > 0).collect();
        assert!(gaps.len() > 3, "{} has single missing days", person.display_name);
        longest_gap = longest_gap.max(gaps.into_iter().max().unwrap_or(0));
    }
    assert!(longest_gap >= 3, "and runs of them");
    let cannot = all().filter(|written| {
        matches!(&written.entry.content, Submission::CheckIn { check_in, .. } if check_in.answered == Answered::CannotWrite)
    });
    assert!(cannot.count() > 20);
    for mode in [Mode::Late, Mode::Offline] {
        assert!(all().filter(|written| written.entry.provenance.mode == mode).count() > 20, "{mode:?}");
    }
    assert!(all().filter(|written| written.amends.is_some()).count() > 10);
    assert_eq!(all().filter(|written| written.entry.content == Submission::EnteredInError).count(), 1);
}

#[test]
fn tms_events_stays_and_one_delivered_safety_answer_are_there() {
    let clinic = made();
    let sessions = |person: &&Person| {
        count(person, |content| matches!(content, Submission::Fields(FieldEntry::Tms(_)))) >= 20
    };
    assert!(clinic.people.iter().filter(sessions).count() >= 4);
    let mut events: BTreeSet<DayEvent> = BTreeSet::new();
    let mut safety = 0;
    for written in clinic.people.iter().flat_map(|person| &person.entries) {
        match &written.entry.content {
            Submission::CheckIn { check_in, .. } => {
                events.extend(&check_in.events);
                let parts = written.entry.parts(written.by.role());
                safety += parts.iter().filter(|part| matches!(part.body, diary::Body::Safety(_))).count();
            }
            Submission::Event(event) => {
                assert!(event.until.is_some());
                events.insert(event.what);
            }
            _ => {}
        }
    }
    assert_eq!(events.len(), DayEvent::ALL.len(), "every event happens");
    assert_eq!(safety, 1);
}

#[test]
fn waves_follow_steps_and_the_relapse_stays() {
    let clinic = made();
    let moods = |person: &Person, from: Date, days: i32| {
        let until = from.saturating_add(jiff::Span::new().days(days));
        let values: Vec<f64> = person
            .entries
            .iter()
            .filter(|written| {
                written.by == Writer::Patient && (from..until).contains(&written.entry.about.date)
            })
            .filter_map(|written| match &written.entry.content {
                Submission::CheckIn { check_in, .. } => check_in.mood.map(|mood| f64::from(mood.get())),
                _ => None,
            })
            .collect();
        values.iter().sum::<f64>() / values.len() as f64
    };
    for (story, stays) in [(Story::WithdrawalOnly, false), (Story::Relapse, true)] {
        let person = clinic.people.iter().find(|person| person.story == story).expect("somebody");
        let lane = doses(person).into_values().next().expect("a medicine");
        let (last_step, _) = *lane.last().expect("a step");
        let day = |days: i32| last_step.saturating_add(jiff::Span::new().days(days));
        assert!(moods(person, day(5), 5) + 1.0 < moods(person, day(-6), 5), "a wave after the last step");
        let before_any_step = *check_in_dates(person).first().expect("a day");
        let at_the_end = TODAY.saturating_sub(jiff::Span::new().days(21));
        let low = moods(person, at_the_end, 21) + 1.5 < moods(person, before_any_step, 14);
        assert_eq!(low, stays, "{story:?}");
    }
}

#[test]
fn a_whole_diary_folds_with_its_corrections() {
    let clinic = made();
    let kept = |person: &Person| {
        let mut memory = Memory::default();
        for written in &person.entries {
            let entry = match &written.amends {
                Some(amendment) => written.naming(memory.record_of(amendment.of)),
                None => written.entry.clone(),
            };
            memory.submit(&entry, written.by.role(), written.received_at);
        }
        memory.chart()
    };
    // Every correction changes something, or the diary would refuse it.
    clinic.people.iter().skip(12).for_each(|person| drop(kept(person)));
    let chart = kept(&clinic.people[11]);
    assert_eq!(chart.entries().iter().filter(|entry| entry.in_error()).count(), 1);
    assert!(chart.entries().iter().any(|entry| entry.amended() && entry.stands()));
}

/// Nobody tells of a night before it is over.
#[test]
fn a_sleep_card_is_filled_in_after_getting_up() {
    let people = population(4, 12, 200, TODAY).map(|person| person.expect("a person"));
    let mut cards = 0;
    for written in made().people.into_iter().chain(people).flat_map(|person| person.entries) {
        let Submission::Sleep(night) = &written.entry.content else { continue };
        let about = &written.entry.about;
        let up = night.out_of_bed.or(night.final_wake).expect("a morning");
        let up = about.date.to_datetime(up).to_zoned(about.zone.rules()).expect("a moment").timestamp();
        assert!(up < written.entry.entered_at, "up {up}, written {}", written.entry.entered_at);
        cards += 1;
    }
    assert!(cards > 1_000);
}

#[test]
fn a_population_is_made_one_by_one() {
    let people: Vec<Person> = population(5, 3, 90, TODAY).collect::<Result<_, _>>().expect("people");
    assert_eq!(people.len(), 3);
    assert!(people.iter().all(|person| age(person) >= 18 && person.entries.len() > 60));
    let again = population(5, 100_000, 90, TODAY).nth(2).expect("a third").expect("a person");
    assert_eq!(people[2], again);
}
