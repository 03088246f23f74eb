//! `namima verify`.

use anyhow::Result;
use clinic::{BadPosition, Verified};
use serde_json::json;

use crate::cli;
use crate::home::{Home, Open};
use crate::words;

/// Checks a folder, also beside a running server. True when everything is as it was written.
///
/// # Errors
/// When the folder does not open.
pub fn verify(args: &cli::Verify) -> Result<bool> {
    let home = Home::of(&args.data);
    let clinic = home.open(&home.config()?, Open::ReadOnly)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let bar = super::progress(0, "charts");
    let found = runtime.block_on(clinic.verify(|charts| bar.set_position(charts)))?;
    bar.finish_and_clear();
    if args.json {
        println!("{}", as_json(&found));
    } else {
        print(&found);
    }
    Ok(found.bad.is_empty())
}

fn as_json(found: &Verified) -> serde_json::Value {
    let bad = found.bad.iter().map(|bad| {
        json!({
            "what": bad.what,
            "chart": bad.chart.map(|chart| chart.to_string()),
            "strand": bad.strand,
            "seq": bad.seq,
        })
    });
    json!({
        "charts": found.charts,
        "records": found.records,
        "erased": found.erased,
        "audit_events": found.events,
        "projection_rows": found.rows,
        "open_tasks": found.tasks,
        "bad": bad.collect::<Vec<_>>(),
    })
}

fn print(found: &Verified) {
    println!(
        "{} charts, {} records ({} erased), {} audit events, {} projection rows, {} open tasks",
        found.charts, found.records, found.erased, found.events, found.rows, found.tasks
    );
    for bad in &found.bad {
        let (ja, en) = words::bad(bad.what);
        println!("BAD {}: {en} / {ja}", place(bad));
    }
    if found.bad.is_empty() {
        println!("All as it was written. / すべて書かれたままです。");
    }
}

fn place(bad: &BadPosition) -> String {
    let chart = bad.chart.map(|chart| format!("chart {chart}"));
    let strand = bad.strand.map(|strand| format!("strand {strand}"));
    let seq = bad.seq.map(|seq| format!("position {seq}"));
    let parts: Vec<String> = [Some(bad.what.to_owned()), chart, strand, seq].into_iter().flatten().collect();
    parts.join(" ")
}
