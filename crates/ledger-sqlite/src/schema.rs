//! The migrations of the two databases. Numbers equal those of the other stores; a released text is never changed.

use ledger::schema::{self, AppliedMigration, Migration};
use rusqlite::{Connection, TransactionBehavior, params};

use crate::OpenError;

/// Adds a migration to the history, with the time in RFC 3339.
const APPLIED: &str = "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
    VALUES ($1, $2, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), $3)";
const HAS_HISTORY: &str = "SELECT 1 FROM sqlite_schema WHERE name = 'refinery_schema_history'";

/// Which database.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Schema {
    /// Records, audit, rows and jobs.
    Ledger,
    /// Wrapped keys.
    Keys,
}

const LEDGER: &[Migration] = &[
    Migration { version: 1, name: "ledger", text: include_str!("../migrations/ledger/V1__ledger.sql") },
    Migration {
        version: 2,
        name: "job_open_of",
        text: include_str!("../migrations/ledger/V2__job_open_of.sql"),
    },
];

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
    transaction.execute_batch(schema::CREATE_HISTORY)?;
    for migration in missing {
        transaction.execute_batch(migration.text)?;
        transaction.execute(APPLIED, params![migration.version, migration.name, migration.checksum()])?;
    }
    Ok(transaction.commit()?)
}

/// Checks that the database has exactly the schema known here, for connections that cannot change it.
pub(crate) fn require(connection: &Connection, schema: Schema) -> Result<(), OpenError> {
    Ok(schema::require(schema.migrations(), &history(connection)?)?)
}

/// The migrations that the database has; none for an empty one.
fn history(connection: &Connection) -> rusqlite::Result<Vec<AppliedMigration>> {
    if !connection.prepare(HAS_HISTORY)?.exists([])? {
        return Ok(Vec::new());
    }
    let mut statement = connection.prepare(schema::HISTORY)?;
    let found = statement.query_map([], |row| {
        Ok(AppliedMigration { version: row.get(0)?, name: row.get(1)?, checksum: row.get(2)? })
    })?;
    found.collect()
}
