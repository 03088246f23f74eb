//! Something measured of the body, each in its own unit. A new measure is a name and a row here, its words in the text
//! files, and a golden file of its stored form.

use std::fmt;

use crate::Code;
use crate::author::named;
use crate::score::{thousandths, write_thousandths};

named! {
    /// What was measured.
    Measure {
        /// Body weight, as read off the scales.
        Weight = "weight",
        /// Resting pulse in beats a minute, as it was counted over a whole minute or read off a device.
        Pulse = "pulse",
    }
}

/// How a measure is written. The ends keep slips of the pen out; they are no norm, and nothing is compared with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// The unit, by the name its texts have.
    pub unit: &'static str,
    /// The least that is taken.
    pub least: Amount,
    /// The most that is taken.
    pub most: Amount,
    /// Decimals that are taken, at most three.
    pub decimals: u32,
}

impl Measure {
    /// Its unit, ends and decimals.
    #[must_use]
    pub const fn scale(self) -> Scale {
        match self {
            Self::Weight => scale("kg", 500, 500_000, 3),
            Self::Pulse => scale("beats_per_minute", 20_000, 300_000, 0),
        }
    }
}

/// A row of the table; the ends in thousandths of the unit.
const fn scale(unit: &'static str, least: u32, most: u32, decimals: u32) -> Scale {
    Scale { unit, least: Amount(least), most: Amount(most), decimals }
}

/// How much, in thousandths of the measure's unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(u32);

impl Amount {
    /// Thousandths of the unit: grams of a weight in kilograms.
    #[must_use]
    pub const fn thousandths(self) -> u32 {
        self.0
    }
}

/// In the measure's unit, without needless zeros: `62.5`.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_thousandths(f, self.0.into())
    }
}

/// One measurement, within its scale. Not compared with any norm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measurement {
    what: Measure,
    value: Amount,
}

impl Measurement {
    /// From thousandths of the unit.
    ///
    /// # Errors
    /// [`Code::OutOfRange`] beyond the ends, or with more decimals than the measure has.
    pub fn new(what: Measure, thousandths: u32) -> Result<Self, Code> {
        let (scale, value) = (what.scale(), Amount(thousandths));
        let step = 10_u32.pow(3_u32.saturating_sub(scale.decimals));
        let fits = (scale.least..=scale.most).contains(&value) && thousandths.is_multiple_of(step);
        if fits { Ok(Self { what, value }) } else { Err(Code::OutOfRange) }
    }

    /// From a decimal number in the measure's unit such as `62.5`, exactly.
    ///
    /// # Errors
    /// [`Code::OutOfRange`] for anything else: signs, exponents, too many decimals, beyond the ends.
    pub fn parse(what: Measure, text: &str) -> Result<Self, Code> {
        let thousandths = thousandths(text).ok_or(Code::OutOfRange)?;
        Self::new(what, u32::try_from(thousandths).map_err(|_| Code::OutOfRange)?)
    }

    /// What was measured.
    #[must_use]
    pub const fn what(&self) -> Measure {
        self.what
    }

    /// How much of its unit.
    #[must_use]
    pub const fn value(&self) -> Amount {
        self.value
    }
}
