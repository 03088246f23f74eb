//! Doors for fuzzing, in no other build: bytes as they come from outside, read as the routes read them.

use diary::Language;
use serde_json::{Map, Value};

use crate::wire;

/// What is sent as JSON.
pub fn entries(bytes: &[u8]) {
    if let Ok(object) = serde_json::from_slice::<Map<String, Value>>(bytes) {
        drop(wire::entry(object, Language::Ja));
    }
}

/// What a form sends; the first byte chooses its kind.
pub fn form(bytes: &[u8]) {
    const KINDS: [&str; 11] = [
        "check_in",
        "sleep",
        "note",
        "event",
        "measurement",
        "medicine",
        "dose_change",
        "tms_session",
        "review",
        "staff_note",
        "entered_in_error",
    ];
    let Some((first, body)) = bytes.split_first() else { return };
    let Some(kind) = KINDS.get(usize::from(*first) % KINDS.len()) else { return };
    if let Ok(pairs) = serde_urlencoded::from_bytes::<Vec<(String, String)>>(body) {
        drop(wire::entry(wire::form::object(kind, &pairs), Language::Ja));
    }
}
