//! The use cases, tested from outside on a real ledger and a real key store.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod access;
mod amendments;
mod audit;
mod chart_cache;
mod checkpoints;
mod damaged;
mod directory;
mod entries;
mod every_edit;
mod faults;
mod history;
mod idempotency;
mod majority;
mod privacy;
mod reviews;
mod row_cache;
mod safety;
mod sealed;
mod sessions;
mod tampered;
mod truncated_logs;
mod write_path;
