//! Forms as a browser sends them, of every kind of entry.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| web::fuzzing::form(bytes));
