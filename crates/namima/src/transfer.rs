//! Import and export of one chart, on a clinic that is open: what a command does alone, and what the server does for a command.

use anyhow::Result;
use clinic::{Clinic, ClinicError, ImportMode, Status};
use diary::{AccountId, Author, ChartId, Language, NewEntry, Role};
use exchange::export::{OutputFile, csv_folder, json};
use exchange::import::{File, Map, MapError, map_error_text, plan, refusal_text};
use indicatif::ProgressBar;
use jiff::Timestamp;
use locale::Texts;
use serde::{Deserialize, Serialize};

use crate::messages;

/// Whether an import is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Apply {
    /// Write it, unless a row is refused.
    Write,
    /// Only report what would be written.
    DryRun,
}

/// An import that is asked for.
#[derive(Debug)]
pub struct ImportRequest {
    /// Into this chart.
    pub chart: String,
    /// The map's text.
    pub map: String,
    /// The tables.
    pub files: Vec<InputFile>,
    /// Whether to write.
    pub apply: Apply,
}

/// A table that is given.
#[derive(Debug)]
pub struct InputFile {
    /// Its name, without a folder.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What an import did or would do.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
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

/// What an export writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportForm {
    /// A folder of tables.
    Tables,
    /// One document.
    Document,
}

/// Entries of one commit.
const BATCH_ENTRIES: usize = 250;

/// The operator of the machine, who has no account: imports are attributed to the installation.
const OPERATOR: Author =
    Author { account: AccountId::from_bytes([0; 16]), role: Role::Administrator, acting_for: None };

/// Plans an import and, if asked and nothing is refused, applies it.
///
/// # Errors
/// When the map or the chart is not there, or the store cannot be written.
pub async fn import(clinic: &Clinic, request: &ImportRequest, bar: &ProgressBar) -> Result<ImportReport> {
    let map = Map::parse(&request.map).map_err(|error| map_refused(&error))?;
    let chart = parse_chart(&request.chart)?;
    let files: Vec<File<'_>> =
        request.files.iter().map(|file| File { name: &file.name, bytes: &file.bytes }).collect();
    let now = clinic.now();
    let plan = plan(&map, &files, now);
    let listed = u64::try_from(plan.refused.len())?;
    let mut report = ImportReport {
        rows: plan.counts.rows,
        empty_rows: plan.counts.empty_rows,
        values: plan.counts.values,
        doses: plan.counts.dose_facts,
        refused: plan.refused.iter().map(|it| in_both_languages(|t| refusal_text(it, t))).collect(),
        refused_more: plan.counts.refused.saturating_sub(listed),
        ..ImportReport::default()
    };
    let entries = if plan.refused.is_empty() { plan.entries } else { Vec::new() };
    let entries: Vec<(NewEntry, Timestamp)> = entries.into_iter().map(|entry| (entry, now)).collect();
    // What would be refused anywhere is found before anything is written.
    submit(clinic, chart, &entries, ImportMode::DryRun, &mut report, bar).await?;
    if request.apply == Apply::Write && report.refused.is_empty() {
        let submitted = submit(clinic, chart, &entries, ImportMode::Write, &mut report, bar).await;
        submitted.map_err(|error| with_progress(&report, &error))?;
        report.applied = true;
    }
    Ok(report)
}

/// Checks or writes all entries, a few at a time, and counts them in the report. Without entries it still checks whether the
/// chart is there.
async fn submit(
    clinic: &Clinic,
    chart: ChartId,
    entries: &[(NewEntry, Timestamp)],
    mode: ImportMode,
    report: &mut ImportReport,
    bar: &ProgressBar,
) -> Result<()> {
    bar.set_length(u64::try_from(entries.len())?);
    bar.set_position(0);
    (report.new, report.known) = (0, 0);
    if entries.is_empty() {
        clinic
            .charts()
            .import(OPERATOR, chart, &[], ImportMode::DryRun)
            .await
            .map_err(|problem| messages::problem(&problem))?;
    }
    for batch in entries.chunks(BATCH_ENTRIES) {
        let written = clinic.charts().import(OPERATOR, chart, batch, mode).await;
        for entry in written.map_err(|problem| messages::problem(&problem))? {
            match entry.status {
                Status::Stored => report.new += 1,
                Status::AlreadyStored => report.known += 1,
            }
        }
        bar.inc(u64::try_from(batch.len())?);
    }
    Ok(())
}

/// The files of a chart: everything that its person may have.
///
/// # Errors
/// When the chart is not there or does not open.
pub async fn export(clinic: &Clinic, chart: &str, form: ExportForm) -> Result<Vec<OutputFile>> {
    let chart = parse_chart(chart)?;
    let view = clinic.charts().export(chart).await.map_err(|problem| messages::problem(&problem))?;
    Ok(match form {
        ExportForm::Tables => csv_folder(&view)?,
        ExportForm::Document => vec![OutputFile { name: "export.json".to_owned(), bytes: json(&view)? }],
    })
}

fn parse_chart(text: &str) -> Result<ChartId> {
    text.parse().map_err(|_| messages::problem(&ClinicError::NotFound))
}

fn map_refused(error: &MapError) -> anyhow::Error {
    anyhow::Error::msg(in_both_languages(|t| map_error_text(error, t)))
}

fn in_both_languages(text: impl Fn(Texts) -> String) -> String {
    [Language::En, Language::Ja].map(|language| text(Texts::of(language))).join(
        "
",
    )
}

/// The error of an import that stopped on its way, with how far it came.
fn with_progress(report: &ImportReport, error: &anyhow::Error) -> anyhow::Error {
    let progress = messages::both("command-line-import-progress", &[("new", report.new.into())]);
    anyhow::anyhow!("{error}\n{progress}")
}
