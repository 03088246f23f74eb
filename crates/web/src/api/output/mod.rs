//! What a record says, under the names of the wire; borrowed, so that an answer is written straight from the chart.

mod check_in;
pub mod display;
pub mod entry;
mod imported;
mod sleep;
mod treatment;

use diary::{Body, FieldEntry, Withdrawn};
use serde::Serialize;
use utoipa::ToSchema;

pub use check_in::{CheckInShape, ListedShape, SafetyShape};
pub use imported::{ImportedRowShape, ImportedSetShape, SeriesShape, Values};
pub use sleep::SleepShape;
pub use treatment::{DoseShape, EventShape, MeasurementShape, MedicineShape, ReviewShape, TmsShape};

/// What one part of an entry says, by its kind.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "kind")]
#[schema(as = SaidShape)]
pub enum ContentShape<'a> {
    /// An evening's check-in.
    #[serde(rename = "check_in")]
    CheckIn(CheckInShape<'a>),
    /// Safety answers.
    #[serde(rename = "safety")]
    Safety(SafetyShape),
    /// Free text.
    #[serde(rename = "note")]
    Note(NoteShape<'a>),
    /// A night.
    #[serde(rename = "sleep")]
    Sleep(SleepShape),
    /// An event.
    #[serde(rename = "event")]
    Event(EventShape),
    /// A medicine.
    #[serde(rename = "medicine")]
    Medicine(MedicineShape<'a>),
    /// A change of dose.
    #[serde(rename = "dose_change")]
    Dose(DoseShape<'a>),
    /// A TMS session.
    #[serde(rename = "tms_session")]
    Tms(TmsShape<'a>),
    /// A measurement.
    #[serde(rename = "measurement")]
    Measurement(MeasurementShape),
    /// Items of an imported diary.
    #[serde(rename = "imported_set")]
    ImportedSet(ImportedSetShape<'a>),
    /// Values of one imported row.
    #[serde(rename = "imported_value")]
    ImportedRow(ImportedRowShape<'a>),
    /// A review mark.
    #[serde(rename = "review")]
    Review(ReviewShape<'a>),
    /// It no longer stands.
    #[serde(rename = "withdrawn")]
    Withdrawn(WithdrawnShape),
}

impl<'a> ContentShape<'a> {
    /// A part of a version that says when it is about.
    #[must_use]
    pub fn of(body: &'a Body, about: &diary::About) -> Self {
        match body {
            Body::CheckIn(check_in) => Self::CheckIn(CheckInShape::of(check_in)),
            Body::Safety(safety) => Self::Safety(SafetyShape::of(safety)),
            Body::Note(note) => Self::Note(NoteShape { note: note.text.as_str() }),
            Body::Sleep(night) => Self::Sleep(SleepShape::of(night, about)),
            Body::Event(event) => Self::Event(EventShape::of(event)),
            Body::Started(started) => Self::Medicine(MedicineShape::of(started)),
            Body::Dose(dose) => Self::Dose(DoseShape::of(dose)),
            Body::Fields(FieldEntry::Tms(session)) => Self::Tms(TmsShape::of(session)),
            Body::Measurement(measured) => Self::Measurement(MeasurementShape::of(*measured)),
            Body::ImportedSet(set) => Self::ImportedSet(ImportedSetShape::of(set)),
            Body::ImportedRow(row) => Self::ImportedRow(ImportedRowShape::of(row)),
            Body::Review(review) => Self::Review(ReviewShape::of(review)),
            Body::Withdrawn(why) => Self::Withdrawn(WithdrawnShape {
                withdrawn: match why {
                    Withdrawn::EnteredInError => "entered_in_error",
                    Withdrawn::Removed => "removed",
                },
            }),
        }
    }
}

/// Free text.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoteShape<'a> {
    /// What was written.
    pub note: &'a str,
}

/// The part no longer stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct WithdrawnShape {
    /// Why.
    withdrawn: &'static str,
}
