//! The running server's socket for commands on the same folder: one request a connection, only for the user who owns the
//! folder.
//!
//! A message is a length (u32, big-endian) and so many bytes. A request is a JSON message and, for an import, one message
//! a file; an answer is a JSON message and, for an export, one message a file.

use std::fs::Permissions;
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream as ClientStream;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use clinic::Clinic;
use exchange::export::OutputFile;
use indicatif::ProgressBar;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{UnixListener, UnixStream};
use tokio::time::timeout;

use crate::transfer::{self, Apply, ExportForm, ImportReport, ImportRequest, InputFile};

/// The largest message: an import file's limit and a little more.
const MAX_BYTES: u32 = 80 * 1024 * 1024;
/// Files of one request at most.
const MAX_FILES: usize = 64;
/// A command that is silent for so long no longer delays the others.
const SILENCE: Duration = Duration::from_secs(30);
/// After a failed accept the next attempt waits so long at first, and at most so long.
const SHORTEST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// What a command asks the server to do.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
enum Request {
    /// Plan, and perhaps apply, an import. `files` are the names of the files that follow.
    Import { chart: String, map: String, files: Vec<String>, apply: Apply },
    /// Everything of a chart.
    Export { chart: String, form: ExportForm },
}

/// What the server answers: what was asked for, or why not.
type Answer<T> = std::result::Result<T, String>;

/// A command's connection to the running server.
#[derive(Debug)]
pub struct Connection {
    stream: ClientStream,
}

/// A connection to the running server; none where no server runs.
#[must_use]
pub fn connect(path: &Path) -> Option<Connection> {
    ClientStream::connect(path).ok().map(|stream| Connection { stream })
}

impl Connection {
    /// Lets the server import.
    ///
    /// # Errors
    /// The server's own; and when the connection breaks.
    pub fn import(&mut self, request: ImportRequest) -> Result<ImportReport> {
        let ImportRequest { chart, map, files, apply } = request;
        let names = files.iter().map(|file| file.name.clone()).collect();
        self.send(&serde_json::to_vec(&Request::Import { chart, map, files: names, apply })?)?;
        for file in &files {
            self.send(&file.bytes)?;
        }
        let answer: Answer<ImportReport> = serde_json::from_slice(&self.receive()?)?;
        answer.map_err(anyhow::Error::msg)
    }

    /// Lets the server export.
    ///
    /// # Errors
    /// The server's own; and when the connection breaks.
    pub fn export(&mut self, chart: &str, form: ExportForm) -> Result<Vec<OutputFile>> {
        self.send(&serde_json::to_vec(&Request::Export { chart: chart.to_owned(), form })?)?;
        let names: Answer<Vec<String>> = serde_json::from_slice(&self.receive()?)?;
        let mut files = Vec::new();
        for name in names.map_err(anyhow::Error::msg)? {
            files.push(OutputFile { name, bytes: self.receive()? });
        }
        Ok(files)
    }

    fn send(&mut self, bytes: &[u8]) -> Result<()> {
        let length = u32::try_from(bytes.len()).ok().filter(|length| *length <= MAX_BYTES);
        self.stream.write_all(&length.context("too large to send")?.to_be_bytes())?;
        Ok(self.stream.write_all(bytes)?)
    }

