//! A night's sleep on the wire.

use diary::{Code, Score, SleepEpisode, SleepNight, Submission};
use jiff::civil::Time;
use serde::Deserialize;
use utoipa::ToSchema;

use super::fields::Named as _;
use crate::http::input_error::{InputError, time};

/// A night or a nap. Every field may be absent: not answered. Times are `HH:MM`. A writer has one night a date
/// (`night-exists`); corrections amend it. Naps may be several.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SleepWire {
    /// Got into bed.
    pub into_bed: Option<String>,
    /// Started trying to sleep.
    pub try_sleep: Option<String>,
    /// 0 to 1,440.
    pub minutes_to_fall_asleep: Option<i64>,
    /// 0 to 100.
    pub awakenings: Option<i64>,
    /// 0 to 1,440, all awakenings together.
    pub minutes_awake: Option<i64>,
    /// Woke for the last time.
    pub final_wake: Option<String>,
    /// Got out of bed.
    pub out_of_bed: Option<String>,
    /// 0 very bad, 10 very good.
    pub quality: Option<i64>,
    /// It was a nap by day, beside the night.
    pub nap: Option<bool>,
    /// The person did not sleep that night: no times of falling asleep, waking or lying awake may stand beside it.
    pub no_sleep: Option<bool>,
}

impl SleepWire {
    pub(super) fn parse(self) -> Result<Submission, InputError> {
        let clock = |field: &str, text: Option<String>| -> Result<Option<Time>, InputError> {
            text.map(|text| time(field, &text)).transpose()
        };
        let minutes = i64::from(SleepNight::MOST_MINUTES);
        let awakenings = i64::from(SleepNight::MOST_AWAKENINGS);
        let episode = match (self.nap, self.no_sleep) {
            (Some(true), Some(true)) => return Err(InputError::new("no_sleep", Code::Contradicts)),
            (Some(true), _) => SleepEpisode::Nap,
            (_, Some(true)) => SleepEpisode::NoSleep,
            _ => SleepEpisode::Night,
        };
        Ok(Submission::Sleep(SleepNight {
            episode,
            into_bed: clock("into_bed", self.into_bed)?,
            try_sleep: clock("try_sleep", self.try_sleep)?,
            minutes_to_fall_asleep: number("minutes_to_fall_asleep", self.minutes_to_fall_asleep, minutes)?,
            awakenings: number("awakenings", self.awakenings, awakenings)?,
            minutes_awake: number("minutes_awake", self.minutes_awake, minutes)?,
            final_wake: clock("final_wake", self.final_wake)?,
            out_of_bed: clock("out_of_bed", self.out_of_bed)?,
            quality: self.quality.map(Score::new).transpose().named("quality")?,
        }))
    }
}

/// A whole number from 0 to `most`.
pub(super) fn number<T: TryFrom<i64>>(
    field: &str,
    value: Option<i64>,
    most: i64,
) -> Result<Option<T>, InputError> {
    let Some(value) = value else { return Ok(None) };
    let fits = (0..=most).contains(&value);
    let number = T::try_from(value).ok().filter(|_| fits);
    number.map(Some).ok_or(InputError::new(field, Code::OutOfRange))
}
