//! The use cases, tested from outside on a real ledger and a real key store.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod access;
mod amendments;
mod audit;
mod cut_off;
mod damaged;
mod directory;
mod entries;
mod faults;
mod history;
mod kept;
mod majority;
mod memory;
mod privacy;
mod repeats;
mod reviews;
mod safety;
mod sealed;
mod sessions;
mod tampered;
mod write_path;
