//! The store of wrapped keys.

use std::path::PathBuf;
use std::process::Command;
use std::sync::Barrier;

use ledger::SchemaError;
use ledger_postgres::{KeysPostgres, LedgerPostgres, OpenError, migrate_keys, setup_keys};
use tokio::runtime::Runtime;
use tokio_postgres::Client;
use vault::{
    CheckpointWrite, ClinicId, DestroyedKey, KeyEpoch, KeyId, KeyPurpose, KeyStore, KeyStoreError, StoredKey,
    StrandCode, Subject, WrappedKey,
};

use crate::server::Server;

const SUBJECT: Subject =
    Subject { clinic: ClinicId([1; 16]), owner: [2; 16], purpose: KeyPurpose::Strand(StrandCode(1)) };

/// A new database with the tables of the keys, and an administrator in it.
struct Fresh {
    server: &'static Server,
    name: String,
    runtime: Runtime,
    administrator: Client,
}

fn fresh() -> Fresh {
    fresh_on(crate::server::shared())
}

/// On a server without the other tests' data, because a checkpoint writes out everything that waits.
fn fresh_alone() -> Fresh {
    fresh_on(crate::server::own())
}

fn fresh_on(server: &'static Server) -> Fresh {
    let runtime = Runtime::new().unwrap();
    let (name, administrator) = runtime.block_on(async {
        let name = server.database().await;
        setup_keys(&server.config(&name, "postgres")).await.unwrap();
        migrate_keys(&server.config(&name, "namima_keys_migrate")).await.unwrap();
        let administrator = server.intruder(&name).await;
        (name, administrator)
    });
    Fresh { server, name, runtime, administrator }
}

impl Fresh {
    fn keys(&self) -> KeysPostgres {
        KeysPostgres::open(&self.server.config(&self.name, "namima_keys")).unwrap()
    }

    fn run(&self, text: &str) {
        self.runtime.block_on(self.administrator.batch_execute(text)).unwrap();
    }

    /// The files of this database, once everything in memory has been written to them.
    fn hold(&self, bytes: &[u8]) -> bool {
        self.run("CHECKPOINT");
        let text = "SELECT oid::text FROM pg_database WHERE datname = current_database()";
        let oid: String = self.runtime.block_on(self.administrator.query_one(text, &[])).unwrap().get(0);
        let folder = self.server.data().join("base").join(oid);
        let files: Vec<PathBuf> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        let read = Command::new("cat").args(files).output().unwrap();
        read.stdout.windows(bytes.len()).any(|window| window == bytes)
    }
}

fn key(number: u8, generation: u32) -> WrappedKey {
    let wrapped = [b"wrapped bytes of key ".as_slice(), &[b'0' + number; 48]].concat();
    WrappedKey { key: KeyId([number; 16]), subject: SUBJECT, generation, created_ms: -7, wrapped }
}

#[test]
fn keys_survive_reopening() {
    let fresh = fresh();
    let keys = fresh.keys();
    let identity = Subject { purpose: KeyPurpose::Identity, ..SUBJECT };
    let third = WrappedKey { subject: identity, ..key(3, 1) };
    for key in [&key(2, 2), &key(1, 1), &third] {
        keys.insert(key).unwrap();
    }
    drop(keys);

    let keys = fresh.keys();
    assert_eq!(keys.load(&SUBJECT), Ok(vec![key(1, 1), key(2, 2)]));
    assert_eq!(keys.load(&identity), Ok(vec![third.clone()]));
    assert_eq!(keys.load(&Subject { owner: [9; 16], ..SUBJECT }), Ok(vec![]));
    assert_eq!(keys.find(&KeyId([2; 16])), Ok(Some(key(2, 2))));
    assert_eq!(keys.find(&KeyId([9; 16])), Ok(None));
    assert_eq!(keys.all(None, 2), Ok(vec![unused(key(1, 1)), unused(key(2, 2))]));
    assert_eq!(keys.all(Some(KeyId([2; 16])), 2), Ok(vec![unused(third)]));
    assert_eq!(keys.all(Some(KeyId([3; 16])), 2), Ok(vec![]));
}

