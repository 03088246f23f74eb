//! The store of wrapped keys.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::sync::Barrier;
use std::time::Duration;

use ledger_sqlite::{KeysDb, OpenError};
use rusqlite::Connection;
use tempfile::TempDir;
use testkit::private_folder;
use vault::{
    CheckpointWrite, ClinicId, DestroyedKey, KeyEpoch, KeyId, KeyPurpose, KeyStore, KeyStoreError, StoredKey,
    StrandCode, Subject, WrappedKey,
};

const SUBJECT: Subject =
    Subject { clinic: ClinicId([1; 16]), owner: [2; 16], purpose: KeyPurpose::Strand(StrandCode(1)) };

fn fresh() -> (TempDir, KeysDb) {
    let folder = private_folder();
    let keys = KeysDb::open(folder.path()).unwrap();
    (folder, keys)
}

fn key(number: u8, generation: u32) -> WrappedKey {
    let wrapped = [b"wrapped bytes of key ".as_slice(), &[b'0' + number; 48]].concat();
    WrappedKey { key: KeyId([number; 16]), subject: SUBJECT, generation, created_ms: -7, wrapped }
}

fn unused(key: WrappedKey) -> StoredKey {
    StoredKey { key, seals: 0 }
}

#[test]
fn keys_survive_reopening() {
    let (folder, keys) = fresh();
    let identity = Subject { purpose: KeyPurpose::Identity, ..SUBJECT };
    let third = WrappedKey { subject: identity, ..key(3, 1) };
    for key in [&key(2, 2), &key(1, 1), &third] {
        keys.insert(key).unwrap();
    }
    drop(keys);

    let keys = KeysDb::open(folder.path()).unwrap();
    assert_eq!(keys.load(&SUBJECT), Ok(vec![key(1, 1), key(2, 2)]));
    assert_eq!(keys.load(&identity), Ok(vec![third.clone()]));
    assert_eq!(keys.load(&Subject { owner: [9; 16], ..SUBJECT }), Ok(vec![]));
    assert_eq!(keys.find(&KeyId([2; 16])), Ok(Some(key(2, 2))));
    assert_eq!(keys.find(&KeyId([9; 16])), Ok(None));
    assert_eq!(keys.all(None, 2), Ok(vec![unused(key(1, 1)), unused(key(2, 2))]));
    assert_eq!(keys.all(Some(KeyId([2; 16])), 2), Ok(vec![unused(third)]));
    assert_eq!(keys.all(Some(KeyId([3; 16])), 2), Ok(vec![]));
}

#[test]
fn ids_and_generations_are_unique() {
    let (_folder, keys) = fresh();
    keys.insert(&key(1, 1)).unwrap();
    for taken in [key(1, 1), key(1, 2), key(2, 1)] {
        assert_eq!(keys.insert(&taken), Err(KeyStoreError::Conflict));
    }
    keys.destroy(&KeyId([1; 16])).unwrap();
    assert_eq!(keys.insert(&key(1, 3)), Err(KeyStoreError::Conflict), "the id of a destroyed key");
    assert_eq!(keys.last_generation(&SUBJECT), Ok(1), "its generation is remembered");
    assert_eq!(keys.last_generation(&Subject { owner: [9; 16], ..SUBJECT }), Ok(0));
    keys.insert(&key(2, 7)).unwrap();
    assert_eq!(keys.last_generation(&SUBJECT), Ok(7));
    assert_eq!(keys.all(None, 10), Ok(vec![unused(key(2, 7))]));
    let gone = DestroyedKey { key: KeyId([1; 16]), subject: SUBJECT, generation: 1 };
    assert_eq!(keys.destroyed(), Ok(vec![gone]));
}

/// Many threads reserve seals of one key at once: no number is given twice, none is lost, also after a restart.
#[test]
fn seals_are_reserved_once() {
    let (folder, keys) = fresh();
    keys.insert(&key(1, 1)).unwrap();
    let start = Barrier::new(8);
    let mut given: Vec<u64> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    start.wait();
                    (0..20).map(|_| keys.reserve_seals(&KeyId([1; 16]), 10).unwrap()).collect::<Vec<_>>()
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    given.sort_unstable();
    assert_eq!(given, (0..160).map(|number| number * 10).collect::<Vec<_>>());
    drop(keys);

    let keys = KeysDb::open(folder.path()).unwrap();
    assert_eq!(keys.reserve_seals(&KeyId([1; 16]), 1), Ok(1600));
    assert_eq!(keys.reserve_seals(&KeyId([1; 16]), u64::MAX), Err(KeyStoreError::Unavailable));
    assert_eq!(keys.reserve_seals(&KeyId([1; 16]), 0), Ok(1601));
    assert_eq!(keys.reserve_seals(&KeyId([9; 16]), 1), Err(KeyStoreError::NotFound));
}

