//! Medicines, doses, events, measurements and reviews.

use diary::{
    Amount, DoseChange, DoseOrder, Dosing, Event, HalfMicrograms, Intake, Measure, Measurement,
    MedicineStart, Order, Review, TimedAmount,
};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::display::{Clock, Shown, clock};

/// A medicine with its first known dose.
#[derive(Debug, Serialize, ToSchema)]
pub struct MedicineShape<'a> {
    /// Which.
    medicine: &'a str,
    /// Milligrams a day.
    #[schema(value_type = String)]
    dose_mg: Shown<HalfMicrograms>,
    /// How exactly the date is known.
    precision: &'a str,
    /// The medicine it took the place of.
    replaces: Option<&'a str>,
}

impl<'a> MedicineShape<'a> {
    pub(super) fn of(started: &'a MedicineStart) -> Self {
        Self {
            medicine: started.medicine.as_str(),
            dose_mg: Shown(started.per_day),
            precision: started.precision.as_str(),
            replaces: started.replaces.as_ref().map(diary::Medicine::as_str),
        }
    }
}

/// A change of dose.
#[derive(Debug, Serialize, ToSchema)]
pub struct DoseShape<'a> {
    /// Of which medicine.
    medicine: &'a str,
    /// Milligrams a day.
    #[schema(value_type = String)]
    dose_mg: Shown<HalfMicrograms>,
    /// How exactly the date is known.
    precision: &'a str,
}

impl<'a> DoseShape<'a> {
    pub(super) fn of(dose: &'a DoseChange) -> Self {
        Self {
            medicine: dose.medicine.as_str(),
            dose_mg: Shown(dose.per_day),
            precision: dose.precision.as_str(),
        }
    }
}

/// An order: one of the three.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrderedShape {
    /// Amounts at times of day.
    #[serde(skip_serializing_if = "Option::is_none")]
    amounts: Option<Vec<AmountShape>>,
    /// Milligrams of days by turns, the first on the first day.
    #[schema(value_type = Option<Vec<String>>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    cycle: Option<Vec<Shown<HalfMicrograms>>>,
    /// When it is needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    as_needed: Option<AsNeededShape>,
}

/// An amount at a time of day.
#[derive(Debug, Serialize, ToSchema)]
pub struct AmountShape {
    /// When.
    #[schema(value_type = Option<String>)]
    at: Option<Shown<Clock>>,
    /// Milligrams.
    #[schema(value_type = String)]
    mg: Shown<HalfMicrograms>,
}

/// So much when it is needed.
#[derive(Debug, Serialize, ToSchema)]
pub struct AsNeededShape {
    /// Milligrams each time.
    #[schema(value_type = String)]
    mg: Shown<HalfMicrograms>,
    /// How often a day at the most.
    max_per_day: u8,
}

impl OrderedShape {
    /// What an order says.
    #[must_use]
    pub fn of(order: &Order) -> Self {
        let mut shape = Self { amounts: None, cycle: None, as_needed: None };
        match order {
            Order::AtTimes(amounts) => {
                let one = |one: &TimedAmount| AmountShape { at: clock(Some(one.at)), mg: Shown(one.amount) };
                shape.amounts = Some(amounts.get().iter().map(one).collect());
            }
            Order::Cycle(days) => shape.cycle = Some(days.get().iter().copied().map(Shown).collect()),
            Order::AsNeeded(needed) => {
                let (mg, max_per_day) = (Shown(needed.amount()), needed.max_per_day());
                shape.as_needed = Some(AsNeededShape { mg, max_per_day });
            }
        }
        shape
    }
}

/// Milligrams a day, or the order that says more.
#[must_use]
pub fn dosing(dosing: &Dosing) -> (Option<Shown<HalfMicrograms>>, Option<OrderedShape>) {
    match dosing {
        Dosing::Daily(amount) => (Some(Shown(*amount)), None),
        Dosing::Ordered(order) => (None, Some(OrderedShape::of(order))),
    }
}

/// An order of a medicine.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrderShape<'a> {
    /// Of which medicine.
    medicine: &'a str,
    /// How it is to be taken.
    #[serde(flatten)]
    order: OrderedShape,
}

impl<'a> OrderShape<'a> {
    pub(super) fn of(ordered: &'a DoseOrder) -> Self {
        Self { medicine: ordered.medicine.as_str(), order: OrderedShape::of(&ordered.order) }
    }
}

/// A dose that was taken; the reason is a note beside it.
#[derive(Debug, Serialize, ToSchema)]
pub struct IntakeShape<'a> {
    /// Which medicine.
    medicine: &'a str,
    /// Milligrams.
    #[schema(value_type = String)]
    mg: Shown<HalfMicrograms>,
}

impl<'a> IntakeShape<'a> {
    pub(super) fn of(intake: &'a Intake) -> Self {
        Self { medicine: intake.medicine.as_str(), mg: Shown(intake.amount) }
    }
}

/// A review mark.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewShape<'a> {
    /// Everything received up to here was read.
    #[schema(value_type = String)]
    up_to: Timestamp,
    /// An answer for the patient.
    answer: Option<&'a str>,
}

impl<'a> ReviewShape<'a> {
    pub(super) fn of(review: &'a Review) -> Self {
        Self { up_to: review.up_to, answer: review.answer.as_ref().map(diary::Text::as_str) }
    }
}

/// An event.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventShape {
    /// What.
    what: &'static str,
    /// Last day of a span.
    #[schema(value_type = Option<String>)]
    until: Option<Date>,
}

impl EventShape {
    pub(super) fn of(event: &Event) -> Self {
        Self { what: event.what.as_str(), until: event.until }
    }
}

/// A measurement.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasurementShape {
    /// Of what.
    what: &'static str,
    /// How much, in `unit`.
    #[schema(value_type = String)]
    value: Shown<Amount>,
    /// Its unit, such as `kg`.
    unit: &'static str,
    /// A weight in kilograms once more; absent for anything else.
    #[schema(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    kg: Option<Shown<Amount>>,
}

impl MeasurementShape {
    pub(super) fn of(measured: Measurement) -> Self {
        let (what, value) = (measured.what(), measured.value());
        let kg = (what == Measure::Weight).then_some(Shown(value));
        Self { what: what.as_str(), value: Shown(value), unit: what.scale().unit, kg }
    }
}
