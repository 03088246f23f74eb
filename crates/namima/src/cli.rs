//! The command line.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::{Addresses, Database};

/// Namima: a symptom diary for people who come off psychiatric medicine. It records and shows; it concludes nothing.
#[derive(Debug, Parser)]
#[command(name = "namima", version, about)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start a synthetic clinic on this machine; its people do not exist.
    Demo(Demo),
    /// Check every link, seal, audit event and projection; exit 1 at the first bad position.
    Verify(Verify),
    /// Write down where the records stand, or accept them where they stand behind that.
    Checkpoint(Checkpoint),
    /// Bring in a diary kept elsewhere.
    #[command(subcommand)]
    Import(Import),
    /// Write a chart to files, complete, with all versions.
    Export(Export),
    /// Make a new demo folder with drawn people, for measurements; `demo --data` opens it.
    Simulate(Simulate),
    /// Make the folder, keys and store of a real clinic; nothing serves it yet.
    Init(Init),
    /// Serve a real clinic (not there yet).
    Serve(Serve),
    /// Say what is wrong and how to mend it (not there yet).
    Doctor(Later),
    /// Back up (not there yet).
    Backup(Later),
    /// Restore (not there yet).
    Restore(Later),
    /// Keys (not there yet).
    Keys(Later),
}

/// Whatever a command that is not there yet was given.
#[derive(Debug, Args)]
pub struct Later {
    /// Not read.
    #[arg(hide = true, trailing_var_arg = true, allow_hyphen_values = true)]
    pub rest: Vec<OsString>,
}

/// Start a synthetic clinic.
#[derive(Debug, Args)]
pub struct Demo {
    /// Address of this machine to listen on; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Folder of the demo; made if it is not there.
    #[arg(long, default_value = "./namima-demo")]
    pub data: PathBuf,
    /// Write address, accounts and links into this file (mode 0600) when ready.
    #[arg(long)]
    pub ready: Option<PathBuf>,
    /// Where its records are.
    #[command(flatten)]
    pub postgres: Postgres,
}

/// Make a real clinic's folder.
#[derive(Debug, Args)]
pub struct Init {
    /// Folder of the clinic; nothing may be there yet.
    #[arg(long)]
    pub data: PathBuf,
    /// Time zone of the clinic, by its IANA name.
    #[arg(long, default_value = "Asia/Tokyo")]
    pub zone: String,
    /// Where its records are.
    #[command(flatten)]
    pub postgres: Postgres,
    /// Report as JSON.
    #[arg(long)]
    pub json: bool,
}

/// Where a new clinic keeps its records, if not in files of its folder.
#[derive(Debug, Args)]
pub struct Postgres {
    /// A PostgreSQL database for the records, as `postgres://ADMINISTRATOR@/DATABASE?host=/FOLDER`, without a password.
    #[arg(long, value_name = "ADDRESS", requires = "keys_database")]
    pub ledger_database: Option<String>,
    /// Another one for the wrapped keys.
    #[arg(long, value_name = "ADDRESS", requires = "ledger_database")]
    pub keys_database: Option<String>,
}

impl Postgres {
    /// The database for `namima.toml`.
    #[must_use]
    pub fn database(&self) -> Database {
        match (&self.ledger_database, &self.keys_database) {
            (Some(ledger), Some(keys)) => {
                Database::Postgres(Addresses { ledger: ledger.clone(), keys: keys.clone() })
            }
            _ => Database::Sqlite,
        }
    }
}

/// Serve a real clinic.
#[derive(Debug, Args)]
pub struct Serve {
    /// Folder of the clinic.
    #[arg(long)]
    pub data: PathBuf,
}

/// Check a folder.
#[derive(Debug, Args)]
pub struct Verify {
    /// Folder of the clinic.
    #[arg(long)]
    pub data: PathBuf,
    /// Compare with this checkpoint instead of the newest in the key store.
    #[arg(long, value_name = "FILE")]
    pub against: Option<PathBuf>,
    /// Report as JSON.
    #[arg(long)]
    pub json: bool,
}

/// Write down where the records stand.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Checkpoint {
    /// What else to do.
    #[command(subcommand)]
    pub accept: Option<CheckpointCommand>,
    /// Folder of the clinic.
    #[arg(long, required = true)]
    pub data: Option<PathBuf>,
    /// File to write; it must not be there yet. Keep it away from this machine.
    #[arg(long, required = true, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// What to do with a checkpoint.
#[derive(Debug, Subcommand)]
pub enum CheckpointCommand {
    /// Accept the records as they stand, although the last checkpoint says otherwise.
    Accept(Accept),
}

/// Accept the records as they stand.
#[derive(Debug, Args)]
pub struct Accept {
    /// Folder of the clinic.
    #[arg(long)]
    pub data: PathBuf,
    /// Why; it is stored in the clinic's log.
    #[arg(long)]
    pub reason: String,
}

/// What to bring in.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// Tables of comma-separated values.
    Csv(ImportCsv),
}

/// Tables of comma-separated values.
#[derive(Debug, Args)]
pub struct ImportCsv {
    /// Folder of the clinic.
    #[arg(long)]
    pub data: PathBuf,
    /// Chart that receives it.
    #[arg(long)]
    pub chart: String,
    /// What the columns mean.
    #[arg(long)]
    pub map: PathBuf,
    /// Write. Without it, only say what would be written.
    #[arg(long)]
    pub apply: bool,
    /// Report as JSON.
    #[arg(long)]
    pub json: bool,
    /// The tables.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
}

/// Form of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A folder of tables.
    Csv,
    /// One document.
    Json,
    /// Not there yet.
    Fhir,
    /// Not there yet.
    Pdf,
}

/// Write a chart to files.
#[derive(Debug, Args)]
pub struct Export {
    /// Folder of the clinic.
    #[arg(long)]
    pub data: PathBuf,
    /// Chart.
    #[arg(long)]
    pub chart: String,
    /// Form.
    #[arg(long)]
    pub format: Format,
    /// File or, for csv, folder to write; it must not be there yet.
    #[arg(long)]
    pub out: PathBuf,
    /// Report as JSON.
    #[arg(long)]
    pub json: bool,
}

/// Make a folder for measurements.
#[derive(Debug, Args)]
pub struct Simulate {
    /// Folder to make.
    #[arg(long)]
    pub data: PathBuf,
    /// How many people.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..))]
    pub people: u32,
    /// Days of diary each.
    #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..=36_500))]
    pub days: u32,
    /// Same seed, same people.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Where its records are.
    #[command(flatten)]
    pub postgres: Postgres,
    /// Report as JSON.
    #[arg(long)]
    pub json: bool,
}
