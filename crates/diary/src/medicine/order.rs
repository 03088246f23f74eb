//! How a medicine is ordered: so much a day, amounts at times of day, days by turns, or as needed.

use std::cmp::Ordering;

use jiff::civil::Time;

use super::HalfMicrograms;
use crate::Code;

/// An amount and the time of day it is taken at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimedAmount {
    /// When.
    pub at: Time,
    /// How much.
    pub amount: HalfMicrograms,
}

/// Amounts at times of day, by time; each time once, each amount more than nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimedAmounts(Vec<TimedAmount>);

impl TimedAmounts {
    /// The most times of a day.
    pub const MOST: usize = 24;

    /// From amounts in any order.
    ///
    /// # Errors
    /// [`Code::Empty`] for none, [`Code::TooMany`], [`Code::Twice`] for two of one time, [`Code::OutOfRange`] for an amount of
    /// nothing and for more than 100 g a day.
    pub fn new(mut amounts: Vec<TimedAmount>) -> Result<Self, Code> {
        amounts.sort_unstable();
        if amounts.is_empty() {
            return Err(Code::Empty);
        }
        if amounts.len() > Self::MOST {
            return Err(Code::TooMany);
        }
        if amounts.windows(2).any(|pair| matches!(pair, [one, other] if one.at == other.at)) {
            return Err(Code::Twice);
        }
        if amounts.iter().any(|one| one.amount == HalfMicrograms::ZERO) {
            return Err(Code::OutOfRange);
        }
        let amounts = Self(amounts);
        HalfMicrograms::new(amounts.total()).map(|_| amounts)
    }

    /// By time.
    #[must_use]
    pub fn get(&self) -> &[TimedAmount] {
        &self.0
    }

    /// Half micrograms of a day.
    fn total(&self) -> u64 {
        self.0.iter().map(|one| one.amount.get()).sum()
    }
}

/// The amounts of a few days that follow each other and begin again: 2 to 14, not all of them nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DoseCycle(Vec<HalfMicrograms>);

impl DoseCycle {
    /// The fewest days and the most.
    pub const DAYS: std::ops::RangeInclusive<usize> = 2..=14;

    /// From the amount of each day, the first on the day that the order begins.
    ///
    /// # Errors
    /// [`Code::Empty`] for none and where every day is one without the medicine, [`Code::OutOfRange`] for one day,
    /// [`Code::TooMany`].
    pub fn new(days: Vec<HalfMicrograms>) -> Result<Self, Code> {
        if days.iter().all(|amount| *amount == HalfMicrograms::ZERO) {
            return Err(Code::Empty);
        }
        match days.len() {
            count if count < *Self::DAYS.start() => Err(Code::OutOfRange),
            count if count > *Self::DAYS.end() => Err(Code::TooMany),
            _ => Ok(Self(days)),
        }
    }

    /// Day by day.
    #[must_use]
    pub fn get(&self) -> &[HalfMicrograms] {
        &self.0
    }
}

/// So much when it is needed, so often a day at the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AsNeeded {
    amount: HalfMicrograms,
    max_per_day: u8,
}

impl AsNeeded {
    /// The most times of a day.
    pub const MOST: u8 = 24;

    /// An amount, and how often a day at the most.
    ///
    /// # Errors
    /// [`Code::OutOfRange`] for an amount of nothing, for no time of a day and for more than [`Self::MOST`].
    pub fn new(amount: HalfMicrograms, max_per_day: u8) -> Result<Self, Code> {
        let fits = amount > HalfMicrograms::ZERO && (1..=Self::MOST).contains(&max_per_day);
        if fits { Ok(Self { amount, max_per_day }) } else { Err(Code::OutOfRange) }
    }

    /// How much each time.
    #[must_use]
    pub const fn amount(self) -> HalfMicrograms {
        self.amount
    }

    /// How often a day at the most.
    #[must_use]
    pub const fn max_per_day(self) -> u8 {
        self.max_per_day
    }
}

/// An order that says more than one amount a day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Order {
    /// Amounts at times of day.
    AtTimes(TimedAmounts),
    /// Days by turns.
    Cycle(DoseCycle),
    /// When it is needed.
    AsNeeded(AsNeeded),
}

/// What is taken of a medicine from a day on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dosing {
    /// The same every day; zero when it was stopped.
    Daily(HalfMicrograms),
    /// As ordered.
    Ordered(Order),
}

impl Dosing {
    /// Nothing any more.
    pub const STOPPED: Self = Self::Daily(HalfMicrograms::ZERO);

    /// Whether it is a stop. A day without the medicine within a cycle is none.
    #[must_use]
    pub fn is_stop(&self) -> bool {
        *self == Self::STOPPED
    }

    /// What a day has on average, exactly; none for what is taken as needed, of which nobody knows.
    #[must_use]
    pub fn mean_per_day(&self) -> Option<MeanDose> {
        let (half_micrograms, days) = match self {
            Self::Daily(amount) => (amount.get(), 1),
            Self::Ordered(Order::AtTimes(amounts)) => (amounts.total(), 1),
            Self::Ordered(Order::Cycle(cycle)) => {
                (cycle.0.iter().map(|amount| amount.get()).sum(), u64::try_from(cycle.0.len()).unwrap_or(1))
            }
            Self::Ordered(Order::AsNeeded(_)) => return None,
        };
        Some(MeanDose { half_micrograms, days })
    }
}

/// A dose a day on average: a fraction, never rounded and never stored. Two are equal where their value is.
#[derive(Clone, Copy, Debug)]
pub struct MeanDose {
    half_micrograms: u64,
    days: u64,
}

/// Decimals that a mean is written with at most.
const MEAN_DECIMALS: usize = 4;

impl MeanDose {
    /// Half micrograms of all its days together.
    #[must_use]
    pub const fn half_micrograms(self) -> u64 {
        self.half_micrograms
    }

    /// How many days those are for.
    #[must_use]
    pub const fn days(self) -> u64 {
        self.days
    }

    /// Whether so many decimals write it exactly; where not, [`Self::to_mg`] is rounded.
    #[must_use]
    pub const fn is_exact(self) -> bool {
        (self.half_micrograms * 5).is_multiple_of(self.days)
    }

    /// Milligrams a day with at most four decimals, rounded half up.
    #[must_use]
    pub fn to_mg(self) -> String {
        let ten_thousandths = (self.half_micrograms * 10 + self.days) / (self.days * 2);
        let (whole, fraction) = (ten_thousandths / 10_000, ten_thousandths % 10_000);
        if fraction == 0 {
            return whole.to_string();
        }
        format!("{whole}.{}", format!("{fraction:0>MEAN_DECIMALS$}").trim_end_matches('0'))
    }
}

impl Ord for MeanDose {
    /// By value: both fractions over one denominator.
    fn cmp(&self, other: &Self) -> Ordering {
        (self.half_micrograms * other.days).cmp(&(other.half_micrograms * self.days))
    }
}

impl PartialOrd for MeanDose {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for MeanDose {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for MeanDose {}
