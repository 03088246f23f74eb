//! Entries as an app sends them.

use jiff::Timestamp;
use serde_json::{Value, json};

/// An id of its own for every number.
pub fn id(number: u64) -> String {
    format!("00000000-0000-4000-8000-{number:012x}")
}

/// This evening's check-in with a note, as the clinic's day has it.
pub fn check_in(number: u64, note: &str) -> Value {
    let now = Timestamp::now().in_tz("Asia/Tokyo").expect("a zone");
    json!({
        "id": id(number), "kind": "check_in", "date": now.date().to_string(), "zone": "Asia/Tokyo",
        "entered_at": now.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(), "mood": 6, "anxiety": 3, "note": note,
        "language": "ja", "client": "0.1.0", "mode": "live",
    })
}
