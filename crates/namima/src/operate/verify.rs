//! `namima verify`.

use std::fs;
use std::path::Path;

use anyhow::Result;
use clinic::{BadPosition, Verified};
use serde_json::json;

use crate::home::{self, Home};
use crate::store::Access;
use crate::terminal::{self, Length, Report};
use crate::{cli, messages};

/// Checks a folder, also beside a running server. True when everything is as it was written.
///
/// # Errors
/// When the folder does not open.
pub fn verify(args: &cli::Verify) -> Result<bool> {
    let home = Home::of(&args.data)?;
    let config = home.config()?;
    let runtime = home::runtime()?;
    let against = args.against.as_deref().map(read).transpose()?;
    let clinic = runtime.block_on(home.open(&config, Access::ReadOnly))?;
    let bar = terminal::progress(Length::Unknown, "charts");
    let found = runtime.block_on(clinic.verify(against.as_deref(), |charts| bar.set_position(charts)));
    bar.finish_and_clear();
    let found = found.map_err(|problem| messages::problem(&problem))?;
    match Report::of(args.json) {
        Report::Json => terminal::print(as_json(&found))?,
        Report::Text => print(&found)?,
    }
    Ok(found.bad.is_empty())
}

/// A file given on the command line.
fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| {
        let values = [("path", path.display().to_string().into()), ("error", error.to_string().into())];
        messages::refusal("command-line-file-unreadable", &values)
    })
}

fn as_json(found: &Verified) -> serde_json::Value {
    let bad = found.bad.iter().map(|bad| {
        json!({
            "what": bad.what,
            "chart": bad.chart.map(|chart| chart.to_string()),
            "strand": bad.strand,
            "seq": bad.seq,
            "name": bad.name,
        })
    });
    let checkpoint = found.checkpoint.map(|checkpoint| {
        json!({ "at": checkpoint.at.map(|at| at.to_string()), "found": checkpoint.found.as_str() })
    });
    json!({
        "charts": found.charts,
        "records": found.records,
        "erased": found.erased,
        "audit_events": found.events,
        "projection_rows": found.rows,
        "open_tasks": found.tasks,
        "checkpoint": checkpoint,
        "bad": bad.collect::<Vec<_>>(),
    })
}

fn print(found: &Verified) -> Result<()> {
    terminal::print(format_args!(
        "{} charts, {} records ({} erased), {} audit events, {} projection rows, {} open tasks",
        found.charts, found.records, found.erased, found.events, found.rows, found.tasks
    ))?;
    if let Some(checkpoint) = found.checkpoint {
        terminal::print(messages::checkpoint(&checkpoint))?;
    }
    for bad in &found.bad {
        terminal::print(format_args!("BAD {}: {}", place(bad), messages::bad(bad.what)))?;
    }
    terminal::print(if found.bad.is_empty() {
        "All as it was written. / すべて書かれたままです。"
    } else {
        "Keep this folder as it is, stop the server, and restore the last good backup elsewhere.\n\
         このフォルダはそのまま残してサーバーを止め、正しかった最後のバックアップを別の場所に戻してください。"
    })
}

fn place(bad: &BadPosition) -> String {
    let chart = bad.chart.map(|chart| format!("chart {chart}"));
    let strand = bad.strand.map(|strand| format!("strand {strand}"));
    let seq = bad.seq.map(|seq| format!("position {seq}"));
    let parts: Vec<String> =
        [Some(bad.what.to_owned()), chart, strand, seq, bad.name.clone()].into_iter().flatten().collect();
    parts.join(" ")
}
