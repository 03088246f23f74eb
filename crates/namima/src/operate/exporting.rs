//! `namima export`.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use clinic::Clinic;
use diary::ChartId;

use super::socket::{self, Answer, Request};
use crate::cli::{self, Format};
use crate::home::{Home, Kind, Open};
use crate::words;

/// Files of an export, by name.
pub type Files = Vec<(String, Vec<u8>)>;

/// Writes a chart to files. True when they are written; false for a form that is not there yet.
///
/// # Errors
/// With what to do; then nothing was written.
pub fn export(args: &cli::Export) -> Result<bool> {
    let tables = match args.format {
        Format::Csv => true,
        Format::Json => false,
        Format::Fhir | Format::Pdf => {
            eprintln!("{}", words::not_yet("export --format fhir|pdf"));
            return Ok(false);
        }
    };
    if args.out.exists() {
        bail!("{} is there already / 既に存在します", args.out.display());
    }
    let home = Home::of(&args.data);
    let config = home.config()?;
    if config.kind != Kind::Demo {
        bail!("outside a demo this needs a grant made in the app, which is not there yet / まだありません");
    }
    let files = match socket::connect(&home.socket()) {
        Some(mut stream) => ask(&mut stream, &args.chart, tables)?,
        None => {
            let clinic = home.open(&config, Open::Exclusive)?;
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
            runtime.block_on(perform(&clinic, &args.chart, tables))?
        }
    };
    if tables { write_folder(&args.out, &files)? } else { write_one(&args.out, &files)? }
    println!("{}", args.out.display());
    Ok(true)
}

fn ask(stream: &mut std::os::unix::net::UnixStream, chart: &str, tables: bool) -> Result<Files> {
    let request = Request::Export { chart: chart.to_owned(), tables };
    socket::send(stream, &serde_json::to_vec(&request)?)?;
    let names: Answer<Vec<String>> = serde_json::from_slice(&socket::receive(stream)?)?;
    let names = names.map_err(|error| anyhow::anyhow!(error))?;
    names.into_iter().map(|name| Ok((name, socket::receive(stream)?))).collect()
}

/// Everything the person of a chart may take home, as files.
///
/// # Errors
/// When the chart is not there or does not open.
pub async fn perform(clinic: &Clinic, chart: &str, tables: bool) -> Result<Files> {
    let no_chart = || anyhow::anyhow!("there is no such chart / その番号の記録はありません");
    let chart: ChartId = chart.parse().map_err(|_| no_chart())?;
    let view = clinic.take_home(chart).await.map_err(|problem| match problem {
        clinic::Problem::NotFound => no_chart(),
        other => anyhow::anyhow!("{other} ({})", other.code()),
    })?;
    if tables {
        crate::export::csv_folder(&view)
    } else {
        Ok(vec![("export.json".to_owned(), crate::export::json(&view)?)])
    }
}

fn write_folder(out: &Path, files: &Files) -> Result<()> {
    fs::DirBuilder::new().mode(0o700).create(out)?;
    files.iter().try_for_each(|(name, bytes)| put(&out.join(name), bytes))
}

fn write_one(out: &Path, files: &Files) -> Result<()> {
    let (_, bytes) = files.first().context("nothing to write")?;
    put(out, bytes)
}

fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    Ok(file.sync_all()?)
}
