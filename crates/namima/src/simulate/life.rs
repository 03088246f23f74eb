//! One person's life over the diary: what is drawn once, and how each day was.

use diary::{Code, Medicine, Symptom, Tms, offered};

use super::cast::{ADULT, Profile};
use super::clock::Clock;
use super::model::{self, Distress};
use super::random::Seeded;
use super::taper::{Fact, Taper};

/// What a stream of numbers is for. The numbers keep topics apart; their order means nothing.
#[derive(Clone, Copy, Debug)]
pub(super) enum Topic {
    Person = 1,
    Doses = 2,
    Feeling = 3,
    Tms = 4,
    Habits = 5,
    Evenings = 6,
    Nights = 7,
    Clinic = 8,
    Family = 9,
}

/// How somebody writes a diary: probabilities a day, but for the last field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Habits {
    /// An evening goes missing.
    pub(super) misses: f64,
    /// A run of missing days begins; it lasts 3 to 9 days.
    pub(super) gap_begins: f64,
    /// An entry is written 1 to 4 days late.
    pub(super) late: f64,
    /// An entry waits for a connection until the next morning.
    pub(super) offline: f64,
    /// The morning card is filled in.
    pub(super) card: f64,
    /// The card's details are filled in, too.
    pub(super) details: f64,
    /// A note is written.
    pub(super) note: f64,
    /// An answered evening is corrected on the next day.
    pub(super) corrects: f64,
    /// Exercise, therapy.
    pub(super) exercise: f64,
    pub(super) cbt_weekday: i32,
}

/// How somebody is without any wave: mood and anxiety of 0 to 10, minutes of the clock.
#[derive(Clone, Debug)]
pub(super) struct Level {
    pub(super) mood: f64,
    pub(super) anxiety: f64,
    pub(super) bed_minute: i32,
    pub(super) sleep_minutes: i32,
    /// Symptoms this person has when there are any.
    pub(super) symptoms: Vec<Symptom>,
}

/// Whether the diary was open on a day at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DiaryState {
    Open,
    /// In a run of missing days, or in hospital.
    Closed,
}

/// One person over the diary.
pub(super) struct Life {
    pub(super) profile: Profile,
    pub(super) clock: Clock,
    pub(super) facts: Vec<Fact>,
    pub(super) tms_days: Vec<i32>,
    /// Distress by day.
    pub(super) distress: Vec<Distress>,
    pub(super) diary: Vec<DiaryState>,
    pub(super) habits: Habits,
    pub(super) level: Level,
    /// Chips of this person's check-in.
    pub(super) asked: Vec<Symptom>,
    seed: u64,
    number: u64,
}

impl Life {
    pub(super) fn new(profile: Profile, clock: Clock, seed: u64, number: u64) -> Result<Self, Code> {
        let facts = Taper::facts(
            &clock,
            stream(seed, number, Topic::Doses),
            profile.story,
            profile.scheme,
            profile.then,
        );
        let tms_days = tms_days(&profile, &clock, stream(seed, number, Topic::Tms));
        let distress =
            model::distress(&clock, stream(seed, number, Topic::Feeling), profile.story, &facts, &tms_days);
        let mut random = stream(seed, number, Topic::Habits);
        let habits = habits(&mut random);
        let diary = diary_states(&mut random, &habits, &profile, &clock);
        let age = if profile.age < ADULT { diary::Age::Minor } else { diary::Age::Adult };
        let mut classes = vec![Medicine::parse(profile.scheme.medicine)?.class()];
        if let Some(then) = profile.then {
            classes.push(Medicine::parse(then.medicine)?.class());
        }
        let tms = if profile.tms.is_some() { Tms::Too } else { Tms::No };
        let (asked, _) = offered(&classes, tms, age);
        let level = level(&mut random, &asked);
        Ok(Self { profile, clock, facts, tms_days, distress, diary, habits, level, asked, seed, number })
    }

    /// The stream of a topic of this person.
    pub(super) fn stream(&self, topic: Topic) -> Seeded {
        stream(self.seed, self.number, topic)
    }

