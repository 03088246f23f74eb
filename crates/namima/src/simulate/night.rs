//! The morning sleep cards of a person.

use diary::{Code, SleepEpisode, SleepNight, Submission};

use super::clock::time;
use super::draft::{Draft, Sent, score};
use super::life::{Life, Topic};
use super::people::{Writer, WrittenEntry};
use super::random::Seeded;

/// Minutes for each point of distress: to fall asleep, awake in the night, lost at the end.
const LATENCY_MIN: f64 = 9.0;
const AWAKE_MIN: f64 = 7.0;
const WAKES_EARLIER_MIN: f64 = 10.0;
/// Minute of the day before which no card is filled in.
const EARLIEST_MINUTE: i32 = 6 * 60;

/// One person's cards. The card of a day is about the night before, so it follows the day before's distress.
pub(super) fn written(life: &Life) -> Result<Vec<WrittenEntry>, Code> {
    let mut random = life.stream(Topic::Nights);
    let mut written = Vec::new();
    for day in 1..life.clock.days() {
        let filled_in = random.chance(life.habits.card);
        let details = random.chance(life.habits.details);
        let (night, up_minute) = night(life, &mut random, day, details)?;
        let offline = random.chance(life.habits.offline);
        // Nobody fills in the card of a night before getting up from it.
        let minute = up_minute.max(EARLIEST_MINUTE) + random.between(2, 14);
        let second = 60 * minute + random.between(0, 59);
        let sent = if offline { Sent::DaysLate(1) } else { Sent::Now };
        let card = Draft::of_day(life, Writer::Patient, Submission::Sleep(night), day, second);
        if filled_in && life.open(day) {
            written.extend(Draft { sent, ..card }.written(life, &mut random));
        }
    }
    Ok(written)
}

/// A night, and the minute of the morning at which its person got up.
fn night(life: &Life, random: &mut Seeded, day: i32, details: bool) -> Result<(SleepNight, i32), Code> {
    let points = life.felt(day - 1).points;
    let weekend = if life.clock.weekend(day) { 35 } else { 0 };
    let into_bed = five(life.level.bed_minute + weekend / 2 + drift(random, 18.0));
    let try_sleep = into_bed + 5 * random.between(1, 5);
    let latency = five((12.0 + points * LATENCY_MIN) as i32 + drift(random, 5.0)).clamp(5, 150);
    let awakenings = (points * 0.5 + random.within(0.0, 1.6)) as u8;
    let awake = if awakenings == 0 {
        0
    } else {
        five((8.0 + points * AWAKE_MIN) as i32 + drift(random, 4.0)).clamp(5, 120)
    };
    let slept =
        life.level.sleep_minutes + weekend - (points * WAKES_EARLIER_MIN) as i32 + drift(random, 20.0);
    let wake = five(try_sleep + latency + awake + slept.max(150)) - 24 * 60;
    let up = wake + 5 * random.between(1, 6);
    let quality = 7.4 - 0.8 * points + random.around_zero(0.7);
    let night = SleepNight {
        episode: SleepEpisode::Night,
        into_bed: details.then(|| time(into_bed)),
        try_sleep: Some(time(try_sleep)),
        minutes_to_fall_asleep: details.then(|| minutes(latency)),
        awakenings: details.then_some(awakenings),
        minutes_awake: details.then(|| minutes(awake)),
        final_wake: Some(time(wake)),
        out_of_bed: details.then(|| time(up)),
        quality: Some(score(quality)?),
    };
    Ok((night, up))
}

fn minutes(value: i32) -> u16 {
    u16::try_from(value).unwrap_or(0)
}

/// Minutes around zero with this standard deviation.
fn drift(random: &mut Seeded, deviation: f64) -> i32 {
    random.around_zero(deviation).round() as i32
}

/// To five minutes, as people read a clock.
fn five(minute: i32) -> i32 {
    (minute + 2).div_euclid(5) * 5
}
