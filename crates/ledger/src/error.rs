//! What can go wrong, in words that carry no content.

use vault::KeyEpoch;

/// Why the store could not write or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    /// No space left on the device.
    Full,
    /// Another process holds the store.
    Locked,
    /// The store cannot be written (permissions, read-only file system).
    ReadOnly,
    /// The store's own checks failed.
    Corrupt,
    /// Any other failure of the device or the driver.
    Io,
}

/// Errors of a ledger. None carries content, keys or paths.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// The guard at this position (in the change's order) did not hold; nothing was stored.
    #[error("guard {0} did not hold")]
    GuardFailed(usize),
    /// The change contradicts itself (a gap in `seq`, a link that does not follow); nothing was stored.
    #[error("the change is malformed")]
    Malformed,
    /// A key was destroyed since the change was begun: what it was made with may be gone. Nothing was stored; it has to be
    /// made again with the keys of this epoch.
    #[error("keys were destroyed since epoch {}", .0.0)]
    KeysChanged(KeyEpoch),
    /// The queue is full; nothing was stored; try again.
    #[error("the ledger is busy")]
    Busy,
    /// The storage failed; nothing was stored.
    #[error("not saved: {0:?}")]
    NotSaved(Storage),
    /// The answer was lost; it may or may not be stored. Send the same change again.
    #[error("unknown whether it was saved")]
    Unknown,
    /// Reading failed.
    #[error("cannot read: {0:?}")]
    Unreadable(Storage),
}

impl LedgerError {
    /// A stable code for texts and logs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::GuardFailed(_) => "ledger-refused",
            Self::Malformed => "ledger-malformed",
            Self::KeysChanged(_) => "ledger-keys-changed",
            Self::Busy => "ledger-busy",
            Self::NotSaved(Storage::Full) | Self::Unreadable(Storage::Full) => "ledger-full",
            Self::NotSaved(Storage::Locked) | Self::Unreadable(Storage::Locked) => "ledger-locked",
            Self::NotSaved(Storage::ReadOnly) | Self::Unreadable(Storage::ReadOnly) => "ledger-read-only",
            Self::NotSaved(Storage::Corrupt) | Self::Unreadable(Storage::Corrupt) => "ledger-corrupt",
            Self::NotSaved(Storage::Io) | Self::Unreadable(Storage::Io) => "ledger-io",
            Self::Unknown => "ledger-unknown",
        }
    }
}

/// Why the schema of a database is not the one that this program needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// The database was written by a newer version of this program.
    #[error("the database has schema {found}, this program knows {known}")]
    TooNew {
        /// Schema of the database.
        found: i32,
        /// Newest schema known here.
        known: i32,
    },
    /// The database was made by an older version, or is empty: it has to be migrated first.
    #[error("the database has schema {found}, this program needs {known}")]
    TooOld {
        /// Schema of the database; 0 where there is none.
        found: i32,
        /// Newest schema known here.
        known: i32,
    },
    /// The database has the format of before the first release. No version reads it.
    #[error("the database has a format that was used before the first release")]
    OlderFormat,
    /// The schema could not be brought up to date, or differs from what its number says.
    #[error("the schema cannot be brought up to date")]
    Unusable,
}

impl SchemaError {
    /// A stable code for texts and logs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooNew { .. } => "store-too-new",
            Self::TooOld { .. } => "store-too-old",
            Self::OlderFormat => "older-format",
            Self::Unusable => "store-schema",
        }
    }
}
