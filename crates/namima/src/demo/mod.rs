//! The demo: a synthetic clinic on this machine alone, with sign-in by link.

mod people;
mod ready;
mod server;

use std::net::TcpListener;
use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use clinic::Clinic;
use serde_json::json;

use crate::cli;
use crate::config::{Config, Database, Kind};
use crate::home::{Home, Open};
use crate::operate::runtime;
use crate::terminal::{self, Length, Report};
use crate::words;

pub(crate) use people::new_clinic_id;

/// The demo's people are drawn from this seed.
const SEED: u64 = 20_261_123;
/// Where the demo's clinic is.
const ZONE: &str = "Asia/Tokyo";

/// Starts the demo, in a new folder or an existing one of its own, until it is told to stop.
///
/// # Errors
/// With what to do.
pub fn run(args: &cli::Demo) -> Result<()> {
    if !args.listen.ip().is_loopback() {
        return Err(words::called_wrongly(
            "デモはこの機械の中だけで動きます。--listen には 127.0.0.1 か [::1] を指定してください。",
            "The demo listens on this machine alone: give 127.0.0.1 or [::1] as --listen.",
        ));
    }
    let home = Home::of(&args.data)?;
    // A taken address is found before a clinic is made for it, and a file of an earlier run misleads nobody who waits.
    drop(TcpListener::bind(args.listen).map_err(|error| server::no_address(args, &error))?);
    if let Some(path) = &args.ready {
        ready::forget(path)?;
    }
    let runtime = runtime()?;
    runtime.block_on(async {
        let clinic = if home.exists() {
            reopen(&home).await?
        } else {
            create(&home, args.postgres.database()).await?
        };
        server::serve(args, &home, clinic).await
    })
}

/// Makes a new demo folder with drawn people.
///
/// # Errors
/// With what to do.
pub fn simulate(args: &cli::Simulate) -> Result<()> {
    let (begin, home) = (Instant::now(), Home::of(&args.data)?);
    let entries = runtime()?.block_on(populate(args, &home))?;
    let seconds = begin.elapsed().as_secs_f64();
    match Report::of(args.json) {
        Report::Json => terminal::say(
            json!({ "people": args.people, "days": args.days, "entries": entries, "seconds": seconds }),
        ),
        Report::Text => terminal::say(format_args!(
            "{}: {} people, {entries} entries, {seconds:.1} s",
            home.data.display(),
            args.people
        )),
    }
}

/// How many entries were written.
async fn populate(args: &cli::Simulate, home: &Home) -> Result<usize> {
    let (clinic, config) = new_clinic(home, args.postgres.database()).await?;
    let mut staff = people::open_staff(&clinic, &crate::simulate::staff()).await?;
    let bar = terminal::progress(Length::Known(u64::from(args.people)), "people");
    let mut entries = 0;
    for person in crate::simulate::population(args.seed, args.people, args.days, clinic.today()) {
        let person = person.map_err(|code| anyhow::anyhow!("the model made something refused: {code}"))?;
        entries += person.entries.len();
        people::enrol(&clinic, &mut staff, &person).await?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    home.finish(&config)?;
    Ok(entries)
}

/// Why `serve` does not serve.
#[must_use]
pub fn why_not_serve(data: &Path) -> anyhow::Error {
    let config = Home::of(data).and_then(|home| home.config());
    if config.is_ok_and(|config| config.kind == Kind::Demo) {
        words::called_wrongly(
            "これはデモのフォルダです。`serve` では動きません。`namima demo` を使ってください。",
            "This is a demo folder: `serve` never serves one. Use `namima demo`.",
        )
    } else {
        words::called_wrongly(
            "`serve` はまだありません。二要素の本人確認ができるまで、実際の人の記録は預かれません。",
            "`serve` is not there yet: people cannot have accounts of their own before sign-in with two factors exists.",
        )
    }
}

async fn reopen(home: &Home) -> Result<Clinic> {
    home.open(&home.demo_config()?, Open::Exclusive).await
}

async fn new_clinic(home: &Home, database: Database) -> Result<(Clinic, Config)> {
    let config = Config::new(Kind::Demo, new_clinic_id()?, ZONE, database);
    Ok((home.create(&config).await?, config))
}

async fn create(home: &Home, database: Database) -> Result<Clinic> {
    let (clinic, config) = new_clinic(home, database).await?;
    let model = crate::simulate::clinic(SEED, clinic.today());
    let model = model.map_err(|code| anyhow::anyhow!("the model made something refused: {code}"))?;
    let bar = terminal::progress(Length::Known(u64::try_from(model.people.len())?), "people");
    let mut staff = people::open_staff(&clinic, &model.staff).await?;
    for person in &model.people {
        people::enrol(&clinic, &mut staff, person).await?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    home.finish(&config)?;
    Ok(clinic)
}
