//! Data keys: making, wrapping and unwrapping them.

use crate::error::{Error, Result};
use crate::hkdf::KeyBytes;
use crate::ids::{KeyId, RootId};
use crate::keystore::{Subject, WrappedKey};
use crate::layout::{NONCE_BYTES, TAG_BYTES, join};
use crate::random::{Random, draw, draw_secret};
use crate::root::RootKey;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};

const VERSION: u8 = 1;
const ROOT_ID_BYTES: usize = 8;

/// An unwrapped key, prepared for use. The provider wipes its own copy when this drops.
pub(crate) struct DataKey {
    pub(crate) id: KeyId,
    pub(crate) subject: Subject,
    pub(crate) cipher: LessSafeKey,
}

/// The key-encryption key of one root key.
pub(crate) struct Wrapper {
    root: RootId,
    cipher: LessSafeKey,
}

impl Wrapper {
    pub(crate) fn new(root: &RootKey) -> Result<Self> {
        Ok(Self { root: root.id()?, cipher: cipher(&root.wrapping_key()?)? })
    }

    pub(crate) fn root(&self) -> RootId {
        self.root
    }

    /// Draws a new key and wraps it. Nothing is stored here.
    pub(crate) fn make(
        &self,
        random: &dyn Random,
        subject: &Subject,
        generation: u32,
        created_ms: i64,
    ) -> Result<WrappedKey> {
        let mut made = WrappedKey {
            key: KeyId(draw(random)?),
            subject: *subject,
            generation,
            created_ms,
            wrapped: Vec::new(),
        };
        let mut bytes: KeyBytes = draw_secret(random)?;
        let nonce: [u8; NONCE_BYTES] = draw(random)?;
        let tag = self
            .cipher
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(bound(&made, &self.root)),
                bytes.as_mut_slice(),
            )
            .map_err(|_| Error::Provider)?;
        made.wrapped = [&[VERSION], self.root.0.as_slice(), &nonce, bytes.as_slice(), tag.as_ref()].concat();
        Ok(made)
    }

    /// The bytes of a wrapped key.
    pub(crate) fn unwrap(&self, wrapped: &WrappedKey) -> Result<KeyBytes> {
        let (head, rest) =
            wrapped.wrapped.split_first_chunk::<{ 1 + ROOT_ID_BYTES }>().ok_or(Error::KeyDamaged)?;
        let [version, root @ ..] = *head;
        if version != VERSION {
            return Err(Error::UnknownFormat);
        }
        if root != self.root.0 {
            return Err(Error::WrongRoot);
        }
        let (nonce, rest) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(Error::KeyDamaged)?;
        let (ciphertext, tag) = rest.split_last_chunk::<TAG_BYTES>().ok_or(Error::KeyDamaged)?;
        let mut bytes = KeyBytes::default();
        self.cipher
            .open_separate_gather(
                Nonce::assume_unique_for_key(*nonce),
                Aad::from(bound(wrapped, &self.root)),
                ciphertext,
                tag,
                bytes.as_mut_slice(),
            )
            .map_err(|_| Error::KeyDamaged)?;
        Ok(bytes)
    }

    /// Unwraps and prepares a key for sealing and opening.
    pub(crate) fn prepare(&self, wrapped: &WrappedKey) -> Result<DataKey> {
        let cipher = cipher(&self.unwrap(wrapped)?)?;
        Ok(DataKey { id: wrapped.key, subject: wrapped.subject, cipher })
    }
}

fn cipher(bytes: &KeyBytes) -> Result<LessSafeKey> {
    UnboundKey::new(&AES_256_GCM, bytes.as_slice()).map(LessSafeKey::new).map_err(|_| Error::Provider)
}

/// The bound context of a wrapping: every stored field of the key.
fn bound(key: &WrappedKey, root: &RootId) -> [u8; 13 + 1 + ROOT_ID_BYTES + 16 + 16 + 16 + 2 + 4 + 8] {
    join(&[
        b"namima/wrap/1",
        &[VERSION],
        &root.0,
        &key.key.0,
        &key.subject.clinic.0,
        &key.subject.owner,
        &key.subject.purpose.code().to_be_bytes(),
        &key.generation.to_be_bytes(),
        &key.created_ms.to_be_bytes(),
    ])
}
