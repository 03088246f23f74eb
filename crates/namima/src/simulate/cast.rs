//! Who is in the clinic. The first rows are written by hand so that every story has somebody; the rest is drawn.

use diary::Language;

use super::people::Story;
use super::random::Seeded;
use super::scheme::{self, Scheme};

/// A TMS course: five times a week, then once or twice.
#[derive(Clone, Copy, Debug)]
pub(super) struct TmsCourse {
    pub(super) first_day: i32,
    pub(super) daily_weeks: i32,
    pub(super) after_weeks: i32,
    pub(super) after_per_week: i32,
}

/// Everything that is fixed about a person before anything is drawn.
#[derive(Clone, Debug)]
pub(super) struct Profile {
    pub(super) story: Story,
    pub(super) age: i32,
    pub(super) language: Language,
    pub(super) days: i32,
    pub(super) scheme: &'static Scheme,
    /// The second medicine of a switch.
    pub(super) then: Option<&'static Scheme>,
    pub(super) tms: Option<TmsCourse>,
    pub(super) also: Also,
}

/// What else is in a life.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Also {
    pub(super) menstruates: Option<Cycle>,
    /// Days on which one safety answer is delivered, counted back from the diary's last.
    pub(super) safety_days_ago: Option<i32>,
    /// A hospital stay: days ago, and how many days long.
    pub(super) hospital: Option<(i32, i32)>,
    /// Exams of a pupil or student, every so many days.
    pub(super) exams_every_days: Option<i32>,
    /// One entry is marked as made in error, on the first evening that is written so many days ago or later.
    pub(super) slip_days_ago: Option<i32>,
}

/// Days from one menstruation to the next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cycle(pub(super) i32);

/// Age below which a person has a guardian here and no TMS.
pub(super) const ADULT: i32 = 18;

impl Profile {
    fn of(story: Story, age: i32, days: i32, scheme: &'static Scheme) -> Self {
        let (language, then, tms, also) = (Language::Ja, None, None, Also::default());
        Self { story, age, language, days, scheme, then, tms, also }
    }

    fn then(mut self, scheme: &'static Scheme) -> Self {
        self.then = Some(scheme);
        self
    }

    fn in_english(mut self) -> Self {
        self.language = Language::En;
        self
    }

    fn with_tms(mut self, first_day: i32, daily_weeks: i32) -> Self {
        self.tms = Some(TmsCourse { first_day, daily_weeks, after_weeks: 14, after_per_week: 2 });
        self
    }

    fn also(mut self, also: Also) -> Self {
        self.also = also;
        self
    }

    /// The chart for imports.
    pub(super) fn empty() -> Self {
        Self::of(Story::Empty, 40, 1, &scheme::VENLAFAXINE)
    }
}

fn monthly(days: i32) -> Also {
    Also { menstruates: Some(Cycle(days)), ..Also::default() }
}

/// The first 16: adults with more than a year of diary.
pub(super) fn first_sixteen() -> Vec<Profile> {
    use Story::{MidTaper, Reinstated, Relapse, Switch, Waves, WithdrawalOnly};
    use scheme::*;
    let safety = Also { safety_days_ago: Some(140), ..Also::default() };
    let hospital = Also { hospital: Some((200, 12)), ..Also::default() };
    let slip = Also { slip_days_ago: Some(75), ..Also::default() };
    vec![
        Profile::of(Waves, 34, 420, &PAROXETINE).with_tms(30, 6).also(monthly(28)),
        Profile::of(WithdrawalOnly, 41, 430, &SERTRALINE),
        Profile::of(Relapse, 47, 440, &VENLAFAXINE),
        Profile::of(Waves, 52, 410, &CLONAZEPAM).with_tms(40, 5),
        Profile::of(MidTaper, 38, 400, &LORAZEPAM).in_english().also(monthly(30)),
        Profile::of(Waves, 63, 450, &ETIZOLAM).also(safety),
        Profile::of(Waves, 29, 415, &OLANZAPINE),
        Profile::of(Waves, 31, 405, &ARIPIPRAZOLE).in_english(),
        Profile::of(Switch, 44, 425, &PAROXETINE).then(&SERTRALINE).also(monthly(27)),
        Profile::of(Reinstated, 50, 435, &DULOXETINE),
        Profile::of(Waves, 27, 400, &ESCITALOPRAM).with_tms(35, 4).also(monthly(29)),
        Profile::of(WithdrawalOnly, 58, 410, &MIRTAZAPINE).also(slip),
        Profile::of(Waves, 36, 420, &ALPRAZOLAM).also(hospital),
        Profile::of(MidTaper, 45, 400, &QUETIAPINE),
        Profile::of(Reinstated, 33, 440, &FLUVOXAMINE).in_english(),
        Profile::of(Waves, 55, 430, &RISPERIDONE).with_tms(28, 6),
    ]
}

/// A few more with a story of their own: the minor first.
pub(super) fn next_few() -> Vec<Profile> {
    use Story::{Observing, Relapse, Waves};
    use scheme::*;
    let pupil = Also { exams_every_days: Some(45), menstruates: Some(Cycle(29)), ..Also::default() };
    let student = Also { exams_every_days: Some(80), ..Also::default() };
    vec![
        Profile::of(Waves, 15, 210, &SERTRALINE).also(pupil),
        Profile::of(Waves, 20, 240, &ESCITALOPRAM).also(student),
        Profile::of(Observing, 39, 18, &PAROXETINE),
        Profile::of(Relapse, 61, 330, &PAROXETINE).in_english(),
    ]
}

/// Days of diary below which a drawn person only has a story that fits into any length.
const SHORT_DAYS: i32 = 180;

/// Anyone: drawn from plain distributions, always an adult.
pub(super) fn drawn(random: &mut Seeded, days: i32) -> Profile {
    use Story::{MidTaper, Observing, Reinstated, Relapse, Waves, WithdrawalOnly};
    let story = match random.between(1, 100) {
        1..=55 => Waves,
        56..=70 => WithdrawalOnly,
        71..=80 => MidTaper,
        81..=88 => Relapse,
        89..=95 => Reinstated,
        _ => Observing,
    };
    let fits = days >= SHORT_DAYS || matches!(story, Waves | MidTaper | Observing);
    let story = if fits { story } else { Waves };
    let scheme = random.pick(scheme::ALL).copied().unwrap_or(&scheme::PAROXETINE);
    let mut profile = Profile::of(story, random.between(19, 72), days, scheme);
    if random.chance(0.15) {
        profile = profile.in_english();
    }
    if random.chance(0.25) {
        profile = profile.with_tms(random.between(21, 60), random.between(4, 6));
    }
    if profile.age < 48 && random.chance(0.4) {
        profile.also.menstruates = Some(Cycle(random.between(26, 32)));
    }
    profile
}
