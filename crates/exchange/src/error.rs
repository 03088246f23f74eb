//! Why a chart could not be written out.

use diary::stored::Unreadable;

/// Why a chart could not be written out. None of these happens to a chart that the diary folded.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An entry has no stored form.
    #[error(transparent)]
    Stored(#[from] Unreadable),
    /// The stored form of an entry is no object with a body.
    #[error("a stored entry without a body")]
    WithoutBody,
    /// A document that is no JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// A table that is no CSV.
    #[error(transparent)]
    Csv(#[from] csv::Error),
}
