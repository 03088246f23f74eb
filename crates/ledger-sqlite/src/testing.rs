//! Faults on demand and connections past the store; only built for tests.

use std::path::Path;

use rusqlite::Connection;

use crate::OpenError;
use crate::connection::Database;
pub use crate::faults::{Fault, Faults};
use crate::schema::Schema;
pub use crate::settings::{Role, check as check_settings};

/// A connection to the ledger in `folder` with all settings, beside the lock.
///
/// # Errors
/// As the store's own connections.
pub fn connect(folder: &Path, role: Role) -> Result<Connection, OpenError> {
    Database::existing(folder, Schema::Ledger)?.connect(role)
}
