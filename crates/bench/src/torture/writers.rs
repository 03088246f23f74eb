//! Patients that write as fast as answers come, until the server is gone.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use serde_json::Value;

use crate::entries::{Now, Numbers, path};
use crate::http::{Answer, Client};
use crate::postgres::Postgres;
use crate::server::{Patient, Server};

/// Patients that write at once.
pub(super) const PATIENTS: usize = 16;
const FIRST_ENTRY_LIMIT: Duration = Duration::from_secs(60);
/// The messages, in the language of the account, that an entry was not saved.
const NOT_SAVED: [&str; 3] = ["保存されていません", "保存していません", "not been saved"];
/// The messages that it is not known whether an entry was saved.
const UNKNOWN: [&str; 2] = ["保存できたかどうか分かりません", "not known whether this entry was saved"];

/// What the server answered about an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is stored.
    Stored,
    /// It is not stored, in words that the patient understands.
    NotStored,
    /// No answer before the server was gone, or one that says it does not know.
    Unknown,
}

/// An entry that was sent.
pub(super) struct Entry {
    /// Which patient wrote it.
    pub patient: usize,
    /// The id of its check-in.
    pub id: String,
    /// The text of its note, which is a record of its own.
    pub marker: String,
    /// The body of the request.
    pub body: String,
    /// What the server answered.
    pub outcome: Outcome,
}

/// Every patient writes as fast as answers come, until the server is gone; its database, where one is given, crashes
/// and comes back before that.
pub(super) fn load_and_kill(
    server: Server,
    moment: Duration,
    database: Option<&Postgres>,
    numbers: &mut Numbers,
) -> Result<Vec<Entry>> {
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
        let acknowledged = all.iter().any(|entry| entry.outcome == Outcome::Stored);
        anyhow::ensure!(acknowledged, "the server acknowledged nothing before it was killed");
        Ok(all)
    })
}

/// A connection on which this patient is signed in.
pub(super) fn signed_in(server: &Server, patient: &Patient) -> Result<Client> {
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
) -> Result<Vec<Entry>> {
    let mut numbers = Numbers::new(seed);
    let (path, mut sent) = (path(&patient.chart), Vec::new());
    loop {
        let marker = format!("torture-{}", numbers.uuid());
        let (id, body) = Now::in_tokyo()?.check_in(&mut numbers, Some(&marker));
        let body = body.to_string();
        let answer = client.post(&path, &body);
        let outcome = answer.as_ref().map_or(Ok(Outcome::Unknown), outcome_of)?;
        sent.push(Entry { patient: index, id, marker, body, outcome });
        match outcome {
            Outcome::Stored => {
                stored.fetch_add(1, Ordering::Relaxed);
            }
            // No answer means nothing: the entry may be there or not.
            Outcome::Unknown if answer.is_err() => return Ok(sent),
            Outcome::NotStored | Outcome::Unknown => std::thread::sleep(Duration::from_millis(5)),
        }
    }
}

/// What an answer says about its one entry; an answer that leaves its reader in doubt is an error.
fn outcome_of(answer: &Answer) -> Result<Outcome> {
    if status_of(answer).as_deref() == Some("stored") {
        return Ok(Outcome::Stored);
    }
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let field = |name: &str| body.pointer(&format!("/error/{name}"));
    let message = field("message").and_then(Value::as_str).unwrap_or_default();
    let says = |words: &[&str]| words.iter().any(|words| message.contains(words));
    match (answer.status, field("stored")) {
        (503, Some(Value::Bool(false))) if says(&NOT_SAVED) => Ok(Outcome::NotStored),
        (503, Some(Value::Null)) if says(&UNKNOWN) => Ok(Outcome::Unknown),
        (status, _) => bail!("an entry was answered {status}: {}", String::from_utf8_lossy(&answer.body)),
    }
}

/// The status of the one entry of a request; none unless the answer is 200.
pub(super) fn status_of(answer: &Answer) -> Option<String> {
    let body: Value = serde_json::from_slice(&answer.body).ok()?;
    let status = body.get("entries")?.get(0)?.get("status")?.as_str()?;
    (answer.status == 200).then(|| status.to_owned())
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
        assert_eq!(outcome_of(&answer(200, stored)).unwrap(), Outcome::Stored);
        for unclear in
            [answer(503, stored), answer(200, "{\"entries\":[]}"), answer(200, "<html>"), answer(503, "")]
        {
            assert!(outcome_of(&unclear).is_err(), "{unclear:?}");
        }
    }

    #[test]
    fn a_failure_must_say_whether_the_entry_is_safe() {
        let outcome = |stored: &str, message: &str| {
            outcome_of(&answer(
                503,
                &format!("{{\"error\":{{\"stored\":{stored},\"message\":\"{message}\"}}}}"),
            ))
        };
        assert_eq!(outcome("false", "この記録は保存されていません。").unwrap(), Outcome::NotStored);
        assert_eq!(outcome("null", "保存できたかどうか分かりません。").unwrap(), Outcome::Unknown);
        assert!(outcome("false", "Internal error").is_err());
        assert!(outcome("null", "この記録は保存されていません。").is_err());
        assert!(outcome("true", "この記録は保存されていません。").is_err());
    }
}
