//! Opening a folder: its lock, its modes, its schema.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use ledger::{Ledger, LedgerError, SchemaError, Storage};
use ledger_sqlite::{LedgerSqlite, OpenError};
use testkit::conformance::fixture::{CARE, CLINIC, StrandWriter, append, change, chart};
use testkit::private_folder;

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
    let parent = private_folder();
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
    let record = StrandWriter::new(chart(1), CARE).write(1);
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
    let folder = private_folder();
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
    let newer =
        |outcome| matches!(outcome, Err(OpenError::Schema(SchemaError::TooNew { found: 99, known: 2 })));
    assert!(newer(LedgerSqlite::open(folder.path())));
    assert!(newer(LedgerSqlite::open_read_only(folder.path())));
}

#[test]
fn altered_history_is_refused() {
    let (folder, ledger) = crate::fresh();
    drop(ledger);
    crate::plain(folder.path()).execute_batch("UPDATE refinery_schema_history SET checksum = '1'").unwrap();
    assert!(matches!(LedgerSqlite::open(folder.path()), Err(OpenError::Schema(SchemaError::Unusable))));
}

#[test]
fn something_else_than_a_database_is_refused() {
    let folder = private_folder();
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

/// A ledger whose migrations were run by refinery, which the first versions used, opens and keeps its history as it is.
#[test]
fn history_of_the_first_versions_opens_unchanged() {
    const HISTORY: &str = "CREATE TABLE refinery_schema_history(
             version int4 PRIMARY KEY,
             name VARCHAR(255),
             applied_on VARCHAR(255),
             checksum VARCHAR(255));
        INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
            VALUES (1, 'ledger', '2026-11-20T10:11:12.131415161Z', '12352530952307513508');
        INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
            VALUES (2, 'job_open_of', '2026-11-20T10:11:12.131425161Z', '2853244552344177953');";
    let folder = private_folder();
    let made = crate::plain(folder.path());
    made.execute_batch(include_str!("../../migrations/ledger/V1__ledger.sql")).unwrap();
    made.execute_batch(include_str!("../../migrations/ledger/V2__job_open_of.sql")).unwrap();
    made.execute_batch(HISTORY).unwrap();
    drop(made);
    fs::set_permissions(folder.path().join("ledger.db"), Permissions::from_mode(0o600)).unwrap();

    drop(LedgerSqlite::open(folder.path()).unwrap());
    drop(LedgerSqlite::open_read_only(folder.path()).unwrap());
    let times: String = crate::plain(folder.path())
        .query_row("SELECT group_concat(applied_on) FROM refinery_schema_history", [], |row| row.get(0))
        .unwrap();
    assert_eq!(times, "2026-11-20T10:11:12.131415161Z,2026-11-20T10:11:12.131425161Z");
}

/// A ledger of an earlier version gets what it lacks, and the times of both migrations are written alike.
#[test]
fn older_database_is_brought_up_to_date() {
    let (folder, ledger) = crate::fresh();
    drop(ledger);
    let earlier = "DROP INDEX job_open_of; DELETE FROM refinery_schema_history WHERE version = 2;";
    crate::plain(folder.path()).execute_batch(earlier).unwrap();
    let older = LedgerSqlite::open_read_only(folder.path()).err();
    assert!(matches!(older, Some(OpenError::Schema(SchemaError::TooOld { found: 1, known: 2 }))));
    drop(LedgerSqlite::open(folder.path()).unwrap());
    drop(LedgerSqlite::open_read_only(folder.path()).unwrap());
    let written: i64 = crate::plain(folder.path())
        .query_row(
            "SELECT count(*) FROM refinery_schema_history
            WHERE applied_on GLOB '20[0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9]*Z'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(written, 2);
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
