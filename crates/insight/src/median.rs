//! The only smoothing there is: a trailing median over days. No centring, no interpolation; a mean only of one day's values.

use jiff::ToSpan;
use jiff::civil::Date;

/// Days looked back, the day itself included.
pub const WINDOW_DAYS: i64 = 7;
/// Recorded days the window must hold; with fewer there is no line.
pub const LEAST_DAYS: usize = 3;

/// The median; with an even count the mean of the two middle values. Nothing for no values.
#[must_use]
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let half = sorted.len() / 2;
    let upper = *sorted.get(half)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *sorted.get(half.checked_sub(1)?)?;
    Some(f64::midpoint(lower, upper))
}

/// The arithmetic mean. Nothing for no values.
#[must_use]
pub fn mean(values: &[f64]) -> Option<f64> {
    let count = u32::try_from(values.len()).ok().filter(|count| *count > 0)?;
    Some(values.iter().sum::<f64>() / f64::from(count))
}

/// One value a day, sorted: the median of each day's values.
#[must_use]
pub fn daily_medians(values: impl IntoIterator<Item = (Date, f64)>) -> Vec<(Date, f64)> {
    by_day(values, median)
}

/// One value a day, sorted: the mean of each day's values.
#[must_use]
pub fn daily_means(values: impl IntoIterator<Item = (Date, f64)>) -> Vec<(Date, f64)> {
    by_day(values, mean)
}

/// One value a day, sorted: of each day's values the one that came last.
#[must_use]
pub fn daily_latest(values: impl IntoIterator<Item = (Date, f64)>) -> Vec<(Date, f64)> {
    by_day(values, |day| day.last().copied())
}

fn by_day(
    values: impl IntoIterator<Item = (Date, f64)>,
    one: impl Fn(&[f64]) -> Option<f64>,
) -> Vec<(Date, f64)> {
    let mut all: Vec<(Date, f64)> = values.into_iter().filter(|(_, value)| value.is_finite()).collect();
    // Stable: which of a day's values is the last must not change.
    all.sort_by_key(|(date, _)| *date);
    let mut days = Vec::new();
    for day in all.chunk_by(|a, b| a.0 == b.0) {
        let values: Vec<f64> = day.iter().map(|(_, value)| *value).collect();
        days.extend(day.first().zip(one(&values)).map(|((date, _), value)| (*date, value)));
    }
    days
}

/// The trailing 7-day median as runs of days; each run may be joined by a line, two runs never.
///
/// `values` one a day, sorted; `steps` sorted. A day has a median when it has a value itself and its window
/// holds at least [`LEAST_DAYS`] recorded days. The window never reaches back over a dose step, the step's day being
/// the first day after it. A run ends at a day without a median and at every step: gaps stay gaps.
#[must_use]
pub fn trailing(values: &[(Date, f64)], steps: &[Date]) -> Vec<Vec<(Date, f64)>> {
    let mut runs: Vec<Vec<(Date, f64)>> = Vec::new();
    for (i, (date, _)) in values.iter().enumerate() {
        let step = steps.iter().rev().find(|step| *step <= date).copied();
        let first = date.saturating_sub((WINDOW_DAYS - 1).days()).max(step.unwrap_or(Date::MIN));
        let window: Vec<f64> =
            values.iter().take(i + 1).rev().take_while(|(d, _)| *d >= first).map(|(_, v)| *v).collect();
        let Some(value) = median(&window).filter(|_| window.len() >= LEAST_DAYS) else { continue };
        match runs.last_mut() {
            Some(run) if joins(run, *date, step) => run.push((*date, value)),
            _ => runs.push(vec![(*date, value)]),
        }
    }
    runs
}

fn joins(run: &[(Date, f64)], date: Date, step: Option<Date>) -> bool {
    run.last().is_some_and(|(last, _)| last.tomorrow().is_ok_and(|next| next == date)) && step != Some(date)
}
