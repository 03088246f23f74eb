//! The binary: its pure parts from outside, and the program as its user meets it.
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

mod export;
mod fold;
mod import;
mod import_any;
mod open_data;
mod program;
mod simulate;
