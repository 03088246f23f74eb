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
mod kill;
mod opening;
mod plans;
mod power_cut;
mod recorded;
mod settings;

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use ledger_sqlite::LedgerSqlite;
use rusqlite::Connection;
use tempfile::TempDir;

/// A private folder that goes away with the test.
fn folder() -> TempDir {
    tempfile::Builder::new().permissions(Permissions::from_mode(0o700)).tempdir().unwrap()
}

/// A ledger in such a folder.
fn fresh() -> (TempDir, LedgerSqlite) {
    let folder = folder();
    let ledger = LedgerSqlite::open(folder.path()).unwrap();
    (folder, ledger)
}

/// A plain connection without any of the store's settings, as an intruder would have.
fn plain(folder: &Path) -> Connection {
    Connection::open(folder.join("ledger.db")).unwrap()
}
