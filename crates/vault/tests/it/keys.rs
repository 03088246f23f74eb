//! The life of keys: made at first use, counted, renewed, destroyed, guarded by the root key.

use crate::support::{CLINIC, NOW_MS, audit_subject, context, subject, vault_with_store};
use std::collections::HashMap;
use std::sync::Arc;
use vault::testing::{FixedRandom, INSTALLATION, MemoryKeys, fixed_root};
use vault::{
    Error, Installation, InstallationKind, KeyId, KeyPurpose, KeyStore, KeyStoreError, Limits, OsRandom,
    Subject, Vault, WrappedKey,
};

#[test]
fn a_key_is_stored_before_its_first_seal_and_reused() {
    let (vault, store) = vault_with_store();
    assert_eq!(store.all(None, 9).unwrap().len(), 1, "the derivation key alone");
    let first = vault.seal(&subject(), &context(), NOW_MS, b"one").unwrap();
    let stored = store.find(&first.key).unwrap().unwrap();
    assert_eq!((stored.generation, stored.created_ms, stored.wrapped.len()), (1, NOW_MS, 69));
    assert_eq!(vault.seal(&subject(), &context(), NOW_MS, b"two").unwrap().key, first.key);
    assert_ne!(
        vault.seal_event(&audit_subject(), &crate::support::event(), 0, b"read").unwrap().key,
        first.key
    );
    assert_eq!(store.reserve_seals(&first.key, 0).unwrap(), 4096);
}

/// A vault whose key store has no more room.
fn full_vault() -> Vault {
    let (vault, store) = vault_with_store();
    store.fill_up();
    vault
}

#[test]
fn nothing_is_sealed_without_a_durable_key() {
    let error = full_vault().seal(&subject(), &context(), NOW_MS, b"entry").unwrap_err();
    assert_eq!((error.clone(), error.code()), (KeyStoreError::Unavailable.into(), "vault.store.unavailable"));
}

/// The probe writes, and wears no key that seals.
#[test]
fn a_probe_finds_a_full_store_and_makes_no_key() {
    let (vault, store) = vault_with_store();
    let derivation = store.all(None, 9).unwrap()[0].key.key;
    let sealed = vault.seal(&subject(), &context(), NOW_MS, b"one").unwrap();
    for _ in 0..5 {
        vault.probe().unwrap();
    }
    assert_eq!(store.all(None, 9).unwrap().len(), 2);
    assert_eq!(store.reserve_seals(&derivation, 0).unwrap(), 5);
    assert_eq!(store.reserve_seals(&sealed.key, 0).unwrap(), 4096);
    assert!(vault.has_sealed().unwrap());
    let vault = full_vault();
    assert_eq!(vault.probe(), Err(KeyStoreError::Unavailable.into()));
    assert!(!vault.has_sealed().unwrap());
}

/// Verifies: CRY-003
#[test]
fn a_worn_key_is_followed_by_a_new_one_and_all_open() {
    let (vault, store) = vault_with_store();
    let limits = Limits { seals_per_reservation: 4, seals_per_key: 8, cached_keys: 2 };
    let vault = vault.with_limits(limits);
    let sealed: Vec<_> =
        (0..20).map(|_| vault.seal(&subject(), &context(), NOW_MS, b"entry").unwrap()).collect();
    let mut seals = HashMap::<KeyId, u64>::new();
    sealed.iter().for_each(|record| *seals.entry(record.key).or_default() += 1);
    let mut counts: Vec<_> = seals.values().copied().collect();
    counts.sort_unstable();
    assert_eq!(counts, [4, 8, 8]);
    let mut generations: Vec<_> = store.load(&subject()).unwrap().iter().map(|key| key.generation).collect();
    generations.sort_unstable();
    assert_eq!(generations, [1, 2, 3]);
    assert!(sealed.iter().all(|record| vault.open(&subject(), &context(), record).is_ok()));
    assert_eq!(Limits::default().seals_per_key, 1 << 31);
}

