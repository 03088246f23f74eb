//! The kinds of entry a client may send, read and described.

use std::borrow::Cow;

use diary::{Code, FieldEntry, Kind, Sharing, Submission};
use serde_json::{Map, Value};
use utoipa::openapi::schema::{AllOfBuilder, OneOfBuilder, Schema};
use utoipa::openapi::{ObjectBuilder, Ref, RefOr, Type};
use utoipa::{PartialSchema, ToSchema};

use super::check_in::CheckInWire;
use super::field_entry;
use super::fields::fields;
use super::measurement::MeasurementWire;
use super::order::{IntakeWire, OrderWire};
use super::sleep::SleepWire;
use super::treatment::{DoseWire, ErrorWire, EventWire, MedicineWire, NoteWire, ReviewWire};
use crate::api::field_schemas;
use crate::http::input_error::InputError;

/// Reads what an entry of a kind says, and for whom it is; a check-in may change that.
pub(super) fn read(
    kind: &str,
    object: Map<String, Value>,
    sharing: Sharing,
) -> Result<(Submission, Sharing), InputError> {
    let content = match kind {
        "check_in" => return fields::<CheckInWire>(object)?.parse(sharing),
        "sleep" => fields::<SleepWire>(object)?.parse()?,
        "note" => fields::<NoteWire>(object)?.parse()?,
        "event" => fields::<EventWire>(object)?.parse()?,
        "measurement" => fields::<MeasurementWire>(object)?.parse()?,
        "medicine" => fields::<MedicineWire>(object)?.parse()?,
        "dose_change" => fields::<DoseWire>(object)?.parse()?,
        "dose_order" => fields::<OrderWire>(object)?.parse()?,
        "intake" => fields::<IntakeWire>(object)?.parse()?,
        "review" => fields::<ReviewWire>(object)?.parse()?,
        "staff_note" => fields::<NoteWire>(object)?.parse_staff()?,
        "entered_in_error" => fields::<ErrorWire>(object)?.parse(),
        _ => {
            let known = FieldEntry::KINDS.iter().find(|known| known.name == kind);
            field_entry::read(known.ok_or(InputError::new("kind", Code::UnknownValue))?, &object)?
        }
    };
    Ok((content, sharing))
}

/// The name of the schema that describes the own fields of a kind.
fn schema(kind: &Kind) -> String {
    match kind.name {
        "staff_note" => "NoteWire".to_owned(),
        "entered_in_error" => "ErrorWire".to_owned(),
        _ => field_schemas::sent_name(kind),
    }
}

/// One entry of any kind: the common fields, its kind, and the kind's own fields. Unknown fields are refused.
pub struct Entry;

impl PartialSchema for Entry {
    fn schema() -> RefOr<Schema> {
        let kinds = Kind::SENT.iter().fold(OneOfBuilder::new(), |all, kind| {
            let tag = ObjectBuilder::new().schema_type(Type::String).enum_values(Some([kind.name]));
            let tagged = ObjectBuilder::new().property("kind", tag).required("kind");
            all.item(
                AllOfBuilder::new()
                    .item(Ref::from_schema_name("CommonWire"))
                    .item(tagged)
                    .item(Ref::from_schema_name(schema(kind))),
            )
        });
        RefOr::T(Schema::OneOf(kinds.build()))
    }
}

impl ToSchema for Entry {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Entry")
    }
}
