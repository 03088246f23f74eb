//! A night's sleep and its published figures.
//!
//! Elements compatible with the Consensus Sleep Diary (Carney 2012, SLEEP 35:287), in our own words; sleep efficiency
//! after Reed & Sacco 2016 (J Clin Sleep Med 12:263). Their variant by the duration of the sleep episode needs the time
//! spent trying to sleep after the last waking, which is not asked: it is not computed. A figure is absent when any of
//! its inputs is. The diary separates naps from the night, as the Consensus Sleep Diary does: a nap has the same figures and
//! never counts as the night.

use jiff::civil::{Date, Time};
use jiff::{Timestamp, ToSpan};

use crate::author::named;
use crate::{About, Code, Refusal, Score};

/// How far a bedside clock may be ahead of the device's.
const CLOCKS_DIFFER_S: i64 = 10 * 60;

/// Minutes up to which a night is taken as it is written down.
const LIKELY_MIN: i64 = 16 * 60;

named! {
    /// What a sleep card tells of.
    #[derive(Default)]
    SleepEpisode {
        /// The night's sleep.
        #[default]
        Night = "night",
        /// Sleep by day, beside the night.
        Nap = "nap",
        /// A night in which the person did not sleep.
        NoSleep = "no_sleep",
    }
}

/// What a person says about one night or one nap. The entry's date is the day it ends on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SleepNight {
    /// A night, a nap, or a night without sleep.
    pub episode: SleepEpisode,
    /// Got into bed.
    pub into_bed: Option<Time>,
    /// Started trying to sleep.
    pub try_sleep: Option<Time>,
    /// Minutes to fall asleep (sleep onset latency).
    pub minutes_to_fall_asleep: Option<u16>,
    /// Awakenings in the night.
    pub awakenings: Option<u8>,
    /// Minutes awake in the night (wake after sleep onset).
    pub minutes_awake: Option<u16>,
    /// Woke for the last time.
    pub final_wake: Option<Time>,
    /// Got out of bed.
    pub out_of_bed: Option<Time>,
    /// 0 very bad, 10 very good.
    pub quality: Option<Score>,
}

/// Figures of one night, in minutes but for the percentages.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SleepFigures {
    /// Time in bed: out of bed − into bed.
    pub time_in_bed_min: Option<i64>,
    /// Sleep period: final wake − try to sleep.
    pub sleep_period_min: Option<i64>,
    /// Total sleep time: sleep period − latency − awake in the night; 0 where the person says that they did not sleep.
    pub total_sleep_min: Option<i64>,
    /// Awake in bed after the final wake.
    pub wake_in_bed_min: Option<i64>,
    /// Sleep efficiency: 100 × total sleep ÷ time in bed.
    pub efficiency_percent: Option<f64>,
}

impl SleepFigures {
    /// Minutes slept: total sleep time, else the sleep period.
    #[must_use]
    pub fn slept_min(&self) -> Option<i64> {
        self.total_sleep_min.or(self.sleep_period_min)
    }
}

impl SleepNight {
    /// The most minutes that falling asleep, or lying awake, can take: a day.
    pub const MOST_MINUTES: u16 = 24 * 60;
    /// The most awakenings that a night can have.
    pub const MOST_AWAKENINGS: u8 = 100;

