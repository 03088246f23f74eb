//! What this crate seals for itself: JSON that names its version and its kind, `{"v":1,"kind":"person","body":{…}}`.
//!
//! A version or kind that is not known here is refused, and so is a field too many: nothing that a later version wrote is
//! read as something else. The golden files under `tests/golden` hold every version ever sealed; they open for ever.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::ClinicError;

#[cfg(test)]
mod tests;

/// One kind of payload, as its first version writes it. Its fields refuse unknown ones.
pub(crate) trait Payload: Serialize + DeserializeOwned {
    /// Its name among all that this crate seals.
    const KIND: &'static str;
}

/// The version that is written.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope<B> {
    v: u32,
    kind: Cow<'static, str>,
    body: B,
}

/// The bytes to seal.
///
/// # Errors
/// [`ClinicError::Unreadable`] for what JSON cannot hold.
pub(crate) fn encode<P: Payload>(body: &P) -> Result<Vec<u8>, ClinicError> {
    let envelope = Envelope { v: VERSION, kind: Cow::Borrowed(P::KIND), body };
    serde_json::to_vec(&envelope).map_err(|_| ClinicError::Unreadable)
}

/// Reads opened bytes.
///
/// # Errors
/// [`ClinicError::Unreadable`] for another kind, a version that is not known here, and anything that is not as it was written.
pub(crate) fn decode<P: Payload>(plain: &[u8]) -> Result<P, ClinicError> {
    let envelope: Envelope<P> = serde_json::from_slice(plain).map_err(|_| ClinicError::Unreadable)?;
    match (envelope.v, envelope.kind.as_ref()) {
        (VERSION, kind) if kind == P::KIND => Ok(envelope.body),
        _ => Err(ClinicError::Unreadable),
    }
}
