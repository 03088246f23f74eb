//! Migrations. Numbers equal those of the other stores; a text that was released is never changed.

use refinery::{Migration, Runner};
use tokio_postgres::Client;

use crate::OpenError;

/// One node at a time brings a database up to date, however long that takes; the number is ours alone.
const LOCK: &str =
    "SET statement_timeout = 0; SET lock_timeout = 0; SELECT pg_advisory_lock(7310294118370230)";
const HISTORY: &str = "SELECT to_regclass('refinery_schema_history') IS NOT NULL";
const NEWEST: &str = "SELECT coalesce(max(version), 0) FROM refinery_schema_history";

/// Which database.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Schema {
    /// Records, audit, rows and jobs.
    Ledger,
    /// Wrapped keys.
    Keys,
}

impl Schema {
    /// Name and text of every migration, in order from version 1.
    fn texts(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Ledger => &[
                ("V1__ledger", include_str!("../migrations/ledger/V1__ledger.sql")),
                ("V2__job_open_of", include_str!("../migrations/ledger/V2__job_open_of.sql")),
            ],
            Self::Keys => &[("V1__keys", include_str!("../migrations/keys/V1__keys.sql"))],
        }
    }

    fn known(self) -> i32 {
        i32::try_from(self.texts().len()).unwrap_or(i32::MAX)
    }
}

/// Runs the missing migrations, all in one transaction. A newer database is refused before anything is written.
pub(crate) async fn bring_up(client: &mut Client, schema: Schema) -> Result<(), OpenError> {
    client.batch_execute(LOCK).await?;
    let (found, known) = (version(client).await?, schema.known());
    if found > known {
        return Err(OpenError::TooNew { found, known });
    }
    let migrations = schema
        .texts()
        .iter()
        .map(|(name, text)| Migration::unapplied(name, text))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|_| OpenError::Schema)?;
    Runner::new(&migrations).set_grouped(true).run_async(client).await.map_err(meaning)?;
    Ok(())
}

/// Checks that the database has exactly the schema known here, for roles that cannot change it.
pub(crate) async fn require(client: &Client, schema: Schema) -> Result<(), OpenError> {
    let (found, known) = (version(client).await?, schema.known());
    match found.cmp(&known) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Less => Err(OpenError::TooOld { found, known }),
        std::cmp::Ordering::Greater => Err(OpenError::TooNew { found, known }),
    }
}

/// Newest migration of the database; 0 for an empty one.
async fn version(client: &Client) -> Result<i32, OpenError> {
    if !client.query_one(HISTORY, &[]).await?.try_get::<_, bool>(0)? {
        return Ok(0);
    }
    Ok(client.query_one(NEWEST, &[]).await?.try_get(0)?)
}

/// A server that answers has found a fault in the schema; one that does not has failed.
fn meaning(error: refinery::Error) -> OpenError {
    match error.kind() {
        refinery::error::Kind::Connection(_, source) => {
            match source.downcast_ref::<tokio_postgres::Error>() {
                Some(error) if error.code().is_none() => OpenError::Storage(ledger::Storage::Io),
                _ => OpenError::Schema,
            }
        }
        _ => OpenError::Schema,
    }
}
