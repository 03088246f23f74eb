//! `namima import csv`.

use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use exchange::import::Limits;

use crate::checkpoint_file::CheckpointKeeper;
use crate::home::{self, Home};
use crate::serve::control_socket;
use crate::store::Access;
use crate::terminal::{self, Length, Report};
use crate::transfer::{self, Apply, ImportReport, ImportRequest, InputFile};
use crate::{cli, messages};

/// Plans or applies an import. True when no row is refused.
///
/// # Errors
/// With what to do, and whether anything was written.
pub fn import_csv(args: &cli::ImportCsv) -> Result<bool> {
    let Ok(map) = String::from_utf8(read(&args.map)?) else {
        return Err(messages::refusal("command-line-map-not-utf8", &[]));
    };
    let mut files = Vec::new();
    for path in &args.files {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        files.push(InputFile { name, bytes: read(path)? });
    }
    let apply = if args.apply { Apply::Write } else { Apply::DryRun };
    let request = ImportRequest { chart: args.chart.clone(), map, files, apply };
    let home = Home::of(&args.data)?;
    let config = home.demo_config()?;
    let report = match control_socket::connect(&home.socket()) {
        Some(mut server) => server.import(request)?,
        None => {
            let bar = terminal::progress(Length::Known(0), "entries");
            let report = home::runtime()?.block_on(async {
                let clinic = Arc::new(home.open(&config, Access::Exclusive).await?);
                let report = transfer::import(&clinic, &request, &bar).await;
                CheckpointKeeper::new(clinic, config.checkpoint_path.clone()).take_or_log().await;
                report
            });
            bar.finish_and_clear();
            report?
        }
    };
    match Report::of(args.json) {
        Report::Json => terminal::print(serde_json::to_string(&report)?)?,
        Report::Text => print(&report)?,
    }
    Ok(report.refused.is_empty())
}

/// The content of a file, but no more of it than shows that it is too large.
fn read(path: &Path) -> Result<Vec<u8>> {
    let limit = u64::try_from(Limits::DEFAULT.file_bytes)?.saturating_add(1);
    let mut bytes = Vec::new();
    match fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)) {
        Ok(_) => Ok(bytes),
        Err(error) => {
            let path = path.display();
            Err(messages::refusal(
                "command-line-file-unreadable",
                &[("path", path.to_string().into()), ("error", error.to_string().into())],
            ))
        }
    }
}

fn print(report: &ImportReport) -> Result<()> {
    terminal::print(format_args!(
        "{} rows ({} empty), {} values, {} doses; {} new, {} known already",
        report.rows, report.empty_rows, report.values, report.doses, report.new, report.known
    ))?;
    for refusal in &report.refused {
        terminal::print(format_args!("REFUSED {refusal}"))?;
    }
    if report.refused_more > 0 {
        terminal::print(format_args!("REFUSED {} more / ほか {0} 件", report.refused_more))?;
    }
    terminal::print(match (report.refused.is_empty(), report.applied) {
        (false, _) => "Nothing was written. / 何も書いていません。",
        (true, true) => "Written. / 書きました。",
        (true, false) => {
            "A dry run: nothing was written. Add --apply to write. / 試しただけです。書くには --apply を付けます。"
        }
    })
}
