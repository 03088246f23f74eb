//! The one binary.

use std::process::ExitCode;

use clap::Parser as _;
use namima::cli::{Cli, Command, Import};
use namima::{demo, operate, words};

/// Done.
const DONE: u8 = 0;
/// Found something wrong.
const WRONG: u8 = 1;
/// Called wrongly.
const CALLED_WRONGLY: u8 = 2;

fn main() -> ExitCode {
    // Memory may hold plaintext: it is never written to a core file, nor shown to a debugger.
    let hidden = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_target(false).init();
    if hidden.is_err() {
        tracing::warn!("core dumps could not be switched off");
    }
    match run(Cli::parse().command) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::from(WRONG)
        }
    }
}

fn run(command: Command) -> anyhow::Result<u8> {
    let verdict = |good| if good { DONE } else { WRONG };
    match command {
        Command::Demo(demo) => demo::run(&demo).map(|()| DONE),
        Command::Simulate(simulate) => demo::simulate(&simulate).map(|()| DONE),
        Command::Verify(verify) => operate::verify(&verify).map(verdict),
        Command::Import(Import::Csv(import)) => operate::import_csv(&import).map(verdict),
        Command::Export(export) => operate::export(&export).map(verdict),
        Command::Serve(serve) => {
            eprintln!("{}", demo::why_not_serve(&serve.data));
            Ok(CALLED_WRONGLY)
        }
        Command::Init => Ok(missing("init")),
        Command::Doctor => Ok(missing("doctor")),
        Command::Backup => Ok(missing("backup")),
        Command::Restore => Ok(missing("restore")),
        Command::Keys => Ok(missing("keys")),
    }
}

fn missing(command: &str) -> u8 {
    eprintln!("{}", words::not_yet(command));
    CALLED_WRONGLY
}
