//! What can go wrong, each with a stable code. No message holds key bytes, personal data or a path.

use thiserror::Error;

/// The vault's result.
pub type Result<T> = std::result::Result<T, Error>;

/// Every refusal of the vault.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Error {
    /// The key of this ciphertext is not in the key store: destroyed, or its store is not the one that belongs here.
    #[error("the key of this record is gone")]
    KeyGone,
    /// The ciphertext does not belong to this context, or was changed. Which of both cannot be told.
    #[error("this record does not open in its place: changed, moved or swapped")]
    Tampered,
    /// The format byte is none that this version knows.
    #[error("this record has a format that this version does not know")]
    UnknownFormat,
    /// The payload is longer than [`crate::MAX_PAYLOAD_BYTES`].
    #[error("the payload is too long to seal")]
    TooLong,
    /// The key's subject and the bound context contradict each other; nothing was sealed. A mistake of the caller.
    #[error("the key and the context of a record do not belong together")]
    ContextMismatch,
    /// The wrapped keys were wrapped under another root key.
    #[error("this root key is not the one that wrapped these keys")]
    WrongRoot,
    /// A wrapped key was changed, or is not the key it says it is.
    #[error("a wrapped key is damaged")]
    KeyDamaged,
    /// The key store has no derivation key: it is empty or not the one that belongs to this data.
    #[error("the key store is empty or not the one that belongs to this data")]
    KeysMissing,
    /// The keys are there, and not for this clinic or not for a folder of this kind.
    #[error("these keys are those of another clinic, or of a folder of another kind")]
    OtherInstallation,
    /// A vault exists already in this key store.
    #[error("the key store already holds keys")]
    KeysPresent,
    /// Other writers kept winning while a new key was made; nothing was sealed, trying again is safe.
    #[error("the key store is busy")]
    Busy,
    /// The cryptographic provider refused an operation that cannot fail on valid input.
    #[error("the cryptographic provider failed")]
    Provider,
    /// No randomness could be drawn.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The key store failed.
    #[error(transparent)]
    Store(#[from] KeyStoreError),
    /// The root key file was refused.
    #[error(transparent)]
    RootFile(#[from] RootFileError),
}

impl Error {
    /// A stable code for texts and logs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::KeyGone => "vault.key_gone",
            Self::Tampered => "vault.tampered",
            Self::UnknownFormat => "vault.unknown_format",
            Self::TooLong => "vault.too_long",
            Self::ContextMismatch => "vault.context_mismatch",
            Self::WrongRoot => "vault.wrong_root",
            Self::KeyDamaged => "vault.key_damaged",
            Self::KeysMissing => "vault.keys_missing",
            Self::OtherInstallation => "vault.other_installation",
            Self::KeysPresent => "vault.keys_present",
            Self::Busy => "vault.busy",
            Self::Provider => "vault.provider",
            Self::Random(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::RootFile(error) => error.code(),
        }
    }
}

/// The operating system gave no randomness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("no randomness available")]
pub struct RandomError;

impl RandomError {
    /// A stable code for texts and logs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "vault.random"
    }
}

/// What a key store answers when it cannot do as asked. The store logs the cause itself, without content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum KeyStoreError {
    /// A key with this id, or with this subject and generation, exists already.
    #[error("the key store already has this key")]
    Conflict,
    /// The key is not there.
    #[error("the key store does not have this key")]
    NotFound,
    /// A stored row cannot be read as a wrapped key.
    #[error("the key store is damaged")]
    Damaged,
    /// No space is left on the store's disk; nothing was changed.
    #[error("the key store's disk is full")]
    Full,
    /// The store cannot be reached, or is locked; nothing was changed, or it is unknown whether.
    #[error("the key store is not available")]
    Unavailable,
}

impl KeyStoreError {
    /// A stable code for texts and logs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Conflict => "vault.store.conflict",
            Self::NotFound => "vault.store.not_found",
            Self::Damaged => "vault.store.damaged",
            Self::Full => "vault.store.full",
            Self::Unavailable => "vault.store.unavailable",
        }
    }
}

/// Why a root key file was refused. Paths are left out: they may carry a person's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RootFileError {
    /// There is no such file.
    #[error("the root key file is missing")]
    Missing,
    /// A file is there already; it was left as it is.
    #[error("a root key file exists already")]
    Exists,
    /// A folder, link, pipe or device instead of a plain file.
    #[error("the root key file is not a regular file")]
    NotRegular,
    /// The group or others have some right on it; it must be mode 0600 or stricter.
    #[error("the root key file is open to other users: set its mode to 0600")]
    OpenToOthers,
    /// It lies inside a data or keys folder, where a backup would carry it along.
    #[error("the root key file lies inside a data or keys folder: move it out")]
    InsideForbidden,
    /// Not exactly 64 lower-case hexadecimal digits and a newline.
    #[error("the root key file is not 64 hexadecimal digits and a newline")]
    Malformed,
    /// It cannot be read or written.
    #[error("the root key file cannot be read or written")]
    Unreadable,
}

impl RootFileError {
    /// A stable code for texts and logs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "vault.root.missing",
            Self::Exists => "vault.root.exists",
            Self::NotRegular => "vault.root.not_regular",
            Self::OpenToOthers => "vault.root.open_to_others",
            Self::InsideForbidden => "vault.root.inside_forbidden",
            Self::Malformed => "vault.root.malformed",
            Self::Unreadable => "vault.root.unreadable",
        }
    }
}
