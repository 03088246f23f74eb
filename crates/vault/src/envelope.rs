//! One AES-256-GCM envelope: format byte ‖ nonce ‖ ciphertext ‖ tag.

use crate::error::{Error, Result};
use crate::layout::{HEAD_BYTES, NONCE_BYTES, TAG_BYTES};
use crate::padding::{Frame, bucket_bytes};
use aws_lc_rs::aead::{Aad, LessSafeKey, Nonce};
use zeroize::Zeroizing;

/// What an envelope holds. The codes are stored for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Record,
    Row,
    Event,
}

impl Format {
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Record => 1,
            Self::Row => 2,
            Self::Event => 3,
        }
    }

    fn is_known(code: u8) -> bool {
        [Self::Record, Self::Row, Self::Event].iter().any(|format| format.code() == code)
    }
}

/// Encrypts a frame where it stands. `nonce` is random and used once.
pub(crate) fn seal(
    key: &LessSafeKey,
    format: Format,
    nonce: [u8; NONCE_BYTES],
    bound: &[u8],
    frame: Frame,
) -> Result<Vec<u8>> {
    let mut bytes = frame.bytes;
    let (head, plain) = bytes.split_first_chunk_mut::<HEAD_BYTES>().ok_or(Error::Provider)?;
    let [first, rest @ ..] = head;
    *first = format.code();
    *rest = nonce;
    let nonce = Nonce::assume_unique_for_key(nonce);
    let tag = key.seal_in_place_separate_tag(nonce, Aad::from(bound), plain).map_err(|_| Error::Provider)?;
    bytes.extend_from_slice(tag.as_ref());
    Ok(std::mem::take(&mut *bytes))
}

/// Decrypts into a fresh buffer that wipes itself; one allocation, nothing released unless the tag is right.
pub(crate) fn open(
    key: &LessSafeKey,
    format: Format,
    bound: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>> {
    let (head, rest) = sealed.split_first_chunk::<HEAD_BYTES>().ok_or(Error::Tampered)?;
    let [code, nonce @ ..] = *head;
    if code != format.code() {
        return Err(if Format::is_known(code) { Error::Tampered } else { Error::UnknownFormat });
    }
    let (ciphertext, tag) = rest.split_last_chunk::<TAG_BYTES>().ok_or(Error::Tampered)?;
    if bucket_bytes(ciphertext.len()) != ciphertext.len() {
        return Err(Error::Tampered);
    }
    let mut plain = Zeroizing::new(vec![0; ciphertext.len()]);
    let nonce = Nonce::assume_unique_for_key(nonce);
    key.open_separate_gather(nonce, Aad::from(bound), ciphertext, tag, &mut plain)
        .map_err(|_| Error::Tampered)?;
    Ok(plain)
}
