//! Entries on the wire: what a client may send, read into the diary's own types.
//!
//! A form becomes the same object first (`pages/forms/form_object.rs`), so that one reader serves both.

mod check_in;
mod common;
mod field_entry;
mod fields;
mod kind;
mod measurement;
mod order;
mod sleep;
mod treatment;

pub use check_in::{CheckInWire, ListedWire, SymptomsWire};
pub use common::CommonWire;
pub use kind::Entry;
pub use measurement::MeasurementWire;
pub use order::{AmountWire, AsNeededWire, IntakeWire, OrderWire};
pub use sleep::SleepWire;
pub use treatment::{DoseWire, ErrorWire, EventWire, MedicineWire, NoteWire, ReviewWire};

use diary::{Amends, Code, EntryId, Language, NewEntry, RecordId, Sharing};
use serde_json::{Map, Value};

use crate::http::input_error::InputError;
use fields::Named as _;

/// Reads one entry. `shown` is the language of the writer's screen, for an entry that does not say.
///
/// # Errors
/// The first field that cannot be read.
pub fn entry(object: Map<String, Value>, shown: Language) -> Result<NewEntry, InputError> {
    // Only an id comes back; whatever else was typed there does not.
    let id = object.get("id").and_then(Value::as_str).and_then(|id| id.parse::<EntryId>().ok());
    let id = id.map(|id| id.to_string());
    read(object, shown).map_err(|error| InputError { id, ..error })
}

fn read(mut object: Map<String, Value>, shown: Language) -> Result<NewEntry, InputError> {
    let kind = object.remove("kind").ok_or(InputError::new("kind", Code::Missing))?;
    let kind = kind.as_str().ok_or(InputError::new("kind", Code::UnknownValue))?.to_owned();
    named_not_listed(object.get("symptoms"))?;
    reason_of_intake(&kind, &mut object);
    let known = known(&kind, &mut object)?;
    let common = CommonWire::split(&mut object)?;
    let sharing = if common.only_me == Some(true) { Sharing::OnlyMe } else { Sharing::CareTeam };
    let (content, sharing) = kind::read(&kind, object, sharing)?;
    let amends = match (&common.amends, &common.reason) {
        (None, None) if common.newest.is_none() => None,
        (None, _) => return Err(InputError::new("amends", Code::Missing)),
        (Some(_), None) => return Err(InputError::new("reason", Code::ReasonNeeded)),
        (Some(record), Some(reason)) => {
            let reason = diary::Text::parse(reason).named("reason")?;
            let reason = reason.ok_or(InputError::new("reason", Code::ReasonNeeded))?;
            let newest = common.newest.as_deref().map(str::parse::<RecordId>).transpose();
            let newest = newest.named("newest")?;
            Some(Amends { record: record.parse::<RecordId>().named("amends")?, reason, newest })
        }
    };
    let (id, about, entered_at, provenance) = common.parse(shown)?;
    Ok(NewEntry { id, about, entered_at, provenance, sharing, content, amends, known })
}

/// Of a new intake the reason is why it was taken; of an amendment it is why it is amended, as everywhere.
fn reason_of_intake(kind: &str, object: &mut Map<String, Value>) {
    if kind == "intake" && !object.contains_key("amends") && !object.contains_key("taken_for") {
        let reason = object.remove("reason");
        object.extend(reason.map(|reason| ("taken_for".to_owned(), reason)));
    }
}

/// The dose that a change of dose or an order takes the place of.
fn known(kind: &str, object: &mut Map<String, Value>) -> Result<Option<RecordId>, InputError> {
    if !matches!(kind, "dose_change" | "dose_order") {
        return Ok(None);
    }
    match object.remove("known") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(record)) => record.parse().map(Some).named("known"),
        Some(_) => Err(InputError::new("known", Code::NotAnId)),
    }
}

/// A list in the place of an object would fill its fields by position.
fn named_not_listed(symptoms: Option<&Value>) -> Result<(), InputError> {
    let listed = symptoms.and_then(|symptoms| symptoms.get("listed")).and_then(Value::as_array);
    let wrong = symptoms.is_some_and(Value::is_array) || listed.into_iter().flatten().any(Value::is_array);
    if wrong { Err(InputError::new("symptoms", Code::UnknownValue)) } else { Ok(()) }
}
