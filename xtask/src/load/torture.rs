//! Kills the server under load, again and again, and every second time its database first: nothing that it acknowledged
//! may be gone, and `verify` stays clean.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::entries::{Now, Numbers, path};
use super::http::{Answer, Client};
use super::postgres::Postgres;
use super::server::{Patient, Place, Server};
use crate::Verdict;

const PATIENTS: usize = 16;
/// A kill comes this long after the first acknowledged entry of its round, at least and at most.
const MOMENT_MS: std::ops::Range<u64> = 20..1_500;
const FIRST_ENTRY_LIMIT: Duration = Duration::from_secs(60);

/// A torture run.
pub struct Plan {
    /// The server.
    pub binary: PathBuf,
    /// How often to kill it.
    pub kills: u32,
    /// Decides the moments and the entries.
    pub seed: u64,
    /// Where the clinic's records are.
    pub store: Store,
}

/// Where the clinic's records are.
pub enum Store {
    /// In files of its folder.
    Sqlite,
    /// On a database server of the run's own, started by a script of this workspace.
    Postgres(PathBuf),
}

/// An entry that the server said it had stored.
struct Acknowledged {
    patient: usize,
    marker: String,
    body: String,
}

/// Runs the plan; on a loss the folder is left for a look.
pub fn run(plan: &Plan) -> Result<Verdict> {
    let place = match &plan.store {
        Store::Sqlite => Place::new("torture")?,
        Store::Postgres(root) => Place::with_postgres("torture", root)?,
    };
    match torture(plan, &place) {
        Ok(lost) if lost.is_empty() => Ok(Verdict::Clean),
        Ok(lost) => {
            for sentence in lost {
                println!("torture: {sentence}");
            }
            println!("torture: left for a look: {}", place.keep().display());
            Ok(Verdict::Found)
        }
        Err(error) => Err(error.context(format!("left for a look: {}", place.keep().display()))),
    }
}

fn torture(plan: &Plan, place: &Place) -> Result<Vec<String>> {
    let mut numbers = Numbers::new(plan.seed);
    let (mut lost, mut kept) = (Vec::new(), Vec::new());
    let mut server = Server::start(&plan.binary, place)?;
    for round in 1..=plan.kills {
        let moment = Duration::from_millis(MOMENT_MS.start + numbers.below(MOMENT_MS.end - MOMENT_MS.start));
        let database = place.postgres.as_ref().filter(|_| round % 2 == 0);
        let fresh = load_and_kill(server, moment, database, &mut numbers)?;
        lost.extend(verify(&plan.binary, place)?.map(|why| format!("after kill {round}: {why}")));
        server = Server::start(&plan.binary, place)?;
        let gone = missing(&server, &fresh)?;
        println!(
            "torture: kill {round} of {} after {} ms: {} acknowledged, {} lost",
            plan.kills,
            moment.as_millis(),
            fresh.len(),
            gone.len()
        );
        lost.extend(gone);
        kept.extend(fresh);
    }
    let patients = server.ready.patients(PATIENTS)?;
    server.kill()?;
    for (index, patient) in patients.iter().enumerate() {
        let markers = kept.iter().filter(|one| one.patient == index).map(|one| one.marker.as_str());
        lost.extend(not_exported(plan, place, patient, markers)?);
    }
    lost.extend(verify(&plan.binary, place)?);
    println!("torture: {} kills, {} acknowledged, {} findings", plan.kills, kept.len(), lost.len());
    Ok(lost)
}

