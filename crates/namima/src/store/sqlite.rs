//! A clinic in files: `ledger.db` in its folder, `keys.db` in the keys folder.

use std::fs;
use std::os::unix::fs::DirBuilderExt as _;
use std::sync::Arc;

use ledger_sqlite::{KeysDb, LedgerSqlite, OpenError as SqliteError};

use super::{Access, EMPTIED, Location, OpenError, Stores};

/// The file that makes a folder a store; opening a place without it never makes it one.
const LEDGER: &str = "ledger.db";
const KEYS: &str = "keys.db";

pub(super) fn create(location: Location<'_>) -> Result<Stores, OpenError> {
    let created = fs::DirBuilder::new().mode(0o700).recursive(true).create(location.keys);
    created.map_err(|error| OpenError::new("", "", &error))?;
    open_exclusive(location)
}

pub(super) fn open(location: Location<'_>, access: Access) -> Result<Stores, OpenError> {
    let ledger = location.data.join(LEDGER);
    if !ledger.is_file() {
        return Err(ledger_error(&SqliteError::Missing));
    }
    // An empty file would be made into an empty ledger by opening it.
    if fs::metadata(&ledger).is_ok_and(|file| file.len() == 0) {
        return Err(OpenError::new("", EMPTIED, &SqliteError::Missing));
    }
    if !location.keys.join(KEYS).is_file() {
        return Err(keys_error(&SqliteError::Missing));
    }
    match access {
        Access::Exclusive => open_exclusive(location),
        Access::ReadOnly => open_read_only(location),
    }
}

fn open_exclusive(location: Location<'_>) -> Result<Stores, OpenError> {
    let ledger = LedgerSqlite::open(location.data).map_err(|error| ledger_error(&error))?;
    let keys = KeysDb::open(location.keys).map_err(|error| keys_error(&error))?;
    Ok(Stores { ledger: Arc::new(ledger), keys: Arc::new(keys) })
}

fn open_read_only(location: Location<'_>) -> Result<Stores, OpenError> {
    let ledger = LedgerSqlite::open_read_only(location.data).map_err(|error| ledger_error(&error))?;
    let keys = KeysDb::open_read_only(location.keys).map_err(|error| keys_error(&error))?;
    Ok(Stores { ledger: Arc::new(ledger), keys: Arc::new(keys) })
}

fn ledger_error(error: &SqliteError) -> OpenError {
    OpenError::new("", error.code(), error)
}

fn keys_error(error: &SqliteError) -> OpenError {
    OpenError::new("keys-", error.code(), error)
}
