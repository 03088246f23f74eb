//! The stores that a clinic can live in: files of its folder, or two databases of PostgreSQL.

mod postgres;
mod sqlite;

use std::sync::Arc;

use ledger::Ledger;
use vault::KeyStore;

use crate::config::Database;
use crate::home::{Home, Open};

/// The code of a ledger without anything of the clinic whose keys lie beside it.
pub const EMPTIED: &str = "ledger-emptied";

/// A ledger and, apart from it, the keys that open it.
pub struct Stores {
    /// Records, audit, projections.
    pub ledger: Arc<dyn Ledger>,
    /// Wrapped keys.
    pub keys: Arc<dyn KeyStore>,
}

/// Why a store does not open.
#[derive(Debug, thiserror::Error)]
#[error("{said}")]
pub struct Unopened {
    /// A stable code, for texts.
    pub code: String,
    said: String,
}

impl Unopened {
    /// From an error's own code and words; codes of different stores differ in `prefix`.
    fn new(prefix: &str, code: &str, error: &dyn std::error::Error) -> Self {
        Self { code: format!("{prefix}{code}"), said: error.to_string() }
    }
}

/// Makes empty stores for a new clinic.
///
/// # Errors
/// With the code of what speaks against it.
pub async fn make(home: &Home, database: &Database) -> Result<Stores, Unopened> {
    match database {
        Database::Sqlite => sqlite::make(home),
        Database::Postgres(places) => postgres::make(home, places).await,
    }
}

/// Opens the stores of an existing clinic. What is missing is never made anew. Must be called on the runtime that will
/// use them.
///
/// # Errors
/// With the code of what speaks against it.
pub async fn open(home: &Home, database: &Database, how: Open) -> Result<Stores, Unopened> {
    match database {
        Database::Sqlite => sqlite::open(home, how),
        Database::Postgres(places) => postgres::open(home, places, how).await,
    }
}
