//! Measures a synthetic clinic, and another server beside it. It asserts nothing; figures name the machine beside them.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::entries::{Now, path};
use crate::http::Client;
use crate::limits;
use crate::pocketbase::PocketBase;
use crate::postgres::Postgres;
use crate::report::{Figure, Report};
use crate::server::{Patient, Place, Ready, Server};
use crate::wrk::{Shot, Target, shoot};

/// How many ask at once.
const CLIENTS: [usize; 2] = [1, 16];
/// Where the figures of each run are written, relative to the checkout.
const RESULTS: &str = "crates/bench/results";
const DAYS: &str = "365";
/// How many of a large clinic's people read their own year in turn: far more than memory keeps open.
const SPREAD: usize = 2_000;
/// Idle memory is read when the server has been left alone this long.
const REST: Duration = Duration::from_secs(3);

/// A measurement, as it is asked for on the command line.
#[derive(clap::Args)]
pub struct Plan {
    /// Seconds each load is held.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub seconds: u64,
    /// How many people the clinic has, each with 365 days.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(16..=100_000))]
    pub people: u32,
    /// Measure PocketBase beside it: the path of its program.
    #[arg(long)]
    pub beside: Option<PathBuf>,
    /// Keep the records in PostgreSQL.
    #[arg(long)]
    pub postgres: bool,
    /// The server to measure; by default one built with the profile `demo`.
    #[arg(long)]
    pub binary: Option<PathBuf>,
}

impl Plan {
    fn hold(&self) -> Duration {
        Duration::from_secs(self.seconds)
    }
}

