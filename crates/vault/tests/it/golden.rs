//! The stored format, fixed for ever. `golden_v1.txt` was computed by a second implementation, written from the layout in
//! `lib.rs` with Python's hashlib and pyca/cryptography. It is never regenerated: if a test here fails, the code is wrong.

use crate::support::{CHART, CLINIC, ID, NOW_MS, STRAND, audit_subject, context, event, hex, subject, vault};
use std::sync::Arc;
use vault::testing::{FixedRandom, INSTALLATION, MemoryKeys, fixed_root};
use vault::{
    Commitment, Error, EventPlace, KeyId, KeyPurpose, KeyStore, Link, RecordPlace, Sealed, StateSum, Subject,
    Vault, WrappedKey,
};

const PAYLOAD: &str = r#"{"v":1,"kind":"check_in","mood":6,"note":"波"}"#;

fn golden(name: &str) -> Vec<u8> {
    let lines = include_str!("golden_v1.txt").lines();
    hex(lines.filter_map(|line| line.split_once(' ')).find(|(key, _)| *key == name).unwrap().1)
}

/// Verifies: AUD-004
#[test]
fn links() {
    let linker = vault().linker(&CLINIC).unwrap();
    let place = |seq, commitment| RecordPlace { chart: &CHART, strand: STRAND, seq, id: &ID, commitment };
    let first = linker.record(&Link::GENESIS, place(1, &Commitment([0x55; 32])));
    assert_eq!(first.0.to_vec(), golden("empty_link"));
    let second = linker.record(&first, place(2, &Commitment([0x66; 32])));
    assert_eq!(second.0.to_vec(), golden("next_link"));
    let (subject, commitment) = (&[0x77; 32], &Commitment([0x55; 32]));
    let event = EventPlace { seq: 1, time_ms: 1_790_000_000_123, event: &ID, subject, commitment };
    assert_eq!(linker.event(&Link::GENESIS, event).0.to_vec(), golden("audit_link"));
}

#[test]
fn the_sum_of_what_stands_there() {
    let linker = vault().linker(&CLINIC).unwrap();
    let link = Link::from_slice(&golden("audit_link")).unwrap();
    let sum = StateSum::default().plus(linker.term(b"one thing")).plus(linker.term(b"another"));
    let seal = linker.seal_state(sum, 1, &link);
    assert_eq!(seal.0.to_vec(), golden("state"));
    assert_eq!(linker.open_state(&seal, 1, &link), sum);
    assert_ne!(linker.open_state(&seal, 2, &link), sum);
}

#[test]
fn a_sealed_record() {
    let sealed = vault().seal(&subject(), &context(), NOW_MS, PAYLOAD.as_bytes()).unwrap();
    assert_eq!(sealed.key.0.to_vec(), golden("key_id"));
    assert_eq!(sealed.commitment.0.to_vec(), golden("commitment"));
    assert_eq!(sealed.bytes, golden("record"));
}

#[test]
fn a_sealed_row_and_a_sealed_event() {
    let row = vault().seal_row(&subject(), b"panel/1", NOW_MS, PAYLOAD.as_bytes()).unwrap();
    assert_eq!(row.bytes, golden("row"));
    let sealed = vault().seal_event(&audit_subject(), &event(), NOW_MS, PAYLOAD.as_bytes()).unwrap();
    assert_eq!(sealed.bytes, golden("event"));
}

/// A vault over the golden keys alone, with another source of randomness.
fn restored() -> Vault {
    let store = MemoryKeys::default();
    let installation = Subject { clinic: CLINIC, owner: [2; 16], purpose: KeyPurpose::Derivation };
    let derivation = golden("derivation_wrapped");
    let (id, wrapped) = derivation.split_at(16);
    let rows = [
        (id.to_vec(), installation, 0, wrapped.to_vec()),
        (golden("key_id"), subject(), NOW_MS, golden("key_wrapped")),
    ];
    for (key, subject, created_ms, wrapped) in rows {
        let key = KeyId::from_slice(&key).unwrap();
        store.insert(&WrappedKey { key, subject, generation: 1, created_ms, wrapped }).unwrap();
    }
    Vault::unlock(fixed_root([7; 32]), INSTALLATION, Arc::new(store), Arc::new(FixedRandom::new(99))).unwrap()
}

fn stored(bytes: &str) -> Sealed {
    let key = KeyId::from_slice(&golden("key_id")).unwrap();
    let commitment = Commitment::from_slice(&golden("commitment")).unwrap();
    Sealed { key, commitment, bytes: golden(bytes) }
}

#[test]
fn stored_bytes_of_version_1_open() {
    let opened = restored().open(&subject(), &context(), &stored("record")).unwrap();
    assert_eq!(opened.as_slice(), PAYLOAD.as_bytes());
}

/// Rightly sealed, falsely made: only somebody with the key could do it, and still it does not pass.
#[test]
fn what_is_checked_after_opening() {
    let vault = restored();
    for forged in ["forged_padding", "forged_length", "forged_bucket"] {
        let refused = vault.open(&subject(), &context(), &stored(forged)).unwrap_err();
        assert_eq!(refused, Error::Tampered, "{forged}");
    }
    let forged = Sealed { commitment: Commitment([9; 32]), ..stored("forged_commitment") };
    assert_eq!(vault.open(&subject(), &context(), &forged).unwrap_err(), Error::Tampered);
}

#[test]
fn derived_values() {
    let vault = vault();
    let id = vault.record_ids(&CLINIC, &CHART).unwrap().id(&[0xaa; 16], &[0xe0; 16], STRAND, 3).unwrap();
    assert_eq!(id.0.to_vec(), golden("record_id"));
    assert_eq!(vault.job_id(&CLINIC, &CHART, &ID).unwrap().to_vec(), golden("job_id"));
    assert_eq!(vault.subject_pseudonym(&CLINIC, &CHART).unwrap().to_vec(), golden("subject"));
    assert_eq!(vault.form_mac(&CLINIC, b"row").unwrap().to_vec(), golden("row_mac"));
    assert_eq!(vault.checkpoint_mac(&CLINIC, b"checkpoint").unwrap().to_vec(), golden("checkpoint_mac"));
    assert_eq!(vault.token_hash(b"token").unwrap().to_vec(), golden("token_hash"));
    assert_eq!(vault.root_id().0.to_vec(), golden("root_id"));
}

#[test]
fn key_purposes_keep_their_codes() {
    for code in 0..=u16::MAX {
        let strand = code.to_be_bytes()[0] == 1;
        let known = strand || matches!(code, 0x0200 | 0x0300 | 0x0400);
        assert_eq!(KeyPurpose::from_code(code).map(KeyPurpose::code), known.then_some(code));
    }
}
