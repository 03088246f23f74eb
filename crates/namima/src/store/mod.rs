//! The stores that a clinic can live in: files of its folder, or two databases of PostgreSQL.

mod postgres;
mod sqlite;

use std::path::Path;
use std::sync::Arc;

use ledger::Ledger;
use vault::KeyStore;

use crate::config::Database;

/// The code of a ledger without anything of the clinic whose keys lie beside it.
pub const EMPTIED: &str = "ledger-emptied";

/// A ledger and, apart from it, the keys that open it.
pub struct Stores {
    /// Records, audit, projections.
    pub ledger: Arc<dyn Ledger>,
    /// Wrapped keys.
    pub keys: Arc<dyn KeyStore>,
}

/// Where the stores of a clinic are.
#[derive(Clone, Copy, Debug)]
pub struct Location<'a> {
    /// Folder of the records.
    pub data: &'a Path,
    /// Folder of the wrapped keys.
    pub keys: &'a Path,
    /// Folder with a file for each password of a database role; it need not be there.
    pub passwords: &'a Path,
    /// Files of these folders, or databases.
    pub database: &'a Database,
}

/// Whether a store is opened for this process alone or only read beside another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Writing; takes the folder's lock.
    Exclusive,
    /// Reading; beside a running server.
    ReadOnly,
}

/// Why a store does not open.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct OpenError {
    /// A stable code, for texts.
    pub code: String,
    message: String,
}

impl OpenError {
    /// From an error's own code and message; codes of different stores differ in `prefix`.
    fn new(prefix: &str, code: &str, error: &dyn std::error::Error) -> Self {
        Self { code: format!("{prefix}{code}"), message: error.to_string() }
    }
}

/// Makes empty stores for a new clinic.
///
/// # Errors
/// With the code of what speaks against it.
pub async fn create(location: Location<'_>) -> Result<Stores, OpenError> {
    match location.database {
        Database::Sqlite => sqlite::create(location),
        Database::Postgres(addresses) => postgres::create(location, addresses).await,
    }
}

/// Opens the stores of an existing clinic; what is missing is never created. Must be called on the runtime that will use
/// them.
///
/// # Errors
/// With the code of what speaks against it.
pub async fn open(location: Location<'_>, access: Access) -> Result<Stores, OpenError> {
    match location.database {
        Database::Sqlite => sqlite::open(location, access),
        Database::Postgres(addresses) => postgres::open(location, addresses, access).await,
    }
}
