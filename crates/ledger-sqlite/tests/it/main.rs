//! The SQLite stores, tested from outside.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod append_only;
mod conformance;
mod faults;
mod keys;
mod killed_server;
mod opening;
mod recorded_power_cuts;
mod settings;
mod simulated_power_cuts;
mod statements;

use std::path::Path;

use ledger_sqlite::LedgerSqlite;
use rusqlite::Connection;
use tempfile::TempDir;
use testkit::private_folder;

/// A ledger in a private folder.
fn fresh() -> (TempDir, LedgerSqlite) {
    let folder = private_folder();
    let ledger = LedgerSqlite::open(folder.path()).unwrap();
    (folder, ledger)
}

/// A plain connection without any of the store's settings, as an intruder would have.
fn plain(folder: &Path) -> Connection {
    Connection::open(folder.join("ledger.db")).unwrap()
}
