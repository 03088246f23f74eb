//! Settings under which an acknowledged write survives.

use ledger_sqlite::testing::{Role, check_settings, connect};
use ledger_sqlite::{FLOOR, OpenError, check_version};
use rusqlite::config::DbConfig;

#[test]
fn connections_have_the_durable_settings() {
    let (folder, _ledger) = crate::fresh();
    let connection = connect(folder.path(), Role::Write).unwrap();
    let read = |name: &str| -> String {
        connection
            .query_row(&format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}"), [], |row| row.get(0))
            .unwrap()
    };
    assert_eq!(read("journal_mode"), "wal");
    assert_eq!(read("synchronous"), "2");
    assert_eq!(read("foreign_keys"), "1");
    assert_eq!(read("trusted_schema"), "0");
    assert_eq!(read("cell_size_check"), "1");
    assert_eq!(read("secure_delete"), "1");
    assert!(connection.db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE).unwrap());
    check_settings(&connection, Role::Write).unwrap();
}

/// Every weakened setting is noticed by name.
///
/// Verifies: INT-013
#[test]
fn weaker_settings_are_refused() {
    let (folder, _ledger) = crate::fresh();
    for (name, weak) in [
        ("synchronous", "NORMAL"),
        ("synchronous", "OFF"),
        ("foreign_keys", "OFF"),
        ("trusted_schema", "ON"),
        ("cell_size_check", "OFF"),
        ("secure_delete", "OFF"),
        ("recursive_triggers", "OFF"),
        ("ignore_check_constraints", "ON"),
        ("busy_timeout", "600000"),
        ("temp_store", "FILE"),
        ("query_only", "ON"),
    ] {
        let connection = connect(folder.path(), Role::Write).unwrap();
        connection.execute_batch(&format!("PRAGMA {name} = {weak}")).unwrap();
        assert_eq!(refused(check_settings(&connection, Role::Write)), name);
    }
    for (switch, name, weak) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, "defensive", false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, "triggers", false),
        (DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, "writable_schema", true),
    ] {
        let connection = connect(folder.path(), Role::Write).unwrap();
        connection.set_db_config(switch, weak).unwrap();
        assert_eq!(refused(check_settings(&connection, Role::Write)), name);
    }
}

/// A database that was turned away from its write-ahead log is not read.
///
/// Verifies: INT-013
#[test]
fn other_journals_are_refused() {
    let (folder, ledger) = crate::fresh();
    drop(ledger);
    crate::plain(folder.path()).execute_batch("PRAGMA journal_mode = DELETE").unwrap();
    assert_eq!(refused(connect(folder.path(), Role::Read)), "journal_mode");
}

#[test]
fn readers_cannot_write() {
    let (folder, _ledger) = crate::fresh();
    let connection = connect(folder.path(), Role::Read).unwrap();
    assert!(connection.execute_batch("INSERT INTO probe (one) VALUES (1)").is_err());
    connection.execute_batch("PRAGMA query_only = OFF").unwrap();
    assert!(connection.execute_batch("INSERT INTO probe (one) VALUES (1)").is_err());
    assert_eq!(refused(check_settings(&connection, Role::Read)), "query_only");
}

/// Versions that could damage the log are refused, and the linked one is not among them.
///
/// Verifies: INT-014
#[test]
fn damaging_versions_are_refused() {
    for bad in [0, 3_007_000, 3_050_004, FLOOR - 1, 3_052_000] {
        assert!(matches!(check_version(bad), Err(OpenError::SqliteVersion(version)) if version == bad));
    }
    for good in [FLOOR, 3_053_000, 4_000_000, rusqlite::version_number()] {
        check_version(good).unwrap();
    }
}

fn refused<T>(outcome: Result<T, OpenError>) -> &'static str {
    match outcome {
        Err(OpenError::Setting(name)) => name,
        Err(error) => panic!("another error: {error}"),
        Ok(_) => "nothing",
    }
}
