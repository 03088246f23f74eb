//! Orders and doses that were taken, on the wire.

use std::fmt;

use diary::{
    AsNeeded, Code, DoseCycle, DoseOrder, HalfMicrograms, Intake, Medicine, Order, Submission, Text,
    TimedAmount, TimedAmounts,
};
use serde::de::{Deserializer, Error, Visitor};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::fields::Named as _;
use crate::http::input_error::{InputError, time};

/// An order from the entry's date on: exactly one of `amounts`, `cycle` and `as_needed`. Written by the clinic.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderWire {
    /// As the medicine was named, or any other name of it in the catalogue.
    pub medicine: String,
    /// Amounts at times of day; at most 24, each time once.
    pub amounts: Option<Vec<AmountWire>>,
    /// The amounts of 2 to 14 days by turns, the first on the entry's date; `"0"` for a day without the medicine.
    #[schema(value_type = Option<Vec<String>>)]
    pub cycle: Option<Vec<Milligrams>>,
    /// When it is needed.
    pub as_needed: Option<AsNeededWire>,
    /// As in a change of dose.
    #[expect(dead_code, reason = "described here, and read before the fields of its kind")]
    pub known: Option<String>,
}

/// An amount at a time of day.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AmountWire {
    /// `HH:MM`.
    pub at: String,
    /// Milligrams, as a decimal number in text or as a number.
    #[schema(value_type = String)]
    pub mg: Milligrams,
}

/// So much when it is needed, so often a day at the most.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AsNeededWire {
    /// Milligrams each time.
    #[schema(value_type = String)]
    pub mg: Milligrams,
    /// 1 to 24.
    pub max_per_day: u8,
}

/// A dose that was taken, at `time`. `reason` says why it was taken where the entry amends no other; `taken_for` always does.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IntakeWire {
    /// Catalogue id, generic or brand name of the catalogue, or any other name.
    pub medicine: String,
    /// Milligrams, as a decimal number in text or as a number.
    #[schema(value_type = String)]
    pub mg: Milligrams,
    /// Why it was taken; at most 4,000 characters, kept as a note is.
    pub taken_for: Option<String>,
}

/// Milligrams as they were sent: text, or a number as JSON writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Milligrams(String);

impl Milligrams {
    fn parse(&self, field: &str) -> Result<HalfMicrograms, InputError> {
        HalfMicrograms::parse_mg(&self.0).named(field)
    }
}

impl<'de> Deserialize<'de> for Milligrams {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Written)
    }
}

/// A number is never calculated with: its shortest decimal text is read as a text is.
struct Written;

impl Visitor<'_> for Written {
    type Value = Milligrams;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("milligrams")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Milligrams, E> {
        Ok(Milligrams(text.to_owned()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Milligrams, E> {
        Ok(Milligrams(number.to_string()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Milligrams, E> {
        Ok(Milligrams(number.to_string()))
    }
}

impl OrderWire {
    pub(super) fn parse(self) -> Result<Submission, InputError> {
        let medicine = Medicine::named(&self.medicine).named("medicine")?;
        let order = match (self.amounts, self.cycle, self.as_needed) {
            (Some(amounts), None, None) => {
                let amounts = amounts.into_iter().map(AmountWire::parse).collect::<Result<_, _>>()?;
                Order::AtTimes(TimedAmounts::new(amounts).named("amounts")?)
            }
            (None, Some(days), None) => {
                let days = days.iter().map(|amount| amount.parse("cycle")).collect::<Result<_, _>>()?;
                Order::Cycle(DoseCycle::new(days).named("cycle")?)
            }
            (None, None, Some(AsNeededWire { mg, max_per_day })) => {
                let amount = mg.parse("as_needed.mg")?;
                Order::AsNeeded(AsNeeded::new(amount, max_per_day).named("as_needed")?)
            }
            (None, None, None) => return Err(InputError::new("amounts", Code::Missing)),
            _ => return Err(InputError::new("amounts", Code::Contradicts)),
        };
        Ok(Submission::DoseOrder(DoseOrder { medicine, order }))
    }
}

impl AmountWire {
    fn parse(self) -> Result<TimedAmount, InputError> {
        Ok(TimedAmount { at: time("amounts.at", &self.at)?, amount: self.mg.parse("amounts.mg")? })
    }
}

impl IntakeWire {
    pub(super) fn parse(self) -> Result<Submission, InputError> {
        let medicine = Medicine::named(&self.medicine).named("medicine")?;
        let reason = self.taken_for.as_deref().map_or(Ok(None), Text::parse).named("taken_for")?;
        let intake = Intake { medicine, amount: self.mg.parse("mg")? };
        Ok(Submission::Intake { intake, reason })
    }
}
