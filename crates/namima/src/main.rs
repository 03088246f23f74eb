//! The one binary.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;
use namima::cli::{Cli, Command, Import};
use namima::messages::{self, CalledWrongly};
use namima::{demo, operate, serve};

/// Done.
const DONE: u8 = 0;
/// Found something wrong.
const WRONG: u8 = 1;
/// Called wrongly. Also what the parser of the command line answers.
const CALLED_WRONGLY: u8 = 2;

fn main() -> ExitCode {
    // Memory may hold plaintext: it is never written to a core file, nor shown to a debugger.
    let hidden = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
    // A log that cannot be written, on a full disk for one, must not end a request.
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_target(false)
        .log_internal_errors(false)
        .init();
    if hidden.is_err() {
        tracing::warn!("core dumps could not be switched off");
    }
    match run(Cli::parse().command) {
        Ok(true) => ExitCode::from(DONE),
        Ok(false) => ExitCode::from(WRONG),
        Err(error) => {
            // With standard error closed, the exit code is all that is left.
            let _ = writeln!(std::io::stderr(), "{error:#}");
            ExitCode::from(if error.is::<CalledWrongly>() { CALLED_WRONGLY } else { WRONG })
        }
    }
}

/// True when all is well, false when something wrong was found and reported.
fn run(command: Command) -> anyhow::Result<bool> {
    match command {
        Command::Demo(demo) => demo::run(&demo).map(|()| true),
        Command::Simulate(simulate) => demo::simulate(&simulate).map(|()| true),
        Command::Verify(verify) => operate::verify(&verify),
        Command::Checkpoint(checkpoint) => operate::checkpoint(checkpoint).map(|()| true),
        Command::Import(Import::Csv(import)) => operate::import_csv(&import),
        Command::Export(export) => operate::export(&export).map(|()| true),
        Command::Serve(args) => Err(serve::not_yet(&args.data)),
        Command::Init(init) => operate::init(&init).map(|()| true),
        Command::Doctor(_) => Err(messages::not_yet("doctor")),
        Command::Backup(_) => Err(messages::not_yet("backup")),
        Command::Restore(_) => Err(messages::not_yet("restore")),
        Command::Keys(_) => Err(messages::not_yet("keys")),
    }
}
