//! The running server: pages over HTTP, commands over a socket, until it is asked to stop.

pub mod control_socket;
mod housekeeping;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use clinic::Clinic;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use web::App;

use self::housekeeping::keep_house;
use crate::checkpoint_file::CheckpointKeeper;
use crate::config::Kind;
use crate::home::Home;
use crate::messages;

/// How long requests at work may take to finish once the server was asked to stop.
const GRACE: Duration = Duration::from_secs(10);

/// A server that finishes the requests at work when it is asked to stop.
pub struct Server {
    listener: TcpListener,
    stopping: watch::Receiver<()>,
    socket: PathBuf,
    commands: Option<JoinHandle<()>>,
    keeper: CheckpointKeeper,
    housekeeping: JoinHandle<()>,
}

impl Server {
    /// Takes signals and commands from here on; pages are served by [`Self::run`].
    ///
    /// # Errors
    /// When signals cannot be taken.
    pub fn start(
        listener: TcpListener,
        socket: PathBuf,
        clinic: &Arc<Clinic>,
        keeper: CheckpointKeeper,
    ) -> Result<Self> {
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        let (stop, stopping) = watch::channel(());
        tokio::spawn(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            drop(stop);
        });
        let commands = control_socket::bind(&socket)
            .map(|listener| tokio::spawn(control_socket::listen(listener, Arc::clone(clinic))));
        let housekeeping = tokio::spawn(keep_house(Arc::clone(clinic), keeper.clone()));
        Ok(Self { listener, stopping, socket, commands, keeper, housekeeping })
    }

    /// Serves pages until a signal asks it to stop.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn run(self, app: App) -> Result<()> {
        tokio::select! {
            served = web::serve(self.listener, app, stopped(self.stopping.clone())) => served?,
            () = out_of_grace(self.stopping) => tracing::warn!("stopped with requests at work"),
        }
        if let Some(commands) = self.commands {
            commands.abort();
        }
        self.housekeeping.abort();
        // The next start then notices whatever is done to the folder in between.
        self.keeper.take_or_log().await;
        let _ = std::fs::remove_file(self.socket);
        Ok(())
    }
}

/// Ends when the sender is gone.
async fn stopped(mut stopping: watch::Receiver<()>) {
    while stopping.changed().await.is_ok() {}
}

async fn out_of_grace(stopping: watch::Receiver<()>) {
    stopped(stopping).await;
    tokio::time::sleep(GRACE).await;
}

/// The refusal of an address that is taken, or is none of this machine.
pub fn address_refused(address: SocketAddr, error: &std::io::Error) -> anyhow::Error {
    messages::refusal(
        "command-line-address-taken",
        &[("address", address.to_string().into()), ("error", error.to_string().into())],
    )
}

/// The refusal of `serve`, which serves no folder as yet.
#[must_use]
pub fn not_yet(data: &Path) -> anyhow::Error {
    let config = Home::of(data).and_then(|home| home.config());
    if config.is_ok_and(|config| config.kind == Kind::Demo) {
        messages::called_wrongly("command-line-serve-demo", &[])
    } else {
        messages::called_wrongly("command-line-serve-not-yet", &[])
    }
}