    /// Whether nothing at all was answered. That a night was without sleep is an answer; that it was a nap is none alone.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let answers = Self { episode: SleepEpisode::Night, ..self.clone() };
        self.episode != SleepEpisode::NoSleep && answers == Self::default()
    }

    /// Whether it is the one night of its date, slept or not, and no nap.
    #[must_use]
    pub fn is_night(&self) -> bool {
        self.episode != SleepEpisode::Nap
    }

    /// Refuses an answer about sleep in a night without any; time in bed and how it was may be told.
    fn check_no_sleep(&self) -> Result<(), Refusal> {
        let times = self.try_sleep.or(self.final_wake).is_some();
        let lengths = self.minutes_to_fall_asleep.or(self.minutes_awake).is_some();
        if self.episode == SleepEpisode::NoSleep && (times || lengths || self.awakenings.is_some()) {
            return Err(Refusal::new("no_sleep", Code::Contradicts));
        }
        Ok(())
    }

    /// Refuses an empty card, sleep in a night without any, and a night whose parts cannot fit: 0 ≤ total sleep ≤ time in bed ≤ 24 hours, from a sleep of
    /// some length to a waking that had come when it was written down.
    ///
    /// # Errors
    /// Names the field that does not fit.
    pub fn check(&self, about: &About, entered_at: Timestamp) -> Result<(), Refusal> {
        if self.is_empty() {
            return Err(Refusal::new("sleep", Code::Empty));
        }
        self.check_no_sleep()?;
        let [into_bed, try_sleep, final_wake, out_of_bed] = self.instants(about);
        let first = into_bed.or(try_sleep);
        let last = out_of_bed.or(final_wake);
        let span = minutes(try_sleep.or(into_bed), final_wake.or(out_of_bed));
        if span == Some(0) || minutes(first, last) == Some(0) {
            let field = if final_wake.is_some() { "final_wake" } else { "out_of_bed" };
            return Err(Refusal::new(field, Code::NoLength));
        }
        let latest = entered_at.as_second() + CLOCKS_DIFFER_S;
        for (field, end) in [("final_wake", final_wake), ("out_of_bed", out_of_bed)] {
            if end.is_some_and(|end| end.as_second() > latest) {
                return Err(Refusal::new(field, Code::InTheFuture));
            }
        }
        if minutes(first, last).is_some_and(|span| span > 24 * 60) {
            return Err(Refusal::new("into_bed", Code::ImpossibleNight));
        }
        let awake =
            i64::from(self.minutes_to_fall_asleep.unwrap_or(0)) + i64::from(self.minutes_awake.unwrap_or(0));
        if span.is_some_and(|span| awake > span) || awake > 24 * 60 {
            let field = self.minutes_awake.map_or("minutes_to_fall_asleep", |_| "minutes_awake");
            return Err(Refusal::new(field, Code::ImpossibleNight));
        }
        Ok(())
    }

    /// The night's figures; elapsed time, so that a clock change in the night counts as it was lived.
    #[must_use]
    pub fn figures(&self, about: &About) -> SleepFigures {
        let [into_bed, try_sleep, final_wake, out_of_bed] = self.instants(about);
        let time_in_bed_min = minutes(into_bed, out_of_bed);
        let sleep_period_min = minutes(try_sleep, final_wake);
        let latency = self.minutes_to_fall_asleep.map(i64::from);
        let awake = self.minutes_awake.map(i64::from);
        let total_sleep_min = match self.episode {
            SleepEpisode::NoSleep => Some(0),
            _ => sum([sleep_period_min, latency.map(|m| -m), awake.map(|m| -m)]),
        };
        let wake_in_bed_min = minutes(final_wake, out_of_bed);
        SleepFigures {
            time_in_bed_min,
            sleep_period_min,
            total_sleep_min,
            wake_in_bed_min,
            efficiency_percent: percent(total_sleep_min, time_in_bed_min),
        }
    }

    /// Whether it is so long, over 16 hours, that its writer is better asked whether the times are right.
    #[must_use]
    pub fn is_unlikely(&self, about: &About) -> bool {
        let figures = self.figures(about);
        figures.sleep_period_min.or(figures.time_in_bed_min).is_some_and(|minutes| minutes > LIKELY_MIN)
    }

    /// The four times as instants, read backwards from the morning: each is at or before the one after it.
    fn instants(&self, about: &About) -> [Option<Timestamp>; 4] {
        let mut latest = (about.date, None);
        let mut found = [None; 4];
        let times = [self.into_bed, self.try_sleep, self.final_wake, self.out_of_bed];
        for (slot, time) in found.iter_mut().zip(times).rev() {
            let Some(time) = time else { continue };
            let date = on_or_before(latest, time);
            latest = (date, Some(time));
            *slot = date.to_datetime(time).to_zoned(about.zone.rules()).ok().map(|z| z.timestamp());
        }
        found
    }
}

/// The date on which `time` last came round at or before `latest`.
fn on_or_before((date, next): (Date, Option<Time>), time: Time) -> Date {
    if next.is_some_and(|next| time > next) { date.checked_sub(1.day()).unwrap_or(date) } else { date }
}

fn minutes(from: Option<Timestamp>, to: Option<Timestamp>) -> Option<i64> {
    Some((to?.as_second() - from?.as_second()) / 60)
}

fn sum<const N: usize>(parts: [Option<i64>; N]) -> Option<i64> {
    parts.into_iter().sum()
}

fn percent(part: Option<i64>, whole: Option<i64>) -> Option<f64> {
    let (part, whole) = (part?, whole?);
    #[expect(clippy::cast_precision_loss, reason = "minutes of one night are far below 2^52")]
    (whole > 0).then(|| 100.0 * part as f64 / whole as f64)
}
