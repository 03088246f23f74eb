//! Entries as JSON, as a client sends them.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| web::fuzzing::entries(bytes));
