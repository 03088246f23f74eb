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
use workspace::{Profile, Workspace};

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
    /// Check the rules of the house: arrows, sizes, texts, words, SQL, dependencies.
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
    match run(&Arguments::parse().command) {
        Ok(Verdict::Clean) => ExitCode::SUCCESS,
        Ok(Verdict::Found) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// What a command came to say; the exit code follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing is wrong.
    Clean,
    /// Something is wrong and has been printed.
    Found,
}

fn run(task: &Task) -> Result<Verdict> {
    let workspace = Workspace::find()?;
    match task {
        Task::Test => suite::run(&workspace),
        Task::Tidy => tidy::run(&workspace),
        Task::Requirements { check: false } => requirements::run(&workspace, requirements::Mode::Write),
        Task::Requirements { check: true } => requirements::run(&workspace, requirements::Mode::Check),
        Task::Sbom { target, out } => {
            let beside = || workspace.scratch().map(|folder| folder.join("namima.cdx.json"));
            sbom::run(&workspace, target, &out.clone().map_or_else(beside, Ok)?)
        }
        Task::Bench { seconds, people, beside, postgres, binary } => {
            let plan = measure::Plan {
                binary: built(&workspace, binary.as_ref(), Profile::Demo)?,
                hold: Duration::from_secs(*seconds),
                people: *people,
                beside: beside.clone(),
                postgres: *postgres,
            };
            measure::run(&workspace.root, &plan).map(|()| Verdict::Clean)
        }
        Task::Torture { kills, seed, postgres, binary } => {
            let binary = built(&workspace, binary.as_ref(), Profile::Dev)?;
            let store = if *postgres { Store::Postgres(workspace.root.clone()) } else { Store::Sqlite };
            torture::run(&torture::Plan { binary, kills: *kills, seed: *seed, store })
                .map(|wrong| verdict(&wrong))
        }
    }
}

/// Clean where nothing was found.
pub fn verdict<T>(found: &[T]) -> Verdict {
    if found.is_empty() { Verdict::Clean } else { Verdict::Found }
}

fn built(workspace: &Workspace, given: Option<&PathBuf>, profile: Profile) -> Result<PathBuf> {
    given.map_or_else(|| workspace.build_namima(profile), |path| Ok(path.clone()))
}