/// After destruction no file of the running store holds the wrapping, and a note with the time stays.
#[test]
fn destroyed_key_leaves_no_bytes() {
    let (folder, keys) = fresh();
    for number in 1..=9 {
        keys.insert(&key(number, u32::from(number))).unwrap();
    }
    assert!(holds(folder.path(), &key(5, 5).wrapped));
    keys.destroy(&KeyId([5; 16])).unwrap();
    keys.destroy(&KeyId([5; 16])).unwrap();

    assert!(!holds(folder.path(), &key(5, 5).wrapped[..32 + 10]));
    assert!(holds(folder.path(), &key(6, 6).wrapped));
    assert_eq!(keys.find(&KeyId([5; 16])), Ok(None));
    assert_eq!(keys.load(&SUBJECT).unwrap().len(), 8);
    assert_eq!(keys.reserve_seals(&KeyId([5; 16]), 1), Err(KeyStoreError::NotFound));
    drop(keys);

    let note = Connection::open(folder.path().join("keys.db")).unwrap();
    let (id, time_ms): ([u8; 16], i64) = note
        .query_row("SELECT key_id, destroyed_ms FROM destroyed", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    assert_eq!(id, [5; 16]);
    assert!((1_700_000_000_000..4_000_000_000_000).contains(&time_ms), "{time_ms}");
    assert!(note.execute_batch("DELETE FROM destroyed").is_err());
}

/// While somebody still reads the old pages the key does not count as destroyed; asking again finishes it.
#[test]
fn destruction_waits_for_readers() {
    let (folder, keys) = fresh();
    keys.insert(&key(1, 1)).unwrap();
    let reader = Connection::open(folder.path().join("keys.db")).unwrap();
    reader.execute_batch("BEGIN; SELECT * FROM wrapped_key;").unwrap();
    assert_eq!(keys.destroy(&KeyId([1; 16])), Err(KeyStoreError::Unavailable));
    drop(reader);
    keys.destroy(&KeyId([1; 16])).unwrap();
    assert!(!holds(folder.path(), b"wrapped bytes of key "));
}

#[test]
fn reading_beside_a_server() {
    let (folder, keys) = fresh();
    assert!(matches!(KeysDb::open(folder.path()), Err(OpenError::InUse)));
    let reader = KeysDb::open_read_only(folder.path()).unwrap();
    keys.insert(&key(1, 1)).unwrap();
    assert_eq!(reader.find(&KeyId([1; 16])), Ok(Some(key(1, 1))));
    assert_eq!(reader.insert(&key(2, 2)), Err(KeyStoreError::Unavailable));
    assert_eq!(reader.destroy(&KeyId([1; 16])), Err(KeyStoreError::Unavailable));
    assert_eq!(reader.reserve_seals(&KeyId([1; 16]), 1), Err(KeyStoreError::Unavailable));
    assert_eq!(keys.load(&SUBJECT), Ok(vec![key(1, 1)]));
}

#[test]
fn missing_and_open_folders_are_refused() {
    let (folder, keys) = fresh();
    drop(keys);
    assert!(matches!(KeysDb::open_read_only(&folder.path().join("x")), Err(OpenError::Missing)));
    std::fs::set_permissions(folder.path(), Permissions::from_mode(0o705)).unwrap();
    assert!(matches!(KeysDb::open(folder.path()), Err(OpenError::TooOpen { name: ".", mode: 0o705 })));
}

/// The epoch rises with every wrapping that goes or is overwritten, also past the store; never with anything else.
///
/// Verifies: CRY-018
#[test]
fn the_epoch_rises_with_every_loss() {
    let (folder, keys) = fresh();
    for number in 1..=4 {
        keys.insert(&key(number, u32::from(number))).unwrap();
    }
    keys.reserve_seals(&KeyId([1; 16]), 10).unwrap();
    assert_eq!(keys.epoch(), Ok(KeyEpoch(0)));
    keys.destroy(&KeyId([1; 16])).unwrap();
    assert_eq!(keys.epoch(), Ok(KeyEpoch(1)));

    let intruder = Connection::open(folder.path().join("keys.db")).unwrap();
    intruder.execute_batch("DELETE FROM wrapped_key WHERE generation = 2").unwrap();
    assert_eq!(keys.epoch(), Ok(KeyEpoch(2)));
    intruder
        .execute_batch("UPDATE wrapped_key SET wrapped = substr(wrapped, 1, 20) WHERE generation = 3")
        .unwrap();
    assert_eq!(keys.epoch(), Ok(KeyEpoch(3)));
    intruder.execute_batch("UPDATE wrapped_key SET owner = zeroblob(16) WHERE generation = 3").unwrap();
    assert_eq!(keys.epoch(), Ok(KeyEpoch(4)));
    for refused in ["UPDATE epoch SET number = 0", "DELETE FROM epoch", "INSERT INTO epoch VALUES (2, 0)"] {
        assert!(intruder.execute_batch(refused).is_err(), "{refused}");
    }

    let wrapped = key(4, 4).wrapped;
    assert_eq!(keys.rewrap(&KeyId([4; 16]), b"other", b"another root's"), Ok(false));
    assert_eq!(keys.rewrap(&KeyId([4; 16]), &wrapped, b"another root's"), Ok(true));
    assert_eq!(keys.find(&KeyId([4; 16])).unwrap().unwrap().wrapped, b"another root's");
    assert_eq!(keys.epoch(), Ok(KeyEpoch(4)), "a key that is put under another root key lives on");
}

/// While keys are held nobody destroys one, here or in another process; reading goes on, and whoever waited gets its turn.
///
/// Verifies: CRY-018
#[test]
fn held_keys_are_not_destroyed() {
    let (folder, keys) = fresh();
    keys.insert(&key(1, 1)).unwrap();
    let held = keys.hold().unwrap();
    let intruder = Connection::open(folder.path().join("keys.db")).unwrap();
    intruder.busy_timeout(Duration::ZERO).unwrap();
    assert!(intruder.execute_batch("DELETE FROM wrapped_key").is_err(), "another process is turned away");
    std::thread::scope(|scope| {
        let destroyer = scope.spawn(|| keys.destroy(&KeyId([1; 16])));
        std::thread::sleep(Duration::from_millis(50));
        assert_eq!(keys.find(&KeyId([1; 16])), Ok(Some(key(1, 1))));
        assert!(!destroyer.is_finished());
        let next = scope.spawn(|| keys.hold().unwrap().epoch());
        std::thread::sleep(Duration::from_millis(50));
        held.release().unwrap();
        assert_eq!(destroyer.join().unwrap(), Ok(()));
        assert_eq!(next.join().unwrap(), KeyEpoch(1), "whoever wants to change something goes first");
    });
    assert_eq!(keys.hold().unwrap().epoch(), KeyEpoch(1), "dropping lets go as well");
    keys.insert(&key(2, 2)).unwrap();
}

/// Neither a hold that is never let go nor one that is never had is waited for without end.
#[test]
fn every_wait_for_held_keys_ends() {
    let (_folder, keys) = fresh();
    keys.insert(&key(1, 1)).unwrap();
    let held = keys.hold().unwrap();
    assert_eq!(keys.reserve_seals(&KeyId([1; 16]), 1), Err(KeyStoreError::Unavailable));
    assert_eq!(keys.hold().map(drop), Err(KeyStoreError::Unavailable));
    held.release().unwrap();
    assert_eq!(keys.reserve_seals(&KeyId([1; 16]), 1), Ok(0));
}

/// A checkpoint gives way to a later one, and to an older one where a person has accepted that.
#[test]
fn the_furthest_checkpoint_stays() {
    let (_folder, keys) = fresh();
    let (one, other) = (ClinicId([1; 16]), ClinicId([2; 16]));
    let put = |clinic, seq, body: &[u8], how| keys.put_checkpoint(clinic, seq, body, how).unwrap();
    assert_eq!(keys.checkpoint(&one), Ok(None));
    put(&one, 5, b"five", CheckpointWrite::Advance);
    put(&one, 4, b"four", CheckpointWrite::Advance);
    put(&other, 1, b"other", CheckpointWrite::Advance);
    assert_eq!(keys.checkpoint(&one), Ok(Some(b"five".to_vec())));
    put(&one, 5, b"five again", CheckpointWrite::Advance);
    assert_eq!(keys.checkpoint(&one), Ok(Some(b"five again".to_vec())));
    put(&one, 4, b"four", CheckpointWrite::Replace);
    assert_eq!(keys.checkpoint(&one), Ok(Some(b"four".to_vec())));
    assert_eq!(keys.checkpoint(&other), Ok(Some(b"other".to_vec())));
}

/// Whether some file in the folder holds these bytes. Another process reads them: opening and closing a database file
/// here would drop the locks that this process holds on it.
fn holds(folder: &Path, bytes: &[u8]) -> bool {
    let files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let read = Command::new("cat").args(files).output().unwrap();
    assert!(read.status.success());
    read.stdout.windows(bytes.len()).any(|window| window == bytes)
}
