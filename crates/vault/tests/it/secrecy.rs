//! What lengths, nonces and debug output give away: nothing.

use crate::support::{NOW_MS, context, subject, vault, vault_with_store};
use std::collections::HashSet;
use std::sync::Arc;
use vault::testing::{INSTALLATION, MemoryKeys, fixed_root};
use vault::{Error, KeyStore, KeyStoreError, OsRandom, RootFileError, Sealed, Vault, bucket_bytes};
use zeroize::ZeroizeOnDrop;

/// Threat T32: whatever the text, the ciphertext has one of few lengths.
#[test]
fn lengths_tell_the_bucket_alone() {
    let vault = vault();
    for payload_bytes in
        (0..10_000).step_by(7).chain([475, 476, 477, 987, 988, 989, 2011, 2012, 2013, 4060, 4061])
    {
        let sealed = vault.seal(&subject(), &context(), NOW_MS, &vec![b'a'; payload_bytes]).unwrap();
        let plain = sealed.bytes.len() - 29;
        assert_eq!(plain, bucket_bytes(36 + payload_bytes));
        assert!([512, 1024, 2048].contains(&plain) || plain.is_multiple_of(4096));
        assert!(plain >= 36 + payload_bytes);
    }
}

/// A buffer that grew while it held plaintext would leave a copy of it in freed memory: it has its full size from the start.
///
/// Verifies: CRY-011
#[test]
fn the_buffer_of_a_seal_never_grows() {
    let vault = vault();
    for payload_bytes in [0, 476, 477, 2012, 2013, 9000] {
        let payload = vec![b'a'; payload_bytes];
        let record = vault.seal(&subject(), &context(), NOW_MS, &payload).unwrap().bytes;
        let row = vault.seal_row(&subject(), b"panel/1", NOW_MS, &payload).unwrap().bytes;
        assert_eq!([record.capacity(), row.capacity()], [record.len(), row.len()], "{payload_bytes}");
    }
}

#[test]
fn bucket_edges() {
    let edges = [(0, 512), (512, 512), (513, 1024), (1024, 1024), (1025, 2048), (2048, 2048), (2049, 4096)];
    let longer = [(4096, 4096), (4097, 8192), (8192, 8192), (8193, 12_288), (1 << 20, 1 << 20)];
    for (plain, padded) in edges.into_iter().chain(longer) {
        assert_eq!(bucket_bytes(plain), padded);
    }
}

/// Verifies: CRY-003
#[test]
fn nonces_and_ciphertexts_never_repeat() {
    let store = Arc::new(MemoryKeys::default());
    let vault =
        Vault::create(fixed_root([7; 32]), INSTALLATION, store, Arc::new(OsRandom::new()), 0).unwrap();
    let mut nonces = HashSet::new();
    let mut commitments = HashSet::new();
    for _ in 0..20_000 {
        let Sealed { bytes, commitment, .. } = vault.seal(&subject(), &context(), NOW_MS, b"same").unwrap();
        assert!(nonces.insert(bytes[1..13].to_vec()) && commitments.insert(commitment));
    }
}

/// Verifies: CRY-011
#[test]
fn debug_output_is_redacted() {
    let (vault, store) = vault_with_store();
    let sealed = vault.seal(&subject(), &context(), NOW_MS, b"kokoro").unwrap();
    let row = vault.seal_row(&subject(), b"panel/1", NOW_MS, b"kokoro").unwrap();
    let key = store.find(&sealed.key).unwrap().unwrap();
    assert_eq!(format!("{:?}", fixed_root([0xab; 32])), "RootKey(redacted)");
    assert_eq!(format!("{vault:?}"), "Vault(redacted)");
    let id = format!("{:?}", sealed.key);
    assert_eq!(
        format!("{key:?}"),
        format!("WrappedKey {{ key: {id}, generation: 1, created_ms: {NOW_MS}, .. }}")
    );
    assert_eq!(format!("{sealed:?}"), format!("Sealed({id}, {:?}, 541 bytes)", sealed.commitment));
    assert_eq!(format!("{row:?}"), format!("SealedRow({id}, 541 bytes)"));
}

/// Opened plaintext and tokens wipe themselves; the type says so.
///
/// Verifies: CRY-011
#[test]
fn opened_plaintext_wipes_itself() {
    fn wipes(_: &impl ZeroizeOnDrop) {}
    let vault = vault();
    let sealed = vault.seal(&subject(), &context(), NOW_MS, b"kokoro").unwrap();
    wipes(&vault.open(&subject(), &context(), &sealed).unwrap());
    wipes(&vault.new_token().unwrap());
    let row = vault.seal_row(&subject(), b"panel/1", NOW_MS, b"kokoro").unwrap();
    wipes(&vault.open_row(&subject(), b"panel/1", &row).unwrap());
}

#[test]
fn error_codes_are_stable_and_distinct() {
    let errors = [
        Error::KeyGone,
        Error::Tampered,
        Error::UnknownFormat,
        Error::TooLong,
        Error::ContextMismatch,
        Error::WrongRoot,
        Error::KeyDamaged,
        Error::KeysMissing,
        Error::KeysPresent,
        Error::Busy,
        Error::Provider,
        Error::Random(vault::RandomError),
        KeyStoreError::Conflict.into(),
        KeyStoreError::NotFound.into(),
        KeyStoreError::Damaged.into(),
        KeyStoreError::Unavailable.into(),
        RootFileError::Missing.into(),
        RootFileError::Exists.into(),
        RootFileError::NotRegular.into(),
        RootFileError::OpenToOthers.into(),
        RootFileError::InsideForbidden.into(),
        RootFileError::Malformed.into(),
        RootFileError::Unreadable.into(),
    ];
    let codes: HashSet<_> = errors.iter().map(Error::code).collect();
    assert_eq!(codes.len(), errors.len());
    assert!(codes.iter().all(|code| code.starts_with("vault.")));
}
