//! What else happens on a day, and what it adds to the day's distress.

use diary::DayEvent;

use super::life::Life;
use super::random::Seeded;

/// Points of distress that an event adds on its day (model assumption).
pub(super) fn points(events: &[DayEvent]) -> f64 {
    events
        .iter()
        .map(|event| match event {
            DayEvent::Illness => 1.2,
            DayEvent::ExamOrEvent => 1.0,
            DayEvent::Menstruation => 0.5,
            DayEvent::LateNightOrTravel => 0.4,
            DayEvent::Exercise => -0.3,
            _ => 0.0,
        })
        .sum()
}

/// The events of a day, in the order of the screen.
pub(super) fn events(life: &Life, random: &mut Seeded, day: i32, visits: &[i32], ill: bool) -> Vec<DayEvent> {
    let also = life.part.also;
    let menstruates = also.menstruates.is_some_and(|cycle| (day + cycle.0 / 3).rem_euclid(cycle.0) < 4);
    let exam = also.exams_every_days.is_some_and(|every| (day + 10).rem_euclid(every) < 3);
    let weekday = i32::from(life.clock.date(day).weekday().to_monday_one_offset());
    let by_chance = |chance: f64, random: &mut Seeded| random.chance(chance);
    [
        (DayEvent::Menstruation, menstruates),
        (DayEvent::Illness, ill),
        (DayEvent::Alcohol, by_chance(0.03, random) && life.part.age >= 20),
        (DayEvent::Caffeine, by_chance(0.03, random)),
        (DayEvent::LateNightOrTravel, by_chance(0.02, random)),
        (DayEvent::ExamOrEvent, exam),
        (DayEvent::OtherMedicine, by_chance(0.01, random)),
        (DayEvent::Exercise, by_chance(life.habits.exercise, random)),
        (DayEvent::Cbt, weekday == life.habits.cbt_weekday),
        (DayEvent::Visit, visits.contains(&day)),
    ]
    .into_iter()
    .filter_map(|(event, happened)| happened.then_some(event))
    .collect()
}
