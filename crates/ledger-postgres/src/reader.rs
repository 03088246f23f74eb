//! A few connections that cannot write; each answers one question at a time.

use std::ops::Deref;
use std::sync::{Mutex, MutexGuard, PoisonError};

use ledger::LedgerError;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::OpenError;
use crate::connection::{Connection, Database, Role};
use crate::error::Failure;
use crate::pipeline::with_timeout;

const READERS: usize = 4;
/// Questions that may be open or wait; more are turned away.
const QUEUE: usize = 1024;

/// The connections. One that failed is closed; the next question opens another.
pub(crate) struct Readers {
    database: Database,
    idle: Mutex<Vec<Connection>>,
    permits: Semaphore,
    queue: Semaphore,
}

/// A connection on loan. Dropped before its answer came, it is closed.
pub(crate) struct Reader<'a> {
    readers: &'a Readers,
    connection: Connection,
    _permit: SemaphorePermit<'a>,
    _place: SemaphorePermit<'a>,
}

impl Readers {
    pub(crate) async fn start(database: Database) -> Result<Self, OpenError> {
        let idle = Mutex::new(vec![database.connect(Role::Read).await?]);
        Ok(Self { database, idle, permits: Semaphore::new(READERS), queue: Semaphore::new(QUEUE) })
    }

    /// A connection for one question.
    pub(crate) async fn take(&self) -> Result<Reader<'_>, LedgerError> {
        let place = self.queue.try_acquire().map_err(|_| LedgerError::Busy)?;
        let permit = self.permits.acquire().await.map_err(|_| LedgerError::Busy)?;
        let idle = self.idle().pop().filter(|connection| !connection.is_closed());
        let connection = match idle {
            Some(connection) => connection,
            None => with_timeout(async { self.database.connect(Role::Read).await.map_err(Failure::Open) })
                .await
                .map_err(|failure| failure.unreadable())?,
        };
        Ok(Reader { readers: self, connection, _permit: permit, _place: place })
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reader<'_> {
    /// Gives the connection back, unless it failed.
    pub(crate) fn give_back<T>(self, found: Result<T, Failure>) -> Result<T, LedgerError> {
        match found {
            Ok(found) => {
                self.readers.idle().push(self.connection);
                Ok(found)
            }
            Err(failure) => Err(failure.unreadable()),
        }
    }
}

impl Deref for Reader<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}
