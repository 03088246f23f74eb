//! `cargo xtask bench`: measures a demo clinic. It asserts nothing; figures name the machine beside them.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::entries::{Now, Numbers, path};
use super::http::Client;
use super::limits;
use super::report::{Figure, Load, Report, Seen};
use super::server::{Patient, Place, Ready, Server};
use crate::Verdict;
use crate::workspace::Workspace;

const PATIENTS: usize = 16;
const WARM_UP: u32 = 20;
/// Idle memory is read when the server has been left alone this long.
const REST: Duration = Duration::from_secs(3);

/// Measures the server, prints a table and writes bench/results/TIME.json.
pub fn run(workspace: &Workspace, binary: &Path, seconds: u64) -> Result<Verdict> {
    let place = Place::new("bench")?;
    let hold = Duration::from_secs(seconds);
    let mut report = Report {
        machine: limits::machine(),
        settings: format!("{seconds} s a load, {} patients, loopback", PATIENTS),
        loads: Vec::new(),
        figures: machine_figures(place.folder())?,
    };
    let first = Server::start(binary, &place)?;
    figure(
        &mut report,
        "first start (makes the clinic)",
        Some(first.start_time.as_secs_f64() * 1000.0),
        "ms",
    );
    first.kill()?;
    let server = Server::start(binary, &place)?;
    figure(&mut report, "start to first 200", Some(server.start_time.as_secs_f64() * 1000.0), "ms");
    std::thread::sleep(REST);
    figure(&mut report, "memory when idle", resident_mib(server.id()), "MiB");
    report.loads.extend(reads(&server.ready, hold)?);
    report.loads.extend(submits(&server.ready, hold)?);
    figure(&mut report, "memory after the loads", resident_mib(server.id()), "MiB");
    #[expect(clippy::cast_precision_loss, reason = "a size in MiB needs no more")]
    let size = std::fs::metadata(binary)?.len() as f64 / (1024.0 * 1024.0);
    figure(&mut report, "size of the program", Some(size), "MiB");
    report.print();
    write(workspace, &report)?;
    Ok(Verdict::Clean)
}

fn figure(report: &mut Report, name: &'static str, value: Option<f64>, unit: &'static str) {
    report.figures.push(Figure { name, value, unit });
}

fn machine_figures(folder: &Path) -> Result<Vec<Figure>> {
    let syncs = limits::syncs_per_second(folder)?;
    let commits = limits::commits_per_second(folder);
    Ok(vec![
        Figure { name: "machine: 4 KiB forced to disk", value: Some(syncs), unit: "per s" },
        Figure { name: "machine: SQLite commits, FULL", value: commits, unit: "per s" },
    ])
}

/// Reads come first: afterwards one day of each chart holds thousands of entries.
fn reads(ready: &Ready, hold: Duration) -> Result<Vec<Load>> {
    let chart = fullest(ready)?;
    let to = jiff::Timestamp::now().in_tz("Asia/Tokyo")?.date();
    let from = to.checked_sub(jiff::Span::new().days(364))?;
    let targets = [
        ("timeline of 365 days, JSON", format!("/api/v1/charts/{chart}/timeline?from={from}&to={to}")),
        ("timeline, page", format!("/charts/{chart}?range=all")),
        ("panel of up to 50, JSON", "/api/v1/panel?limit=50".to_owned()),
        ("panel of up to 50, page", "/panel".to_owned()),
    ];
    let mut loads = Vec::new();
    for (name, path) in &targets {
        for clients in [1, PATIENTS] {
            let ask = |client: &mut Client, _: &mut Numbers| client.get(path);
            let signed: Vec<_> = (0..clients).map(|_| ready.sign_in("clinician")).collect::<Result<_>>()?;
            loads.push(held(name, signed, hold, |_| &ask)?);
        }
    }
    Ok(loads)
}

/// The chart of the first patients whose timeline says most.
fn fullest(ready: &Ready) -> Result<String> {
    let mut client = ready.sign_in("clinician")?;
    let mut best = (0, String::new());
    for Patient { chart, .. } in ready.patients(PATIENTS)? {
        let answer = client.get(&format!("/api/v1/charts/{chart}/timeline"))?;
        if answer.status != 200 {
            bail!("the timeline of {chart} answered {}", answer.status);
        }
        best = best.max((answer.body.len(), chart));
    }
    Ok(best.1)
}