/// Every patient writes as fast as answers come, until the server is gone; its database, where one is given, crashes
/// and comes back before that.
fn load_and_kill(
    server: Server,
    moment: Duration,
    database: Option<&Postgres>,
    numbers: &mut Numbers,
) -> Result<Vec<Acknowledged>> {
    let patients = server.ready.patients(PATIENTS)?;
    let clients: Vec<Client> =
        patients.iter().map(|patient| signed_in(&server, patient)).collect::<Result<_>>()?;
    let stored = AtomicUsize::new(0);
    let seeds: Vec<u64> = patients.iter().map(|_| numbers.next()).collect();
    std::thread::scope(|scope| {
        let writers: Vec<_> = patients
            .iter()
            .zip(clients)
            .zip(seeds)
            .enumerate()
            .map(|(index, ((patient, client), seed))| {
                let stored = &stored;
                scope.spawn(move || write_until_gone(client, index, patient, seed, stored))
            })
            .collect();
        let begin = Instant::now();
        while stored.load(Ordering::Relaxed) == 0 && begin.elapsed() < FIRST_ENTRY_LIMIT {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(moment);
        if let Some(database) = database {
            database.crash()?;
            std::thread::sleep(moment);
        }
        server.kill()?;
        let mut all = Vec::new();
        for writer in writers {
            let Ok(written) = writer.join() else { bail!("a writer panicked") };
            all.extend(written?);
        }
        anyhow::ensure!(!all.is_empty(), "the server acknowledged nothing before it was killed");
        Ok(all)
    })
}

fn signed_in(server: &Server, patient: &Patient) -> Result<Client> {
    let mut client = Client::connect(&server.ready.url)?;
    client.sign_in(&patient.token)?;
    Ok(client)
}

fn write_until_gone(
    mut client: Client,
    index: usize,
    patient: &Patient,
    seed: u64,
    stored: &AtomicUsize,
) -> Result<Vec<Acknowledged>> {
    let mut numbers = Numbers::new(seed);
    let (path, mut acknowledged) = (path(&patient.chart), Vec::new());
    loop {
        let marker = format!("torture-{}", numbers.uuid());
        let body = Now::in_tokyo()?.check_in(&mut numbers, Some(&marker)).1.to_string();
        // No answer means nothing: the entry may be there or not.
        let Ok(answer) = client.post(&path, &body) else { return Ok(acknowledged) };
        match status_of(&answer).as_deref() {
            Some("stored") => {
                stored.fetch_add(1, Ordering::Relaxed);
                acknowledged.push(Acknowledged { patient: index, marker, body });
            }
            _ if answer.status == 503 => std::thread::sleep(Duration::from_millis(5)),
            _ => bail!("an entry was answered {}: {}", answer.status, String::from_utf8_lossy(&answer.body)),
        }
    }
}

/// The status of the one entry of a request; none unless the answer is 200.
fn status_of(answer: &Answer) -> Option<String> {
    let body: Value = serde_json::from_slice(&answer.body).ok()?;
    let status = body.get("entries")?.get(0)?.get("status")?.as_str()?;
    (answer.status == 200).then(|| status.to_owned())
}

/// Sends every acknowledged entry again: the server must know each, with the same content.
fn missing(server: &Server, entries: &[Acknowledged]) -> Result<Vec<String>> {
    let patients = server.ready.patients(PATIENTS)?;
    let mut missing = Vec::new();
    for (index, patient) in patients.iter().enumerate() {
        let mut client = signed_in(server, patient)?;
        for entry in entries.iter().filter(|entry| entry.patient == index) {
            let answer = client.post(&path(&patient.chart), &entry.body)?;
            if status_of(&answer).as_deref() != Some("already_stored") {
                missing.push(format!(
                    "{} of {} is gone (answer {})",
                    entry.marker, patient.chart, answer.status
                ));
            }
        }
    }
    Ok(missing)
}

/// Exports a chart of the stopped server and looks for the notes of all acknowledged entries.
fn not_exported<'a>(
    plan: &Plan,
    place: &Place,
    patient: &Patient,
    markers: impl Iterator<Item = &'a str>,
) -> Result<Vec<String>> {
    let out = place.folder().join(format!("{}.json", patient.chart));
    let mut command = tool(&plan.binary, "export", place);
    command.args(["--chart", &patient.chart, "--format", "json", "--out"]).arg(&out);
    let result = command.output().context("cannot start namima export")?;
    if !result.status.success() {
        bail!("export failed: {}", String::from_utf8_lossy(&result.stderr).trim());
    }
    let text = std::fs::read_to_string(&out).with_context(|| out.display().to_string())?;
    Ok(absent(&text, markers)
        .into_iter()
        .map(|marker| format!("{marker} of {} is not in the export", patient.chart))
        .collect())
}

fn absent<'a>(text: &str, markers: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let is_mark = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    let words: HashSet<&str> = text.split(|letter: char| !is_mark(letter)).collect();
    markers.filter(|marker| !words.contains(marker)).collect()
}

/// What `namima verify` finds on the data as it lies; none when it is clean.
fn verify(binary: &Path, place: &Place) -> Result<Option<String>> {
    let result = tool(binary, "verify", place).output().context("cannot start namima verify")?;
    let words = [result.stdout, result.stderr].concat();
    Ok((!result.status.success()).then(|| format!("verify: {}", String::from_utf8_lossy(&words).trim())))
}

fn tool(binary: &Path, command: &str, place: &Place) -> Command {
    let mut tool = Command::new(binary);
    tool.arg(command).arg("--data").arg(place.data()).stdin(Stdio::null());
    tool
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> Answer {
        Answer { status, cookie: None, body: body.as_bytes().to_vec() }
    }

    #[test]
    fn only_a_stored_entry_counts_as_acknowledged() {
        let stored = "{\"entries\":[{\"id\":\"x\",\"status\":\"stored\"}]}";
        assert_eq!(status_of(&answer(200, stored)).as_deref(), Some("stored"));
        assert_eq!(status_of(&answer(503, stored)), None);
        assert_eq!(status_of(&answer(200, "{\"entries\":[]}")), None);
        assert_eq!(status_of(&answer(200, "<html>")), None);
    }

    #[test]
    fn a_marker_that_is_not_in_the_export_is_found() {
        let text = "[{\"note\":\"torture-1a\"},{\"note\":\"torture-2b\"}]";
        let gone = absent(text, ["torture-1a", "torture-2", "torture-2b"].into_iter());
        assert_eq!(gone, ["torture-2"]);
    }
}
