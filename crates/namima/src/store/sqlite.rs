//! A clinic in files: `ledger.db` in its folder, `keys.db` in the keys folder.

use std::fs;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::PathBuf;
use std::sync::Arc;

use ledger_sqlite::{KeysDb, LedgerSqlite, OpenError};

use super::{EMPTIED, Stores, Unopened};
use crate::home::{Home, Open};

/// The file that makes a folder a store; a place without it is never made into one by opening it.
const LEDGER: &str = "ledger.db";
const KEYS: &str = "keys.db";

pub(super) fn make(home: &Home) -> Result<Stores, Unopened> {
    let made = fs::DirBuilder::new().mode(0o700).recursive(true).create(&home.keys);
    made.map_err(|error| Unopened::new("", "", &error))?;
    Ok(Stores {
        ledger: Arc::new(LedgerSqlite::open(&home.data).map_err(|error| data(&error))?),
        keys: Arc::new(KeysDb::open(&home.keys).map_err(|error| keys(&error))?),
    })
}

pub(super) fn open(home: &Home, how: Open) -> Result<Stores, Unopened> {
    let there = |path: PathBuf| if path.is_file() { Ok(()) } else { Err(OpenError::Missing) };
    there(home.data.join(LEDGER)).map_err(|error| data(&error))?;
    // An empty file would be made into an empty ledger by opening it.
    if fs::metadata(home.data.join(LEDGER)).is_ok_and(|file| file.len() == 0) {
        return Err(Unopened::new("", EMPTIED, &OpenError::Missing));
    }
    there(home.keys.join(KEYS)).map_err(|error| keys(&error))?;
    let ledger = match how {
        Open::Exclusive => LedgerSqlite::open(&home.data),
        Open::ReadOnly => LedgerSqlite::open_read_only(&home.data),
    };
    let ledger = ledger.map_err(|error| data(&error))?;
    let wrapped = match how {
        Open::Exclusive => KeysDb::open(&home.keys),
        Open::ReadOnly => KeysDb::open_read_only(&home.keys),
    };
    Ok(Stores { ledger: Arc::new(ledger), keys: Arc::new(wrapped.map_err(|error| keys(&error))?) })
}

fn data(error: &OpenError) -> Unopened {
    Unopened::new("", error.code(), error)
}

fn keys(error: &OpenError) -> Unopened {
    Unopened::new("keys-", error.code(), error)
}
