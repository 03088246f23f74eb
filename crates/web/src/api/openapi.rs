//! The description of the interface, made from the handlers.

use axum::Json;
use utoipa::OpenApi;

use super::{accesses, entries, field_schemas, panel, sign_in, timeline};
use crate::api::input;
use crate::http::error::{ErrorBody, ErrorDetail, FieldError};
use crate::http::urls;

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
        input::Entry,
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
        input::OrderWire,
        input::AmountWire,
        input::AsNeededWire,
        input::IntakeWire,
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
    let mut description = Description::openapi();
    field_schemas::add_to(description.components.get_or_insert_default());
    description
}

/// The description itself.
#[utoipa::path(get, path = urls::API_DESCRIPTION, responses((status = 200, description = "This document")))]
pub async fn openapi() -> Json<utoipa::openapi::OpenApi> {
    Json(description())
}
