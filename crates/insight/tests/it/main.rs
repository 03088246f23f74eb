//! Numbers counted by hand.

#![expect(clippy::unwrap_used, reason = "a test that meets the unexpected should fail loudly")]

mod dose_steps;
mod median;
mod visit_summary;

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// A day by its number.
fn day(n: i64) -> Date {
    date(2026, 9, 7).saturating_add(n.days())
}