/// Measures the server `binary`, prints a table and writes crates/bench/results/TIME.json below `root`, the checkout.
pub fn run(root: &Path, binary: &Path, plan: &Plan) -> Result<()> {
    let place = if plan.postgres { Place::with_postgres("bench", root)? } else { Place::new("bench")? };
    let store = if plan.postgres { "PostgreSQL" } else { "SQLite" };
    let mut report = Report {
        machine: limits::machine(),
        settings: format!(
            "{} s a load, {} people x {DAYS} days, {store}, loopback, wrk",
            plan.seconds, plan.people
        ),
        loads: Vec::new(),
        figures: machine_figures(place.folder())?,
    };
    let begin = Instant::now();
    simulate(plan, binary, &place)?;
    report.figure("making the clinic", Some(begin.elapsed().as_secs_f64()), "s");
    let server = Server::start(binary, &place)?;
    report.figure("start to first 200", Some(server.start_time.as_secs_f64() * 1000.0), "ms");
    std::thread::sleep(REST);
    report.figure("memory when idle", resident_mib(server.id()), "MiB");
    ours(plan, &place, &server, &mut report)?;
    report.figure("memory after the loads", resident_mib(server.id()), "MiB");
    drop(server);
    if let Some(postgres) = &place.postgres {
        let rates = postgres.transactions_per_second(&CLIENTS, plan.seconds)?;
        for (name, rate) in
            ["machine: pgbench -N, 1 client", "machine: pgbench -N, 16 clients"].into_iter().zip(rates)
        {
            report.figure(name, Some(rate), "per s");
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a size in MiB needs no more")]
    let size = std::fs::metadata(binary)?.len() as f64 / (1024.0 * 1024.0);
    report.figure("size of the program", Some(size), "MiB");
    if let Some(program) = &plan.beside {
        let beside = PocketBase::start(program, place.folder())?;
        let ask = [
            ("PocketBase: submit", CLIENTS.map(|clients| beside.submits(clients))),
            ("PocketBase: history of 365 days, JSON", CLIENTS.map(|_| beside.history())),
            ("PocketBase: view of 50 patients, JSON", CLIENTS.map(|_| beside.panel())),
        ];
        for (name, targets) in &ask {
            both(plan, &place, (&beside.url, beside.id()), name, targets, &mut report)?;
        }
    }
    report.print();
    write(root, &report)
}

/// Everything about our own server. Reads come first: afterwards one day of some charts holds thousands of entries.
fn ours(plan: &Plan, place: &Place, server: &Server, report: &mut Report) -> Result<()> {
    let ready = &server.ready;
    let chart = fullest(ready)?;
    let to = jiff::Timestamp::now().in_tz("Asia/Tokyo")?.date();
    let from = to.checked_sub(jiff::Span::new().days(364))?;
    let clinician = ready.sign_in("clinician")?.credential()?;
    let read = |path: String| {
        CLIENTS.map(|_| {
            let headers = vec![clinician.clone()];
            vec![Target { method: "GET", path: path.clone(), headers, body: None }]
        })
    };
    let patients = ready.patients(CLIENTS.into_iter().max().unwrap_or(1))?;
    let sessions = signed_in(ready, patients.into_iter())?;
    let step = ready.charted().count().div_ceil(SPREAD);
    let spread = signed_in(ready, ready.charted().step_by(step))?;
    let own_year = CLIENTS.map(|_| {
        let year = |(patient, credential): &Session| {
            let path = format!("/api/v1/charts/{}/timeline?from={from}&to={to}", patient.chart);
            Target { method: "GET", path, headers: vec![credential.clone()], body: None }
        };
        spread.iter().map(year).collect()
    });
    let now = Now::in_tokyo()?;
    let submit = |body: &serde_json::Value| {
        CLIENTS
            .map(|clients| sessions.iter().take(clients).map(|session| entry(ready, session, body)).collect())
    };
    let asks = [
        ("empty route", read("/healthz".to_owned())),
        ("timeline of 365 days, JSON", read(format!("/api/v1/charts/{chart}/timeline?from={from}&to={to}"))),
        ("own timelines in turn, JSON", own_year),
        ("timeline of 365 days, page", read(format!("/charts/{chart}?range=all"))),
        ("panel of 50 patients, JSON", read("/api/v1/panel?limit=50".to_owned())),
        ("panel of 50 patients, page", read("/panel".to_owned())),
        ("submit a check-in", submit(&now.check_in_again())),
        ("submit an event", submit(&now.event_again())),
    ];
    for (name, targets) in &asks {
        both(plan, place, (&ready.url, server.id()), name, targets, report)?;
    }
    Ok(())
}

/// A patient and what proves it.
type Session = (Patient, (&'static str, String));

fn signed_in(ready: &Ready, patients: impl Iterator<Item = Patient>) -> Result<Vec<Session>> {
    let session = |patient: Patient| {
        let mut client = Client::connect(&ready.url)?;
        client.sign_in(&patient.token)?;
        Ok((patient, client.credential()?))
    };
    patients.map(session).collect()
}

/// The same at every number of clients.
fn both(
    plan: &Plan,
    place: &Place,
    (url, process): (&str, u32),
    name: &str,
    targets: &[Vec<Target>; CLIENTS.len()],
    report: &mut Report,
) -> Result<()> {
    for (clients, targets) in CLIENTS.into_iter().zip(targets) {
        let shot = Shot { name, url, process, clients, targets };
        report.loads.push(shoot(&shot, place.folder(), plan.hold())?);
    }
    Ok(())
}

/// One new entry of a patient.
fn entry(ready: &Ready, (patient, credential): &Session, body: &serde_json::Value) -> Target {
    let headers = vec![
        credential.clone(),
        ("Origin", ready.url.clone()),
        ("Content-Type", "application/json".to_owned()),
    ];
    Target { method: "POST", path: path(&patient.chart), headers, body: Some(body.to_string()) }
}

fn simulate(plan: &Plan, binary: &Path, place: &Place) -> Result<()> {
    let mut simulate = Command::new(binary);
    simulate.args(["simulate", "--people", &plan.people.to_string(), "--days", DAYS, "--data"]);
    simulate.arg(place.data()).args(place.postgres.iter().flat_map(Postgres::arguments));
    let made = simulate.stdin(Stdio::null()).stdout(Stdio::null()).status();
    anyhow::ensure!(made.context("cannot start namima simulate")?.success(), "simulate failed");
    Ok(())
}

fn machine_figures(folder: &Path) -> Result<Vec<Figure>> {
    let syncs = limits::syncs_per_second(folder)?;
    let commits = limits::commits_per_second(folder);
    Ok(vec![
        Figure { name: "machine: 4 KiB forced to disk", value: Some(syncs), unit: "per s" },
        Figure { name: "machine: SQLite commits, FULL", value: commits, unit: "per s" },
    ])
}

/// The chart of the first patients whose timeline says most.
fn fullest(ready: &Ready) -> Result<String> {
    let mut client = ready.sign_in("clinician")?;
    let mut best = (0, String::new());
    for Patient { chart, .. } in ready.patients(CLIENTS.into_iter().max().unwrap_or(1))? {
        let answer = client.get(&format!("/api/v1/charts/{chart}/timeline"))?;
        if answer.status != 200 {
            bail!("the timeline of {chart} answered {}", answer.status);
        }
        best = best.max((answer.body.len(), chart));
    }
    Ok(best.1)
}

/// Resident memory of a process, where the system says it.
fn resident_mib(id: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: f64 = line.trim().trim_end_matches(" kB").trim().parse().ok()?;
    Some(kib / 1024.0)
}

fn write(root: &Path, report: &Report) -> Result<()> {
    let folder = root.join(RESULTS);
    std::fs::create_dir_all(&folder)?;
    let path = folder.join(format!("{}.json", jiff::Timestamp::now().strftime("%Y%m%dT%H%M%SZ")));
    std::fs::write(&path, serde_json::to_string_pretty(report)?)
        .with_context(|| path.display().to_string())?;
    println!("written: {RESULTS}/{}", path.file_name().unwrap_or_default().to_string_lossy());
    Ok(())
}
