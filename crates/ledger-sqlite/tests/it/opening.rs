//! Opening a folder: its lock, its modes, its schema.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use ledger::survey::SchemaCheck;
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
        .execute_batch(
            "INSERT INTO schema_history SELECT 99, name, checksum FROM schema_history WHERE version = 1",
        )
        .unwrap();
    let newer =
        |outcome| matches!(outcome, Err(OpenError::Schema(SchemaError::TooNew { found: 99, known: 1 })));
    assert!(newer(LedgerSqlite::open(folder.path())));
    assert!(newer(LedgerSqlite::open_read_only(folder.path())));
}

#[test]
fn altered_history_is_refused() {
    let (folder, ledger) = crate::fresh();
    drop(ledger);
    crate::plain(folder.path()).execute_batch("UPDATE schema_history SET checksum = '1'").unwrap();
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
        .prepare("SELECT version, name, checksum FROM schema_history ORDER BY version")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let released = [(1, "ledger", "10574684273871734767")];
    assert_eq!(history, released.map(|(version, name, sum)| (version, name.to_owned(), sum.to_owned())));
}

/// A folder of before the first release says so; it is neither read nor written.
#[test]
fn an_older_format_is_named() {
    let (folder, ledger) = crate::fresh();
    drop(ledger);
    let older = "CREATE TABLE refinery_schema_history (version int4 PRIMARY KEY, name VARCHAR(255),
        applied_on VARCHAR(255), checksum VARCHAR(255))";
    crate::plain(folder.path()).execute_batch(older).unwrap();
    for refused in
        [LedgerSqlite::open(folder.path()).err(), LedgerSqlite::open_read_only(folder.path()).err()]
    {
        assert_eq!(refused.map(|error| error.code()), Some("older-format"));
    }
}

/// Whatever protects the tables is compared with what the migrations make.
///
/// Verifies: INT-005
#[tokio::test]
async fn changed_definitions_are_found() {
    const PLANTED: &str = "CREATE TRIGGER planted AFTER INSERT ON job BEGIN
        UPDATE job SET closed_ms = 0 WHERE id = NEW.id; END";
    let changes: [(&str, &[&str]); 7] = [
        (PLANTED, &["planted"]),
        ("DROP TRIGGER record_delete", &["record_delete"]),
        (
            "DROP TRIGGER audit_update; CREATE TRIGGER audit_update BEFORE UPDATE ON audit BEGIN SELECT 1; END",
            &["audit_update"],
        ),
        ("DROP INDEX audit_event", &["audit_event"]),
        ("CREATE TABLE more (one INTEGER)", &["more"]),
        ("ALTER TABLE job ADD COLUMN more INTEGER", &["job"]),
        ("UPDATE schema_history SET name = 'other'", &["schema_history"]),
    ];
    for (statement, expected) in changes {
        let (folder, ledger) = crate::fresh();
        let found = async || ledger.schema_changes(SchemaCheck::Definitions).await.unwrap();
        assert_eq!(found().await, Vec::<String>::new());
        crate::plain(folder.path()).execute_batch(statement).unwrap();
        assert_eq!(found().await, expected, "{statement}");
    }
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
