//! What a use case answers when it cannot do what was asked.

use diary::{EntryId, Refusal};
use ledger::LedgerError;

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
pub enum Problem {
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
    /// The store could not answer.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The keys could not be used or a record does not open.
    #[error(transparent)]
    Vault(#[from] vault::Error),
    /// A stored payload or row cannot be read.
    #[error("stored data cannot be read")]
    Unreadable,
}

impl Problem {
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

impl From<diary::stored::Unreadable> for Problem {
    fn from(_: diary::stored::Unreadable) -> Self {
        Self::Unreadable
    }
}
