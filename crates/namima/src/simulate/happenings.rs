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
    let also = life.profile.also;
    let menstruates = also.menstruates.is_some_and(|cycle| (day + cycle.0 / 3).rem_euclid(cycle.0) < 4);
    let exam = also.exams_every_days.is_some_and(|every| (day + 10).rem_euclid(every) < 3);
    let weekday = i32::from(life.clock.date(day).weekday().to_monday_one_offset());
    let events = [
        (DayEvent::Menstruation, menstruates),
        (DayEvent::Illness, ill),
        (DayEvent::Alcohol, random.chance(0.03) && life.profile.age >= 20),
        (DayEvent::Caffeine, random.chance(0.03)),
        (DayEvent::LateNightOrTravel, random.chance(0.02)),
        (DayEvent::ExamOrEvent, exam),
        (DayEvent::OtherMedicine, random.chance(0.01)),
        (DayEvent::Exercise, random.chance(life.habits.exercise)),
        (DayEvent::Cbt, weekday == life.habits.cbt_weekday),
        (DayEvent::Visit, visits.contains(&day)),
    ];
    events.into_iter().filter(|(_, happened)| *happened).map(|(event, _)| event).collect()
}
