//! Why a store cannot be opened, and what a failure of SQLite means to the ledger.

use ledger::{SchemaError, Storage};
use rusqlite::ErrorCode;

/// Why a folder cannot be opened as a store. No variant carries a path or content.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has this folder open.
    #[error("another process is using this folder")]
    InUse,
    /// The folder or one of its files can be used by other accounts; the number is its mode.
    #[error("{name} must belong to one account alone, its mode is {mode:o}")]
    TooOpen {
        /// The file's own name; `.` is the folder.
        name: &'static str,
        /// Its permission bits.
        mode: u32,
    },
    /// There is no store in this folder.
    #[error("there is no store in this folder")]
    Missing,
    /// The linked SQLite is known to damage data, or was withdrawn; the number is as SQLite writes it (3054001).
    #[error("SQLite {0} is not safe to use, 3.51.3 or newer is needed")]
    SqliteVersion(i32),
    /// A setting that durability or safety needs could not be had.
    #[error("the database refuses the setting {0}")]
    Setting(&'static str),
    /// The schema is not the one that this program needs.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// The device or the driver failed.
    #[error("cannot open the store: {0:?}")]
    Storage(Storage),
}

impl OpenError {
    /// A stable code for texts and logs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::InUse => "store-in-use",
            Self::TooOpen { .. } => "store-too-open",
            Self::Missing => "store-missing",
            Self::SqliteVersion(_) => "store-sqlite-version",
            Self::Setting(_) => "store-setting",
            Self::Schema(error) => error.code(),
            Self::Storage(_) => "store-storage",
        }
    }
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Storage(storage(&error))
    }
}

impl From<std::io::Error> for OpenError {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::NotFound => Self::Missing,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Storage(Storage::Full),
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::Storage(Storage::ReadOnly),
            _ => Self::Storage(Storage::Io),
        }
    }
}

/// What a failure of SQLite means to the ledger.
pub(crate) fn storage(error: &rusqlite::Error) -> Storage {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => Storage::Full,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Storage::Locked,
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => Storage::ReadOnly,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Storage::Corrupt,
        Some(_) => Storage::Io,
        // Not SQLite's: a column does not have the type or the length that this store writes.
        None => Storage::Corrupt,
    }
}
