//! Keys out of keys: HKDF-SHA-256.

use crate::error::{Error, Result};
use aws_lc_rs::hkdf as provider;
use zeroize::Zeroizing;

/// Raw key bytes, wiped when dropped.
pub(crate) type KeyBytes = Zeroizing<[u8; 32]>;

/// The installation's derivation key.
pub(crate) struct Deriver(pub(crate) KeyBytes);

/// A key's length in bytes, in the provider's way of asking.
struct KeyLength;

impl provider::KeyType for KeyLength {
    fn len(&self) -> usize {
        32
    }
}

/// HKDF-SHA-256 with the fixed salt "namima/1" (some FIPS modules refuse an empty one).
pub(crate) fn hkdf(secret: &KeyBytes, info: &[&[u8]]) -> Result<KeyBytes> {
    let mut key = KeyBytes::default();
    provider::Salt::new(provider::HKDF_SHA256, b"namima/1")
        .extract(secret.as_slice())
        .expand(info, KeyLength)
        .and_then(|okm| okm.fill(key.as_mut_slice()))
        .map_err(|_| Error::Provider)?;
    Ok(key)
}
