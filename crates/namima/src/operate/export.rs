//! `namima export`.

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use exchange::export::OutputFile;
use serde_json::json;

use crate::checkpoint_file::CheckpointKeeper;
use crate::cli::{self, Format};
use crate::home::{self, Home};
use crate::messages;
use crate::serve::control_socket;
use crate::store::Access;
use crate::terminal::{self, Report};
use crate::transfer::{self, ExportForm};

/// Writes a chart to files.
///
/// # Errors
/// With what to do; then nothing was written.
pub fn export(args: &cli::Export) -> Result<()> {
    let form = match args.format {
        Format::Csv => ExportForm::Tables,
        Format::Json => ExportForm::Document,
        Format::Fhir => return Err(messages::not_yet("export --format fhir")),
        Format::Pdf => return Err(messages::not_yet("export --format pdf")),
    };
    let out = args.out.display();
    if args.out.symlink_metadata().is_ok() {
        return Err(messages::called_wrongly(
            "command-line-export-exists",
            &[("path", out.to_string().into())],
        ));
    }
    let home = Home::of(&args.data)?;
    let config = home.demo_config()?;
    let files = match control_socket::connect(&home.socket()) {
        Some(mut server) => server.export(&args.chart, form)?,
        None => home::runtime()?.block_on(async {
            let clinic = Arc::new(home.open(&config, Access::Exclusive).await?);
            let files = transfer::export(&clinic, &args.chart, form).await;
            CheckpointKeeper::new(clinic, config.checkpoint_path.clone()).take_or_log().await;
            files
        })?,
    };
    if let Err(error) = write(&args.out, &files, form) {
        return Err(messages::refusal(
            "command-line-export-failed",
            &[("path", out.to_string().into()), ("error", error.to_string().into())],
        ));
    }
    let names: Vec<&str> = match form {
        ExportForm::Tables => files.iter().map(|file| file.name.as_str()).collect(),
        ExportForm::Document => Vec::new(),
    };
    match Report::of(args.json) {
        Report::Text => terminal::print(&out),
        Report::Json => terminal::print(json!({ "out": args.out, "files": names })),
    }
}

/// Writes all files or, on the first failure, leaves nothing of them.
fn write(out: &Path, files: &[OutputFile], form: ExportForm) -> io::Result<()> {
    if form == ExportForm::Document {
        return files.iter().try_for_each(|file| write_file(out, &file.bytes));
    }
    fs::DirBuilder::new().mode(0o700).create(out)?;
    for file in files {
        if let Err(error) = write_file(&out.join(&file.name), &file.bytes) {
            fs::remove_dir_all(out)?;
            return Err(error);
        }
    }
    Ok(())
}

fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        fs::remove_file(path)?;
    }
    written
}
