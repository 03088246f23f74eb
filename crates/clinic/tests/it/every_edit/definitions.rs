//! What protects the tables: dropped, weakened, planted.

use rusqlite::Connection;

use super::aged;
use testkit::TestClinic;

/// An object of the schema: kind, name, table, text.
type Object = (String, String, String, Option<String>);

fn objects(db: &Connection) -> Vec<Object> {
    let mut all = db.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name").unwrap();
    let all = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).unwrap();
    all.map(Result::unwrap).collect()
}

/// Sees what `verify` says to a change of the schema, and takes it back.
async fn assert_found(house: &TestClinic, change: &str, undo: &str) {
    let db = house.intruder();
    db.execute_batch(change).unwrap_or_else(|error| panic!("{change}: {error}"));
    let bad = house.bad().await;
    assert!(bad.iter().any(|(what, ..)| *what == "schema"), "{change}: {bad:?}");
    db.execute_batch(undo).unwrap_or_else(|error| panic!("{undo}: {error}"));
}

/// Every trigger and index is dropped, and put back as one that does nothing or guards less; every table gets a trigger, an
/// index and a column more; a table and a view are planted.
///
/// Verifies: INT-005
#[tokio::test]
async fn whatever_protects_is_looked_at() {
    let (house, _) = aged().await;
    let mut looked_at = 0;
    for (kind, name, table, text) in objects(&house.intruder()) {
        let Some(text) = text else { continue };
        looked_at += 1;
        match kind.as_str() {
            "trigger" => {
                assert_found(&house, &format!("DROP TRIGGER {name}"), &text).await;
                let (head, _) = text.split_once("BEGIN").unwrap();
                let idle = format!("DROP TRIGGER {name}; {head} BEGIN SELECT 1; END");
                assert_found(&house, &idle, &format!("DROP TRIGGER {name}; {text}")).await;
            }
            "index" => {
                assert_found(&house, &format!("DROP INDEX {name}"), &text).await;
                let weaker = if text.contains("UNIQUE") {
                    text.replace("UNIQUE", "")
                } else {
                    format!("CREATE INDEX {name} ON {table} (clinic)")
                };
                let weaker = format!("DROP INDEX {name}; {weaker}");
                assert_found(&house, &weaker, &format!("DROP INDEX {name}; {text}")).await;
            }
            "table" => plant(&house, &name, &text).await,
            other => panic!("nobody knows how to weaken a {other}"),
        }
    }
    assert_found(&house, "CREATE TABLE planted (one)", "DROP TABLE planted").await;
    assert_found(&house, "CREATE VIEW planted AS SELECT 1", "DROP VIEW planted").await;
    assert_found(&house, "ANALYZE", "DROP TABLE sqlite_stat1; DROP TABLE sqlite_stat4").await;
    assert!(looked_at >= 16, "{looked_at}");
    house.assert_clean().await;
}

/// A trigger that waits for each kind of write, an index, a column, and a constraint less.
async fn plant(house: &TestClinic, table: &str, text: &str) {
    for write in ["INSERT", "UPDATE", "DELETE"] {
        let planted = format!(
            "CREATE TRIGGER planted AFTER {write} ON {table} BEGIN UPDATE job SET closed_ms = 5; END"
        );
        assert_found(house, &planted, "DROP TRIGGER planted").await;
    }
    let index = format!("CREATE INDEX planted ON {table} (1)");
    assert_found(house, &index, "DROP INDEX planted").await;
    // The texts of the schema can be written like any other row.
    let edit = |text: &str| {
        let text = text.replace('\'', "''");
        format!(
            "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = '{text}' WHERE name = '{table}';
             PRAGMA writable_schema = RESET"
        )
    };
    if text.contains("CHECK") {
        let looser = text.replacen("CHECK", "CHECK (1) CHECK", 1);
        assert_found(house, &edit(&looser), &edit(text)).await;
    }
    let column = format!("ALTER TABLE {table} ADD COLUMN planted INTEGER");
    assert_found(house, &column, &edit(text)).await;
}
