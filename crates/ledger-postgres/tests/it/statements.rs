//! Every shared statement can be prepared on both databases and has the same columns; keys begin with clinic or chart.

use ledger::sql;
use ledger_postgres::{migrate_keys, setup_keys};
use ledger_sqlite::testing::{Role, connect};
use ledger_sqlite::{KeysDb, LedgerSqlite};
use testkit::private_folder;
use tokio_postgres::Client;

#[tokio::test]
async fn every_statement_has_the_same_columns_on_both_databases() {
    let fresh = crate::server::fresh().await;
    let folder = private_folder();
    let _ledger = LedgerSqlite::open(folder.path()).unwrap();
    let sqlite = connect(folder.path(), Role::Write).unwrap();
    compare(&sqlite, &fresh.server.intruder(&fresh.name).await, sql::ALL).await;
}

#[tokio::test]
async fn every_statement_of_the_keys_has_the_same_columns_on_both_databases() {
    let server = crate::server::shared();
    let name = server.database().await;
    setup_keys(&server.config(&name, "postgres")).await.unwrap();
    migrate_keys(&server.config(&name, "namima_keys_migrate")).await.unwrap();
    let folder = private_folder();
    let _keys = KeysDb::open(folder.path()).unwrap();
    let sqlite = rusqlite::Connection::open(folder.path().join("keys.db")).unwrap();
    compare(&sqlite, &server.intruder(&name).await, sql::keys::ALL).await;
}

/// With the settings of a session every statement finds its rows by a key, in their order, whatever the planner knows.
#[tokio::test]
async fn no_statement_walks_a_table_or_sorts() {
    let fresh = crate::server::fresh().await;
    let postgres = fresh.server.intruder(&fresh.name).await;
    postgres.batch_execute(ledger_postgres::sql::SESSION).await.unwrap();
    let own = [
        ("AUDIT_HEAD_LOCK", ledger_postgres::sql::AUDIT_HEAD_LOCK),
        ("AUDIT_HEAD_FIRST", ledger_postgres::sql::AUDIT_HEAD_FIRST),
    ];
    for (name, text) in sql::ALL.iter().chain(&own) {
        postgres.batch_execute(&format!("PREPARE {name} AS {text}")).await.unwrap();
        let count = postgres.prepare(text).await.unwrap().params().len();
        let nulls = vec!["NULL"; count].join(", ");
        let values = if count == 0 { String::new() } else { format!("({nulls})") };
        let plan = postgres.query(&format!("EXPLAIN EXECUTE {name}{values}"), &[]).await.unwrap();
        let plan: Vec<String> = plan.iter().map(|row| row.get(0)).collect();
        let walks = plan.iter().any(|step| step.contains("Seq Scan") || step.contains("Sort"));
        // The table of the health check has at most one row.
        assert!(!walks || *name == "PROBE_DELETE", "{name}: {plan:#?}");
    }
}

/// Tables and their columns are the same, whatever the types are called.
#[tokio::test]
async fn tables_have_the_same_columns_on_both_databases() {
    let fresh = crate::server::fresh().await;
    let folder = private_folder();
    let _ledger = LedgerSqlite::open(folder.path()).unwrap();
    let sqlite = connect(folder.path(), Role::Write).unwrap();
    let postgres = fresh.server.intruder(&fresh.name).await;
    for table in ["record", "head", "audit", "audit_head", "row", "job", "probe", "schema_history"] {
        let text = format!("SELECT * FROM {table}");
        let there: Vec<_> =
            postgres.prepare(&text).await.unwrap().columns().iter().map(|c| c.name().to_owned()).collect();
        let here = sqlite.prepare(&text).unwrap();
        assert_eq!(here.column_names().collect::<Vec<_>>(), there, "{table}");
    }
}

/// What a distributed PostgreSQL needs: every primary key begins with the clinic or the chart.
#[tokio::test]
async fn primary_keys_begin_with_clinic_or_chart() {
    let fresh = crate::server::fresh().await;
    let postgres = fresh.server.intruder(&fresh.name).await;
    let text = "SELECT c.relname, a.attname FROM pg_index i
        JOIN pg_class c ON c.oid = i.indrelid
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
        WHERE i.indisprimary AND c.relnamespace = 'public'::regnamespace
        AND c.relname NOT IN ('probe', 'schema_history')";
    let found = postgres.query(text, &[]).await.unwrap();
    assert_eq!(found.len(), 6);
    for row in found {
        let (table, first): (String, String) = (row.get(0), row.get(1));
        assert!(["clinic", "chart"].contains(&first.as_str()), "{table} begins with {first}");
    }
}

async fn compare(sqlite: &rusqlite::Connection, postgres: &Client, texts: &[(&str, &str)]) {
    for (name, text) in texts {
        let here = sqlite.prepare(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let there = postgres.prepare(text).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        let columns: Vec<_> = there.columns().iter().map(tokio_postgres::Column::name).collect();
        assert_eq!(here.column_names().collect::<Vec<_>>(), columns, "{name}");
        assert_eq!(here.parameter_count(), there.params().len(), "{name}");
    }
}
