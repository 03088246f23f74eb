//! The description of the interface, made from the handlers.

use std::borrow::Cow;

use axum::Json;
use utoipa::openapi::schema::{AllOfBuilder, OneOfBuilder, Schema};
use utoipa::openapi::{ObjectBuilder, Ref, RefOr, Type};
use utoipa::{OpenApi, PartialSchema, ToSchema};

use super::{accesses, entries, panel, sign_in, timeline};
use crate::api::input;
use crate::http::error::{ErrorBody, ErrorDetail, FieldError};

/// One entry of any kind: the common fields, its kind, and the kind's own fields. Unknown fields are refused.
pub struct Entry;

impl PartialSchema for Entry {
    fn schema() -> RefOr<Schema> {
        let kinds = input::KINDS.iter().fold(OneOfBuilder::new(), |all, kind| {
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

#[derive(OpenApi)]
#[openapi(
    info(title = "Namima", description = "A symptom diary. It records and shows; it concludes nothing."),
    paths(
        sign_in::by_link,
        sign_in::sign_out,
        entries::submit,
        entries::list,
        timeline::timeline,
        panel::panel,
        accesses::accesses,
        openapi
    ),
    components(schemas(
        Entry,
        input::CommonWire,
        input::CheckInWire,
        input::SymptomsWire,
        input::ListedWire,
        input::SleepWire,
        input::NoteWire,
        input::EventWire,
        input::MeasurementWire,
        input::MedicineWire,
        input::DoseWire,
        input::TmsWire,
        input::ReviewWire,
        input::ErrorWire,
        ErrorBody,
        ErrorDetail,
        FieldError
    ))
)]
struct Description;

/// The description as an `OpenAPI` document.
#[must_use]
pub fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The description itself.
#[utoipa::path(get, path = "/api/v1/openapi.json", responses((status = 200, description = "This document")))]
pub async fn openapi() -> Json<utoipa::openapi::OpenApi> {
    Json(description())
}
