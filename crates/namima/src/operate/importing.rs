//! `namima import csv`.

use std::fs::File as OpenFile;
use std::io::Read as _;
use std::path::Path;

use anyhow::Result;
use clinic::{Bring, Clinic, Problem, Status};
use diary::{AccountId, Author, ChartId, Language, NewEntry, Role};
use indicatif::ProgressBar;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::socket::{self, Answer, Request};
use crate::cli;
use crate::home::{Home, Open};
use crate::import::{File, Limits, Map, map_error_text, plan, reason_text};
use crate::terminal::{self, Length};
use crate::words;

/// Whether an import is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Apply {
    /// Write it, unless a row is refused.
    Write,
    /// Only say what would be written.
    DryRun,
}

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
    /// Entries that were written, or would be; none where a row is refused.
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
/// With what to do, and whether anything was written.
pub fn import_csv(args: &cli::ImportCsv) -> Result<bool> {
    let map = read(&args.map)?;
    let map = String::from_utf8(map).map_err(|_| {
        words::refusal("対応表は UTF-8 で書いてください。", "The map must be written in UTF-8.")
    })?;
    let named = |path: &std::path::PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok((name, read(path)?))
    };
    let files: Vec<(String, Vec<u8>)> = args.files.iter().map(named).collect::<Result<_>>()?;
    let apply = if args.apply { Apply::Write } else { Apply::DryRun };
    let home = Home::of(&args.data)?;
    let config = home.demo_config()?;
    let report = match socket::connect(&home.socket()) {
        Some(mut stream) => {
            let names = files.iter().map(|(name, _)| name.clone()).collect();
            let request = Request::Import { chart: args.chart.clone(), map, files: names, apply };
            socket::send(&mut stream, &serde_json::to_vec(&request)?)?;
            for (_, bytes) in &files {
                socket::send(&mut stream, bytes)?;
            }
            let answer: Answer<Report> = serde_json::from_slice(&socket::receive(&mut stream)?)?;
            answer.map_err(anyhow::Error::msg)?
        }
        None => {
            let bar = terminal::progress(Length::Known(0), "entries");
            let alone = async {
                let clinic = home.open(&config, Open::Exclusive).await?;
                perform(&clinic, &args.chart, &map, &files, apply, &bar).await
            };
            let done = super::runtime()?.block_on(alone);
            bar.finish_and_clear();
            done?
        }
    };
    match terminal::Report::of(args.json) {
        terminal::Report::Json => terminal::say(serde_json::to_string(&report)?)?,
        terminal::Report::Text => print(&report)?,
    }
    Ok(report.refused.is_empty())
}

/// A file, but no more of it than shows that it is too large.
fn read(path: &Path) -> Result<Vec<u8>> {
    let most = u64::try_from(Limits::DEFAULT.file_bytes)?.saturating_add(1);
    let mut bytes = Vec::new();
    let read = OpenFile::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes));
    let path = path.display();
    read.map(|_| bytes).map_err(|error| {
        words::refusal(&format!("{path} が読めません。"), &format!("{path} cannot be read ({error})."))
    })
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
    apply: Apply,
    bar: &ProgressBar,
) -> Result<Report> {
    let map = Map::parse(map).map_err(|error| {
        let [ja, en] = [Language::Ja, Language::En].map(|language| map_error_text(&error, language));
        words::refusal(&ja, &en)
    })?;
    let chart: ChartId = chart.parse().map_err(|_| words::problem(&Problem::NotFound))?;
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
    let entries: Vec<_> = planned.entries.into_iter().map(|entry| (entry, now)).collect();
    // What would be refused anywhere is found before anything is written.
    let look = if report.refused.is_empty() { entries.as_slice() } else { &[] };
    bring(clinic, chart, look, Bring::Look, &mut report, bar).await?;
    if apply == Apply::Write && report.refused.is_empty() {
        (report.new, report.known) = (0, 0);
        let written = bring(clinic, chart, &entries, Bring::Write, &mut report, bar).await;
        written.map_err(|error| so_far(&report, &error))?;
        report.applied = true;
    }
    Ok(report)
}

/// Looks at or writes all entries, a few at a time, and counts them. An empty run still asks whether the chart is there.
async fn bring(
    clinic: &Clinic,
    chart: ChartId,
    entries: &[(NewEntry, Timestamp)],
    how: Bring,
    report: &mut Report,
    bar: &ProgressBar,
) -> Result<()> {
    bar.set_length(u64::try_from(entries.len())?);
    bar.set_position(0);
    let runs = entries.chunks(AT_ONCE).chain(entries.is_empty().then_some(entries));
    for run in runs {
        let how = if run.is_empty() { Bring::Look } else { how };
        let written = clinic
            .charts()
            .bring(OPERATOR, chart, run, how)
            .await
            .map_err(|problem| words::problem(&problem))?;
        for one in written {
            match one.status {
                Status::Stored => report.new += 1,
                Status::AlreadyStored => report.known += 1,
            }
        }
        bar.inc(u64::try_from(run.len())?);
    }
    Ok(())
}

/// An import that stopped on its way says how far it came.
fn so_far(report: &Report, error: &anyhow::Error) -> anyhow::Error {
    let new = report.new;
    let so_far = words::both(
        &format!("ここまでに {new} 件を書きました。もう一度実行すると続きから書き、二重には書きません。"),
        &format!("{new} entries were written before that. Run it again to go on: nothing is written twice."),
    );
    anyhow::anyhow!("{error}\n{so_far}")
}

fn both(reason: &crate::import::Reason) -> String {
    let [ja, en] = [Language::Ja, Language::En].map(|language| reason_text(reason, language));
    words::both(&ja, &en)
}

fn print(report: &Report) -> Result<()> {
    terminal::say(format_args!(
        "{} rows ({} empty), {} values, {} doses; {} new, {} known already",
        report.rows, report.empty_rows, report.values, report.doses, report.new, report.known
    ))?;
    for reason in &report.refused {
        terminal::say(format_args!("REFUSED {reason}"))?;
    }
    if report.refused_more > 0 {
        terminal::say(format_args!("REFUSED {} more / ほか {0} 件", report.refused_more))?;
    }
    terminal::say(match (report.refused.is_empty(), report.applied) {
        (false, _) => "Nothing was written. / 何も書いていません。",
        (true, true) => "Written. / 書きました。",
        (true, false) => {
            "A dry run: nothing was written. Add --apply to write. / 試しただけです。書くには --apply を付けます。"
        }
    })
}
