//! The PostgreSQL stores, tested from outside on a server of their own.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod config;
mod conformance;
mod every_write;
mod faults;
mod full_disk;
mod history;
mod keys;
mod line;
mod nodes;
mod outage;
mod proxy;
mod roles;
mod server;
mod settings;
mod texts;
