//! Imports and exports from outside: files in, entries, files out.
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

mod any_bytes;
mod export;
mod import;
mod memory;
mod open_diary;
mod open_diary_file;
