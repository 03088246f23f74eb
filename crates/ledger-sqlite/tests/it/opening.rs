//! Opening a folder: its lock, its modes, its schema.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use ledger::conformance::fixture::{CARE, CLINIC, Pen, append, change, chart};
use ledger::{Ledger, LedgerError, Storage};
use ledger_sqlite::{LedgerSqlite, OpenError};

#[tokio::test]
async fn second_server_is_refused() {
    let (folder, ledger) = crate::fresh();
    assert!(matches!(LedgerSqlite::open(folder.path()), Err(OpenError::InUse)));
    ledger.commit(change(1)).await.unwrap();
    drop(ledger);

    let again = LedgerSqlite::open(folder.path()).unwrap();
    assert_eq!(again.audit(CLINIC, 0, 10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn everything_is_for_one_account_alone() {
    let parent = crate::folder();
    let folder = parent.path().join("data");
    let ledger = LedgerSqlite::open(&folder).unwrap();
    ledger.commit(change(1)).await.unwrap();
    assert_eq!(mode(&folder), 0o700);
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(mode(&entry.path()), 0o600, "{:?}", entry.file_name());
        names.push(entry.file_name().into_string().unwrap());
    }
    names.sort();
    assert_eq!(names, ["ledger.db", "ledger.db-shm", "ledger.db-wal", "lock"]);

    drop(ledger);
    fs::set_permissions(folder.join("ledger.db"), Permissions::from_mode(0o640)).unwrap();
    assert_too_open(&folder, "ledger.db", 0o640);
    fs::set_permissions(&folder, Permissions::from_mode(0o750)).unwrap();
    assert_too_open(&folder, ".", 0o750);
}

#[tokio::test]
async fn reading_beside_a_server() {
    let (folder, ledger) = crate::fresh();
    let record = Pen::new(chart(1), CARE).write(1);
    let reader = LedgerSqlite::open_read_only(folder.path()).unwrap();
    ledger.commit(append(1, vec![record.clone()])).await.unwrap();
    assert_eq!(reader.records(chart(1), &[CARE]).await.unwrap(), std::slice::from_ref(&record));
    assert_eq!(reader.commit(change(2)).await, Err(LedgerError::NotSaved(Storage::ReadOnly)));
    assert_eq!(reader.probe().await, Err(LedgerError::NotSaved(Storage::ReadOnly)));

    drop((reader, ledger));
    let alone = LedgerSqlite::open_read_only(folder.path()).unwrap();
    assert_eq!(alone.records(chart(1), &[CARE]).await.unwrap(), [record]);
}

#[test]
fn reading_makes_nothing() {
    let folder = crate::folder();
    assert!(matches!(LedgerSqlite::open_read_only(folder.path()), Err(OpenError::Missing)));
    assert!(matches!(LedgerSqlite::open_read_only(&folder.path().join("x")), Err(OpenError::Missing)));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn newer_database_is_refused() {
    let (folder, ledger) = crate::fresh();
    drop(ledger);
    crate::plain(folder.path())
        .execute_batch("INSERT INTO refinery_schema_history SELECT 99, name, applied_on, checksum FROM refinery_schema_history WHERE version = 1")
        .unwrap();
    let newer = |outcome| matches!(outcome, Err(OpenError::TooNew { found: 99, known: 2 }));
    assert!(newer(LedgerSqlite::open(folder.path())));
    assert!(newer(LedgerSqlite::open_read_only(folder.path())));
}

#[test]
fn altered_history_is_refused() {
    let (folder, ledger) = crate::fresh();
    drop(ledger);
    crate::plain(folder.path()).execute_batch("UPDATE refinery_schema_history SET checksum = '1'").unwrap();
    assert!(matches!(LedgerSqlite::open(folder.path()), Err(OpenError::Schema)));
}

#[test]
fn something_else_than_a_database_is_refused() {
    let folder = crate::folder();
    let path = folder.path().join("ledger.db");
    fs::write(&path, "this is no database, but it is longer than nothing".repeat(50)).unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
    assert!(matches!(LedgerSqlite::open(folder.path()), Err(OpenError::Storage(Storage::Corrupt))));
}

/// A released migration never changes: databases in the field hold its checksum.
#[test]
fn released_migrations_are_unchanged() {
    let (folder, _ledger) = crate::fresh();
    let history: Vec<(i64, String, String)> = crate::plain(folder.path())
        .prepare("SELECT version, name, checksum FROM refinery_schema_history ORDER BY version")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let released = [(1, "ledger", "12352530952307513508"), (2, "job_open_of", "2853244552344177953")];
    assert_eq!(history, released.map(|(version, name, sum)| (version, name.to_owned(), sum.to_owned())));
}

fn assert_too_open(folder: &Path, file: &str, bits: u32) {
    match LedgerSqlite::open(folder) {
        Err(OpenError::TooOpen { name, mode }) => assert_eq!((name, mode), (file, bits)),
        other => panic!("{:?}", other.err()),
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}
