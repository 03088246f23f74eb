//! The stored format: the only place of this crate that knows JSON.
//!
//! Every version ever released stays readable. Version 1 is written today.

mod v1;

use jiff::Timestamp;

use crate::{About, Author, Body, EntryId, Language, Modes, RecordId, Text};

/// Everything a record says beside its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meta {
    /// The entry this record is a part of.
    pub entry: EntryId,
    /// The number of that part, as [`crate::Part::number`].
    pub part: u16,
    /// Who wrote it.
    pub author: Author,
    /// When it is about.
    pub about: About,
    /// When it was written, by the writer's clock.
    pub entered_at: Timestamp,
    /// When it arrived, by the clinic's clock.
    pub received_at: Timestamp,
    /// Name and version of the question set.
    pub question_set: Option<String>,
    /// Which questions were shown.
    pub asked: Vec<String>,
    /// The screen's language.
    pub language: Language,
    /// The program's version at the writer's end.
    pub client: String,
    /// How it came to be.
    pub modes: Modes,
    /// The record of the same strand that this one takes the place of; for a part that an amendment adds, the entry's own.
    pub amends: Option<RecordId>,
    /// Why it was amended.
    pub reason: Option<Text>,
}

/// The content of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payload {
    /// Around it.
    pub meta: Meta,
    /// The content.
    pub body: Body,
}

/// Why a stored payload cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Written by a later version of this program.
    #[error("stored format {0} is newer than this program")]
    Newer(u32),
    /// Not a payload at all.
    #[error("not a stored payload")]
    Malformed,
}

/// Writes today's version.
///
/// # Errors
/// [`Unreadable::Malformed`] should the content have no JSON form; it always has.
pub fn encode(payload: &Payload) -> Result<Vec<u8>, Unreadable> {
    v1::encode(payload)
}

/// Reads any released version.
///
/// # Errors
/// [`Unreadable`] for a later version or anything else.
pub fn decode(bytes: &[u8]) -> Result<Payload, Unreadable> {
    #[derive(serde::Deserialize)]
    struct Version {
        v: u32,
    }
    let Version { v } = serde_json::from_slice(bytes).map_err(|_| Unreadable::Malformed)?;
    match v {
        1 => v1::decode(bytes),
        0 => Err(Unreadable::Malformed),
        newer => Err(Unreadable::Newer(newer)),
    }
}
