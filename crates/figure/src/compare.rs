//! How an item stands to its own days before the first dose change: one plain rule for every item that has a direction,
//! so that none is chosen by how it came out.
//!
//! An item asked daily is compared by its trailing median ([`crate::median`]), one asked now and then value by value. A
//! difference counts from a twelfth of the scale on: half a point of 1 to 7, about the least that persons notice
//! (Jaeschke, Singer and Guyatt 1989, Controlled Clinical Trials 10:407).

use jiff::civil::Date;

use crate::{
    input::{Grade, Summary},
    median,
};

/// Recorded days before the first dose change that an item asked daily needs.
pub const LEAST_DAYS: usize = 14;
/// Values before the first dose change that an item asked now and then needs.
pub const LEAST_VALUES: usize = 3;
/// A difference counts from this part of the scale on.
pub const LEAST_PART: f64 = 1.0 / 12.0;

/// Which way is worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worse {
    /// Higher values.
    Higher,
    /// Lower values.
    Lower,
}

/// How often an item was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// About daily, several times a day counting by their summary.
    Daily(Summary),
    /// Now and then.
    Sparsely,
}

/// One item.
#[derive(Clone, Debug)]
pub struct Item<'a> {
    /// Its values, in any order.
    pub values: &'a [(Date, f64)],
    /// From the lowest to the highest answer of its scale.
    pub extent: f64,
    /// Which way is worse.
    pub worse: Worse,
    /// How often it was asked.
    pub asked: Asked,
}

/// What an item says of its days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// Days on the worse side: mild where worse than three quarters of the days before the first dose change, moderate
    /// where worse than nine tenths, severe where worse than all of them.
    pub marks: Vec<(Date, Grade)>,
    /// Every day that was compared.
    pub known: Vec<Date>,
}

/// Compares an item with itself before the first of `steps`, which are sorted.
///
/// Nothing without a dose change or with too few values before it.
#[must_use]
pub fn compare(item: &Item<'_>, steps: &[Date]) -> Option<Compared> {
    let first = *steps.first()?;
    let sign = if item.worse == Worse::Higher { 1.0 } else { -1.0 };
    let (summary, least) = match item.asked {
        Asked::Daily(summary) => (summary, LEAST_DAYS),
        Asked::Sparsely => (Summary::Median, LEAST_VALUES),
    };
    let days = median::by_day(item.values.iter().map(|(date, value)| (*date, value * sign)), summary);
    let mut before: Vec<f64> =
        days.iter().take_while(|(date, _)| *date < first).map(|(_, value)| *value).collect();
    before.sort_unstable_by(f64::total_cmp);
    if before.len() < least {
        return None;
    }
    let middle = median::median(&before)?;
    let judged: Vec<(Date, f64)> = match item.asked {
        Asked::Daily(_) => median::trailing(&days, steps).concat(),
        Asked::Sparsely => days,
    };
    let far = |value: f64| value - middle >= item.extent * LEAST_PART;
    let marks = judged.iter().filter(|(_, value)| far(*value));
    Some(Compared {
        marks: marks.filter_map(|(date, value)| Some((*date, grade(&before, *value)?))).collect(),
        known: judged.iter().map(|(date, _)| *date).collect(),
    })
}

/// How many of the sorted values before are exceeded.
fn grade(before: &[f64], value: f64) -> Option<Grade> {
    let exceeded = before.partition_point(|known| *known < value);
    match before.len() {
        all if exceeded == all => Some(Grade::Severe),
        all if exceeded * 10 >= all * 9 => Some(Grade::Moderate),
        all if exceeded * 4 >= all * 3 => Some(Grade::Mild),
        _ => None,
    }
}
