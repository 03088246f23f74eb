//! The PostgreSQL stores, tested from outside on a server of their own.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod both_stores_agree;
mod broken_connection;
mod config;
mod conformance;
mod fault_at_every_write;
mod faults;
mod full_disk;
mod keys;
mod outage;
mod proxy;
mod roles;
mod server;
mod settings;
mod statements;
mod two_nodes;
