//! The running demo.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use clinic::Clinic;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use web::App;

use super::ready;
use crate::cli;
use crate::home::Home;
use crate::operate::socket;

/// Serves until told to stop.
///
/// # Errors
/// When the address cannot be taken or the folder not used.
pub async fn serve(args: &cli::Demo, home: &Home, clinic: Clinic) -> Result<()> {
    let clinic = Arc::new(clinic);
    let listener = TcpListener::bind(args.listen).await.with_context(|| {
        format!("{} cannot be used; choose another with --listen / 使えません", args.listen)
    })?;
    let address = listener.local_addr()?;
    let url = format!("http://localhost:{}", address.port());
    let (accounts, links) = ready::accounts(&clinic).await?;
    let app = App::demo(Arc::clone(&clinic), hosts(address), links);
    let requests = tokio::spawn(socket::listen(home.socket(), Arc::clone(&clinic)));
    println!("{}\n\n{url}", ready::shown(&url, &accounts));
    if let Some(path) = &args.ready {
        ready::write(path, &url, &accounts)?;
    }
    web::serve(listener, app, stopped()).await?;
    requests.abort();
    let _ = std::fs::remove_file(home.socket());
    Ok(())
}

/// The names a browser on this machine may call the demo by.
fn hosts(address: SocketAddr) -> Vec<String> {
    let port = address.port();
    ["localhost", "127.0.0.1", "[::1]"].iter().map(|host| format!("{host}:{port}")).collect()
}

async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => drop(interrupt.await),
    }
}
