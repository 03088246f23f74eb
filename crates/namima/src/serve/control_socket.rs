//! The running server's socket: one request a connection, only for the user who owns the folder.
//!
//! A message is a length (u32, big-endian) and so many bytes. A request is a JSON message and, for an import, one message
//! a file; an answer is a JSON message and, for an export, one message a file.

use std::fs::Permissions;
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use clinic::Clinic;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixListener;

use super::importing::Apply;
use super::{exporting, importing};

/// The largest message: an import file's limit and a little more.
const MOST_BYTES: u32 = 80 * 1024 * 1024;
/// Files of one request at most.
const MOST_FILES: usize = 64;
/// A command that says nothing for so long no longer keeps the others waiting.
const SILENCE: Duration = Duration::from_secs(30);
/// After a failed accept the next attempt waits so long at first, and at most so long.
const SHORTEST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// What a command asks the server to do.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Request {
    /// Plan, and perhaps apply, an import.
    Import {
        /// Into this chart.
        chart: String,
        /// The map's text.
        map: String,
        /// Names of the files that follow.
        files: Vec<String>,
        /// Whether to write.
        apply: Apply,
    },
    /// Everything of a chart.
    Export {
        /// This chart.
        chart: String,
        /// In this form.
        form: exporting::Form,
    },
}

/// What the server answers: what was asked for, or why not.
pub type Answer<T> = std::result::Result<T, String>;

/// A connection to the running server; none where no server runs.
#[must_use]
pub fn connect(path: &Path) -> Option<UnixStream> {
    UnixStream::connect(path).ok()
}

/// Sends a message.
///
/// # Errors
/// When the connection breaks.
pub fn send(stream: &mut impl Write, bytes: &[u8]) -> Result<()> {
    let length = u32::try_from(bytes.len()).ok().filter(|length| *length <= MOST_BYTES);
    stream.write_all(&length.context("too large to send")?.to_be_bytes())?;
    Ok(stream.write_all(bytes)?)
}

/// Receives a message.
///
/// # Errors
/// When the connection breaks.
pub fn receive(stream: &mut impl Read) -> Result<Vec<u8>> {
    let mut length = [0; 4];
    stream.read_exact(&mut length)?;
    let length = u32::from_be_bytes(length);
    if length > MOST_BYTES {
        bail!("the answer is too large");
    }
    let mut bytes = vec![0; usize::try_from(length)?];
    stream.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Makes the socket; none where it cannot be made, and commands then need the server to be stopped.
#[must_use]
pub fn bind(path: &Path) -> Option<UnixListener> {
    let _ = std::fs::remove_file(path);
    let bound = UnixListener::bind(path).and_then(|listener| {
        std::fs::set_permissions(path, Permissions::from_mode(0o600))?;
        Ok(listener)
    });
    bound
        .inspect_err(|error| tracing::warn!(%error, "no socket: commands need the server to be stopped"))
        .ok()
}

/// Serves requests until the server stops.
pub async fn listen(listener: UnixListener, clinic: Arc<Clinic>) {
    // One at a time: commands are rare, and an import has the chart to itself.
    loop {
        let (mut stream, _) = next_of(|| listener.accept()).await;
        if let Err(error) = answer(&mut stream, &clinic).await {
            tracing::warn!(error = %error.root_cause(), "a command's connection broke");
        }
    }
}

/// The next connection. One that fails ends nothing: out of descriptors, say, passes, and the commands of the days after
/// must still be heard.
async fn next_of<T, F: Future<Output = std::io::Result<T>>>(mut accept: impl FnMut() -> F) -> T {
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

async fn answer(stream: &mut tokio::net::UnixStream, clinic: &Clinic) -> Result<()> {
    let request: Request = serde_json::from_slice(&next(stream).await?)?;
    match request {
        Request::Import { chart, map, files, apply } => {
            if files.len() > MOST_FILES {
                bail!("too many files");
            }
            let mut contents = Vec::with_capacity(files.len());
            for name in files {
                contents.push((name, next(stream).await?));
            }
            let bar = indicatif::ProgressBar::hidden();
            let done = importing::perform(clinic, &chart, &map, &contents, apply, &bar).await;
            let done: Answer<importing::Report> = done.map_err(|error| format!("{error:#}"));
            put(stream, &serde_json::to_vec(&done)?).await
        }
        Request::Export { chart, form } => {
            let files = exporting::perform(clinic, &chart, form).await.map_err(|error| format!("{error:#}"));
            let names: Answer<Vec<String>> = files
                .as_ref()
                .map(|files| files.iter().map(|(name, _)| name.clone()).collect())
                .map_err(Clone::clone);
            put(stream, &serde_json::to_vec(&names)?).await?;
            for (_, bytes) in files.unwrap_or_default() {
                put(stream, &bytes).await?;
            }
            Ok(())
        }
    }
}

async fn next(stream: &mut tokio::net::UnixStream) -> Result<Vec<u8>> {
    tokio::time::timeout(SILENCE, message(stream)).await.context("silence")?
}

async fn message(stream: &mut tokio::net::UnixStream) -> Result<Vec<u8>> {
    let length = stream.read_u32().await?;
    if length > MOST_BYTES {
        bail!("too large");
    }
    let mut bytes = vec![0; usize::try_from(length)?];
    stream.read_exact(&mut bytes).await?;
    Ok(bytes)
}

async fn put(stream: &mut tokio::net::UnixStream, bytes: &[u8]) -> Result<()> {
    let length = u32::try_from(bytes.len())?.to_be_bytes();
    let sent = async {
        stream.write_all(&length).await?;
        stream.write_all(bytes).await
    };
    Ok(tokio::time::timeout(SILENCE, sent).await.context("silence")??)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_connection_that_fails_does_not_end_the_listening() {
        let mut failures = 3;
        let accept = || {
            failures -= 1;
            let full = || std::io::Error::other("out of descriptors");
            std::future::ready(if failures > 0 { Err(full()) } else { Ok("heard") })
        };
        assert_eq!(next_of(accept).await, "heard");
        assert_eq!(failures, 0);
    }
}
