//! Forms as a browser sends them, of every kind of entry: the same as what a program would send in their place.
#![no_main]

use libfuzzer_sys::fuzz_target;
use namima_fuzz::{kept, refused};
use serde_json::json;

fuzz_target!(|bytes: &[u8]| {
    let Some((read, object)) = web::fuzzing::form(bytes) else { return };
    let sent = json!({ "entries": [object] }).to_string();
    assert_eq!(read.clone().map(|entry| vec![entry]), web::fuzzing::entries(sent.as_bytes()));
    match read {
        Ok(entry) => kept(&entry),
        Err(answer) => refused(&answer),
    }
});
