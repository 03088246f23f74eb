//! The one writer task of a node: it drains a bounded queue and commits many changes in one transaction.

use std::time::Duration;

use ledger::decide::{Verdict, Work};
use ledger::{BatchKeys, Change, LedgerError, Storage};
use tokio::sync::{mpsc, oneshot};

use crate::OpenError;
use crate::batch;
use crate::connection::{Connection, Database, Role};
use crate::error::Failure;
use crate::pipeline::with_timeout;

/// Changes that may wait; more are turned away.
pub const QUEUE: usize = 1024;
/// Changes committed together at most.
pub const BATCH: usize = 256;

/// How often a batch that lost against another node is done again.
const TRIES: u32 = 5;
const RETRY_PAUSE: Duration = Duration::from_millis(5);
/// Waiting before the next attempt to connect: doubled each time up to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

type Answer = oneshot::Sender<Verdict>;

/// The writer. Dropped, its task finishes what waits and ends.
pub(crate) struct Writer {
    queue: mpsc::Sender<(Work, Answer)>,
}

impl Writer {
    pub(crate) async fn start(database: Database) -> Result<Self, OpenError> {
        let connection = Some(database.connect(Role::Write).await?);
        let (queue, work) = mpsc::channel(QUEUE);
        tokio::spawn(WriterTask { database, connection }.serve(work));
        Ok(Self { queue })
    }

    pub(crate) async fn commit(&self, change: Change) -> Verdict {
        self.ask(Work::Commit(Box::new(change))).await
    }

    pub(crate) async fn probe(&self) -> Verdict {
        self.ask(Work::Probe).await
    }

    async fn ask(&self, work: Work) -> Verdict {
        let (answer, answered) = oneshot::channel();
        self.queue.try_send((work, answer)).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => LedgerError::Busy,
            mpsc::error::TrySendError::Closed(_) => LedgerError::NotSaved(Storage::Io),
        })?;
        // Without an answer the task has ended in between; only the server knows how far it came.
        answered.await.unwrap_or(Err(LedgerError::Unknown))
    }
}

/// What the task works with.
struct WriterTask {
    database: Database,
    connection: Option<Connection>,
}

impl WriterTask {
    async fn serve(mut self, mut queue: mpsc::Receiver<(Work, Answer)>) {
        let mut pause = FIRST_PAUSE;
        while let Some(first) = queue.recv().await {
            // Whoever was answered just now may send the next change first: fuller batches, fewer flushes.
            tokio::task::yield_now().await;
            let (mut work, mut answers) = (vec![first.0], vec![first.1]);
            while work.len() < BATCH
                && let Ok((next, answer)) = queue.try_recv()
            {
                work.push(next);
                answers.push(answer);
            }
            match self.attempt(&work).await {
                Ok(verdicts) => answers.into_iter().zip(verdicts).for_each(|(answer, verdict)| {
                    let _ = answer.send(verdict);
                }),
                Err(failure) => {
                    tracing::error!(code = failure.code(), changes = work.len(), "batch failed");
                    for answer in answers {
                        let _ = answer.send(Err(failure.clone()));
                    }
                }
            }
            pause = self.reconnect(pause).await;
        }
    }

    /// While there is no connection, waits before the next attempt; what arrives meanwhile waits in the queue.
    async fn reconnect(&mut self, pause: Duration) -> Duration {
        if self.connection.is_some() {
            return FIRST_PAUSE;
        }
        if let Ok(connection) = self.connect().await {
            self.connection = Some(connection);
            return FIRST_PAUSE;
        }
        tokio::time::sleep(pause).await;
        pause.saturating_mul(2).min(LONGEST_PAUSE)
    }

    async fn connect(&self) -> Result<Connection, Failure> {
        with_timeout(async { self.database.connect(Role::Write).await.map_err(Failure::Open) }).await
    }

    /// One transaction, again if another node was faster: a verdict for each piece of work, or one failure for all.
    /// A connection whose transaction did not end well is not trusted again; closing it also rolls back.
    async fn attempt(&mut self, work: &[Work]) -> Result<Vec<Verdict>, LedgerError> {
        let mut tries = 1;
        loop {
            let connection = match self.connection.take().filter(|connection| !connection.is_closed()) {
                Some(connection) => connection,
                None => self.connect().await.map_err(|failure| failure.not_saved())?,
            };
            let keys = hold(work).await?;
            let failure = match with_timeout(batch::write(&connection, work, &keys)).await {
                Ok(verdicts) => match with_timeout(connection.control("COMMIT")).await {
                    Ok(()) => {
                        self.connection = Some(connection);
                        release(keys).await?;
                        return Ok(verdicts);
                    }
                    // Only the server's word that it rolled back is a "no"; otherwise it may have stored everything.
                    Err(failure) if failure.is_conflict() => failure,
                    Err(_) => return Err(LedgerError::Unknown),
                },
                Err(failure) => failure,
            };
            if !failure.is_conflict() || tries == TRIES {
                return Err(failure.not_saved());
            }
            if with_timeout(connection.control("ROLLBACK")).await.is_ok() {
                self.connection = Some(connection);
            }
            tokio::time::sleep(RETRY_PAUSE.saturating_mul(tries)).await;
            tries += 1;
        }
    }
}

/// Holds the keys of a batch on a thread where waiting disturbs nobody.
async fn hold(work: &[Work]) -> Result<BatchKeys, LedgerError> {
    let passes = ledger::passes(work);
    let held = tokio::task::spawn_blocking(move || BatchKeys::hold_all(&passes)).await;
    held.unwrap_or(Err(LedgerError::NotSaved(Storage::Io)))
}

/// Lets them go after COMMIT.
async fn release(keys: BatchKeys) -> Result<(), LedgerError> {
    tokio::task::spawn_blocking(|| keys.release()).await.unwrap_or(Err(LedgerError::Unknown))
}
