//! The doses of a person, as the clinician writes them down.

use diary::Precision;

use super::clock::Clock;
use super::people::Story;
use super::random::Seeded;
use super::scheme::Scheme;

/// One known dose from a day on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fact {
    /// Day of the diary; below 0 is before it.
    pub(super) day: i32,
    pub(super) scheme: &'static Scheme,
    pub(super) micrograms: u64,
    pub(super) content: Content,
    pub(super) precision: Precision,
}

/// What the clinician writes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Content {
    /// The medicine with its first known dose, and which one it replaces.
    Started(Option<&'static str>),
    /// A change.
    Changed,
}

/// Days of observation before the first step (14 to 28 in the product).
const OBSERVED_DAYS: (i32, i32) = (14, 28);
/// Days between two steps.
const STEP_DAYS: (i32, i32) = (24, 38);
/// Days of diary after the last dose of somebody who relapses; without a relapse the taper takes 55 per cent of the diary.
const AFTER_LAST_DOSE_DAYS: i32 = 110;
/// Days after which a step that is taken back goes up again, and after which the taper goes on.
const BACK_UP_DAYS: i32 = 12;
const GO_ON_DAYS: i32 = 42;

pub(super) struct Taper<'a> {
    clock: &'a Clock,
    random: Seeded,
    facts: Vec<Fact>,
}

impl<'a> Taper<'a> {
    /// The facts of a story over a ladder, by day; `then` is the ladder of a switch.
    pub(super) fn facts(
        clock: &'a Clock,
        random: Seeded,
        story: Story,
        scheme: &'static Scheme,
        then: Option<&'static Scheme>,
    ) -> Vec<Fact> {
        let mut taper = Self { clock, random, facts: Vec::new() };
        let first_step = taper.random.between(OBSERVED_DAYS.0, OBSERVED_DAYS.1);
        let steps = scheme.micrograms.get(1..).unwrap_or_default();
        match story {
            Story::Empty => {}
            Story::Observing => taper.start(scheme),
            Story::Waves => {
                taper.start(scheme);
                taper.down(scheme, steps, first_step, STEP_DAYS);
            }
            Story::WithdrawalOnly | Story::Relapse => {
                taper.start(scheme);
                let last_dose = match story {
                    Story::Relapse => clock.days() - AFTER_LAST_DOSE_DAYS,
                    _ => clock.days() * 11 / 20,
                };
                let waits = i32::try_from(steps.len()).unwrap_or(2).max(2) - 1;
                let pace = ((last_dose - first_step) / waits).clamp(7, 100);
                taper.down(scheme, steps, first_step, (pace, pace));
            }
            Story::MidTaper => taper.mid(scheme, first_step),
            Story::Reinstated => taper.reinstated(scheme, steps, first_step),
            Story::Switch => taper.switch(scheme, then.unwrap_or(scheme), first_step),
        }
        taper.facts.sort_by_key(|fact| fact.day);
        taper.facts
    }

    fn add(
        &mut self,
        day: i32,
        scheme: &'static Scheme,
        micrograms: u64,
        content: Content,
        precision: Precision,
    ) {
        let day = if day >= 0 { self.clock.open(day) } else { day };
        if day < self.clock.days() {
            self.facts.push(Fact { day, scheme, micrograms, content, precision });
        }
    }

    /// On the first dose since some month before the diary.
    fn start(&mut self, scheme: &'static Scheme) {
        let day = -self.random.between(120, 900);
        let dose = scheme.dose(0);
        self.add(day, scheme, dose, Content::Started(None), Precision::Month);
    }

    /// Steps down from a day on; the day after the last one's wait.
    fn down(&mut self, scheme: &'static Scheme, steps: &[u64], from: i32, pace: (i32, i32)) -> i32 {
        let mut day = from;
        for micrograms in steps {
            self.add(day, scheme, *micrograms, Content::Changed, Precision::Day);
            day += self.random.between(pace.0, pace.1);
        }
        day
    }

    /// Two steps lie before the diary, known to the month; the start to the year.
    fn mid(&mut self, scheme: &'static Scheme, first_step: i32) {
        let years_ago = -self.random.between(800, 1_500);
        self.add(years_ago, scheme, scheme.dose(0), Content::Started(None), Precision::Year);
        self.add(-130, scheme, scheme.dose(1), Content::Changed, Precision::Month);
        self.add(-70, scheme, scheme.dose(2), Content::Changed, Precision::Month);
        self.down(scheme, scheme.micrograms.get(3..).unwrap_or_default(), first_step, STEP_DAYS);
    }

    /// Two steps, the second taken back, then on at a slower pace.
    fn reinstated(&mut self, scheme: &'static Scheme, steps: &[u64], first_step: i32) {
        self.start(scheme);
        let (early, late) = steps.split_at_checked(1).unwrap_or((steps, &[]));
        let day = self.down(scheme, early, first_step, STEP_DAYS);
        let (second, _) = late.split_at_checked(1).unwrap_or((late, &[]));
        self.down(scheme, second, day, STEP_DAYS);
        if let [before] = early {
            self.add(day + BACK_UP_DAYS, scheme, *before, Content::Changed, Precision::Day);
        }
        self.down(scheme, late, day + BACK_UP_DAYS + GO_ON_DAYS, (GO_ON_DAYS, GO_ON_DAYS + 14));
    }

    /// Half, then none of the first medicine on the day the second one starts; later the second goes down.
    fn switch(&mut self, scheme: &'static Scheme, then: &'static Scheme, first_step: i32) {
        self.start(scheme);
        let half = scheme.dose(scheme.micrograms.len() / 2);
        self.add(first_step, scheme, half, Content::Changed, Precision::Day);
        let day = first_step + 14;
        self.add(day, scheme, 0, Content::Changed, Precision::Day);
        let dose = then.dose(0);
        self.add(day, then, dose, Content::Started(Some(scheme.medicine)), Precision::Day);
        self.down(then, then.micrograms.get(1..).unwrap_or_default(), day + 56, STEP_DAYS);
    }
}
