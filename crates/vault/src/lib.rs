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
//! - of an audit event (format 3): "namima/event/1" ‖ 3 ‖ clinic ‖ event id ‖ time in ms (i64) ‖ subject pseudonym ‖ commitment
//!   ‖ key id
//! - links and the sum of what is replaced: see [`Linker`]
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
mod state;
mod survey;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod vault;
mod write_pass;

pub use derive::{RecordIds, constant_time_eq};
pub use error::{Error, KeyStoreError, RandomError, Result, RootFileError};
pub use ids::{ChartId, ClinicId, Commitment, KeyId, Link, RecordId, RootId, StrandCode};
pub use keyring::Limits;
pub use keystore::{
    CheckpointWrite, DestroyedKey, HeldKeys, KeyEpoch, KeyPurpose, KeyStore, StoredKey, Subject, WrappedKey,
};
pub use link::{EventPlace, Linker, RecordPlace};
pub use padding::{MAX_PAYLOAD_BYTES, bucket_bytes};
pub use random::{OsRandom, Random};
pub use root::RootKey;
pub use seal::{Context, EventContext, Sealed, SealedRow};
pub use state::{StateSeal, StateSum, StateTerm};
pub use survey::{KeyProblem, KeySurvey};
pub use vault::{Installation, InstallationKind, Vault};
pub use write_pass::WritePass;
