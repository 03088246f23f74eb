//! Tests of the vault through its public door.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on has failed"
)]

mod concurrency;
mod derive;
mod golden;
mod keys;
mod root_file;
mod sealing;
mod secrecy;
mod support;
mod vectors;
