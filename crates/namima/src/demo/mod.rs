//! The demo: a synthetic clinic on this machine alone, with sign-in by link.

mod people;
mod ready;
mod server;

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use clinic::Clinic;
use jiff::tz::TimeZone;

use crate::cli;
use crate::home::{Config, Home, Kind, Open};

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
        bail!("the demo listens on this machine alone: use 127.0.0.1 or ::1 / デモはこの機械だけで動きます");
    }
    let home = Home::of(&args.data);
    let runtime = runtime()?;
    let clinic = if home.exists() { reopen(&home)? } else { runtime.block_on(create(&home))? };
    runtime.block_on(server::serve(args, &home, clinic))
}

/// Makes a new demo folder with drawn people.
///
/// # Errors
/// With what to do.
pub fn simulate(args: &cli::Simulate) -> Result<()> {
    let home = Home::of(&args.data);
    runtime()?.block_on(async {
        let (clinic, config) = new_clinic(&home)?;
        let today = clinic.today();
        let people = crate::simulate::population(args.seed, args.people, args.days, today);
        let mut staff = people::open_staff(&clinic, &crate::simulate::staff()).await?;
        let bar = crate::operate::progress(u64::from(args.people), "people");
        for person in people {
            let person = person.map_err(|code| anyhow::anyhow!("the model made something refused: {code}"))?;
            people::enrol(&clinic, &mut staff, &person).await?;
            bar.inc(1);
        }
        bar.finish();
        home.finish(&config)
    })
}

/// Why `serve` does not serve.
#[must_use]
pub fn why_not_serve(data: &Path) -> String {
    let demo = Home::of(data).config().is_ok_and(|config| config.kind == Kind::Demo);
    if demo {
        "This is a demo folder: `serve` never serves one. Use `namima demo`.\n\
         これはデモのフォルダです。`serve` では動きません。`namima demo` を使ってください。"
            .to_owned()
    } else {
        "`serve` is not there yet: people cannot have accounts of their own before sign-in with two factors exists.\n\
         `serve` はまだありません。二要素の本人確認ができるまで、実際の人の記録は預かれません。"
            .to_owned()
    }
}

fn runtime() -> Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

fn reopen(home: &Home) -> Result<Clinic> {
    let config = home.config()?;
    if config.kind != Kind::Demo {
        bail!("{} is not a demo folder / デモのフォルダではありません", home.data.display());
    }
    home.open(&config, Open::Exclusive)
}

fn new_clinic(home: &Home) -> Result<(Clinic, Config)> {
    let config = Config {
        kind: Kind::Demo,
        clinic: people::new_clinic_id()?.to_string(),
        zone: ZONE.to_owned(),
        database: "sqlite".to_owned(),
    };
    TimeZone::get(ZONE).context("the clinic's time zone is not known here")?;
    Ok((home.create(&config)?, config))
}

async fn create(home: &Home) -> Result<Clinic> {
    let (clinic, config) = new_clinic(home)?;
    let model = crate::simulate::clinic(SEED, clinic.today());
    let model = model.map_err(|code| anyhow::anyhow!("the model made something refused: {code}"))?;
    let bar = crate::operate::progress(u64::try_from(model.people.len())?, "people");
    let mut staff = people::open_staff(&clinic, &model.staff).await?;
    for person in &model.people {
        people::enrol(&clinic, &mut staff, person).await?;
        bar.inc(1);
    }
    bar.finish();
    home.finish(&config)?;
    Ok(clinic)
}
