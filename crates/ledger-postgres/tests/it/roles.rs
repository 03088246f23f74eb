//! What each role may do, past the store.

use ledger::survey::SchemaCheck;
use ledger::{Ledger, SchemaError};
use ledger_postgres::{LedgerPostgres, OpenError, migrate_ledger, setup_ledger};
use testkit::conformance::fixture::{CARE, CLINIC, StrandWriter, append, chart, event};
use tokio_postgres::Client;

const COPY_RECORD: &str = "INSERT INTO record SELECT clinic, chart, strand, 4, decode(repeat('00', 16), 'hex'), key_id, commitment, link, sealed FROM record WHERE seq = 1";
const COPY_AUDIT: &str = "INSERT INTO audit SELECT clinic, 4, time_ms, event, subject, key_id, commitment, link, sealed FROM audit WHERE seq = 1";

/// Statements that would rewrite or remove.
const REWRITING: &[&str] = &[
    "UPDATE record SET sealed = '\\x00'",
    "UPDATE record SET link = link",
    "DELETE FROM record WHERE seq = 2",
    "TRUNCATE record",
    "INSERT INTO record SELECT * FROM record WHERE seq = 1 ON CONFLICT (chart, strand, seq) DO UPDATE SET sealed = '\\x00'",
    "UPDATE audit SET time_ms = 0",
    "DELETE FROM audit WHERE seq = 2",
    "TRUNCATE audit",
];

/// Statements that would open the way to rewriting.
const LOOSENING: &[&str] = &[
    "ALTER TABLE record DISABLE TRIGGER ALL",
    "DROP TRIGGER record_update ON record",
    "DROP TABLE audit",
    "CREATE TABLE shadow (one integer)",
    "CREATE TEMPORARY TABLE record (one integer)",
    "SET session_replication_role = replica",
    "SET ROLE namima_migrate",
    "SET ROLE namima_reseal",
    "UPDATE schema_history SET version = 99",
];

async fn two_of_each() -> (crate::server::Fresh, LedgerPostgres) {
    let fresh = crate::server::fresh().await;
    let ledger = fresh.node().await;
    let mut pen = StrandWriter::new(chart(1), CARE);
    for number in 1..=2 {
        ledger.commit(append(number, vec![pen.write(number)])).await.unwrap();
    }
    (fresh, ledger)
}

async fn refused(client: &Client, text: &str, words: &str) {
    let error = client.batch_execute(text).await.expect_err(text);
    let message = error.as_db_error().unwrap().message();
    assert!(message.contains(words), "{text}: {message}");
}

/// The role of the service can add and read, and can neither rewrite nor make itself able to.
///
/// Verifies: AUD-004
#[tokio::test]
async fn run_cannot_rewrite() {
    let (fresh, ledger) = two_of_each().await;
    let run = fresh.server.plain(&fresh.name, "namima_run").await;
    for text in REWRITING {
        refused(&run, text, "permission denied").await;
    }
    for text in LOOSENING {
        refused(&run, text, "").await;
    }
    for text in [COPY_RECORD, COPY_AUDIT] {
        refused(&run, text, "append-only").await;
    }
    assert_eq!(ledger.records(chart(1), &[CARE]).await.unwrap().len(), 2);
    let events = ledger.audit(CLINIC, 0, 10).await.unwrap();
    assert_eq!(events.into_iter().map(|stored| stored.audit).collect::<Vec<_>>(), [event(1), event(2)]);
}

/// Not even the owner of the tables or an administrator rewrites by accident: triggers refuse it.
///
/// Verifies: AUD-004
#[tokio::test]
async fn owner_is_stopped_by_triggers() {
    let (fresh, _ledger) = two_of_each().await;
    for user in ["namima_migrate", "postgres"] {
        let owner = fresh.server.plain(&fresh.name, user).await;
        for text in REWRITING.iter().chain(&[COPY_RECORD, COPY_AUDIT]) {
            refused(&owner, text, "append-only").await;
        }
    }
}

/// The role for partial erasure puts other sealed bytes under another key; what the chain binds stays.
#[tokio::test]
async fn reseal_changes_the_seal_alone() {
    let (fresh, ledger) = two_of_each().await;
    let reseal = fresh.server.plain(&fresh.name, "namima_reseal").await;
    for text in [
        "UPDATE record SET link = link",
        "UPDATE record SET seq = 9 WHERE seq = 2",
        "DELETE FROM record",
        "SELECT * FROM audit",
        COPY_RECORD,
    ] {
        refused(&reseal, text, "permission denied").await;
    }
    let before = ledger.records(chart(1), &[CARE]).await.unwrap();
    let text = "UPDATE record SET sealed = '\\x0102', key_id = decode(repeat('07', 16), 'hex') WHERE seq = 2";
    reseal.batch_execute(text).await.unwrap();
    let after = ledger.records(chart(1), &[CARE]).await.unwrap();
    assert_eq!(after[0], before[0]);
    assert_eq!(after[1].sealed, [1, 2]);
    assert_eq!((after[1].link, after[1].commitment), (before[1].link, before[1].commitment));
}

