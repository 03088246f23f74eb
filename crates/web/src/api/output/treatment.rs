//! Medicines, doses, events, measurements and reviews.

use diary::{Amount, DoseChange, Event, Measure, Measurement, MedicineStart, Review};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::display::Shown;

/// A medicine with its first known dose.
#[derive(Debug, Serialize, ToSchema)]
pub struct MedicineShape<'a> {
    /// Which.
    medicine: &'a str,
    /// Milligrams a day.
    #[schema(value_type = String)]
    dose_mg: Shown<diary::HalfMicrograms>,
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
    dose_mg: Shown<diary::HalfMicrograms>,
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
