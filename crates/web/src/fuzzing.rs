//! Doors for fuzzing, in no other build: bytes as they come from outside, read as the routes read them.

use diary::{Kind, Language, NewEntry};
use serde_json::{Map, Value, json};

use crate::api::{self, input};
use crate::http::error::HttpError;
use crate::http::json_body;
use crate::pages::forms::form_object;

/// The entries of a JSON body, or what a program is answered.
///
/// # Errors
/// The answer, as JSON.
pub fn entries(bytes: &[u8]) -> Result<Vec<NewEntry>, Value> {
    let read = json_body::of_bytes(bytes).and_then(|body| api::read_entries(body, Language::Ja));
    read.map_err(answer)
}

/// The entry of a form, and the object that a program would send in its place. The first byte chooses the kind of form;
/// none where the rest is no form.
pub fn form(bytes: &[u8]) -> Option<(Result<NewEntry, Value>, Map<String, Value>)> {
    let (first, body) = bytes.split_first()?;
    let kind = Kind::SENT.get(usize::from(*first) % Kind::SENT.len())?;
    let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(body).ok()?;
    let mut object = form_object::object(kind.name, &pairs);
    for (name, value) in [
        ("id", "00000000-0000-4000-8000-000000000001"),
        ("zone", "Asia/Tokyo"),
        ("entered_at", "2026-11-24T12:04:00Z"),
        ("date", "2026-11-24"),
    ] {
        object.entry(name).or_insert_with(|| value.into());
    }
    let read = input::entry(object.clone(), Language::Ja);
    Some((read.map_err(|error| answer(error.into())), object))
}

fn answer(error: HttpError) -> Value {
    json!(error.body(Language::Ja, None))
}
