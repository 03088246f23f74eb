//! What a use case answers when it cannot do what was asked.

use diary::{EntryId, Refusal};
use ledger::{LedgerError, Storage};
use vault::KeyStoreError;

/// One entry that was refused, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryRefusal {
    /// Which entry of the request.
    pub entry: EntryId,
    /// Which field, and why.
    pub refusal: Refusal,
}

/// Why nothing was done. Except for [`LedgerError::Unknown`], nothing was stored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClinicError {
    /// It is not there, or not for this person: the two cannot be told apart.
    #[error("not found")]
    NotFound,
    /// There is no session, or it has timed out.
    #[error("sign in")]
    SignIn,
    /// Entries that cannot be accepted; none of the request was stored.
    #[error("entries were refused")]
    Refused(Vec<EntryRefusal>),
    /// Entries whose ids are known with other content; none of the request was stored.
    #[error("entries conflict with what is stored")]
    Conflict(Vec<EntryId>),
    /// The demo refuses people it did not make.
    #[error("this clinic takes no new people")]
    Closed,
    /// A store, of records or of keys, could not answer.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The keys could not be used or a record does not open.
    #[error(transparent)]
    Vault(vault::Error),
    /// A stored payload or row cannot be read.
    #[error("stored data cannot be read")]
    Unreadable,
}

impl ClinicError {
    /// A stable code for texts and logs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::SignIn => "sign-in",
            Self::Refused(_) => "refused",
            Self::Conflict(_) => "conflict",
            Self::Closed => "closed",
            Self::Ledger(error) => error.code(),
            Self::Vault(error) => error.code(),
            Self::Unreadable => "unreadable",
        }
    }
}

impl ClinicError {
    /// Whether the key of something stored is gone.
    #[must_use]
    pub fn lacks_key(&self) -> bool {
        matches!(self, Self::Vault(vault::Error::KeyGone | vault::Error::KeysMissing))
    }

    /// Whether something stored is not as it was written, or its key is gone; not that a store failed to answer.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        use vault::Error::{KeyDamaged, KeyGone, Tampered, UnknownFormat};
        matches!(self, Self::Unreadable | Self::Vault(KeyDamaged | KeyGone | Tampered | UnknownFormat))
    }
}

impl From<diary::stored::Unreadable> for ClinicError {
    fn from(_: diary::stored::Unreadable) -> Self {
        Self::Unreadable
    }
}

/// A key store that cannot be written is to whoever writes what a ledger is that cannot: nothing was stored.
impl From<vault::Error> for ClinicError {
    fn from(error: vault::Error) -> Self {
        let failed = match error {
            vault::Error::Store(KeyStoreError::Full) => LedgerError::NotSaved(Storage::Full),
            vault::Error::Store(KeyStoreError::Unavailable) => LedgerError::NotSaved(Storage::Io),
            vault::Error::Busy => LedgerError::Busy,
            error => return Self::Vault(error),
        };
        Self::Ledger(failed)
    }
}
