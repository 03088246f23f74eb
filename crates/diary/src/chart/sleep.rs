//! How long a person slept, with where the number comes from.

use super::{Day, Entry};
use crate::{Body, SleepEpisode};

/// Which number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SleepSource {
    /// Total sleep time by the published formula.
    Total,
    /// From trying to sleep to the final wake: times awake were not asked.
    Period,
    /// Hours as stated in the evening.
    Stated,
    /// The person says that they did not sleep.
    NoSleep,
}

/// A night's length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slept {
    /// Minutes.
    pub minutes: i64,
    /// Where they come from.
    pub source: SleepSource,
}

impl Entry {
    /// How long this entry says the person slept in the night; a nap says nothing of that.
    #[must_use]
    pub fn slept(&self) -> Option<Slept> {
        let about = &self.effective_version()?.meta.about;
        self.bodies().find_map(|body| match body {
            Body::Sleep(night) if night.episode == SleepEpisode::Nap => None,
            Body::Sleep(night) if night.episode == SleepEpisode::NoSleep => {
                Some(Slept { minutes: 0, source: SleepSource::NoSleep })
            }
            Body::Sleep(night) => {
                let figures = night.figures(about);
                let total =
                    figures.total_sleep_min.map(|minutes| Slept { minutes, source: SleepSource::Total });
                let period =
                    figures.sleep_period_min.map(|minutes| Slept { minutes, source: SleepSource::Period });
                total.or(period)
            }
            Body::CheckIn(check_in) => {
                let minutes = i64::from(check_in.sleep_hours?.tenths()) * 6;
                Some(Slept { minutes, source: SleepSource::Stated })
            }
            _ => None,
        })
    }
}

impl Day<'_> {
    /// The hours stated last in an evening's check-in, also where a morning card says more.
    #[must_use]
    pub fn slept_as_stated(&self) -> Option<Slept> {
        self.check_ins().rev().find_map(|(entry, _)| entry.slept())
    }

    /// The night that ended on this day: the morning card written last, else the hours stated last in a check-in.
    #[must_use]
    pub fn slept(&self) -> Option<Slept> {
        self.sleep.and_then(Entry::slept).or_else(|| self.slept_as_stated())
    }
}
