//! The demo: a synthetic clinic on this machine alone, with sign-in by link.

mod people;
mod ready;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;
use clinic::Clinic;
use diary::Code;
use serde_json::json;
use tokio::net::TcpListener;
use web::App;

use crate::checkpoint_file::CheckpointKeeper;
use crate::config::{Config, Database, Kind};
use crate::home::{self, Home};
use crate::serve::{self, Server};
use crate::simulate::Person;
use crate::store::Access;
use crate::terminal::{self, Length, Report};
use crate::{cli, messages, simulate};

/// The demo's people are drawn from this seed.
const SEED: u64 = 20_261_123;
/// Where the demo's clinic is.
const ZONE: &str = "Asia/Tokyo";

/// Starts the demo, in a new folder or an existing one of its own, until it is asked to stop.
///
/// # Errors
/// With what to do.
pub fn run(args: &cli::Demo) -> Result<()> {
    if !args.listen.ip().is_loopback() {
        return Err(messages::called_wrongly("command-line-demo-not-local", &[]));
    }
    let home = Home::of(&args.data)?;
    // A taken address is found before a clinic is made for it, and a file of an earlier run misleads nobody who waits.
    let bound = std::net::TcpListener::bind(args.listen);
    drop(bound.map_err(|error| serve::address_refused(args.listen, &error))?);
    if let Some(path) = &args.ready {
        ready::forget(path)?;
    }
    home::runtime()?.block_on(async {
        let clinic = if home.exists() {
            home.open(&home.demo_config()?, Access::Exclusive).await?
        } else {
            create(&home, args.postgres.database()).await?
        };
        let clinic = Arc::new(clinic);
        let keeper = CheckpointKeeper::new(Arc::clone(&clinic), home.config()?.checkpoint_path);
        serve(args, &home, clinic, keeper).await
    })
}

/// Serves the demo until it is asked to stop.
async fn serve(args: &cli::Demo, home: &Home, clinic: Arc<Clinic>, keeper: CheckpointKeeper) -> Result<()> {
    let bound = TcpListener::bind(args.listen).await;
    let listener = bound.map_err(|error| serve::address_refused(args.listen, &error))?;
    let address = listener.local_addr()?;
    let url = format!("http://localhost:{}", address.port());
    let accounts = ready::accounts(&clinic).await?;
    let links = accounts.iter().map(ready::Account::link).collect();
    let app = App::demo(Arc::clone(&clinic), hosts(address), links);
    // From here on a signal stops it in order.
    let server = Server::start(listener, home.socket(), &clinic, keeper)?;
    terminal::print(format_args!("{}\n\n{url}", ready::links(&url, &accounts)))?;
    if let Some(path) = &args.ready {
        ready::write(path, &url, &accounts)?;
    }
    server.run(app).await
}

/// The names a browser on this machine may call the demo by. It leaves out the port that is HTTP's own.
fn hosts(address: SocketAddr) -> Vec<String> {
    let names = ["localhost", "127.0.0.1", "[::1]"];
    match address.port() {
        80 => names.iter().map(|name| (*name).to_owned()).collect(),
        port => names.iter().map(|name| format!("{name}:{port}")).collect(),
    }
}

/// Makes a new demo folder with drawn people.
///
/// # Errors
/// With what to do.
pub fn simulate(args: &cli::Simulate) -> Result<()> {
    let start = Instant::now();
    let home = Home::of(&args.data)?;
    let entries = home::runtime()?.block_on(populate(args, &home))?;
    let seconds = start.elapsed().as_secs_f64();
    match Report::of(args.json) {
        Report::Json => terminal::print(
            json!({ "people": args.people, "days": args.days, "entries": entries, "seconds": seconds }),
        ),
        Report::Text => terminal::print(format_args!(
            "{}: {} people, {entries} entries, {seconds:.1} s",
            home.data.display(),
            args.people
        )),
    }
}

/// Makes the folder of [`simulate`]; returns how many entries were written.
async fn populate(args: &cli::Simulate, home: &Home) -> Result<usize> {
    let config = new_config(args.postgres.database())?;
    let clinic = home.create(&config).await?;
    let people = simulate::population(args.seed, args.people, args.days, clinic.today());
    let staff = simulate::staff();
    let entries = enrol_all(&clinic, &staff, people, u64::from(args.people)).await?;
    home.finish(&config, &clinic).await?;
    Ok(entries)
}

/// Makes a new demo clinic with the people of the demo.
async fn create(home: &Home, database: Database) -> Result<Clinic> {
    let config = new_config(database)?;
    let clinic = home.create(&config).await?;
    let model = simulate::clinic(SEED, clinic.today()).map_err(refused_model)?;
    let people = u64::try_from(model.people.len())?;
    enrol_all(&clinic, &model.staff, model.people.into_iter().map(Ok), people).await?;
    home.finish(&config, &clinic).await?;
    Ok(clinic)
}

/// Writes staff and people into an empty clinic; returns how many entries were written.
async fn enrol_all(
    clinic: &Clinic,
    staff: &[simulate::Staff],
    people: impl Iterator<Item = Result<Person, Code>>,
    count: u64,
) -> Result<usize> {
    let mut team = people::open_staff(clinic, staff).await?;
    let bar = terminal::progress(Length::Known(count), "people");
    let mut entries = 0;
    for person in people {
        let person = person.map_err(refused_model)?;
        entries += person.entries.len();
        people::enrol(clinic, &mut team, &person).await?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(entries)
}

fn new_config(database: Database) -> Result<Config> {
    Ok(Config::new(Kind::Demo, home::new_clinic_id()?, ZONE, database))
}

fn refused_model(code: Code) -> anyhow::Error {
    anyhow::anyhow!("the model made something refused: {code}")
}
