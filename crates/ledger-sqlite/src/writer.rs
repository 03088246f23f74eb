//! The one writer thread: it drains a bounded queue and commits many changes in one transaction.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::{self, JoinHandle};

use ledger::decide::{Verdict, Work};
use ledger::{BatchKeys, Change, LedgerError, Storage};
use tokio::sync::oneshot;

use crate::OpenError;
use crate::batch;
use crate::connection::{Database, WriteConnection};
use crate::error::storage;

/// Changes that may wait; more are turned away.
pub const QUEUE: usize = 1024;
/// Changes committed together at most.
pub const BATCH: usize = 256;

type Answer = oneshot::Sender<Verdict>;

/// The writer. Dropping it lets it finish what waits, folds the log into the database and closes it.
pub(crate) struct Writer {
    queue: Option<SyncSender<(Work, Answer)>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(crate) fn start(database: Database) -> Result<Self, OpenError> {
        let connection = Some(database.connect_writer()?);
        let (queue, work) = sync_channel(QUEUE);
        let task = WriterTask { database, connection };
        let name = "ledger-write".to_owned();
        let thread = Some(thread::Builder::new().name(name).spawn(move || task.serve(&work))?);
        Ok(Self { queue: Some(queue), thread })
    }

    pub(crate) async fn commit(&self, change: Change) -> Verdict {
        self.ask(Work::Commit(Box::new(change))).await
    }

    pub(crate) async fn probe(&self) -> Verdict {
        self.ask(Work::Probe).await
    }

    async fn ask(&self, work: Work) -> Verdict {
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
struct WriterTask {
    database: Database,
    connection: Option<WriteConnection>,
}

impl WriterTask {
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
        if let Some(connection) = self.connection {
            connection.close();
        }
    }

    /// One transaction: a verdict for each piece of work, or one failure for all of them.
    fn attempt(&mut self, work: &[Work]) -> Result<Vec<Verdict>, LedgerError> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.database.connect_writer().map_err(|error| reopening(&error))?,
        };
        let connection = self.connection.insert(connection);
        let keys = BatchKeys::hold(work)?;
        let verdicts =
            batch::write(connection, work, &keys).map_err(|error| LedgerError::NotSaved(storage(&error)))?;
        connection.commit()?;
        keys.release()?;
        Ok(verdicts)
    }
}

fn reopening(error: &OpenError) -> LedgerError {
    match error {
        OpenError::Storage(kind) => LedgerError::NotSaved(*kind),
        _ => LedgerError::NotSaved(Storage::Io),
    }
}
