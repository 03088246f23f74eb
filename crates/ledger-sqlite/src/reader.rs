//! Reader threads: each owns a connection that cannot write and serves questions from one bounded queue.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use ledger::{LedgerError, Storage};
use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::OpenError;
use crate::connection::Database;
use crate::error::storage;
use crate::settings::Role;

const READERS: usize = 2;
const QUEUE: usize = 1024;

type Question = Box<dyn FnOnce(&mut Connection) + Send>;

/// The readers. Dropping them lets them finish what was asked, then closes their connections.
pub(crate) struct Readers {
    queue: Option<SyncSender<Question>>,
    threads: Vec<JoinHandle<()>>,
}

impl Readers {
    pub(crate) fn start(database: &Database) -> Result<Self, OpenError> {
        let (queue, questions) = sync_channel(QUEUE);
        let questions = Arc::new(Mutex::new(questions));
        let mut readers = Self { queue: Some(queue), threads: Vec::with_capacity(READERS) };
        for _ in 0..READERS {
            let connection = database.connect(Role::Read)?;
            let questions = Arc::clone(&questions);
            let name = "ledger-read".to_owned();
            readers
                .threads
                .push(thread::Builder::new().name(name).spawn(move || serve(connection, &questions))?);
        }
        Ok(readers)
    }

    /// Asks a question; every statement of it sees the same committed state.
    pub(crate) async fn ask<T, F>(&self, question: F) -> Result<T, LedgerError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let work: Question = Box::new(move |connection| {
            // Nobody waits any more: the request was given up.
            if !answer.is_closed() {
                let _ = answer.send(in_snapshot(connection, question));
            }
        });
        let queue = self.queue.as_ref().ok_or(LedgerError::Unreadable(Storage::Io))?;
        queue.try_send(work).map_err(|error| match error {
            TrySendError::Full(_) => LedgerError::Busy,
            TrySendError::Disconnected(_) => LedgerError::Unreadable(Storage::Io),
        })?;
        match answered.await {
            Ok(found) => found.map_err(|error| LedgerError::Unreadable(storage(&error))),
            Err(_) => Err(LedgerError::Unreadable(Storage::Io)),
        }
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        drop(self.queue.take());
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

fn serve(mut connection: Connection, questions: &Mutex<Receiver<Question>>) {
    loop {
        // One reader waits in the queue, the others wait for its place.
        let next = questions.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match next {
            Ok(question) => question(&mut connection),
            Err(_) => return,
        }
    }
}

fn in_snapshot<T>(
    connection: &mut Connection,
    question: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    let snapshot = connection.transaction()?;
    let found = question(&snapshot)?;
    snapshot.commit()?;
    Ok(found)
}
