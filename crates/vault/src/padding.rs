//! The plaintext inside an envelope: length ‖ salt ‖ payload ‖ zeros, in few sizes, so that a length says little.

use crate::error::{Error, Result};
use crate::layout::{HEAD_BYTES, TAG_BYTES};
use std::ops::Range;
use zeroize::Zeroizing;

/// The longest payload that can be sealed, in bytes (1 MiB).
pub const MAX_PAYLOAD_BYTES: usize = 1 << 20;

/// Bytes of the salt beside a committed payload.
pub(crate) const SALT_BYTES: usize = 32;

const LENGTH_BYTES: usize = 4;

/// The padded size of a plaintext (length, salt and payload together): 512, 1,024, 2,048, then multiples of 4,096 bytes.
#[must_use]
pub fn bucket_bytes(plain_bytes: usize) -> usize {
    match plain_bytes {
        0..=512 => 512,
        513..=1024 => 1024,
        1025..=2048 => 2048,
        longer => longer.next_multiple_of(4096),
    }
}

/// A padded plaintext standing where its ciphertext will stand, behind room for the envelope's head.
pub(crate) struct Frame {
    /// Head room ‖ padded plaintext, with capacity for the tag.
    pub(crate) bytes: Zeroizing<Vec<u8>>,
    body: Range<usize>,
}

impl Frame {
    /// Lays out `payload` behind `salt` (empty for rows).
    pub(crate) fn new(salt: &[u8], payload: &[u8]) -> Result<Self> {
        let length = u32::try_from(payload.len()).map_err(|_| Error::TooLong)?;
        if payload.len() > MAX_PAYLOAD_BYTES {
            return Err(Error::TooLong);
        }
        let padded = bucket_bytes(LENGTH_BYTES + salt.len() + payload.len());
        // The full capacity at once: growing would leave a copy of the plaintext behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(HEAD_BYTES + padded + TAG_BYTES));
        bytes.extend_from_slice(&[0; HEAD_BYTES]);
        bytes.extend_from_slice(&length.to_be_bytes());
        let start = bytes.len();
        bytes.extend_from_slice(salt);
        bytes.extend_from_slice(payload);
        let body = start..bytes.len();
        bytes.resize(HEAD_BYTES + padded, 0);
        Ok(Self { bytes, body })
    }

    /// Salt ‖ payload: the preimage of the commitment.
    pub(crate) fn body(&self) -> &[u8] {
        self.bytes.get(self.body.clone()).unwrap_or_default()
    }
}

/// Salt ‖ payload of an opened plaintext, after checking length, bucket and zeros.
pub(crate) fn body(plain: &[u8], salt_bytes: usize) -> Result<&[u8]> {
    let (length, rest) = plain.split_first_chunk::<LENGTH_BYTES>().ok_or(Error::Tampered)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| Error::Tampered)?;
    if length > MAX_PAYLOAD_BYTES || bucket_bytes(LENGTH_BYTES + salt_bytes + length) != plain.len() {
        return Err(Error::Tampered);
    }
    let (body, zeros) = rest.split_at_checked(salt_bytes + length).ok_or(Error::Tampered)?;
    // A fold without early exit: it vectorises, and nothing hangs on where a byte differs.
    if zeros.iter().fold(0, |all, byte| all | byte) != 0 {
        return Err(Error::Tampered);
    }
    Ok(body)
}

/// Leaves only the payload (whose body was `body_bytes` long) in the opened buffer, without another allocation.
pub(crate) fn keep_payload(plain: &mut Zeroizing<Vec<u8>>, salt_bytes: usize, body_bytes: usize) {
    let start = LENGTH_BYTES + salt_bytes;
    let end = LENGTH_BYTES + body_bytes;
    plain.copy_within(start..end, 0);
    // What is cut off stays in the buffer's capacity, which is wiped with it.
    plain.truncate(end - start);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever stands behind the payload, were it twice the same byte, is no padding.
    #[test]
    fn only_zeros_are_padding() {
        let frame = Frame::new(&[7; SALT_BYTES], b"kokoro").unwrap();
        let plain = frame.bytes.get(HEAD_BYTES..).unwrap().to_vec();
        assert_eq!(body(&plain, SALT_BYTES), Ok(frame.body()));
        let first = LENGTH_BYTES + SALT_BYTES + b"kokoro".len();
        for (places, byte) in
            [(vec![first], 1), (vec![511], 0x80), (vec![first, 511], 3), (vec![300, 301], 0xff)]
        {
            let mut forged = plain.clone();
            places.iter().for_each(|place| forged[*place] = byte);
            assert_eq!(body(&forged, SALT_BYTES), Err(Error::Tampered), "{places:?}");
        }
    }
}
