//! Why a store cannot be opened, and what a failure of PostgreSQL means to the ledger.

use ledger::{LedgerError, SchemaError, Storage};
use tokio_postgres::error::SqlState;

/// Why a database cannot be opened as a store. No variant carries an address, a credential or content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The server does not know this role or its password, or does not let it in.
    #[error("the database does not let this role in")]
    Refused,
    /// There is no such database.
    #[error("there is no such database")]
    Missing,
    /// The server is older than this program was tested with; the number is as PostgreSQL writes it (150018).
    #[error("PostgreSQL {0} is too old, 15 or newer is needed")]
    ServerVersion(i32),
    /// A setting under which an acknowledged write could be lost, or a log rewritten.
    #[error("the database runs with an unsafe setting of {0}")]
    Setting(&'static str),
    /// This role could change or remove records or audit events; the service runs as `namima_run`.
    #[error("this role may rewrite the logs")]
    TooPowerful,
    /// The schema is not the one that this program needs.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// The server or the driver failed.
    #[error("cannot open the store: {0:?}")]
    Storage(Storage),
}

impl OpenError {
    /// A stable code for texts and logs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused => "store-refused",
            Self::Missing => "store-missing",
            Self::ServerVersion(_) => "store-postgres-version",
            Self::Setting(_) => "store-setting",
            Self::TooPowerful => "store-too-powerful",
            Self::Schema(error) => error.code(),
            Self::Storage(_) => "store-storage",
        }
    }
}

impl From<Failure> for OpenError {
    fn from(failure: Failure) -> Self {
        match failure.state() {
            Some(&SqlState::INVALID_PASSWORD | &SqlState::INVALID_AUTHORIZATION_SPECIFICATION) => {
                Self::Refused
            }
            Some(&SqlState::INVALID_CATALOG_NAME) => Self::Missing,
            _ => Self::Storage(failure.storage()),
        }
    }
}

impl From<tokio_postgres::Error> for OpenError {
    fn from(error: tokio_postgres::Error) -> Self {
        Failure::from(error).into()
    }
}

/// Why a statement failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The server, the driver or what lies between.
    Database(tokio_postgres::Error),
    /// A column does not have the type or the length that this store writes.
    Shape,
    /// No answer within the time that the longest work may take.
    Slow,
    /// A connection could not be made.
    Open(OpenError),
}

impl From<tokio_postgres::Error> for Failure {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Database(error)
    }
}

impl Failure {
    /// What it means to the ledger.
    pub(crate) fn storage(&self) -> Storage {
        match self {
            Self::Shape => Storage::Corrupt,
            Self::Open(OpenError::Storage(kind)) => *kind,
            Self::Slow | Self::Open(_) => Storage::Io,
            Self::Database(_) => match self.state() {
                Some(&SqlState::DISK_FULL) => Storage::Full,
                Some(&SqlState::LOCK_NOT_AVAILABLE) => Storage::Locked,
                Some(&SqlState::READ_ONLY_SQL_TRANSACTION | &SqlState::INSUFFICIENT_PRIVILEGE) => {
                    Storage::ReadOnly
                }
                Some(&SqlState::DATA_CORRUPTED | &SqlState::INDEX_CORRUPTED) => Storage::Corrupt,
                _ => Storage::Io,
            },
        }
    }

    /// Whether another node was faster, so that the same work may succeed when it is done again.
    pub(crate) fn is_conflict(&self) -> bool {
        matches!(
            self.state(),
            Some(
                &SqlState::T_R_SERIALIZATION_FAILURE
                    | &SqlState::T_R_DEADLOCK_DETECTED
                    | &SqlState::UNIQUE_VIOLATION
            )
        )
    }

    pub(crate) fn not_saved(&self) -> LedgerError {
        LedgerError::NotSaved(self.storage())
    }

    pub(crate) fn unreadable(&self) -> LedgerError {
        LedgerError::Unreadable(self.storage())
    }

    fn state(&self) -> Option<&SqlState> {
        match self {
            Self::Database(error) => error.code(),
            Self::Shape | Self::Slow | Self::Open(_) => None,
        }
    }
}
