//! Medicines and doses. Doses are integer micrograms a day, never floating point.

mod catalogue;

use std::fmt;

use crate::author::named;
use crate::score::{thousandths, write_thousandths};
use crate::text::forbidden;
use crate::{Code, Text};

/// The class of a taper, as far as the symptom chips care.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaperClass {
    /// SSRI, SNRI, tricyclic and other antidepressants.
    Antidepressant,
    /// Benzodiazepines and Z-drugs.
    Benzodiazepine,
    /// First and second generation antipsychotics.
    Antipsychotic,
    /// Anything else.
    Other,
}

/// A medicine of the catalogue.
#[derive(Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its stored name.
    pub id: &'static str,
    /// Generic name in English.
    pub en: &'static str,
    /// Generic name in Japanese.
    pub ja: &'static str,
    /// Its class.
    pub class: TaperClass,
}

/// Every medicine of the catalogue.
#[must_use]
pub fn listed_medicines() -> &'static [Listed] {
    catalogue::LISTED
}

/// A medicine, by catalogue id or by the name the clinician wrote.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Medicine(String);

impl Medicine {
    /// A catalogue id, or any other name of at most 80 characters.
    ///
    /// # Errors
    /// [`Code::Missing`] if empty, [`Code::TooLong`], [`Code::BadCharacters`].
    pub fn parse(name: &str) -> Result<Self, Code> {
        let name = Text::parse(name)?.ok_or(Code::Missing)?;
        if name.as_str().chars().count() > 80 {
            return Err(Code::TooLong);
        }
        if name.as_str().chars().any(|c| forbidden(c) || c == '\n' || c == '\t') {
            return Err(Code::BadCharacters);
        }
        Ok(Self(name.as_str().to_owned()))
    }

    /// What is stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its catalogue entry, if it has one.
    #[must_use]
    pub fn listed(&self) -> Option<&'static Listed> {
        catalogue::LISTED.iter().find(|m| m.id == self.0)
    }

    /// Its class; [`TaperClass::Other`] outside the catalogue.
    #[must_use]
    pub fn class(&self) -> TaperClass {
        self.listed().map_or(TaperClass::Other, |m| m.class)
    }

    pub(crate) fn from_stored(name: String) -> Self {
        Self(name)
    }
}

/// A dose a day in micrograms, at most 100 g.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Micrograms(u64);

impl Micrograms {
    /// No dose.
    pub const ZERO: Self = Self(0);
    const MAX: u64 = 100_000_000;

    /// From micrograms.
    ///
    /// # Errors
    /// [`Code::OutOfRange`] over 100 g.
    pub fn new(micrograms: u64) -> Result<Self, Code> {
        if micrograms <= Self::MAX { Ok(Self(micrograms)) } else { Err(Code::OutOfRange) }
    }

    /// From a decimal number of milligrams such as `37.5`, exactly.
    ///
    /// # Errors
    /// [`Code::OutOfRange`] for anything else: signs, exponents, more than three decimals.
    pub fn parse_mg(text: &str) -> Result<Self, Code> {
        Self::new(thousandths(text).ok_or(Code::OutOfRange)?)
    }

    /// Micrograms.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }
}

/// Milligrams without needless zeros: `37.5`.
impl fmt::Display for Micrograms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_thousandths(f, self.0)
    }
}

named! {
    /// How exactly a past date is known.
    Precision {
        /// To the day.
        Day = "day",
        /// To the month; the stored date is its first day.
        Month = "month",
        /// To the year; the stored date is its first day.
        Year = "year",
    }
}