    fn receive(&mut self) -> Result<Vec<u8>> {
        let mut length = [0; 4];
        self.stream.read_exact(&mut length)?;
        let length = u32::from_be_bytes(length);
        if length > MAX_BYTES {
            bail!("the answer is too large");
        }
        let mut bytes = vec![0; usize::try_from(length)?];
        self.stream.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

/// Makes the socket; none where it cannot be made, and commands then need the server to be stopped.
#[must_use]
pub fn bind(path: &Path) -> Option<UnixListener> {
    match try_bind(path) {
        Ok(listener) => Some(listener),
        Err(error) => {
            tracing::warn!(%error, "no socket: commands need the server to be stopped");
            None
        }
    }
}

fn try_bind(path: &Path) -> io::Result<UnixListener> {
    let _ = std::fs::remove_file(path);
    let listener = UnixListener::bind(path)?;
    std::fs::set_permissions(path, Permissions::from_mode(0o600))?;
    Ok(listener)
}

/// Answers requests until the server stops.
pub async fn listen(listener: UnixListener, clinic: Arc<Clinic>) {
    // One at a time: commands are rare, and an import has the chart to itself.
    loop {
        let (mut stream, _) = accept_next(|| listener.accept()).await;
        if let Err(error) = answer(&mut stream, &clinic).await {
            tracing::warn!(error = %error.root_cause(), "a command's connection broke");
        }
    }
}

/// The next connection. One that fails ends nothing: being out of descriptors, for one, passes, and the commands of the days
/// after must still be answered.
async fn accept_next<T, F: Future<Output = io::Result<T>>>(mut accept: impl FnMut() -> F) -> T {
    let mut pause = SHORTEST_PAUSE;
    loop {
        match accept().await {
            Ok(connection) => return connection,
            Err(error) => tracing::warn!(%error, "a command could not connect"),
        }
        tokio::time::sleep(pause).await;
        pause = LONGEST_PAUSE.min(pause * 2);
    }
}

async fn answer(stream: &mut UnixStream, clinic: &Clinic) -> Result<()> {
    match serde_json::from_slice(&receive(stream).await?)? {
        Request::Import { chart, map, files: names, apply } => {
            if names.len() > MAX_FILES {
                bail!("too many files");
            }
            let mut files = Vec::with_capacity(names.len());
            for name in names {
                files.push(InputFile { name, bytes: receive(stream).await? });
            }
            let request = ImportRequest { chart, map, files, apply };
            let report = transfer::import(clinic, &request, &ProgressBar::hidden()).await;
            let answer: Answer<ImportReport> = report.map_err(|error| format!("{error:#}"));
            send(stream, &serde_json::to_vec(&answer)?).await
        }
        Request::Export { chart, form } => match transfer::export(clinic, &chart, form).await {
            Ok(files) => {
                let names = files.iter().map(|file| file.name.clone()).collect();
                send(stream, &serde_json::to_vec(&Answer::<Vec<String>>::Ok(names))?).await?;
                for file in files {
                    send(stream, &file.bytes).await?;
                }
                Ok(())
            }
            Err(error) => {
                let answer = Answer::<Vec<String>>::Err(format!("{error:#}"));
                send(stream, &serde_json::to_vec(&answer)?).await
            }
        },
    }
}

async fn receive(stream: &mut UnixStream) -> Result<Vec<u8>> {
    timeout(SILENCE, read_message(stream)).await.context("silence")?
}

async fn read_message(stream: &mut UnixStream) -> Result<Vec<u8>> {
    let length = stream.read_u32().await?;
    if length > MAX_BYTES {
        bail!("too large");
    }
    let mut bytes = vec![0; usize::try_from(length)?];
    stream.read_exact(&mut bytes).await?;
    Ok(bytes)
}

async fn send(stream: &mut UnixStream, bytes: &[u8]) -> Result<()> {
    timeout(SILENCE, write_message(stream, bytes)).await.context("silence")?
}

async fn write_message(stream: &mut UnixStream, bytes: &[u8]) -> Result<()> {
    stream.write_u32(u32::try_from(bytes.len())?).await?;
    Ok(stream.write_all(bytes).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_connection_that_fails_does_not_end_the_listening() {
        let mut failures = 3;
        let accept = || {
            failures -= 1;
            let full = || io::Error::other("out of descriptors");
            std::future::ready(if failures > 0 { Err(full()) } else { Ok("heard") })
        };
        assert_eq!(accept_next(accept).await, "heard");
        assert_eq!(failures, 0);
    }
}
