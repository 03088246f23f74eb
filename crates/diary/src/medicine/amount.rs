//! An amount of a medicine.

use std::fmt;

use crate::Code;

/// Digits before the point, and after it, that milligrams are written with at most.
const WHOLE_DIGITS: usize = 6;
const DECIMALS: usize = 4;
/// Half micrograms in a milligram.
const PER_MG: u64 = 2_000;

/// An amount of a medicine in half micrograms (steps of 0.0005 mg, so that 0.0625 mg is exact), at most 100 g.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HalfMicrograms(u64);

impl HalfMicrograms {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The most that an amount can be, in half micrograms.
    pub const MAX: u64 = 100_000 * PER_MG;
    /// The most that an amount can be, in milligrams.
    pub const MAX_MG: u64 = Self::MAX / PER_MG;

    /// From half micrograms.
    ///
    /// # Errors
    /// [`Code::OutOfRange`] over 100 g.
    pub const fn new(half_micrograms: u64) -> Result<Self, Code> {
        if half_micrograms <= Self::MAX { Ok(Self(half_micrograms)) } else { Err(Code::OutOfRange) }
    }

    /// From whole micrograms.
    ///
    /// # Errors
    /// [`Code::OutOfRange`] over 100 g.
    pub const fn from_micrograms(micrograms: u64) -> Result<Self, Code> {
        match micrograms.checked_mul(2) {
            Some(half_micrograms) => Self::new(half_micrograms),
            None => Err(Code::OutOfRange),
        }
    }

    /// From a decimal number of milligrams such as `37.5`, exactly.
    ///
    /// # Errors
    /// [`Code::TooFine`] for a number with more than four decimals, and for one between two steps of 0.0005;
    /// [`Code::OutOfRange`] for anything else that is no such number: signs, exponents, too much.
    pub fn parse_mg(text: &str) -> Result<Self, Code> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(fraction) || whole.len() > WHOLE_DIGITS {
            return Err(Code::OutOfRange);
        }
        if fraction.len() > DECIMALS {
            return Err(Code::TooFine);
        }
        let whole: u64 = whole.parse().map_err(|_| Code::OutOfRange)?;
        let ten_thousandths: u64 = format!("{fraction:0<DECIMALS$}").parse().map_err(|_| Code::OutOfRange)?;
        if !ten_thousandths.is_multiple_of(5) {
            return Err(Code::TooFine);
        }
        Self::new(whole * PER_MG + ten_thousandths / 5)
    }

    /// Half micrograms.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }
}

/// Milligrams without needless zeros: `37.5`, `0.0625`.
impl fmt::Display for HalfMicrograms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, fraction) = (self.0 / PER_MG, self.0 % PER_MG * 5);
        if fraction == 0 {
            return write!(f, "{whole}");
        }
        write!(f, "{whole}.{}", format!("{fraction:0>DECIMALS$}").trim_end_matches('0'))
    }
}
