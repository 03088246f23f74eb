//! Opening connections: version, settings and schema are checked before a connection is handed out.

use std::path::{Path, PathBuf};

use ledger::{LedgerError, Storage};
use rusqlite::{Connection, OpenFlags, Params};

use crate::error::storage;
#[cfg(feature = "testing")]
use crate::faults::Faults;
use crate::schema::Schema;
use crate::settings::{self, Role};
use crate::{OpenError, check_version, files, schema};

/// More than the number of different statements.
const STATEMENTS: usize = 64;

/// A database file in a checked folder.
#[derive(Clone, Debug)]
pub(crate) struct Database {
    path: PathBuf,
    #[cfg(feature = "testing")]
    faults: Faults,
}

/// The one connection that changes the ledger. Everything that it writes goes through here.
pub(crate) struct WriteConnection {
    connection: Connection,
    #[cfg(feature = "testing")]
    faults: Faults,
}

impl Database {
    /// The database of this schema in `folder`, made or brought up to date if need be. The caller holds the folder's
    /// lock: opening and closing the file besides SQLite would otherwise drop the locks of a running connection.
    pub(crate) fn prepare(folder: &Path, schema: Schema) -> Result<Self, OpenError> {
        files::prepare(folder, schema.file())?;
        let database = Self::at(folder, schema)?;
        schema::bring_up(&mut database.connect(Role::Write)?, schema)?;
        Ok(database)
    }

    /// The database of this schema in `folder`; it must be there and up to date.
    pub(crate) fn existing(folder: &Path, schema: Schema) -> Result<Self, OpenError> {
        files::check(folder, schema.file())?;
        let database = Self::at(folder, schema)?;
        schema::require(&database.connect(Role::Read)?, schema)?;
        Ok(database)
    }

    /// Checks the linked SQLite; an absolute path is never taken for a URI.
    fn at(folder: &Path, schema: Schema) -> Result<Self, OpenError> {
        check_version(rusqlite::version_number())?;
        Ok(Self {
            path: folder.canonicalize()?.join(schema.file()),
            #[cfg(feature = "testing")]
            faults: Faults::default(),
        })
    }

    /// The same database on a device that fails on demand.
    #[cfg(feature = "testing")]
    pub(crate) fn with_faults(self, faults: Faults) -> Self {
        Self { faults, ..self }
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

    /// A connection for the writer.
    pub(crate) fn connect_writer(&self) -> Result<WriteConnection, OpenError> {
        Ok(WriteConnection {
            connection: self.connect(Role::Write)?,
            #[cfg(feature = "testing")]
            faults: self.faults.clone(),
        })
    }
}

impl WriteConnection {
    /// For questions inside the transaction.
    pub(crate) fn reading(&self) -> &Connection {
        &self.connection
    }

    /// Begins a transaction that has the write lock from its beginning.
    pub(crate) fn begin(&self) -> rusqlite::Result<()> {
        #[cfg(feature = "testing")]
        self.faults.begin(&self.connection).and_then(|()| self.faults.step())?;
        self.connection.execute_batch("BEGIN IMMEDIATE")
    }

    /// Executes a statement that writes; it stays prepared.
    pub(crate) fn execute(&self, text: &str, values: impl Params) -> rusqlite::Result<()> {
        #[cfg(feature = "testing")]
        self.faults.step()?;
        self.connection.prepare_cached(text)?.execute(values).map(drop)
    }

    /// Ends the transaction. Only where the log certainly has no valid end of transaction is the answer "not saved":
    /// after a failed flush the log may hold all of it, and a crash right now would bring it back.
    pub(crate) fn commit(&self) -> Result<(), LedgerError> {
        self.end().map_err(|error| match storage(&error) {
            Storage::Io | Storage::Corrupt => LedgerError::Unknown,
            kind => LedgerError::NotSaved(kind),
        })
    }

    fn end(&self) -> rusqlite::Result<()> {
        #[cfg(feature = "testing")]
        self.faults.step()?;
        self.connection.execute_batch("COMMIT")?;
        #[cfg(feature = "testing")]
        self.faults.committed()?;
        Ok(())
    }

    /// Folds the log into the database, then closes it.
    pub(crate) fn close(self) {
        if self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).is_err() {
            tracing::warn!("the log stays beside the database and is folded in at the next start");
        }
    }
}