/// A role that could rewrite is not served; one without any right neither.
///
/// Verifies: AUD-004
#[tokio::test]
async fn powerful_roles_are_refused() {
    let (fresh, _ledger) = two_of_each().await;
    for user in ["postgres", "namima_migrate", "namima_reseal"] {
        let opened = LedgerPostgres::open(&fresh.config(user)).await;
        assert_eq!(opened.err(), Some(OpenError::TooPowerful), "{user}");
    }
    let administrator = fresh.server.intruder(&fresh.name).await;
    administrator.batch_execute("GRANT UPDATE (time_ms) ON audit TO namima_run").await.unwrap();
    let opened = LedgerPostgres::open(&fresh.config("namima_run")).await;
    assert_eq!(opened.err(), Some(OpenError::TooPowerful));
}

/// Setting up and migrating twice changes nothing; an empty or newer database is refused.
#[tokio::test]
async fn schema_is_checked() {
    let server = crate::server::shared();
    let name = server.database().await;
    let [administrator, owner, run] =
        ["postgres", "namima_migrate", "namima_run"].map(|user| server.config(&name, user));
    setup_ledger(&administrator).await.unwrap();
    let opened = LedgerPostgres::open(&run).await.err();
    assert_eq!(opened, Some(OpenError::Schema(SchemaError::TooOld { found: 0, known: 1 })));
    assert_eq!(migrate_ledger(&run).await.err(), Some(OpenError::Schema(SchemaError::Unusable)));
    let (one, other) = tokio::join!(migrate_ledger(&owner), migrate_ledger(&owner));
    one.and(other).unwrap();
    setup_ledger(&administrator).await.unwrap();
    drop(LedgerPostgres::open(&run).await.unwrap());

    let raise = "INSERT INTO schema_history SELECT 99, name, checksum FROM schema_history WHERE version = 1";
    server.intruder(&name).await.batch_execute(raise).await.unwrap();
    let newer = Some(OpenError::Schema(SchemaError::TooNew { found: 99, known: 1 }));
    assert_eq!(LedgerPostgres::open(&run).await.err(), newer);
    assert_eq!(migrate_ledger(&owner).await.err(), newer);
    let missing = LedgerPostgres::open(&server.config("nowhere", "namima_run")).await.err();
    assert_eq!(missing, Some(OpenError::Missing));
}

/// A released migration never changes: databases in the field hold its checksum.
#[tokio::test]
async fn released_migrations_are_unchanged() {
    let fresh = crate::server::fresh().await;
    let client = fresh.server.intruder(&fresh.name).await;
    let text = "SELECT version, name, checksum FROM schema_history ORDER BY version";
    let rows = client.query(text, &[]).await.unwrap();
    let found: Vec<(i32, String, String)> =
        rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect();
    let released = [(1, "ledger", "3735510058882469382")];
    assert_eq!(found, released.map(|(version, name, sum)| (version, name.to_owned(), sum.to_owned())));
}

/// Whatever protects the tables is compared with what the migrations make.
///
/// Verifies: INT-005
#[tokio::test]
async fn changed_definitions_are_found() {
    const PLANTED: &str = "CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN UPDATE job SET closed_ms = 0 WHERE id = NEW.id; RETURN NULL; END';
        CREATE TRIGGER planted AFTER INSERT ON job FOR EACH ROW EXECUTE FUNCTION planted()";
    let changes: [(&str, &[&str]); 7] = [
        (PLANTED, &["function planted", "trigger CREATE TRIGGER planted"]),
        ("DROP TRIGGER record_delete ON record", &["trigger CREATE TRIGGER record_delete"]),
        ("ALTER TABLE audit DISABLE TRIGGER audit_update", &["trigger CREATE TRIGGER audit_update"]),
        (
            "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            &["function append_only"],
        ),
        ("DROP INDEX audit_event", &["index CREATE UNIQUE INDEX audit_event"]),
        ("ALTER TABLE job ADD COLUMN more integer", &["column job.more"]),
        ("UPDATE schema_history SET name = 'other'", &["schema_history"]),
    ];
    for (statement, expected) in changes {
        let fresh = crate::server::fresh().await;
        let ledger = fresh.node().await;
        let found = async || ledger.schema_changes(SchemaCheck::Definitions).await.unwrap();
        let definitions = ledger_postgres::sql::DEFINITIONS;
        let lines = fresh.server.intruder(&fresh.name).await.query(definitions, &[]).await.unwrap();
        let lines: Vec<String> = lines.iter().map(|row| row.get(0)).collect();
        assert_eq!(
            found().await,
            Vec::<String>::new(),
            "a new definition? The file should hold\n{}",
            lines.join("\n")
        );
        fresh.server.intruder(&fresh.name).await.batch_execute(statement).await.unwrap();
        let changed = found().await;
        for name in expected {
            assert!(changed.iter().any(|line| line.starts_with(name)), "{statement}: {changed:?}");
        }
    }
}