#[test]
fn a_destroyed_key_is_gone_and_the_other_generation_opens() {
    let (vault, store) = vault_with_store();
    let old = vault.seal(&subject(), &context(), NOW_MS, b"old").unwrap();
    vault.rotate(&subject(), NOW_MS).unwrap();
    let new = vault.seal(&subject(), &context(), NOW_MS, b"new").unwrap();
    assert_ne!(old.key, new.key);
    let elsewhere =
        Vault::unlock(fixed_root([7; 32]), INSTALLATION, store, Arc::new(FixedRandom::new(2))).unwrap();
    assert!(elsewhere.open(&subject(), &context(), &old).is_ok());
    assert_eq!(vault.still_opens(&subject(), &old.key), Ok(()));
    let other = Subject { owner: [9; 16], ..subject() };
    assert_eq!(vault.still_opens(&other, &old.key), Err(Error::Tampered));

    vault.destroy(&old.key).unwrap();
    vault.destroy(&old.key).unwrap();
    elsewhere.refresh_epoch().unwrap();
    for vault in [vault, elsewhere] {
        assert_eq!(vault.open(&subject(), &context(), &old).unwrap_err(), Error::KeyGone);
        assert_eq!(vault.still_opens(&subject(), &old.key), Err(Error::KeyGone));
        assert_eq!(vault.still_opens(&subject(), &new.key), Ok(()));
        assert_eq!(vault.open(&subject(), &context(), &new).unwrap().as_slice(), b"new");
        assert_eq!(vault.seal(&subject(), &context(), NOW_MS, b"more").unwrap().key, new.key);
    }
}

#[test]
fn destroying_the_sealing_key_stops_its_sealing_at_once() {
    let (vault, _) = vault_with_store();
    let old = vault.seal(&subject(), &context(), NOW_MS, b"old").unwrap();
    vault.destroy(&old.key).unwrap();
    let new = vault.seal(&subject(), &context(), NOW_MS, b"new").unwrap();
    assert_ne!(new.key, old.key);
    assert!(vault.open(&subject(), &context(), &new).is_ok());
}

/// A generation that named a key once never names another, whichever keys are left.
#[test]
fn generations_go_on_behind_destroyed_keys() {
    let (vault, store) = vault_with_store();
    let seal = |vault: &Vault| vault.seal(&subject(), &context(), NOW_MS, b"entry").unwrap().key;
    let generation = |key: &KeyId| store.find(key).unwrap().unwrap().generation;
    let first = seal(&vault);
    vault.destroy(&first).unwrap();
    let second = seal(&vault);
    assert_eq!(generation(&second), 2);
    let third = vault.rotate(&subject(), NOW_MS).unwrap();
    assert_eq!(generation(&third), 3);
    // The newest is gone, an older one is left; then all are, and the vault starts anew.
    vault.destroy(&third).unwrap();
    let fourth = vault.rotate(&subject(), NOW_MS).unwrap();
    assert_eq!(generation(&fourth), 4);
    vault.destroy(&second).unwrap();
    vault.destroy(&fourth).unwrap();
    let restarted =
        Vault::unlock(fixed_root([7; 32]), INSTALLATION, store.clone(), Arc::new(FixedRandom::new(9)))
            .unwrap();
    assert_eq!(generation(&seal(&restarted)), 5);
    let other = Subject { owner: [9; 16], ..subject() };
    assert_eq!((store.last_generation(&subject()), store.last_generation(&other)), (Ok(5), Ok(0)));
}

