//! What a record says, under the names of the wire; borrowed, so that an answer is written straight from the chart.

mod check_in;
pub mod display;
pub mod entry;
mod fields;
mod imported;
mod sleep;
mod treatment;

use std::borrow::Cow;

use diary::{Body, Kind};
use serde::Serialize;
use utoipa::openapi::schema::{AllOfBuilder, Schema};
use utoipa::openapi::{ObjectBuilder, Ref, RefOr, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::api::field_schemas;

pub use check_in::{CheckInShape, ListedShape, SafetyShape};
pub use fields::FieldsShape;
pub use imported::{ImportedRowShape, ImportedSetShape, SeriesShape, Values};
pub use sleep::SleepShape;
pub use treatment::{
    DoseShape, EventShape, IntakeShape, MeasurementShape, MedicineShape, OrderShape, OrderedShape,
    ReviewShape, dosing,
};

/// What one part of an entry says, by its kind.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "kind")]
pub enum OwnShape<'a> {
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
    /// An order of a medicine.
    #[serde(rename = "dose_order")]
    Order(OrderShape<'a>),
    /// A dose that was taken.
    #[serde(rename = "intake")]
    Intake(IntakeShape<'a>),
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

/// What one part of an entry says, by its kind.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum ContentShape<'a> {
    /// Of a kind with a shape of its own.
    Own(OwnShape<'a>),
    /// Of a kind that is a list of fields.
    Fields(FieldsShape<'a>),
}

impl<'a> ContentShape<'a> {
    /// A part of a version that says when it is about.
    #[must_use]
    pub fn of(body: &'a Body, about: &diary::About) -> Self {
        Self::Own(match body {
            Body::CheckIn(check_in) => OwnShape::CheckIn(CheckInShape::of(check_in)),
            Body::Safety(safety) => OwnShape::Safety(SafetyShape::of(safety)),
            Body::Note(note) => OwnShape::Note(NoteShape { note: note.text.as_str() }),
            Body::Sleep(night) => OwnShape::Sleep(SleepShape::of(night, about)),
            Body::Event(event) => OwnShape::Event(EventShape::of(event)),
            Body::MedicineStart(started) => OwnShape::Medicine(MedicineShape::of(started)),
            Body::DoseChange(dose) => OwnShape::Dose(DoseShape::of(dose)),
            Body::DoseOrder(ordered) => OwnShape::Order(OrderShape::of(ordered)),
            Body::Intake(intake) => OwnShape::Intake(IntakeShape::of(intake)),
            Body::Fields(entry) => return Self::Fields(FieldsShape(entry)),
            Body::Measurement(measured) => OwnShape::Measurement(MeasurementShape::of(*measured)),
            Body::ImportedSet(set) => OwnShape::ImportedSet(ImportedSetShape::of(set)),
            Body::ImportedRow(row) => OwnShape::ImportedRow(ImportedRowShape::of(row)),
            Body::Review(review) => OwnShape::Review(ReviewShape::of(review)),
            Body::Withdrawn(why) => OwnShape::Withdrawn(WithdrawnShape { withdrawn: why.as_str() }),
        })
    }
}

impl PartialSchema for ContentShape<'_> {
    /// One of every kind, in the order of the table of kinds.
    fn schema() -> RefOr<Schema> {
        let RefOr::T(Schema::OneOf(mut all)) = OwnShape::schema() else { return OwnShape::schema() };
        let mut own = std::mem::take(&mut all.items).into_iter();
        for kind in Kind::STORED {
            if kind.fields.is_empty() {
                all.items.extend(own.next());
                continue;
            }
            let mut content = Ref::from_schema_name(field_schemas::answered_name(kind));
            kind.about.clone_into(&mut content.description);
            let tag = ObjectBuilder::new().schema_type(Type::String).enum_values(Some([kind.name]));
            let tagged = ObjectBuilder::new().property("kind", tag).required("kind");
            let item = AllOfBuilder::new().item(content).item(tagged).description(Some(kind.about));
            all.items.push(RefOr::T(Schema::AllOf(item.build())));
        }
        RefOr::T(Schema::OneOf(all))
    }
}

impl ToSchema for ContentShape<'_> {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("SaidShape")
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        OwnShape::schemas(schemas);
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
