//! Medicines and doses. A dose is a whole number of half micrograms, never floating point.

mod amount;
mod catalogue;
mod order;

use crate::author::named;
use crate::text::check_name;
use crate::{Code, Text};

pub use amount::HalfMicrograms;
pub use order::{AsNeeded, DoseCycle, Dosing, MeanDose, Order, TimedAmount, TimedAmounts};

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
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
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
///
/// Which of the two it is stays with it: a name once written never turns into an id that the catalogue gets later.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Medicine(Name);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    /// Of the catalogue.
    Listed(&'static Listed),
    /// As it was written.
    Written(String),
}

impl Medicine {
    /// A catalogue id, or any other name of at most 80 characters, by today's catalogue.
    ///
    /// # Errors
    /// [`Code::Missing`] if empty, [`Code::TooLong`], [`Code::BadCharacters`].
    pub fn parse(name: &str) -> Result<Self, Code> {
        let name = Text::parse(name)?.ok_or(Code::Missing)?;
        check_name(name.as_str(), 80)?;
        let written = || Self(Name::Written(name.as_str().to_owned()));
        Ok(of_catalogue(name.as_str()).map_or_else(written, Self::from))
    }

    /// As it is stored: by its catalogue id or by its name as it was written, exactly one of them.
    ///
    /// # Errors
    /// [`Code::UnknownValue`] for an id that is not in the catalogue, [`Code::Missing`] for neither, [`Code::Contradicts`]
    /// for both.
    pub fn from_stored(id: Option<&str>, written: Option<String>) -> Result<Self, Code> {
        match (id, written) {
            (Some(id), None) => of_catalogue(id).map(Self::from).ok_or(Code::UnknownValue),
            (None, Some(name)) => Ok(Self(Name::Written(name))),
            (None, None) => Err(Code::Missing),
            (Some(_), Some(_)) => Err(Code::Contradicts),
        }
    }

    /// To be stored: its catalogue id or its name as it was written, one of them.
    #[must_use]
    pub fn to_stored(&self) -> (Option<&'static str>, Option<&str>) {
        match &self.0 {
            Name::Listed(listed) => (Some(listed.id), None),
            Name::Written(name) => (None, Some(name)),
        }
    }

    /// Its catalogue id, or its name as it was written; [`Self::listed`] tells which.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Name::Listed(listed) => listed.id,
            Name::Written(name) => name,
        }
    }

    /// Its catalogue entry, if it was named by one.
    #[must_use]
    pub const fn listed(&self) -> Option<&'static Listed> {
        match self.0 {
            Name::Listed(listed) => Some(listed),
            Name::Written(_) => None,
        }
    }

    /// Its class; [`TaperClass::Other`] outside the catalogue.
    #[must_use]
    pub fn class(&self) -> TaperClass {
        self.listed().map_or(TaperClass::Other, |m| m.class)
    }
}

fn of_catalogue(id: &str) -> Option<&'static Listed> {
    catalogue::LISTED.iter().find(|listed| listed.id == id)
}

impl From<&'static Listed> for Medicine {
    fn from(listed: &'static Listed) -> Self {
        Self(Name::Listed(listed))
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
