//! Keys and sealing: the only room that touches key bytes or draws randomness.
//!
//! What is stored, format 1 (fixed for ever; golden bytes in `tests/it/golden.rs`). `‖` joins, integers are big-endian,
//! every field is fixed-width, so no two inputs read alike.
//!
//! - sealed bytes: format byte ‖ nonce (12, random) ‖ AES-256-GCM ciphertext ‖ tag (16)
//! - plaintext inside: payload length (u32) ‖ salt (32; records and events only) ‖ payload ‖ zeros up to the bucket
//! - commitment: SHA-256(salt ‖ payload)
//! - bound context of a record (format 1): "namima/record/1" ‖ 1 ‖ clinic ‖ chart ‖ strand ‖ seq (u64) ‖ id ‖ commitment
//!   ‖ key id
//! - of a row (format 2): "namima/row/1" ‖ 2 ‖ clinic ‖ owner ‖ key purpose (u16) ‖ key id ‖ the caller's row context
//! - of an audit event (format 3): "namima/event/1" ‖ 3 ‖ clinic ‖ event id ‖ commitment ‖ key id
//! - link: see [`link`] and [`audit_link`]
//! - wrapped key: see [`WrappedKey`]
//!
//! The root key wraps strand keys and nothing else. Everything that must stay the same when the root key is renewed
//! (record and job ids, pseudonyms, hashes of tokens, MACs of forms) derives from one random derivation key, itself wrapped.

mod cache;
mod derive;
mod envelope;
mod error;
mod hkdf;
mod ids;
mod keyring;
mod keys;
mod keystore;
mod layout;
mod link;
mod padding;
mod random;
mod root;
mod seal;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod vault;

pub use derive::{RecordIds, constant_time_eq};
pub use error::{Error, KeyStoreError, RandomError, Result, RootFileError};
pub use ids::{ChartId, ClinicId, Commitment, KeyId, Link, RecordId, RootId, StrandCode};
pub use keyring::Limits;
pub use keystore::{KeyPurpose, KeyStore, Subject, WrappedKey};
pub use link::{audit_link, link};
pub use padding::{MAX_PAYLOAD_BYTES, bucket_bytes};
pub use random::{OsRandom, Random};
pub use root::RootKey;
pub use seal::{Context, EventContext, Sealed, SealedRow};
pub use vault::Vault;
