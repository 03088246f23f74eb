//! Kills the server under load, again and again, and every second time its database first: nothing that it acknowledged
//! may be gone, nothing else half there, and `verify` stays clean.

mod checks;
mod writers;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::entries::Numbers;
use crate::server::{Place, Server};
use checks::{after_restart, in_export};
use writers::{Entry, Outcome, PATIENTS, load_and_kill};

/// A kill comes this long after the first acknowledged entry of its round, at least and at most.
const MOMENT_MS: std::ops::Range<u64> = 20..1_500;

/// A torture run, as it is asked for on the command line.
#[derive(clap::Args)]
pub struct Plan {
    /// How often to kill.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub kills: u32,
    /// Decides the moments; the same seed gives the same moments.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Keep the records in PostgreSQL, and crash that too.
    #[arg(long)]
    pub postgres: bool,
    /// The server to torture; by default the one `cargo build --package namima` makes.
    #[arg(long)]
    pub binary: Option<PathBuf>,
}

/// What a run has found so far.
#[derive(Default)]
struct Tally {
    entries: Vec<Entry>,
    unanswered: usize,
    arrived: usize,
    wrong: Vec<String>,
}

/// Runs the plan on the server `binary` of the checkout `root`, prints each round, and returns what is wrong, one sentence each; then the folder is left for a look.
pub fn run(root: &Path, binary: &Path, plan: &Plan) -> Result<Vec<String>> {
    let begin = Instant::now();
    let place = if plan.postgres { Place::with_postgres("torture", root)? } else { Place::new("torture")? };
    match torture(plan, binary, &place) {
        Ok(tally) => {
            println!(
                "torture: seed {}: {} in {} s",
                plan.seed,
                tally.summary(plan),
                begin.elapsed().as_secs()
            );
            for sentence in &tally.wrong {
                println!("torture: {sentence}");
            }
            if !tally.wrong.is_empty() {
                println!("torture: left for a look: {}", place.keep().display());
            }
            Ok(tally.wrong)
        }
        Err(error) => Err(error.context(format!("left for a look: {}", place.keep().display()))),
    }
}

fn torture(plan: &Plan, binary: &Path, place: &Place) -> Result<Tally> {
    let mut numbers = Numbers::new(plan.seed);
    let mut tally = Tally::default();
    let mut server = Server::start(binary, place)?;
    for round in 1..=plan.kills {
        let moment = Duration::from_millis(MOMENT_MS.start + numbers.below(MOMENT_MS.end - MOMENT_MS.start));
        let database = place.postgres.as_ref().filter(|_| round % 2 == 0);
        let fresh = load_and_kill(server, moment, database, &mut numbers)?;
        tally.wrong.extend(verify(binary, place)?.map(|why| format!("after kill {round}: {why}")));
        server = Server::start(binary, place)?;
        let found = after_restart(&server, &fresh)?;
        let stored = fresh.iter().filter(|entry| entry.outcome == Outcome::Stored).count();
        println!(
            "torture: kill {round} of {} after {} ms: {stored} acknowledged, {} unanswered ({} stored), {} wrong",
            plan.kills,
            moment.as_millis(),
            found.unanswered,
            found.arrived,
            found.wrong.len()
        );
        tally.unanswered += found.unanswered;
        tally.arrived += found.arrived;
        tally.wrong.extend(found.wrong);
        tally.entries.extend(fresh);
    }
    let patients = server.ready.patients(PATIENTS)?;
    server.kill()?;
    for (index, patient) in patients.iter().enumerate() {
        let own = tally.entries.iter().filter(|entry| entry.patient == index);
        tally.wrong.extend(in_export(binary, place, patient, own)?);
    }
    tally.wrong.extend(verify(binary, place)?);
    Ok(tally)
}

impl Tally {
    fn summary(&self, plan: &Plan) -> String {
        let answered = |outcome| self.entries.iter().filter(|entry| entry.outcome == outcome).count();
        format!(
            "{} kills, {} acknowledged, {} refused, {} unanswered ({} stored), {} findings",
            plan.kills,
            answered(Outcome::Stored),
            answered(Outcome::NotStored),
            self.unanswered,
            self.arrived,
            self.wrong.len()
        )
    }
}

/// What `namima verify` finds on the data as it lies; none when it is clean.
fn verify(binary: &Path, place: &Place) -> Result<Option<String>> {
    let result = place.command(binary, "verify").output().context("cannot start namima verify")?;
    let words = [result.stdout, result.stderr].concat();
    Ok((!result.status.success()).then(|| format!("verify: {}", String::from_utf8_lossy(&words).trim())))
}
