//! Answers that are numbers.

use std::fmt;

use crate::Code;

/// A whole number from 0 to 10.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score(u8);

impl Score {
    /// Accepts 0 to 10.
    ///
    /// # Errors
    /// [`Code::OutOfRange`] otherwise.
    pub fn new(value: i64) -> Result<Self, Code> {
        match u8::try_from(value) {
            Ok(value) if value <= 10 => Ok(Self(value)),
            _ => Err(Code::OutOfRange),
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

/// Hours slept as the patient puts it, in tenths of an hour (0.0 to 24.0).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SleepHours(u16);

impl SleepHours {
    /// From tenths of an hour.
    ///
    /// # Errors
    /// [`Code::OutOfRange`] above 240.
    pub fn from_tenths(tenths: u16) -> Result<Self, Code> {
        if tenths <= 240 { Ok(Self(tenths)) } else { Err(Code::OutOfRange) }
    }

    /// From hours with at most one decimal.
    ///
    /// # Errors
    /// [`Code::OutOfRange`] outside 0 to 24 or with more decimals.
    pub fn from_hours(hours: f64) -> Result<Self, Code> {
        let tenths = hours * 10.0;
        let whole = tenths.round();
        if !(0.0..=240.0).contains(&whole) || (tenths - whole).abs() > 1e-6 {
            return Err(Code::OutOfRange);
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked: whole number 0 to 240"
        )]
        Self::from_tenths(whole as u16)
    }

    /// Tenths of an hour.
    #[must_use]
    pub const fn tenths(self) -> u16 {
        self.0
    }

    /// Hours.
    #[must_use]
    pub fn hours(self) -> f64 {
        f64::from(self.0) / 10.0
    }
}

/// A decimal number with at most six digits before the point and three after it, in thousandths; no float on the way.
pub(crate) fn thousandths(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits =
        |part: &str, most| (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole, 6) || !digits(fraction, 3) {
        return None;
    }
    let whole: u64 = whole.parse().ok()?;
    let fraction: u64 = format!("{fraction:0<3}").parse().ok()?;
    Some(whole * 1_000 + fraction)
}

/// Writes thousandths as a decimal number without needless zeros.
pub(crate) fn write_thousandths(f: &mut fmt::Formatter<'_>, number: u64) -> fmt::Result {
    let (whole, fraction) = (number / 1_000, number % 1_000);
    if fraction == 0 {
        return write!(f, "{whole}");
    }
    write!(f, "{whole}.{}", format!("{fraction:03}").trim_end_matches('0'))
}
