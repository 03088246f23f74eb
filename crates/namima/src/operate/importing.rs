//! `namima import csv`.

use std::fs;

use anyhow::{Context as _, Result, bail};
use clinic::{Clinic, Problem, Status};
use diary::{AccountId, Author, ChartId, Language, Role};
use serde::{Deserialize, Serialize};

use super::socket::{self, Answer, Request};
use crate::cli;
use crate::home::{Home, Kind, Open};
use crate::import::{File, Map, map_error_text, plan, reason_text};

/// What an import did or would do.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Rows read.
    pub rows: u64,
    /// Rows without any value.
    pub empty_rows: u64,
    /// Values found.
    pub values: u64,
    /// Dose facts found.
    pub doses: u64,
    /// Entries that were written, or would be.
    pub new: u64,
    /// Entries that were there already.
    pub known: u64,
    /// Whether anything was written.
    pub applied: bool,
    /// Why rows are refused, in both languages.
    pub refused: Vec<String>,
    /// Refused rows beyond those named.
    pub refused_more: u64,
}

/// Entries of one commit.
const AT_ONCE: usize = 250;

/// Plans or applies an import. True when no row is refused.
///
/// # Errors
/// With what to do; then nothing was written.
pub fn import_csv(args: &cli::ImportCsv) -> Result<bool> {
    let map = fs::read_to_string(&args.map).with_context(|| format!("{} cannot be read", args.map.display()))?;
    let read = |path: &std::path::PathBuf| -> Result<(String, Vec<u8>)> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok((name, fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?))
    };
    let files: Vec<(String, Vec<u8>)> = args.files.iter().map(read).collect::<Result<_>>()?;
    let home = Home::of(&args.data);
    let config = home.config()?;
    if config.kind != Kind::Demo {
        bail!("outside a demo this needs a grant made in the app, which is not there yet / まだありません");
    }
    let report = match socket::connect(&home.socket()) {
        Some(mut stream) => {
            let names = files.iter().map(|(name, _)| name.clone()).collect();
            let request = Request::Import { chart: args.chart.clone(), map, files: names, apply: args.apply };
            socket::send(&mut stream, &serde_json::to_vec(&request)?)?;
            for (_, bytes) in &files {
                socket::send(&mut stream, bytes)?;
            }
            let answer: Answer<Report> = serde_json::from_slice(&socket::receive(&mut stream)?)?;
            answer.map_err(|error| anyhow::anyhow!(error))?
        }
        None => {
            let clinic = home.open(&config, Open::Exclusive)?;
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
            runtime.block_on(perform(&clinic, &args.chart, &map, &files, args.apply))?
        }
    };
    print(args, &report)?;
    Ok(report.refused.is_empty())
}

/// The operator of the machine, who has no account: imports are attributed to the installation.
const OPERATOR: Author =
    Author { account: AccountId::from_bytes([0; 16]), role: Role::Administrator, acting_for: None };

/// Plans an import and, if asked and nothing is refused, applies it.
///
/// # Errors
/// When the map or the chart is not there, or the store cannot be written.
pub async fn perform(
    clinic: &Clinic,
    chart: &str,
    map: &str,
    files: &[(String, Vec<u8>)],
    apply: bool,
) -> Result<Report> {
    let map = Map::parse(map).map_err(|error| anyhow::anyhow!(both_map(&error)))?;
    let chart: ChartId = chart.parse().map_err(|_| no_chart())?;
    let files: Vec<File<'_>> = files.iter().map(|(name, bytes)| File { name, bytes }).collect();
    let now = clinic.now();
    let planned = plan(&map, &files, now);
    let mut report = Report {
        rows: planned.counts.rows,
        empty_rows: planned.counts.empty_rows,
        values: planned.counts.values,
        doses: planned.counts.dose_facts,
        refused: planned.refused.iter().map(both).collect(),
        refused_more: planned.counts.refused.saturating_sub(u64::try_from(planned.refused.len())?),
        ..Report::default()
    };
    let mode = if apply && report.refused.is_empty() { clinic::Bring::Write } else { clinic::Bring::Look };
    let entries: Vec<_> = planned.entries.into_iter().map(|entry| (entry, now)).collect();
    if !report.refused.is_empty() {
        report.new = u64::try_from(entries.len())?;
        return Ok(report);
    }
    for run in entries.chunks(AT_ONCE) {
        let written = clinic.bring(OPERATOR, chart, run, mode).await.map_err(told)?;
        for one in written {
            match one.status {
                Status::Stored => report.new += 1,
                Status::AlreadyStored => report.known += 1,
            }
        }
    }
    report.applied = apply;
    Ok(report)
}

fn told(problem: Problem) -> anyhow::Error {
    match problem {
        Problem::NotFound => no_chart(),
        other => anyhow::anyhow!("{other} ({})", other.code()),
    }
}

fn no_chart() -> anyhow::Error {
    anyhow::anyhow!("there is no such chart / その番号の記録はありません")
}

fn both_map(error: &crate::import::MapError) -> String {
    let [ja, en] = [Language::Ja, Language::En].map(|language| map_error_text(error, language));
    format!("{en}\n{ja}")
}

fn both(reason: &crate::import::Reason) -> String {
    let [ja, en] = [Language::Ja, Language::En].map(|language| reason_text(reason, language));
    format!("{en}\n{ja}")
}

fn print(args: &cli::ImportCsv, report: &Report) -> Result<()> {
    if args.json {
        println!("{}", serde_json::to_string(report)?);
        return Ok(());
    }
    println!(
        "{} rows ({} empty), {} values, {} doses; {} new, {} known already",
        report.rows, report.empty_rows, report.values, report.doses, report.new, report.known
    );
    for reason in &report.refused {
        println!("REFUSED {reason}");
    }
    if report.refused_more > 0 {
        println!("REFUSED {} more / ほか {} 件", report.refused_more, report.refused_more);
    }
    let said = match (report.refused.is_empty(), report.applied) {
        (false, _) => "Nothing was written. / 何も書いていません。",
        (true, true) => "Written. / 書きました。",
        (true, false) => "A dry run: nothing was written. Add --apply to write. / 試しただけです。書くには --apply を付けます。",
    };
    println!("{said}");
    Ok(())
}
