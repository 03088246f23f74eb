//! The migrations of the two databases. Numbers equal those of the other stores; a released text is never changed.

use std::collections::BTreeSet;

use ledger::SchemaError;
use ledger::schema::{self, AppliedMigration, Migration};
use ledger::survey::SchemaCheck;
use rusqlite::{Connection, TransactionBehavior, params};

use crate::OpenError;

const HAS_TABLE: &str = "SELECT 1 FROM sqlite_schema WHERE name = $1";
/// Everything that is defined, by kind and name. What SQLite makes for itself has no text of its own.
const DEFINITIONS: &str =
    "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name";

/// Which database.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Schema {
    /// Records, audit, rows and jobs.
    Ledger,
    /// Wrapped keys.
    Keys,
}

const LEDGER: &[Migration] =
    &[Migration { version: 1, name: "ledger", text: include_str!("../migrations/ledger/V1__ledger.sql") }];

const KEYS: &[Migration] =
    &[Migration { version: 1, name: "keys", text: include_str!("../migrations/keys/V1__keys.sql") }];

impl Schema {
    /// The file of the database.
    pub(crate) fn file(self) -> &'static str {
        match self {
            Self::Ledger => "ledger.db",
            Self::Keys => "keys.db",
        }
    }

    fn migrations(self) -> &'static [Migration] {
        match self {
            Self::Ledger => LEDGER,
            Self::Keys => KEYS,
        }
    }
}

/// Runs the missing migrations, all in one transaction. A newer database is refused before anything is written.
pub(crate) fn bring_up(connection: &mut Connection, schema: Schema) -> Result<(), OpenError> {
    let missing = schema::missing(schema.migrations(), &history(connection)?)?;
    if missing.is_empty() {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    apply(&transaction, missing)?;
    Ok(transaction.commit()?)
}

fn apply(connection: &Connection, migrations: &[Migration]) -> rusqlite::Result<()> {
    connection.execute_batch(schema::CREATE_HISTORY)?;
    for migration in migrations {
        connection.execute_batch(migration.text)?;
        let values = params![migration.version, migration.name, migration.checksum()];
        connection.execute(schema::APPLIED, values)?;
    }
    Ok(())
}

/// What of tables, indexes, triggers and the history is not as the migrations make it, by name; the file itself where its
/// pages, tables and indexes do not belong together.
pub(crate) fn changes(
    connection: &Connection,
    schema: Schema,
    depth: SchemaCheck,
) -> rusqlite::Result<Vec<String>> {
    let made = Connection::open_in_memory()?;
    apply(&made, schema.migrations())?;
    let (expected, found) = (definitions(&made)?, definitions(connection)?);
    let mut changed: Vec<String> =
        expected.symmetric_difference(&found).map(|definition| definition.name.clone()).collect();
    changed.dedup();
    if applied(&made)? != applied(connection)? {
        changed.push("schema_history".to_owned());
    }
    if depth == SchemaCheck::Contents {
        let verdict: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if verdict != "ok" {
            changed.push(schema.file().to_owned());
        }
    }
    Ok(changed)
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Definition {
    name: String,
    kind: String,
    table: String,
    text: String,
}

fn definitions(connection: &Connection) -> rusqlite::Result<BTreeSet<Definition>> {
    let mut statement = connection.prepare(DEFINITIONS)?;
    let found = statement.query_map([], |row| {
        Ok(Definition { kind: row.get(0)?, name: row.get(1)?, table: row.get(2)?, text: row.get(3)? })
    })?;
    found.collect()
}

/// Checks that the database has exactly the schema known here, for connections that cannot change it.
pub(crate) fn require(connection: &Connection, schema: Schema) -> Result<(), OpenError> {
    Ok(schema::require(schema.migrations(), &history(connection)?)?)
}

/// The migrations that the database has; none for an empty one.
fn history(connection: &Connection) -> Result<Vec<AppliedMigration>, OpenError> {
    let has = |table| connection.prepare(HAS_TABLE)?.exists([table]);
    if has(schema::OLDER_HISTORY)? {
        return Err(SchemaError::OlderFormat.into());
    }
    if !has("schema_history")? {
        return Ok(Vec::new());
    }
    Ok(applied(connection)?)
}

fn applied(connection: &Connection) -> rusqlite::Result<Vec<AppliedMigration>> {
    let mut statement = connection.prepare(schema::HISTORY)?;
    let found = statement.query_map([], |row| {
        Ok(AppliedMigration { version: row.get(0)?, name: row.get(1)?, checksum: row.get(2)? })
    })?;
    found.collect()
}
