//! Every shared statement can be prepared and finds its rows by a key.

use ledger::sql;
use ledger_sqlite::testing::{Role, connect};
use rusqlite::Connection;

#[test]
fn every_statement_is_known_and_walks_no_table() {
    let (folder, _ledger) = crate::fresh();
    let connection = connect(folder.path(), Role::Write).unwrap();
    // The table of the health check has at most one row; all heads are read where everything is verified.
    let may_walk = ["PROBE_DELETE", "STRAY_PROBES", "CLINIC_HEADS", "STRAY_HEADS", "STRAY_AUDIT_HEADS"];
    check(&connection, sql::ALL, &may_walk);
}

#[test]
fn every_statement_of_the_keys_is_known_and_walks_no_table() {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(include_str!("../../migrations/keys/V1__keys.sql")).unwrap();
    check(&connection, sql::keys::ALL, &["DESTROYED", "EPOCH"]);
}

fn check(connection: &Connection, texts: &[(&str, &str)], may_walk: &[&str]) {
    for (name, text) in texts {
        let statement = connection.prepare(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        for place in 1..=statement.parameter_count() {
            assert_eq!(
                statement.parameter_name(place),
                Some(format!("${place}").as_str()),
                "{name}: first used in order"
            );
        }
        let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {text}")).unwrap();
        let mut steps = plan.raw_query();
        while let Some(step) = steps.next().unwrap() {
            let detail: String = step.get(3).unwrap();
            let walks = detail.starts_with("SCAN") && !detail.contains("CONSTANT ROW");
            assert!(
                !(walks || detail.contains("TEMP B-TREE")) || may_walk.contains(name),
                "{name}: {detail}"
            );
        }
    }
}