/// Makes the body of a request.
type Body<'a> = &'a (dyn Fn(&Now, &mut Numbers) -> serde_json::Value + Sync);
type Ask<'a> = &'a (dyn Fn(&mut Client, &mut Numbers) -> Result<super::http::Answer> + Sync);

/// Check-ins first: an event finds whatever chart it finds.
fn submits(ready: &Ready, hold: Duration) -> Result<Vec<Load>> {
    let check_in = |now: &Now, numbers: &mut Numbers| now.check_in(numbers, None).1;
    let event = |now: &Now, numbers: &mut Numbers| now.event(numbers);
    let kinds: [(&str, Body<'_>); 2] =
        [("submit one more check-in of today", &check_in), ("submit one event", &event)];
    let patients = ready.patients(PATIENTS)?;
    let mut loads = Vec::new();
    for (name, body) in kinds {
        for clients in [1, PATIENTS] {
            let (mut signed, mut asks) = (Vec::new(), Vec::new());
            for patient in patients.iter().take(clients) {
                let mut client = Client::connect(&ready.url)?;
                client.sign_in(&patient.token)?;
                signed.push(client);
                let path = path(&patient.chart);
                asks.push(move |client: &mut Client, numbers: &mut Numbers| {
                    client.post(&path, &body(&Now::in_tokyo()?, numbers).to_string())
                });
            }
            let ask = |index: usize| -> Ask<'_> { asks.get(index).map_or(&nothing, |ask| ask) };
            loads.push(held(name, signed, hold, ask)?);
        }
    }
    Ok(loads)
}

fn nothing(_: &mut Client, _: &mut Numbers) -> Result<super::http::Answer> {
    bail!("a client without a patient")
}

/// Lets every client ask as fast as answers come, for as long as `hold`.
fn held<'a>(
    name: &str,
    clients: Vec<Client>,
    hold: Duration,
    ask: impl Fn(usize) -> Ask<'a>,
) -> Result<Load> {
    println!("bench: {name}, {} at once", clients.len());
    let count = clients.len();
    let seed =
        u64::from(std::process::id()) ^ u64::try_from(jiff::Timestamp::now().as_nanosecond()).unwrap_or(1);
    let mut seen = Seen::default();
    std::thread::scope(|scope| {
        let mut threads = Vec::new();
        for (index, mut client) in clients.into_iter().enumerate() {
            let ask = ask(index);
            let mut numbers = Numbers::new(seed.rotate_left(u32::try_from(index).unwrap_or(0)));
            threads.push(scope.spawn(move || one_client(&mut client, &mut numbers, hold, ask)));
        }
        for thread in threads {
            let Ok(one) = thread.join() else { bail!("a client panicked") };
            seen.add(one?);
        }
        Ok(())
    })?;
    Ok(Load::of(name, count, hold, seen))
}

fn one_client(client: &mut Client, numbers: &mut Numbers, hold: Duration, ask: Ask<'_>) -> Result<Seen> {
    for _ in 0..WARM_UP {
        ask(client, numbers)?;
    }
    let mut seen = Seen::default();
    let begin = Instant::now();
    while begin.elapsed() < hold {
        let start = Instant::now();
        let answer = ask(client, numbers)?;
        if answer.status == 200 {
            seen.times.push(start.elapsed());
            seen.bytes += answer.body.len();
        } else {
            seen.refused += 1;
        }
    }
    Ok(seen)
}

/// Resident memory of a process, where the system says it.
fn resident_mib(id: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: f64 = line.trim().trim_end_matches(" kB").trim().parse().ok()?;
    Some(kib / 1024.0)
}

fn write(workspace: &Workspace, report: &Report) -> Result<()> {
    let folder = workspace.root.join("bench/results");
    std::fs::create_dir_all(&folder)?;
    let path = folder.join(format!("{}.json", jiff::Timestamp::now().strftime("%Y%m%dT%H%M%SZ")));
    std::fs::write(&path, serde_json::to_string_pretty(report)?)
        .with_context(|| path.display().to_string())?;
    println!("written: bench/results/{}", path.file_name().unwrap_or_default().to_string_lossy());
    Ok(())
}
