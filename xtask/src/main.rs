//! Every developer command of the project: `cargo xtask COMMAND`.

mod requirements;
mod rust;
mod sbom;
mod suite;
mod tidy;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use bench::measure;
use bench::torture::{self, Store};
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
    /// Check the rules of the house: arrows, circles, sizes, texts, words, SQL, dependencies.
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
    Bench {
        /// Seconds each load is held.
        #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=600))]
        seconds: u64,
        /// How many people the clinic has, each with 365 days.
        #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(16..=100_000))]
        people: u32,
        /// Measure PocketBase beside it: the path of its program.
        #[arg(long)]
        beside: Option<PathBuf>,
        /// Keep the records in PostgreSQL.
        #[arg(long)]
        postgres: bool,
        /// The server to measure; by default one built with the profile `demo`.
        #[arg(long)]
        binary: Option<PathBuf>,
    },
    /// Kill the server under load and look for every acknowledged entry.
    Torture {
        /// How often to kill.
        #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100_000))]
        kills: u32,
        /// Decides the moments; the same seed gives the same moments.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Keep the records in PostgreSQL, and crash that too.
        #[arg(long)]
        postgres: bool,
        /// The server to torture; by default the one `cargo build --package namima` makes.
        #[arg(long)]
        binary: Option<PathBuf>,
    },
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
        Task::Bench { seconds, people, beside, postgres, binary } => {
            let binary = binary.map_or_else(|| workspace.build_namima("demo"), Ok)?;
            let hold = Duration::from_secs(seconds);
            let plan = measure::Plan { binary, hold, people, beside, postgres };
            measure::run(&workspace.root, &plan).map(|()| true)
        }
        Task::Torture { kills, seed, postgres, binary } => {
            let binary = binary.map_or_else(|| workspace.build_namima("dev"), Ok)?;
            let store = if postgres { Store::Postgres(workspace.root) } else { Store::Sqlite };
            Ok(torture::run(&torture::Plan { binary, kills, seed, store })?.is_empty())
        }
    }
}
