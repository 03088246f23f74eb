//! The kinds of entry a client may send: one table for whoever reads, describes or fuzzes them.

use std::borrow::Cow;

use diary::{Code, Sharing, Submission};
use serde_json::{Map, Value};
use utoipa::openapi::schema::{AllOfBuilder, OneOfBuilder, Schema};
use utoipa::openapi::{ObjectBuilder, Ref, RefOr, Type};
use utoipa::{PartialSchema, ToSchema};

use super::check_in::CheckInWire;
use super::fields::fields;
use super::measurement::MeasurementWire;
use super::sleep::SleepWire;
use super::treatment::{DoseWire, ErrorWire, EventWire, MedicineWire, NoteWire, ReviewWire, TmsWire};
use crate::http::input_error::InputError;

/// The kind's own fields, read; a check-in may change for whom the entry is.
type Read = fn(Map<String, Value>, Sharing) -> Result<(Submission, Sharing), InputError>;

/// A kind of entry.
#[derive(Debug)]
pub struct Kind {
    /// Its name on the wire.
    pub name: &'static str,
    /// The name of the schema that describes its own fields.
    pub schema: &'static str,
    read: Read,
}

/// Every kind.
pub const KINDS: &[Kind] = &[
    kind("check_in", "CheckInWire", |object, sharing| fields::<CheckInWire>(object)?.parse(sharing)),
    kind("sleep", "SleepWire", |object, sharing| Ok((fields::<SleepWire>(object)?.parse()?, sharing))),
    kind("note", "NoteWire", |object, sharing| Ok((fields::<NoteWire>(object)?.parse()?, sharing))),
    kind("event", "EventWire", |object, sharing| Ok((fields::<EventWire>(object)?.parse()?, sharing))),
    kind("measurement", "MeasurementWire", |object, sharing| {
        Ok((fields::<MeasurementWire>(object)?.parse()?, sharing))
    }),
    kind("medicine", "MedicineWire", |object, sharing| {
        Ok((fields::<MedicineWire>(object)?.parse()?, sharing))
    }),
    kind("dose_change", "DoseWire", |object, sharing| Ok((fields::<DoseWire>(object)?.parse()?, sharing))),
    kind("tms_session", "TmsWire", |object, sharing| Ok((fields::<TmsWire>(object)?.parse()?, sharing))),
    kind("review", "ReviewWire", |object, sharing| Ok((fields::<ReviewWire>(object)?.parse()?, sharing))),
    kind("staff_note", "NoteWire", |object, sharing| {
        Ok((fields::<NoteWire>(object)?.parse_staff()?, sharing))
    }),
    kind("entered_in_error", "ErrorWire", |object, sharing| {
        Ok((fields::<ErrorWire>(object)?.parse(), sharing))
    }),
];

const fn kind(name: &'static str, schema: &'static str, read: Read) -> Kind {
    Kind { name, schema, read }
}

/// Reads what an entry of a kind says, and for whom it is.
pub(super) fn read(
    kind: &str,
    object: Map<String, Value>,
    sharing: Sharing,
) -> Result<(Submission, Sharing), InputError> {
    let known = KINDS.iter().find(|known| known.name == kind);
    (known.ok_or(InputError::new("kind", Code::UnknownValue))?.read)(object, sharing)
}

/// One entry of any kind: the common fields, its kind, and the kind's own fields. Unknown fields are refused.
pub struct Entry;

impl PartialSchema for Entry {
    fn schema() -> RefOr<Schema> {
        let kinds = KINDS.iter().fold(OneOfBuilder::new(), |all, kind| {
            let tag = ObjectBuilder::new().schema_type(Type::String).enum_values(Some([kind.name]));
            let tagged = ObjectBuilder::new().property("kind", tag).required("kind");
            all.item(
                AllOfBuilder::new()
                    .item(Ref::from_schema_name("CommonWire"))
                    .item(tagged)
                    .item(Ref::from_schema_name(kind.schema)),
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
