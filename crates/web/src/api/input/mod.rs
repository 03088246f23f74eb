//! Entries on the wire: what a client may send, read into the diary's own types.
//!
//! Forms and JSON meet here: a form becomes the same object that a JSON client sends.

mod check_in;
mod common;

pub mod form_fields;
mod kind;
mod measurement;
mod sleep;
mod treatment;

pub use check_in::{CheckInWire, ListedWire, SymptomsWire};
pub use common::{CommonWire, date};
pub use kind::KINDS;
pub use measurement::MeasurementWire;
pub use sleep::SleepWire;
pub use treatment::{DoseWire, ErrorWire, EventWire, MedicineWire, NoteWire, ReviewWire, TmsWire};

use diary::{Amends, Code, EntryId, Language, NewEntry, Sharing};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// One field of one entry that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireError {
    /// The entry's id, where it could be read.
    pub id: Option<String>,
    /// The field.
    pub field: String,
    /// Why.
    pub code: Code,
}

impl WireError {
    /// What is wrong with a field of ours.
    #[must_use]
    pub fn new(field: &str, code: Code) -> Self {
        Self { id: None, field: field.to_owned(), code }
    }

    /// A field that is not ours, named only where its name looks like one: anything else is text somebody typed.
    #[must_use]
    pub fn unknown(field: &str) -> Self {
        let plain = field.len() <= 40
            && field.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        Self::new(if plain { field } else { "" }, Code::UnknownField)
    }
}

/// A value's own refusal becomes the refusal of its field.
trait Named<T> {
    fn named(self, field: &str) -> Result<T, WireError>;
}

impl<T> Named<T> for Result<T, Code> {
    fn named(self, field: &str) -> Result<T, WireError> {
        self.map_err(|code| WireError::new(field, code))
    }
}

/// Reads one entry. `shown` is the language of the writer's screen, for an entry that does not say.
///
/// # Errors
/// The first field that cannot be read.
pub fn entry(object: Map<String, Value>, shown: Language) -> Result<NewEntry, WireError> {
    // Only an id comes back; whatever else was typed there does not.
    let id = object.get("id").and_then(Value::as_str).and_then(|id| id.parse::<EntryId>().ok());
    let id = id.map(|id| id.to_string());
    read(object, shown).map_err(|error| WireError { id, ..error })
}

fn read(mut object: Map<String, Value>, shown: Language) -> Result<NewEntry, WireError> {
    let kind = object.remove("kind").ok_or(WireError::new("kind", Code::Missing))?;
    let kind = kind.as_str().ok_or(WireError::new("kind", Code::UnknownValue))?.to_owned();
    named_not_listed(object.get("symptoms"))?;
    let common = CommonWire::split(&mut object)?;
    let sharing = if common.only_me == Some(true) { Sharing::OnlyMe } else { Sharing::CareTeam };
    let (said, sharing) = kind::said(&kind, object, sharing)?;
    let amends = match (&common.amends, &common.reason) {
        (None, None) if common.newest.is_none() => None,
        (None, _) => return Err(WireError::new("amends", Code::Missing)),
        (Some(_), None) => return Err(WireError::new("reason", Code::ReasonNeeded)),
        (Some(record), Some(reason)) => {
            let reason = diary::Text::parse(reason).named("reason")?;
            let reason = reason.ok_or(WireError::new("reason", Code::ReasonNeeded))?;
            let newest = common.newest.as_deref().map(str::parse::<diary::RecordId>).transpose();
            let newest = newest.named("newest")?;
            Some(Amends { record: record.parse::<diary::RecordId>().named("amends")?, reason, newest })
        }
    };
    let (id, about, entered_at, provenance) = common.parse(shown)?;
    Ok(NewEntry { id, about, entered_at, provenance, sharing, said, amends })
}

/// A list in the place of an object would fill its fields by position.
fn named_not_listed(symptoms: Option<&Value>) -> Result<(), WireError> {
    let listed = symptoms.and_then(|symptoms| symptoms.get("listed")).and_then(Value::as_array);
    let wrong = symptoms.is_some_and(Value::is_array) || listed.into_iter().flatten().any(Value::is_array);
    if wrong { Err(WireError::new("symptoms", Code::UnknownValue)) } else { Ok(()) }
}

/// Reads an object into its fields; one that is not known, or has the wrong type, is refused by name.
fn fields<T: DeserializeOwned>(object: Map<String, Value>) -> Result<T, WireError> {
    serde_path_to_error::deserialize(Value::Object(object)).map_err(|error| {
        let (message, path) = (error.inner().to_string(), error.path().to_string());
        let quoted = |start| message.strip_prefix(start).and_then(|rest: &str| rest.split('`').next());
        if let Some(field) = quoted("unknown field `") {
            return WireError::unknown(field);
        }
        match quoted("missing field `") {
            Some(field) => WireError::new(field, Code::Missing),
            None => WireError::new(&path, Code::UnknownValue),
        }
    })
}

impl WireError {
    /// What the clinic refused of a form's entries.
    #[must_use]
    pub fn all(refused: &[clinic::EntryRefusal]) -> Vec<Self> {
        refused.iter().map(|one| Self::refused(one.refusal)).collect()
    }

    /// A refusal of the clinic, as an error of the form's field.
    #[must_use]
    pub fn refused(refusal: diary::Refusal) -> Self {
        Self::new(refusal.field, refusal.code)
    }
}