/// Who has sealed before asks for the key to be there: a lost one is noticed, a destroyed one is followed by another.
#[test]
fn a_lost_key_is_told_from_a_destroyed_one() {
    let (vault, store) = vault_with_store();
    assert_eq!(vault.require_key(&subject()).unwrap_err(), Error::KeyGone);
    let key = vault.seal(&subject(), &context(), NOW_MS, b"entry").unwrap().key;
    assert_eq!(vault.require_key(&subject()), Ok(()));
    vault.let_go();
    assert_eq!(vault.require_key(&subject()), Ok(()));
    store.lose(&key);
    vault.let_go();
    assert_eq!(vault.require_key(&subject()).unwrap_err(), Error::KeyGone);
    let key = vault.seal(&subject(), &context(), NOW_MS, b"entry").unwrap().key;
    store.lose(&key);
    assert_eq!(vault.require_key(&subject()), Ok(()), "a key in hand is not looked up");
    vault.let_go();
    let key = vault.seal(&subject(), &context(), NOW_MS, b"entry").unwrap().key;
    vault.destroy(&key).unwrap();
    assert_eq!(vault.require_key(&subject()), Ok(()));
}

/// The next seal would make another key and hide that this one was lost.
#[test]
fn a_key_whose_reservation_is_spent_is_looked_up_again() {
    let (vault, store) = vault_with_store();
    let vault = vault.with_limits(Limits { seals_per_reservation: 1, ..Limits::default() });
    let key = vault.seal(&subject(), &context(), NOW_MS, b"entry").unwrap().key;
    assert_eq!(vault.require_key(&subject()), Ok(()));
    store.lose(&key);
    assert_eq!(vault.require_key(&subject()).unwrap_err(), Error::KeyGone);
}

#[test]
fn wrong_root_empty_store_and_second_creation_are_told_apart() {
    let (vault, store) = vault_with_store();
    let random = || Arc::new(OsRandom::new());
    let wrong = Vault::unlock(fixed_root([8; 32]), INSTALLATION, store.clone(), random());
    assert_eq!(wrong.unwrap_err(), Error::WrongRoot);
    let empty = Vault::unlock(fixed_root([7; 32]), INSTALLATION, Arc::new(MemoryKeys::default()), random());
    assert_eq!(empty.unwrap_err(), Error::KeysMissing);
    let again = Vault::create(fixed_root([7; 32]), INSTALLATION, store.clone(), random(), 0);
    assert_eq!(again.unwrap_err(), Error::KeysPresent);
    let derivation = store.all(None, 1).unwrap().remove(0);
    assert_eq!(vault.destroy(&derivation.key.key).unwrap_err(), Error::ContextMismatch);
}

/// Every bit of a wrapping and every field beside it is bound.
///
/// Verifies: CRY-004
#[test]
fn a_changed_wrapped_key_is_damaged() {
    let (vault, store) = vault_with_store();
    let sealed = vault.seal(&subject(), &context(), NOW_MS, b"entry").unwrap();
    let whole = store.find(&sealed.key).unwrap().unwrap();
    assert_eq!(vault.check_key(&whole), Ok(()));
    for bit in 0..whole.wrapped.len() * 8 {
        let mut changed = whole.clone();
        changed.wrapped[bit / 8] ^= 1 << (bit % 8);
        let expected = match bit / 8 {
            0 => Error::UnknownFormat,
            1..=8 => Error::WrongRoot,
            _ => Error::KeyDamaged,
        };
        assert_eq!(vault.check_key(&changed), Err(expected));
    }
    let other = |purpose| Subject { purpose, ..subject() };
    let changed = [
        WrappedKey { key: KeyId([9; 16]), ..whole.clone() },
        WrappedKey { subject: Subject { owner: [9; 16], ..subject() }, ..whole.clone() },
        WrappedKey { subject: Subject { clinic: vault::ClinicId([9; 16]), ..subject() }, ..whole.clone() },
        WrappedKey { subject: other(KeyPurpose::Identity), ..whole.clone() },
        WrappedKey { generation: 2, ..whole.clone() },
        WrappedKey { created_ms: 1, ..whole.clone() },
        WrappedKey { wrapped: Vec::new(), ..whole.clone() },
    ];
    for key in &changed {
        assert_eq!(vault.check_key(key), Err(Error::KeyDamaged));
    }
}

