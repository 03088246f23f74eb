//! `namima export`.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use anyhow::{Context as _, Result};
use clinic::{Clinic, Problem};
use diary::ChartId;
use serde_json::json;

use super::socket::{self, Answer, Request};
use crate::cli::{self, Format};
use crate::home::{Home, Open};
use crate::terminal::{self, Report};
use crate::words;

/// Files of an export, by name.
pub type Files = Vec<(String, Vec<u8>)>;

/// What an export writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A folder of tables.
    Tables,
    /// One document.
    Document,
}

/// Writes a chart to files.
///
/// # Errors
/// With what to do; then nothing was written.
pub fn export(args: &cli::Export) -> Result<()> {
    let form = match args.format {
        Format::Csv => Form::Tables,
        Format::Json => Form::Document,
        Format::Fhir => return Err(words::not_yet("export --format fhir")),
        Format::Pdf => return Err(words::not_yet("export --format pdf")),
    };
    let out = args.out.display();
    if args.out.symlink_metadata().is_ok() {
        return Err(words::called_wrongly(
            &format!("{out} はすでにあります。別の名前を指定してください。何も書いていません。"),
            &format!("{out} is there already. Give another name. Nothing was written."),
        ));
    }
    let home = Home::of(&args.data)?;
    let config = home.demo_config()?;
    let files = match socket::connect(&home.socket()) {
        Some(mut stream) => ask(&mut stream, &args.chart, form)?,
        None => {
            let alone = async {
                let clinic = home.open(&config, Open::Exclusive).await?;
                perform(&clinic, &args.chart, form).await
            };
            super::runtime()?.block_on(alone)?
        }
    };
    write(&args.out, &files, form).map_err(|error| {
        words::refusal(
            &format!("{out} に書けません。途中まで書いたものは消しました。"),
            &format!("{out} cannot be written ({error}). What was begun has been removed."),
        )
    })?;
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    match (Report::of(args.json), form) {
        (Report::Text, _) => terminal::say(&out),
        (Report::Json, Form::Tables) => terminal::say(json!({ "out": args.out, "files": names })),
        (Report::Json, Form::Document) => terminal::say(json!({ "out": args.out, "files": [] })),
    }
}

fn ask(stream: &mut std::os::unix::net::UnixStream, chart: &str, form: Form) -> Result<Files> {
    let request = Request::Export { chart: chart.to_owned(), form };
    socket::send(stream, &serde_json::to_vec(&request)?)?;
    let names: Answer<Vec<String>> = serde_json::from_slice(&socket::receive(stream)?)?;
    let names = names.map_err(anyhow::Error::msg)?;
    names.into_iter().map(|name| Ok((name, socket::receive(stream)?))).collect()
}

/// Everything the person of a chart may take home, as files.
///
/// # Errors
/// When the chart is not there or does not open.
pub async fn perform(clinic: &Clinic, chart: &str, form: Form) -> Result<Files> {
    let chart: ChartId = chart.parse().map_err(|_| words::problem(&Problem::NotFound))?;
    let view = clinic.charts().take_home(chart).await.map_err(|problem| words::problem(&problem))?;
    match form {
        Form::Tables => crate::export::csv_folder(&view),
        Form::Document => Ok(vec![("export.json".to_owned(), crate::export::json(&view)?)]),
    }
}

/// Writes all files or, on the first failure, leaves nothing of them.
fn write(out: &Path, files: &Files, form: Form) -> Result<()> {
    match form {
        Form::Tables => {
            fs::DirBuilder::new().mode(0o700).create(out)?;
            let written = files.iter().try_for_each(|(name, bytes)| put(&out.join(name), bytes));
            written.or_else(|error| fs::remove_dir_all(out).map_err(Into::into).and(Err(error)))
        }
        Form::Document => {
            let (_, bytes) = files.first().context("nothing to write")?;
            put(out, bytes)
        }
    }
}

fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.or_else(|error| fs::remove_file(path).and(Err(error))).map_err(Into::into)
}
