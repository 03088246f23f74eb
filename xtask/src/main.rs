//! Every developer command of the project: `cargo xtask COMMAND`.

mod requirements;
mod rust;
mod sbom;
mod suite;
mod tidy;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use bench::{measure, torture};
use clap::{Parser, Subcommand};
use workspace::Workspace;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Every developer command of the project.", version)]
struct Arguments {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what is missing (Debian, as root) and run every check and test.
    Test,
    /// Check the rules of the house: arrows, circles, sizes, words, SQL, dependencies.
    Tidy,
    /// Check the requirement ids that tests claim and write the traceability table.
    Requirements {
        /// Write nothing; fail where the table would change.
        #[arg(long)]
        check: bool,
    },
    /// List what the program is built from, as CycloneDX JSON.
    Sbom {
        /// The machine to list for.
        #[arg(long, default_value = sbom::TARGET)]
        target: String,
        /// Where to write; `namima.cdx.json` in the target folder by default.
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Measure a demo clinic: submit, timeline, panel, start time, memory, size.
    Bench(measure::Plan),
    /// Kill the server under load and look for every acknowledged entry.
    Torture(torture::Plan),
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs a command; false when it found something wrong, which it has printed.
fn run(task: Task) -> Result<bool> {
    let workspace = Workspace::find()?;
    match task {
        Task::Test => suite::run(&workspace),
        Task::Tidy => tidy::run(&workspace),
        Task::Requirements { check } => requirements::run(&workspace, check),
        Task::Sbom { target, out } => {
            let out = out.map_or_else(|| Ok(workspace.scratch()?.join("namima.cdx.json")), anyhow::Ok)?;
            sbom::run(&workspace, &target, &out).map(|()| true)
        }
        Task::Bench(plan) => {
            let binary = plan.binary.clone().map_or_else(|| workspace.build_namima("demo"), Ok)?;
            measure::run(&workspace.root, &binary, &plan).map(|()| true)
        }
        Task::Torture(plan) => {
            let binary = plan.binary.clone().map_or_else(|| workspace.build_namima("dev"), Ok)?;
            Ok(torture::run(&workspace.root, &binary, &plan)?.is_empty())
        }
    }
}
