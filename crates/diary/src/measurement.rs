//! Something measured of the body, in its own unit.

use std::fmt;

use crate::Code;
use crate::author::named;
use crate::score::{thousandths, write_thousandths};

named! {
    /// What was measured.
    Measure {
        /// Body weight.
        Weight = "weight",
    }
}

/// One measurement. Not compared with any norm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measurement {
    /// What.
    pub what: Measure,
    /// How much.
    pub value: Grams,
}

/// A weight in whole grams, 0.5 to 500 kg.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grams(u32);

impl Grams {
    /// From grams.
    ///
    /// # Errors
    /// [`Code::OutOfRange`] outside 500 to 500,000.
    pub fn new(grams: u32) -> Result<Self, Code> {
        if (500..=500_000).contains(&grams) { Ok(Self(grams)) } else { Err(Code::OutOfRange) }
    }

    /// From a decimal number of kilograms such as `62.5`, exactly.
    ///
    /// # Errors
    /// [`Code::OutOfRange`] for anything else: signs, exponents, more than three decimals.
    pub fn parse_kg(text: &str) -> Result<Self, Code> {
        let grams = thousandths(text).ok_or(Code::OutOfRange)?;
        Self::new(u32::try_from(grams).map_err(|_| Code::OutOfRange)?)
    }

    /// Grams.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

/// Kilograms without needless zeros: `62.5`.
impl fmt::Display for Grams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_thousandths(f, self.0.into())
    }
}
