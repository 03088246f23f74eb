//! How a day felt: the wave after each step, what else happened, and noise. Every number here is an assumption of the
//! model, none is a finding; docs/synthetic-clinic.md lists them.

use std::collections::BTreeMap;

use super::clock::Clock;
use super::people::Story;
use super::random::Seeded;
use super::scheme::{Onset, Scheme};
use super::taper::Fact;

/// A dose of this share of the first dose has half the effect of an endless one: the hyperbolic idea (Horowitz and Taylor
/// 2019, Lancet Psychiatry 6:538) as an assumption, the same for every medicine.
const HALF_EFFECT_SHARE: f64 = 0.25;
/// Points of distress for a step over the whole effect, before the person's own sensitivity.
const WAVE_POINTS: f64 = 16.0;
/// No wave is higher.
const WAVE_MOST_POINTS: f64 = 6.0;
/// Days of the rise, and of the fall after the peak.
const RISE_DAYS: (i32, i32) = (2, 4);
const FALL_DAYS: (i32, i32) = (7, 21);
/// A relapse begins so many days after the last dose, climbs for so many, and stays at so many points.
const RELAPSE_AFTER_DAYS: (i32, i32) = (28, 56);
const RELAPSE_CLIMB_DAYS: f64 = 42.0;
const RELAPSE_POINTS: f64 = 5.0;
/// Points taken away by each TMS session, and at most.
const TMS_SESSION_POINTS: f64 = 0.05;
const TMS_MOST_POINTS: f64 = 1.5;
/// One day's noise carries so much of the day before, and adds so much.
const NOISE_CARRIED: f64 = 0.6;
const NOISE_POINTS: f64 = 0.55;

/// One wave: nothing, a rise to its height, a fall to nothing.
#[derive(Clone, Copy, Debug)]
struct Wave {
    from: i32,
    rise: i32,
    fall: i32,
    points: f64,
}

impl Wave {
    fn on(&self, day: i32) -> f64 {
        let since = day - self.from;
        if since < 0 || since >= self.rise + self.fall {
            0.0
        } else if since < self.rise {
            self.points * f64::from(since + 1) / f64::from(self.rise + 1)
        } else {
            let left = 1.0 - f64::from(since - self.rise) / f64::from(self.fall);
            self.points * left * left
        }
    }
}

/// The share of the whole effect that a dose has, 0 to 1.
fn effect(micrograms: u64, scheme: &Scheme) -> f64 {
    let (dose, half) = (micrograms as f64, scheme.dose(0) as f64 * HALF_EFFECT_SHARE);
    if dose + half > 0.0 { dose / (dose + half) } else { 0.0 }
}

/// Distress of a day in points, 0 upwards, before what only one evening knows.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Distress {
    /// All of it.
    pub(super) points: f64,
    /// What a relapse has in it: mood and sleep, not the body's symptoms of withdrawal.
    pub(super) relapse: f64,
}

/// How each day felt.
pub(super) fn distress(
    clock: &Clock,
    mut random: Seeded,
    story: Story,
    facts: &[Fact],
    tms_days: &[i32],
) -> Vec<Distress> {
    let sensitivity = random.within(0.6, 1.3);
    let waves = waves(&mut random, facts, sensitivity);
    let ramp = relapse_from(&mut random, story, facts);
    let mut noise = 0.0;
    (0..clock.days())
        .map(|day| {
            let wave: f64 = waves.iter().map(|wave| wave.on(day)).sum();
            let climb = ramp.map_or(0.0, |from| (f64::from(day - from) / RELAPSE_CLIMB_DAYS).clamp(0.0, 1.0));
            let sessions = tms_days.iter().filter(|session| **session <= day).count() as f64;
            let eased = (sessions * TMS_SESSION_POINTS).min(TMS_MOST_POINTS);
            noise = noise * NOISE_CARRIED + random.around_zero(NOISE_POINTS);
            let relapse = climb * RELAPSE_POINTS;
            Distress { points: (wave + relapse - eased + noise + 0.5).max(0.0), relapse }
        })
        .collect()
}

fn waves(random: &mut Seeded, facts: &[Fact], sensitivity: f64) -> Vec<Wave> {
    let mut before: BTreeMap<&str, u64> = BTreeMap::new();
    let mut waves = Vec::new();
    for fact in facts {
        let last = before.insert(fact.scheme.medicine, fact.micrograms);
        let Some(last) = last.filter(|last| *last > fact.micrograms) else { continue };
        let lost = effect(last, fact.scheme) - effect(fact.micrograms, fact.scheme);
        let lag = match fact.scheme.onset {
            Onset::Quick => random.between(1, 3),
            Onset::Slow => random.between(2, 5),
        };
        waves.push(Wave {
            from: fact.day + lag,
            rise: random.between(RISE_DAYS.0, RISE_DAYS.1),
            fall: random.between(FALL_DAYS.0, FALL_DAYS.1),
            points: (lost * WAVE_POINTS * sensitivity).min(WAVE_MOST_POINTS),
        });
    }
    waves
}

fn relapse_from(random: &mut Seeded, story: Story, facts: &[Fact]) -> Option<i32> {
    let last_dose = facts.iter().rfind(|fact| fact.micrograms == 0)?;
    let after = random.between(RELAPSE_AFTER_DAYS.0, RELAPSE_AFTER_DAYS.1);
    (story == Story::Relapse).then_some(last_dose.day + after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::scheme::PAROXETINE;

    #[test]
    fn a_wave_rises_peaks_and_ends() {
        let wave = Wave { from: 3, rise: 2, fall: 10, points: 4.0 };
        assert_eq!((wave.on(2), wave.on(15)), (0.0, 0.0));
        assert!(wave.on(3) < wave.on(4) && wave.on(4) < wave.on(5));
        assert_eq!(wave.on(5), 4.0);
        assert!((6..15).all(|day| wave.on(day) < wave.on(day - 1)));
    }

    #[test]
    fn equal_steps_weigh_more_at_lower_doses() {
        let lost = |from, to| effect(from, &PAROXETINE) - effect(to, &PAROXETINE);
        assert!(lost(5_000, 2_500) > 3.0 * lost(30_000, 27_500));
        assert!(lost(2_500, 0) > lost(5_000, 2_500));
    }
}
