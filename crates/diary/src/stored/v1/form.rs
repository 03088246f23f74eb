//! Version 1: how a kind of content is stored that has a form of its own.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Code, Score};

/// How one kind of content is stored. Written and read by serde; the domain's own types know nothing of it.
pub(super) trait Form: Serialize + DeserializeOwned {
    /// What it stands for.
    type Content;

    /// Its stored form.
    fn write(content: &Self::Content) -> Self;

    /// Reads what was stored.
    fn read(self) -> Result<Self::Content, Code>;
}

pub(super) fn score(value: Option<u8>) -> Result<Option<Score>, Code> {
    value.map(|value| Score::new(value.into())).transpose()
}
