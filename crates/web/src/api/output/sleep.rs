//! A night.

use diary::{SleepEpisode, SleepNight};
use serde::Serialize;
use utoipa::ToSchema;

use super::display::{Clock, Shown, clock};

/// A night or a nap, with its published figures.
#[derive(Debug, Serialize, ToSchema)]
pub struct SleepShape {
    /// Got into bed, HH:MM.
    #[schema(value_type = Option<String>)]
    into_bed: Option<Shown<Clock>>,
    /// Started trying to sleep, HH:MM.
    #[schema(value_type = Option<String>)]
    try_sleep: Option<Shown<Clock>>,
    /// Minutes to fall asleep.
    minutes_to_fall_asleep: Option<u16>,
    /// Awakenings in the night.
    awakenings: Option<u8>,
    /// Minutes awake in the night.
    minutes_awake: Option<u16>,
    /// Woke for the last time, HH:MM.
    #[schema(value_type = Option<String>)]
    final_wake: Option<Shown<Clock>>,
    /// Got out of bed, HH:MM.
    #[schema(value_type = Option<String>)]
    out_of_bed: Option<Shown<Clock>>,
    /// 0 very bad, 10 very good.
    quality: Option<u8>,
    /// Whether it was a nap by day, beside the night.
    nap: bool,
    /// Whether the person did not sleep that night.
    no_sleep: bool,
    /// What follows from these.
    figures: FiguresShape,
}

/// Figures of a night by the published formulas; `null` where one of their inputs is.
#[derive(Debug, Serialize, ToSchema)]
pub struct FiguresShape {
    /// Time in bed, in minutes.
    time_in_bed_min: Option<i64>,
    /// Sleep period, in minutes.
    sleep_period_min: Option<i64>,
    /// Total sleep time, in minutes.
    total_sleep_min: Option<i64>,
    /// Awake in bed after the final wake, in minutes.
    wake_in_bed_min: Option<i64>,
    /// Sleep efficiency, in per cent.
    efficiency_percent: Option<f64>,
}

impl SleepShape {
    pub(super) fn of(night: &SleepNight, about: &diary::About) -> Self {
        let figures = night.figures(about);
        Self {
            into_bed: clock(night.into_bed),
            try_sleep: clock(night.try_sleep),
            minutes_to_fall_asleep: night.minutes_to_fall_asleep,
            awakenings: night.awakenings,
            minutes_awake: night.minutes_awake,
            final_wake: clock(night.final_wake),
            out_of_bed: clock(night.out_of_bed),
            quality: night.quality.map(diary::Score::get),
            nap: night.episode == SleepEpisode::Nap,
            no_sleep: night.episode == SleepEpisode::NoSleep,
            figures: FiguresShape {
                time_in_bed_min: figures.time_in_bed_min,
                sleep_period_min: figures.sleep_period_min,
                total_sleep_min: figures.total_sleep_min,
                wake_in_bed_min: figures.wake_in_bed_min,
                efficiency_percent: figures.efficiency_percent,
            },
        }
    }
}
