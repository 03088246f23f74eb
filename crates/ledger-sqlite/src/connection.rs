//! Opening connections: version, settings and schema are checked before a connection is handed out.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use crate::schema::Schema;
use crate::settings::{self, Role};
use crate::{OpenError, check_version, files, schema};

/// More than the number of different statements.
const STATEMENTS: usize = 64;

/// A database file in a checked folder.
#[derive(Clone, Debug)]
pub(crate) struct Database {
    path: PathBuf,
}

impl Database {
    /// The database `name` in `folder`, made or brought up to date if need be. The caller holds the folder's lock:
    /// opening and closing the file besides SQLite would otherwise drop the locks of a running connection.
    pub(crate) fn prepare(folder: &Path, name: &'static str, schema: Schema) -> Result<Self, OpenError> {
        files::prepare(folder, name)?;
        let database = Self::at(folder, name)?;
        schema::bring_up(&mut database.connect(Role::Write)?, schema)?;
        Ok(database)
    }

    /// The database `name` in `folder`, which must be there and have exactly this schema.
    pub(crate) fn existing(folder: &Path, name: &'static str, schema: Schema) -> Result<Self, OpenError> {
        files::check(folder, name)?;
        let database = Self::at(folder, name)?;
        schema::require(&database.connect(Role::Read)?, schema)?;
        Ok(database)
    }

    /// Checks the linked SQLite; an absolute path is never taken for a URI.
    fn at(folder: &Path, name: &str) -> Result<Self, OpenError> {
        check_version(rusqlite::version_number())?;
        Ok(Self { path: folder.canonicalize()?.join(name) })
    }

    /// A connection that has proved its settings.
    pub(crate) fn connect(&self, role: Role) -> Result<Connection, OpenError> {
        let access = match role {
            Role::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
            Role::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
        };
        let connection = Connection::open_with_flags(&self.path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        settings::apply(&connection, role)?;
        Ok(connection)
    }
}