    /// Distress on a day.
    pub(super) fn felt(&self, day: i32) -> Distress {
        usize::try_from(day).ok().and_then(|day| self.distress.get(day)).copied().unwrap_or_default()
    }

    /// Whether the diary was open on a day.
    pub(super) fn open(&self, day: i32) -> bool {
        usize::try_from(day).ok().and_then(|day| self.diary.get(day)) == Some(&DiaryState::Open)
    }

    /// Whether any medicine is taken on a day.
    pub(super) fn takes_medicine(&self, day: i32) -> bool {
        let mut doses: Vec<(&str, u64)> = Vec::new();
        for fact in self.facts.iter().filter(|fact| fact.day <= day) {
            doses.retain(|(medicine, _)| *medicine != fact.scheme.medicine);
            doses.push((fact.scheme.medicine, fact.micrograms));
        }
        doses.iter().any(|(_, micrograms)| *micrograms > 0)
    }

    /// The hospital stay as first and last day.
    pub(super) fn hospital(&self) -> Option<(i32, i32)> {
        let (ago, length) = self.profile.also.hospital?;
        Some((self.clock.days() - ago, self.clock.days() - ago + length - 1))
    }
}

fn stream(seed: u64, number: u64, topic: Topic) -> Seeded {
    Seeded::new(seed, [number, topic as u64])
}

fn habits(random: &mut Seeded) -> Habits {
    Habits {
        misses: random.within(0.03, 0.10),
        gap_begins: random.within(0.004, 0.012),
        late: random.within(0.02, 0.05),
        offline: random.within(0.01, 0.03),
        card: random.within(0.80, 0.94),
        details: random.within(0.3, 1.0),
        note: random.within(0.02, 0.08),
        corrects: 0.015,
        exercise: random.within(0.0, 0.3),
        cbt_weekday: random.between(1, 14),
    }
}

fn level(random: &mut Seeded, asked: &[Symptom]) -> Level {
    let mut left: Vec<Symptom> = asked.iter().copied().filter(|symptom| !symptom.is_safety()).collect();
    let mut symptoms = Vec::new();
    for _ in 0..5 {
        let Some(symptom) = random.pick(&left).copied() else { break };
        left.retain(|other| *other != symptom);
        symptoms.push(symptom);
    }
    Level {
        mood: random.within(5.8, 7.4),
        anxiety: random.within(1.6, 3.6),
        bed_minute: random.between(22 * 60 + 15, 24 * 60 + 30),
        sleep_minutes: random.between(6 * 60 + 15, 7 * 60 + 45),
        symptoms,
    }
}

fn diary_states(random: &mut Seeded, habits: &Habits, profile: &Profile, clock: &Clock) -> Vec<DiaryState> {
    let stay = match profile.also.hospital {
        Some((ago, length)) => clock.days() - ago..clock.days() - ago + length,
        None => 0..0,
    };
    let mut closed_until = -1;
    let mut states = Vec::new();
    for day in 0..clock.days() {
        if random.chance(habits.gap_begins) {
            closed_until = day + random.between(3, 9);
        }
        let is_closed = day < closed_until || stay.contains(&day);
        states.push(if is_closed { DiaryState::Closed } else { DiaryState::Open });
    }
    states
}

/// Days with a TMS session: Monday to Friday, then once or twice a week; one in 25 is missed. Never under 18.
fn tms_days(profile: &Profile, clock: &Clock, mut random: Seeded) -> Vec<i32> {
    let Some(course) = profile.tms.filter(|_| profile.age >= ADULT) else { return Vec::new() };
    let daily_until = course.first_day + 7 * course.daily_weeks;
    let until = daily_until + 7 * course.after_weeks;
    let mut days = Vec::new();
    for day in course.first_day..until.min(clock.days()) {
        let weekday = clock.date(day).weekday().to_monday_zero_offset();
        // Tuesday and Friday at first, later Tuesday alone.
        let twice = course.after_per_week > 1 && day < daily_until + 42;
        let on = if day < daily_until { weekday < 5 } else { weekday == 1 || (twice && weekday == 4) };
        if on && !random.chance(0.04) {
            days.push(day);
        }
    }
    days
}
