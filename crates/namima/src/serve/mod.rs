//! The running demo.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use clinic::Clinic;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use web::App;

use super::ready;
use crate::cli;
use crate::home::Home;
use crate::operate::socket;
use crate::{terminal, words};

/// How long requests at work may take to finish once the demo was told to stop.
const PATIENCE: Duration = Duration::from_secs(10);

/// Serves until told to stop.
///
/// # Errors
/// When the address cannot be taken or the folder not used.
pub async fn serve(args: &cli::Demo, home: &Home, clinic: Clinic) -> Result<()> {
    let clinic = Arc::new(clinic);
    let listener = TcpListener::bind(args.listen).await.map_err(|error| no_address(args, &error))?;
    let address = listener.local_addr()?;
    let url = format!("http://localhost:{}", address.port());
    let (accounts, links) = ready::accounts(&clinic).await?;
    let app = App::demo(Arc::clone(&clinic), hosts(address), links);
    // From here on it can be told to stop, and stops well.
    let signals = Signals::listen()?;
    let (stop, stopping) = watch::channel(());
    tokio::spawn(async move {
        signals.any().await;
        drop(stop);
    });
    let requests =
        socket::bind(&home.socket()).map(|socket| tokio::spawn(socket::listen(socket, Arc::clone(&clinic))));
    terminal::say(format_args!("{}\n\n{url}", ready::shown(&url, &accounts)))?;
    if let Some(path) = &args.ready {
        ready::write(path, &url, &accounts)?;
    }
    tokio::select! {
        served = web::serve(listener, app, stopped(stopping.clone())) => served?,
        () = out_of_patience(stopping) => tracing::warn!("stopped with requests at work"),
    }
    if let Some(requests) = requests {
        requests.abort();
    }
    let _ = std::fs::remove_file(home.socket());
    Ok(())
}

/// The address is taken, or is none of this machine.
pub fn no_address(args: &cli::Demo, error: &std::io::Error) -> anyhow::Error {
    let listen = args.listen;
    words::refusal(
        &format!("{listen} は使えません。--listen で別の番号を指定してください。"),
        &format!("{listen} cannot be used ({error}). Choose another with --listen."),
    )
}

/// The names a browser on this machine may call the demo by. It leaves out the port that is HTTP's own.
fn hosts(address: SocketAddr) -> Vec<String> {
    let names = ["localhost", "127.0.0.1", "[::1]"];
    match address.port() {
        80 => names.iter().map(|name| (*name).to_owned()).collect(),
        port => names.iter().map(|name| format!("{name}:{port}")).collect(),
    }
}

/// Ends when the sender is gone.
async fn stopped(mut stopping: watch::Receiver<()>) {
    while stopping.changed().await.is_ok() {}
}

async fn out_of_patience(stopping: watch::Receiver<()>) {
    stopped(stopping).await;
    tokio::time::sleep(PATIENCE).await;
}

/// The ways to tell it to stop.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    /// From this call on, none of them ends the process by itself.
    fn listen() -> std::io::Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn any(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
