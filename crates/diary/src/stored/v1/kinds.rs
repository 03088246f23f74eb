//! Version 1: the kinds of content with a stored form of their own, and the fields of all others.

use serde::de::DeserializeOwned;
use serde_json::value::{RawValue, to_raw_value};

use super::fields::{self, FieldsForm};
use super::form::Form;
use super::{check_in, imported, small, treatment};
use crate::{Body, Code, FieldEntry};

macro_rules! kinds {
    ($($name:literal => $variant:ident: $form:ty,)+) => {
        pub(super) fn encode(body: &Body) -> serde_json::Result<Box<RawValue>> {
            match body {
                Body::Fields(entry) => to_raw_value(&FieldsForm(entry)),
                $(Body::$variant(content) => to_raw_value(&<$form>::write(content)),)+
            }
        }

        pub(super) fn decode(kind: &str, raw: &str) -> Result<Body, Code> {
            if let Some(kind) = FieldEntry::KINDS.iter().find(|known| known.name == kind) {
                return fields::read(kind, raw).map(Body::Fields);
            }
            match kind {
                $($name => json::<$form>(raw)?.read().map(Body::$variant),)+
                _ => Err(Code::UnknownValue),
            }
        }
    };
}

kinds! {
    "check_in" => CheckIn: check_in::CheckInForm,
    "safety" => Safety: check_in::SafetyForm,
    "note" => Note: small::NoteForm,
    "sleep" => Sleep: small::SleepForm,
    "event" => Event: small::EventForm,
    "medicine" => MedicineStart: treatment::StartedForm,
    "dose_change" => DoseChange: treatment::DoseForm,
    "dose_order" => DoseOrder: treatment::OrderForm,
    "intake" => Intake: treatment::IntakeForm,
    "measurement" => Measurement: small::MeasurementForm,
    "imported_set" => ImportedSet: imported::SetForm,
    "imported_value" => ImportedRow: imported::RowForm,
    "review" => Review: small::ReviewForm,
    "withdrawn" => Withdrawn: small::WithdrawnForm,
}

fn json<T: DeserializeOwned>(raw: &str) -> Result<T, Code> {
    serde_json::from_str(raw).map_err(|_| Code::UnknownValue)
}
