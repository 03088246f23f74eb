//! Many threads and several processes over one key store.

use crate::support::{NOW_MS, context, subject, vault_with_store};
use std::collections::HashMap;
use std::sync::{Arc, Barrier};
use std::thread;
use vault::testing::{INSTALLATION, fixed_root};
use vault::{KeyStore, Limits, OsRandom, Sealed, Vault};

fn seal_at_once(vaults: &[Vault], threads: usize, each: usize) -> Vec<Sealed> {
    let start = Barrier::new(threads);
    thread::scope(|scope| {
        let work = |number: usize| {
            let (vault, start) = (&vaults[number % vaults.len()], &start);
            scope.spawn(move || {
                start.wait();
                (0..each)
                    .map(|_| vault.seal(&subject(), &context(), NOW_MS, b"entry").unwrap())
                    .collect::<Vec<_>>()
            })
        };
        let running: Vec<_> = (0..threads).map(work).collect();
        running.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
fn a_race_for_the_first_seal_makes_one_key() {
    let (vault, store) = vault_with_store();
    let other =
        Vault::unlock(fixed_root([7; 32]), INSTALLATION, store.clone(), Arc::new(OsRandom::new())).unwrap();
    let vaults = [vault, other];
    let sealed = seal_at_once(&vaults, 8, 50);
    assert_eq!(store.load(&subject()).unwrap().len(), 1);
    assert!(sealed.iter().all(|record| vaults[1].open(&subject(), &context(), record).is_ok()));
}

/// Two processes share the count; no key seals more often than allowed.
///
/// Verifies: CRY-003
#[test]
fn seals_are_counted_across_processes() {
    let limits = Limits { seals_per_reservation: 4, seals_per_key: 40, cached_keys: 16 };
    let (vault, store) = vault_with_store();
    let other = Vault::unlock(fixed_root([7; 32]), INSTALLATION, store, Arc::new(OsRandom::new())).unwrap();
    let sealed = seal_at_once(&[vault.with_limits(limits), other.with_limits(limits)], 4, 50);
    let mut seals = HashMap::new();
    sealed.iter().for_each(|record| *seals.entry(record.key).or_insert(0) += 1);
    assert!(seals.len() >= 5 && seals.values().all(|count| *count <= 40), "{seals:?}");
}
