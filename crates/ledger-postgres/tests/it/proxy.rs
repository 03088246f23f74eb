//! A line between a node and its server that breaks at a chosen message.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{UnixListener, UnixStream};

/// The server has done what it was sent when it has said nothing for so long.
const DONE: Duration = Duration::from_millis(40);

/// How the line breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    /// The message does not reach the server.
    Before,
    /// The message reaches the server, its answer does not come back.
    After,
    /// The message reaches the server; from then on nobody hears anything, and nobody hangs up.
    Silent,
}

/// The line. It serves any number of connections until the test ends.
#[derive(Clone, Default)]
pub struct Line(Arc<Mutex<Option<(u64, Break)>>>);

impl Line {
    /// Listens in `folder`, as a server would, and passes everything on to the socket of the real one.
    pub fn listen(folder: &Path, server: &Path) -> Self {
        let (line, server) = (Self::default(), server.to_owned());
        let listener = UnixListener::bind(folder.join(crate::server::SOCKET)).unwrap();
        let passing = line.clone();
        tokio::spawn(async move {
            loop {
                let (client, _) = listener.accept().await.unwrap();
                // Where the server is gone, so is the caller.
                let Ok(server) = UnixStream::connect(&server).await else { continue };
                tokio::spawn(passing.clone().pass(client, server));
            }
        });
        line
    }

    /// The line breaks at the message this far from now.
    pub fn break_at(&self, messages: u64, how: Break) {
        *self.plan() = Some((messages, how));
    }

    /// Takes that back; answers whether the message was still awaited.
    pub fn mend(&self) -> bool {
        self.plan().take().is_some()
    }

    async fn pass(self, client: UnixStream, server: UnixStream) {
        let (mut asks, hears) = client.into_split();
        let (answers, mut to) = server.into_split();
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let back = tokio::spawn(pass_back(answers, hears, stopped));
        let mut is_first = true;
        while let Some(message) = message(&mut asks, is_first).await {
            is_first = false;
            let how = self.counted();
            if how == Some(Break::Before) {
                break;
            }
            if how.is_some() {
                let _ = stop.send(how);
                let _ = to.write_all(&message).await;
                let _ = back.await;
                return;
            }
            if to.write_all(&message).await.is_err() {
                break;
            }
        }
        // Both ends are closed at once.
        back.abort();
    }

    fn counted(&self) -> Option<Break> {
        let mut plan = self.plan();
        match plan.take() {
            Some((0, how)) => Some(how),
            Some((messages, how)) => {
                *plan = Some((messages - 1, how));
                None
            }
            None => None,
        }
    }

    fn plan(&self) -> std::sync::MutexGuard<'_, Option<(u64, Break)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Brings answers back until told to stop; then they are heard here and go no further.
async fn pass_back(
    mut answers: OwnedReadHalf,
    mut hears: OwnedWriteHalf,
    mut stopped: tokio::sync::oneshot::Receiver<Option<Break>>,
) {
    let mut bytes = vec![0; 64 * 1024];
    let how = loop {
        tokio::select! {
            biased;
            how = &mut stopped => break how.ok().flatten(),
            read = answers.read(&mut bytes) => match read {
                Ok(length @ 1..) if hears.write_all(&bytes[..length]).await.is_ok() => {}
                _ => return,
            },
        }
    };
    while let Ok(Ok(1..)) = tokio::time::timeout(DONE, answers.read(&mut bytes)).await {}
    if how == Some(Break::Silent) {
        std::future::pending::<()>().await;
    }
}

/// One message of the client as it came; the first has no letter before its length.
async fn message(asks: &mut OwnedReadHalf, is_first: bool) -> Option<Vec<u8>> {
    let mut message = vec![0; if is_first { 4 } else { 5 }];
    asks.read_exact(&mut message).await.ok()?;
    let head = message.len();
    let length = u32::from_be_bytes(message[head - 4..].try_into().unwrap());
    message.resize(head + usize::try_from(length).unwrap() - 4, 0);
    asks.read_exact(&mut message[head..]).await.ok()?;
    Some(message)
}
