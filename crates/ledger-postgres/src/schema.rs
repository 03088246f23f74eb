//! The migrations of the two databases. Numbers equal those of the other stores; a released text is never changed.

use ledger::schema::{self, AppliedMigration, Migration};
use ledger::{SchemaError, Storage};
use tokio_postgres::Client;

use crate::OpenError;
use crate::sql::{HAS_HISTORY, MIGRATION_LOCK};

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

/// What [`DEFINITIONS`](crate::sql::DEFINITIONS) says of a ledger as the migrations make it.
pub(crate) const LEDGER_DEFINITIONS: &str = include_str!("../migrations/ledger/definitions.txt");

const KEYS: &[Migration] =
    &[Migration { version: 1, name: "keys", text: include_str!("../migrations/keys/V1__keys.sql") }];

impl Schema {
    fn migrations(self) -> &'static [Migration] {
        match self {
            Self::Ledger => LEDGER,
            Self::Keys => KEYS,
        }
    }
}

/// Runs the missing migrations, all in one transaction. A newer database is refused before anything is written.
pub(crate) async fn bring_up(client: &mut Client, schema: Schema) -> Result<(), OpenError> {
    client.batch_execute(MIGRATION_LOCK).await?;
    let missing = schema::missing(schema.migrations(), &history(client).await?)?;
    if missing.is_empty() {
        return Ok(());
    }
    run(client, missing).await.map_err(|error| match error.code() {
        // A server that answers has found a fault in the schema; one that does not has failed.
        Some(_) => SchemaError::Unusable.into(),
        None => OpenError::Storage(Storage::Io),
    })
}

async fn run(client: &mut Client, missing: &[Migration]) -> Result<(), tokio_postgres::Error> {
    let transaction = client.transaction().await?;
    transaction.batch_execute(schema::CREATE_HISTORY).await?;
    for migration in missing {
        transaction.batch_execute(migration.text).await?;
        let checksum = migration.checksum();
        transaction.execute(schema::APPLIED, &[&migration.version, &migration.name, &checksum]).await?;
    }
    transaction.commit().await
}

/// Checks that the database has exactly the schema known here, for roles that cannot change it.
pub(crate) async fn require(client: &Client, schema: Schema) -> Result<(), OpenError> {
    Ok(schema::require(schema.migrations(), &history(client).await?)?)
}

/// The migrations that the database has; none for an empty one.
async fn history(client: &Client) -> Result<Vec<AppliedMigration>, OpenError> {
    let found = client.query_one(HAS_HISTORY, &[]).await?;
    if found.try_get::<_, bool>(1)? {
        return Err(SchemaError::OlderFormat.into());
    }
    if !found.try_get::<_, bool>(0)? {
        return Ok(Vec::new());
    }
    let mut history = Vec::new();
    for row in client.query(schema::HISTORY, &[]).await? {
        let (version, name, checksum) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        history.push(AppliedMigration { version, name, checksum });
    }
    Ok(history)
}

/// The migrations known here, as their history would have them.
pub(crate) fn known_history(schema: Schema) -> Vec<AppliedMigration> {
    let known = schema.migrations().iter().map(|migration| AppliedMigration {
        version: migration.version,
        name: migration.name.to_owned(),
        checksum: migration.checksum(),
    });
    known.collect()
}