/// Somebody who can write the key store gives one person's key to another.
#[test]
fn a_key_put_under_another_person_does_not_open_there() {
    let (vault, store) = vault_with_store();
    let sealed = vault.seal(&subject(), &context(), NOW_MS, b"entry").unwrap();
    let thief = Subject { owner: [9; 16], ..subject() };
    store.overwrite(WrappedKey { subject: thief, ..store.find(&sealed.key).unwrap().unwrap() });
    vault.let_go();
    assert_eq!(vault.open(&subject(), &context(), &sealed).unwrap_err(), Error::KeyDamaged);
    let place = vault::Context { clinic: CLINIC, chart: vault::ChartId([9; 16]), ..context() };
    assert_eq!(vault.seal(&thief, &place, NOW_MS, b"entry").unwrap_err(), Error::KeyDamaged);
}

/// Somebody who edits the file that names the clinic and its kind opens nothing.
///
/// Verifies: CRY-019
#[test]
fn keys_are_bound_to_their_clinic_and_to_the_kind_of_its_folder() {
    let (_, store) = vault_with_store();
    let random = || Arc::new(FixedRandom::new(3));
    let others = [
        Installation { kind: InstallationKind::Clinic, ..INSTALLATION },
        Installation { clinic: vault::ClinicId([9; 16]), ..INSTALLATION },
    ];
    for other in others {
        let refused = Vault::unlock(fixed_root([7; 32]), other, store.clone(), random()).unwrap_err();
        assert_eq!((refused.code(), refused), ("vault.other_installation", Error::OtherInstallation));
    }
    assert!(Vault::unlock(fixed_root([7; 32]), INSTALLATION, store, random()).is_ok());
}

/// What was cached is worth nothing once the epoch has moved on, and the pass of a change says which one it was made at.
///
/// Verifies: CRY-018
#[test]
fn a_key_destroyed_elsewhere_is_gone_with_the_next_epoch() {
    let (vault, store) = vault_with_store();
    let sealed = vault.seal(&subject(), &context(), NOW_MS, b"entry").unwrap();
    let linker = vault.linker(&CLINIC).unwrap();
    let begun = vault.epoch();
    store.destroy(&sealed.key).unwrap();
    assert!(vault.open(&subject(), &context(), &sealed).is_ok(), "nobody has told this process yet");
    let pass = vault.write_pass(&linker, begun);
    let held = pass.hold_keys().unwrap();
    assert!(held.epoch() > pass.epoch(), "the writer sees that the change must not be stored");
    vault.catch_up(held.epoch());
    assert_eq!(vault.epoch(), held.epoch());
    held.release().unwrap();
    assert_eq!(vault.open(&subject(), &context(), &sealed).unwrap_err(), Error::KeyGone);
    let next = vault.seal(&subject(), &context(), NOW_MS, b"entry").unwrap();
    assert_ne!(next.key, sealed.key, "nor is what was left of a reservation used");
    vault.catch_up(begun);
    assert!(vault.epoch() > begun, "an epoch never goes back");
}

/// Keys that are held outlive whoever wants to destroy them.
#[test]
fn nobody_destroys_what_is_held() {
    let (vault, _) = vault_with_store();
    let sealed = vault.seal(&subject(), &context(), NOW_MS, b"entry").unwrap();
    let pass = vault.write_pass(&vault.linker(&CLINIC).unwrap(), vault.epoch());
    let held = pass.hold_keys().unwrap();
    std::thread::scope(|scope| {
        let destroyer = scope.spawn(|| vault.destroy(&sealed.key));
        std::thread::sleep(std::time::Duration::from_millis(50));
        assert!(!destroyer.is_finished());
        held.release().unwrap();
        assert_eq!(destroyer.join().unwrap(), Ok(()));
    });
}
