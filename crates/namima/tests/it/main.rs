//! The binary: its pure parts from outside, and the program as its user meets it.
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

#[path = "../../../exchange/tests/it/memory.rs"]
mod memory;
#[path = "../../../exchange/tests/it/open_diary_file.rs"]
mod open_diary_file;
mod program;
mod simulate;
mod simulated_export;
