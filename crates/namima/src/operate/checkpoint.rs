//! `namima checkpoint`.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result};

use crate::checkpoint_file::{self, CheckpointKeeper};
use crate::cli::{self, CheckpointCommand};
use crate::home::{self, Home};
use crate::messages;
use crate::store::Access;
use crate::terminal;

/// Writes a checkpoint into a file, also beside a running server; or accepts the records as they stand.
///
/// # Errors
/// With what to do.
pub fn checkpoint(args: cli::Checkpoint) -> Result<()> {
    match (args.accept, args.data, args.out) {
        (Some(CheckpointCommand::Accept(accept)), ..) => accept_state(&accept),
        (None, Some(data), Some(out)) => write(&data, &out),
        // The command line asks for both.
        _ => Err(anyhow::anyhow!("--data --out")).context("checkpoint"),
    }
}

fn write(data: &Path, out: &Path) -> Result<()> {
    let home = Home::of(data)?;
    let config = home.config()?;
    let made = home::runtime()?.block_on(async {
        let clinic = home.open(&config, Access::ReadOnly).await?;
        home.check_standing(&config, &clinic).await?;
        clinic.checkpoints().make().await.map_err(|problem| messages::problem(&problem))
    })?;
    checkpoint_file::create(out, &made.bytes).map_err(|error| {
        let path = out.display().to_string();
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            return messages::called_wrongly("command-line-export-exists", &[("path", path.into())]);
        }
        let values = [("path", path.into()), ("error", error.to_string().into())];
        messages::refusal("command-line-export-failed", &values)
    })
}

fn accept_state(args: &cli::Accept) -> Result<()> {
    let reason = args.reason.trim();
    if reason.is_empty() {
        return Err(messages::called_wrongly("command-line-checkpoint-no-reason", &[]));
    }
    let home = Home::of(&args.data)?;
    let config = home.config()?;
    home::runtime()?.block_on(async {
        let clinic = Arc::new(home.open_as_it_stands(&config, Access::Exclusive).await?);
        clinic.checkpoints().accept(reason).await.map_err(|problem| messages::problem(&problem))?;
        if let Some(path) = &config.checkpoint_path {
            // What it vouched for is not there any more: the one taken now takes its place.
            match fs::remove_file(path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    let path = path.display().to_string();
                    let values = [("path", path.into()), ("error", error.to_string().into())];
                    return Err(messages::refusal("command-line-file-unreadable", &values));
                }
                _ => {}
            }
        }
        let keeper = CheckpointKeeper::new(clinic, config.checkpoint_path.clone());
        keeper.take().await.map_err(|problem| messages::problem(&problem))
    })?;
    terminal::print(messages::both("command-line-checkpoint-accepted", &[]))
}