fn unused(key: WrappedKey) -> StoredKey {
    StoredKey { key, seals: 0 }
}

#[test]
fn ids_and_generations_are_unique() {
    let fresh = fresh();
    let keys = fresh.keys();
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

/// Two nodes make the same generation of a key at once: one of them has it, the other hears of a conflict.
#[test]
fn nodes_race_for_a_generation() {
    let fresh = fresh();
    let nodes = [fresh.keys(), fresh.keys()];
    for generation in 1..=20 {
        let start = Barrier::new(2);
        let make = |node: usize| {
            start.wait();
            let id = KeyId([node as u8 + 1, generation as u8].repeat(8).try_into().unwrap());
            nodes[node].insert(&WrappedKey { key: id, ..key(1, generation) })
        };
        let mut answers = std::thread::scope(|scope| {
            [0, 1].map(|node| scope.spawn(move || make(node))).map(|thread| thread.join().unwrap())
        });
        answers.sort_by_key(Result::is_err);
        assert_eq!(answers, [Ok(()), Err(KeyStoreError::Conflict)]);
    }
}

/// Many threads on two nodes reserve seals of one key at once: no number is given twice, none is lost.
#[test]
fn seals_are_reserved_once() {
    let fresh = fresh();
    let nodes = [fresh.keys(), fresh.keys()];
    nodes[0].insert(&key(1, 1)).unwrap();
    let start = Barrier::new(8);
    let (nodes, start) = (&nodes, &start);
    let reserve = |thread: usize| {
        start.wait();
        let node = &nodes[thread % 2];
        (0..20).map(|_| node.reserve_seals(&KeyId([1; 16]), 10).unwrap()).collect::<Vec<_>>()
    };
    let mut given: Vec<u64> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|thread| scope.spawn(move || reserve(thread))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    given.sort_unstable();
    assert_eq!(given, (0..160).map(|number| number * 10).collect::<Vec<_>>());

    let keys = fresh.keys();
    assert_eq!(keys.reserve_seals(&KeyId([1; 16]), 1), Ok(1600));
    assert_eq!(keys.reserve_seals(&KeyId([1; 16]), u64::MAX), Err(KeyStoreError::Unavailable));
    assert_eq!(keys.reserve_seals(&KeyId([1; 16]), 0), Ok(1601));
    assert_eq!(keys.reserve_seals(&KeyId([9; 16]), 1), Err(KeyStoreError::NotFound));
}

/// After destruction no file of the database holds the wrapping, and a note with the time stays.
#[test]
fn destroyed_key_leaves_no_bytes_in_the_database() {
    let fresh = fresh_alone();
    let keys = fresh.keys();
    for number in 1..=9 {
        keys.insert(&key(number, u32::from(number))).unwrap();
    }
    assert!(fresh.hold(&key(5, 5).wrapped));
    keys.destroy(&KeyId([5; 16])).unwrap();
    keys.destroy(&KeyId([5; 16])).unwrap();

    assert!(!fresh.hold(&key(5, 5).wrapped[..32 + 10]));
    assert!(fresh.hold(&key(6, 6).wrapped));
    assert_eq!(keys.find(&KeyId([5; 16])), Ok(None));
    assert_eq!(keys.load(&SUBJECT).unwrap().len(), 8);
    assert_eq!(keys.reserve_seals(&KeyId([5; 16]), 1), Err(KeyStoreError::NotFound));

    let text = "SELECT key_id, destroyed_ms FROM destroyed";
    let note = fresh.runtime.block_on(fresh.administrator.query_one(text, &[])).unwrap();
    assert_eq!(note.get::<_, &[u8]>(0), [5; 16]);
    let time_ms: i64 = note.get(1);
    assert!((1_700_000_000_000..4_000_000_000_000).contains(&time_ms), "{time_ms}");
    for text in ["DELETE FROM destroyed", "UPDATE destroyed SET destroyed_ms = 0", "TRUNCATE destroyed"] {
        assert!(fresh.runtime.block_on(fresh.administrator.batch_execute(text)).is_err());
    }
}

/// While somebody reads the table (a backup, for instance) the key does not count as destroyed; asking again finishes it.
#[test]
fn destruction_waits_for_readers() {
    let fresh = fresh_alone();
    let keys = fresh.keys();
    keys.insert(&key(1, 1)).unwrap();
    fresh.run("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM wrapped_key");
    assert_eq!(keys.destroy(&KeyId([1; 16])), Err(KeyStoreError::Unavailable));
    assert_eq!(keys.find(&KeyId([1; 16])), Ok(None));
    fresh.run("COMMIT");
    keys.destroy(&KeyId([1; 16])).unwrap();
    assert!(!fresh.hold(&key(1, 1).wrapped));
}

/// Somebody's old snapshot, which elsewhere keeps dead rows in the file, does not keep a destroyed key.
#[test]
fn old_snapshots_keep_nothing() {
    let fresh = fresh_alone();
    let keys = fresh.keys();
    keys.insert(&key(1, 1)).unwrap();
    keys.insert(&key(2, 2)).unwrap();
    let other = fresh.runtime.block_on(fresh.server.intruder(&fresh.name));
    fresh.runtime.block_on(other.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1")).unwrap();
    keys.destroy(&KeyId([1; 16])).unwrap();
    assert!(!fresh.hold(&key(1, 1).wrapped));
    assert_eq!(keys.all(None, 10), Ok(vec![unused(key(2, 2))]));
}

/// The service's role for the ledger has no way into the keys' database, nor the keys' role into the ledger's.
///
/// Verifies: CRY-002
#[test]
fn keys_and_ledger_are_apart() {
    let fresh = fresh();
    let ledger = fresh.runtime.block_on(crate::server::fresh());
    for user in ["namima_run", "namima_migrate", "namima_reseal"] {
        let opened = KeysPostgres::open(&fresh.server.config(&fresh.name, user)).err();
        assert!(matches!(opened, Some(OpenError::Refused | OpenError::Storage(_))), "{user}: {opened:?}");
    }
    let opened = fresh.runtime.block_on(LedgerPostgres::open(&ledger.config("namima_keys"))).err();
    assert!(matches!(opened, Some(OpenError::Refused | OpenError::Storage(_))), "{opened:?}");
}

/// The role of the service cannot touch what is left of destroyed keys, nor write the file anew in another way.
#[test]
fn keys_role_is_limited() {
    let fresh = fresh();
    let client = fresh.runtime.block_on(fresh.server.plain(&fresh.name, "namima_keys"));
    for text in [
        "DELETE FROM destroyed",
        "UPDATE destroyed SET destroyed_ms = 0",
        "TRUNCATE wrapped_key",
        "DROP TABLE wrapped_key",
        "ALTER TABLE destroyed DISABLE TRIGGER ALL",
        "CREATE TABLE copies (one integer)",
    ] {
        assert!(fresh.runtime.block_on(client.batch_execute(text)).is_err(), "{text}");
    }
}

/// Opened, used and dropped where other tasks run.
#[tokio::test]
async fn works_within_a_runtime() {
    let server = crate::server::shared();
    let name = server.database().await;
    setup_keys(&server.config(&name, "postgres")).await.unwrap();
    let config = server.config(&name, "namima_keys");
    assert_eq!(
        KeysPostgres::open(&config).err(),
        Some(OpenError::Schema(SchemaError::TooOld { found: 0, known: 1 }))
    );
    migrate_keys(&server.config(&name, "namima_keys_migrate")).await.unwrap();
    let keys = KeysPostgres::open(&config).unwrap();
    keys.insert(&key(1, 1)).unwrap();
    assert_eq!(keys.find(&KeyId([1; 16])), Ok(Some(key(1, 1))));
}

/// A session that was ended is replaced; what was asked in between is not lost silently.
#[test]
fn ended_sessions_are_replaced() {
    let fresh = fresh();
    let keys = fresh.keys();
    for number in 1..=3 {
        keys.insert(&key(number, u32::from(number))).unwrap();
        fresh.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'namima_keys' AND datname = current_database()");
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    assert_eq!(keys.all(None, 10).unwrap().len(), 3);
}

/// The epoch rises with every wrapping that goes or is overwritten, also past the store, and on every node.
///
/// Verifies: CRY-018
#[test]
fn the_epoch_rises_with_every_loss() {
    let fresh = fresh();
    let nodes = [fresh.keys(), fresh.keys()];
    for number in 1..=4 {
        nodes[0].insert(&key(number, u32::from(number))).unwrap();
    }
    nodes[0].reserve_seals(&KeyId([1; 16]), 10).unwrap();
    assert_eq!(nodes[1].epoch(), Ok(KeyEpoch(0)));
    nodes[0].destroy(&KeyId([1; 16])).unwrap();
    assert_eq!(nodes[1].epoch(), Ok(KeyEpoch(1)));
    fresh.run("DELETE FROM wrapped_key WHERE generation = 2");
    assert_eq!(nodes[1].epoch(), Ok(KeyEpoch(2)));
    fresh.run("UPDATE wrapped_key SET wrapped = substring(wrapped FROM 1 FOR 20) WHERE generation = 3");
    assert_eq!(nodes[1].epoch(), Ok(KeyEpoch(3)));

    let wrapped = key(4, 4).wrapped;
    assert_eq!(nodes[0].rewrap(&KeyId([4; 16]), b"other", b"another root's"), Ok(false));
    assert_eq!(nodes[0].rewrap(&KeyId([4; 16]), &wrapped, b"another root's"), Ok(true));
    assert_eq!(nodes[1].find(&KeyId([4; 16])).unwrap().unwrap().wrapped, b"another root's");
    assert_eq!(nodes[1].epoch(), Ok(KeyEpoch(3)), "a key that is put under another root key lives on");
}

/// While one node holds the keys no other destroys one; reading goes on, and holders do not wait for each other.
///
/// Verifies: CRY-018
#[test]
fn held_keys_are_not_destroyed() {
    let fresh = fresh();
    let nodes = [fresh.keys(), fresh.keys()];
    nodes[0].insert(&key(1, 1)).unwrap();
    let (held, also_held) = (nodes[0].hold().unwrap(), nodes[1].hold().unwrap());
    also_held.release().unwrap();
    std::thread::scope(|scope| {
        let destroyer = scope.spawn(|| nodes[1].destroy(&KeyId([1; 16])));
        std::thread::sleep(std::time::Duration::from_millis(200));
        assert_eq!(nodes[0].find(&KeyId([1; 16])), Ok(Some(key(1, 1))));
        assert!(!destroyer.is_finished());
        held.release().unwrap();
        assert_eq!(destroyer.join().unwrap(), Ok(()));
    });
    assert_eq!(nodes[0].hold().unwrap().epoch(), KeyEpoch(1));
    // A holder that was dropped without a word lets go as well.
    nodes[0].insert(&key(2, 2)).unwrap();
    drop(nodes[0].hold().unwrap());
    nodes[1].destroy(&KeyId([2; 16])).unwrap();
}

/// A checkpoint gives way to a later one, and to an older one where a person has accepted that.
#[test]
fn the_furthest_checkpoint_stays() {
    let fresh = fresh();
    let nodes = [fresh.keys(), fresh.keys()];
    let clinic = ClinicId([1; 16]);
    let put =
        |node: usize, seq, body: &[u8], how| nodes[node].put_checkpoint(&clinic, seq, body, how).unwrap();
    assert_eq!(nodes[0].checkpoint(&clinic), Ok(None));
    put(0, 5, b"five", CheckpointWrite::Advance);
    put(1, 4, b"four", CheckpointWrite::Advance);
    assert_eq!(nodes[1].checkpoint(&clinic), Ok(Some(b"five".to_vec())));
    put(1, 4, b"four", CheckpointWrite::Replace);
    assert_eq!(nodes[0].checkpoint(&clinic), Ok(Some(b"four".to_vec())));
}
