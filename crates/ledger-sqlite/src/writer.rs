//! The one writer thread: it drains a bounded queue and commits many changes in one transaction.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::{self, JoinHandle};

use ledger::{Change, LedgerError, Storage};
use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::OpenError;
use crate::batch::{Batch, Stop};
use crate::connection::Database;
use crate::error::storage;
use crate::faults::Faults;
use crate::settings::Role;

/// Changes that may wait; more are turned away.
pub const QUEUE: usize = 1024;
/// Changes committed together at most.
pub const BATCH: usize = 256;

type Answer = oneshot::Sender<Result<(), LedgerError>>;

/// What the writer is asked to do.
enum Work {
    Commit(Box<Change>),
    Probe,
}

/// The writer. Dropping it lets it finish what waits, folds the log into the database and closes it.
pub(crate) struct Writer {
    queue: Option<SyncSender<(Work, Answer)>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(crate) fn start(database: Database, faults: Faults) -> Result<Self, OpenError> {
        let connection = Some(database.connect(Role::Write)?);
        let (queue, work) = sync_channel(QUEUE);
        let bench = Bench { database, connection, faults };
        let name = "ledger-write".to_owned();
        let thread = Some(thread::Builder::new().name(name).spawn(move || bench.serve(&work))?);
        Ok(Self { queue: Some(queue), thread })
    }

    pub(crate) async fn commit(&self, change: Change) -> Result<(), LedgerError> {
        self.ask(Work::Commit(Box::new(change))).await
    }

    pub(crate) async fn probe(&self) -> Result<(), LedgerError> {
        self.ask(Work::Probe).await
    }

    async fn ask(&self, work: Work) -> Result<(), LedgerError> {
        let (answer, answered) = oneshot::channel();
        let queue = self.queue.as_ref().ok_or(LedgerError::NotSaved(Storage::Io))?;
        queue.try_send((work, answer)).map_err(|error| match error {
            TrySendError::Full(_) => LedgerError::Busy,
            TrySendError::Disconnected(_) => LedgerError::NotSaved(Storage::Io),
        })?;
        // Without an answer the thread has ended in between; only the disk knows how far it came.
        answered.await.unwrap_or(Err(LedgerError::Unknown))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What the thread works with.
struct Bench {
    database: Database,
    connection: Option<Connection>,
    faults: Faults,
}

impl Bench {
    fn serve(mut self, queue: &Receiver<(Work, Answer)>) {
        while let Ok(first) = queue.recv() {
            let (work, answers): (Vec<_>, Vec<_>) =
                std::iter::once(first).chain(queue.try_iter().take(BATCH - 1)).unzip();
            match self.attempt(&work) {
                Ok(verdicts) => answers.into_iter().zip(verdicts).for_each(|(answer, verdict)| {
                    let _ = answer.send(verdict);
                }),
                Err(failure) => {
                    // A connection that failed is not trusted again; closing it also rolls back.
                    self.connection = None;
                    tracing::error!(code = failure.code(), changes = work.len(), "batch failed");
                    for answer in answers {
                        let _ = answer.send(Err(failure.clone()));
                    }
                }
            }
        }
        self.close();
    }

    /// One transaction: a verdict for each piece of work, or one failure for all of them.
    fn attempt(&mut self, work: &[Work]) -> Result<Vec<Result<(), LedgerError>>, LedgerError> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.database.connect(Role::Write).map_err(|error| reopening(&error))?,
        };
        let connection = self.connection.insert(connection);
        let verdicts = write(connection, &self.faults, work).map_err(|error| not_saved(&error))?;
        commit(connection, &self.faults)?;
        Ok(verdicts)
    }

    fn close(self) {
        let Some(connection) = self.connection else { return };
        if connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).is_err() {
            tracing::warn!("the log stays beside the database and is folded in at the next start");
        }
    }
}

fn write(
    connection: &Connection,
    faults: &Faults,
    work: &[Work],
) -> rusqlite::Result<Vec<Result<(), LedgerError>>> {
    faults.begin(connection)?;
    faults.step()?;
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let batch = Batch { connection, faults };
    work.iter()
        .map(|work| match work {
            Work::Probe => batch.probe().map(Ok),
            Work::Commit(change) => match batch.apply(change) {
                Ok(()) => Ok(Ok(())),
                Err(Stop::Change(refusal)) => Ok(Err(refusal)),
                Err(Stop::Device(error)) => Err(error),
            },
        })
        .collect()
}

/// Ends the transaction. Only where the log certainly has no valid end of transaction is the answer "not saved": after
/// a failed flush the log may hold all of it, and a crash right now would bring it back.
fn commit(connection: &Connection, faults: &Faults) -> Result<(), LedgerError> {
    faults.step().and_then(|()| connection.execute_batch("COMMIT")).map_err(|error| {
        match storage(&error) {
            Storage::Io | Storage::Corrupt => LedgerError::Unknown,
            kind => LedgerError::NotSaved(kind),
        }
    })?;
    faults.committed().map_err(|_| LedgerError::Unknown)
}

fn not_saved(error: &rusqlite::Error) -> LedgerError {
    LedgerError::NotSaved(storage(error))
}

fn reopening(error: &OpenError) -> LedgerError {
    match error {
        OpenError::Storage(kind) => LedgerError::NotSaved(*kind),
        _ => LedgerError::NotSaved(Storage::Io),
    }
}
