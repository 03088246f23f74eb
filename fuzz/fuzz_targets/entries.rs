//! Entries as JSON, as a client sends them: kept as they were meant, or refused without a word of what was sent.
#![no_main]

use libfuzzer_sys::fuzz_target;
use namima_fuzz::{kept, refused};

fuzz_target!(|bytes: &[u8]| {
    match web::fuzzing::entries(bytes) {
        Ok(entries) => entries.iter().for_each(kept),
        Err(answer) => refused(&answer),
    }
});
