//! Events and measurements.

use diary::{Amount, Event, Measure, Measurement};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::shown::Shown;

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
