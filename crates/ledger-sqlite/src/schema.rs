//! Migrations. Numbers equal those of the other stores; a text that was released is never changed.

use refinery::{Migration, Runner};
use rusqlite::{Connection, OptionalExtension};

use crate::OpenError;
use crate::error::storage;

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
pub(crate) fn bring_up(connection: &mut Connection, schema: Schema) -> Result<(), OpenError> {
    let (found, known) = (version(connection)?, schema.known());
    if found > known {
        return Err(OpenError::TooNew { found, known });
    }
    let migrations = schema
        .texts()
        .iter()
        .map(|(name, text)| Migration::unapplied(name, text))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| meaning(&error))?;
    Runner::new(&migrations).set_grouped(true).run(connection).map_err(|error| meaning(&error))?;
    Ok(())
}

/// Checks that the database has exactly the schema known here, for connections that cannot change it.
pub(crate) fn require(connection: &Connection, schema: Schema) -> Result<(), OpenError> {
    let (found, known) = (version(connection)?, schema.known());
    match found.cmp(&known) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Less => Err(OpenError::TooOld { found, known }),
        std::cmp::Ordering::Greater => Err(OpenError::TooNew { found, known }),
    }
}

/// Newest migration of the database; 0 for an empty one.
fn version(connection: &Connection) -> Result<i32, OpenError> {
    let history = "SELECT 1 FROM sqlite_schema WHERE name = 'refinery_schema_history'";
    if connection.query_row(history, [], |_| Ok(())).optional()?.is_none() {
        return Ok(0);
    }
    let newest = "SELECT coalesce(max(version), 0) FROM refinery_schema_history";
    Ok(connection.query_row(newest, [], |row| row.get(0))?)
}

fn meaning(error: &refinery::Error) -> OpenError {
    if let refinery::error::Kind::Connection(_, source) = error.kind()
        && let Some(error) = source.downcast_ref::<rusqlite::Error>()
    {
        return OpenError::Storage(storage(error));
    }
    OpenError::Schema
}
