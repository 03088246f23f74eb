//! What is there after a kill: everything that was acknowledged, nothing that was refused, and no half of anything.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::writers::{Entry, Outcome, PATIENTS, signed_in, status_of};
use crate::entries::path;
use crate::http::Client;
use crate::server::{Patient, Place, Server};

/// What became of the entries of one round.
#[derive(Default)]
pub(super) struct Found {
    /// Entries without an answer.
    pub unanswered: usize,
    /// Those of them that were stored nevertheless, wholly.
    pub arrived: usize,
    /// Whatever should not be.
    pub wrong: Vec<String>,
}

/// Reads every chart as its patient, then sends everything again but what was refused: the server must know all that
/// it acknowledged, with the same content, and take the rest.
pub(super) fn after_restart(server: &Server, entries: &[Entry]) -> Result<Found> {
    let mut found = Found::default();
    for (index, patient) in server.ready.patients(PATIENTS)?.iter().enumerate() {
        let mut client = signed_in(server, patient)?;
        let answer = client.get(&path(&patient.chart))?;
        anyhow::ensure!(answer.status == 200, "a chart was answered {}", answer.status);
        let text = String::from_utf8_lossy(&answer.body);
        let words: HashSet<&str> = words(&text).collect();
        for entry in entries.iter().filter(|entry| entry.patient == index) {
            let there = [&entry.id, &entry.marker].map(|word| words.contains(word.as_str()));
            found.wrong.extend(judged(entry, there));
            if entry.outcome == Outcome::Unknown {
                found.unanswered += 1;
                found.arrived += usize::from(there == [true, true]);
            }
            if entry.outcome != Outcome::NotStored {
                found.wrong.extend(sent_again(&mut client, patient, entry, there)?);
            }
        }
    }
    Ok(found)
}

/// What is wrong with an entry of which the check-in and the note are there or not.
fn judged(entry: &Entry, there: [bool; 2]) -> Option<String> {
    let why = match (entry.outcome, there) {
        (_, [true, false] | [false, true]) => "is half there",
        (Outcome::Stored, [false, false]) => "was acknowledged and is gone",
        (Outcome::NotStored, [true, true]) => "was said not to be stored and is there",
        _ => return None,
    };
    Some(format!("{} {why}", entry.marker))
}

fn sent_again(
    client: &mut Client,
    patient: &Patient,
    entry: &Entry,
    there: [bool; 2],
) -> Result<Option<String>> {
    let answer = client.post(&path(&patient.chart), &entry.body)?;
    let expected = if there[0] { "already_stored" } else { "stored" };
    let status = status_of(&answer);
    Ok((status.as_deref() != Some(expected)).then(|| {
        format!("{} sent again was answered {} {status:?}, not {expected}", entry.marker, answer.status)
    }))
}

/// Exports a chart of the stopped server: every entry that was sent again is there once, and none that was refused.
pub(super) fn in_export<'a>(
    binary: &Path,
    place: &Place,
    patient: &Patient,
    entries: impl Iterator<Item = &'a Entry>,
) -> Result<Vec<String>> {
    let out = place.folder().join(format!("{}.json", patient.chart));
    let mut command = place.command(binary, "export");
    command.args(["--chart", &patient.chart, "--format", "json", "--out"]).arg(&out);
    let result = command.output().context("cannot start namima export")?;
    if !result.status.success() {
        bail!("export failed: {}", String::from_utf8_lossy(&result.stderr).trim());
    }
    let text = std::fs::read_to_string(&out).with_context(|| out.display().to_string())?;
    Ok(miscounted(&text, entries.map(|entry| (entry.marker.as_str(), entry.outcome))))
}

/// Notes that are in an export more or less often than they should be.
fn miscounted<'a>(text: &str, expected: impl Iterator<Item = (&'a str, Outcome)>) -> Vec<String> {
    let mut times: HashMap<&str, usize> = HashMap::new();
    words(text).for_each(|word| *times.entry(word).or_default() += 1);
    let wrong = expected.filter_map(|(marker, outcome)| {
        let times = times.get(marker).copied().unwrap_or(0);
        let right = usize::from(outcome != Outcome::NotStored);
        (times != right).then(|| format!("{marker} is in the export {times} times, not {right}"))
    });
    wrong.collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marker_that_is_not_in_the_export_once_is_found() {
        let text = "[{\"note\":\"torture-1a\"},{\"note\":\"torture-2b\"},{\"note\":\"torture-2b\"}]";
        let expected = [
            ("torture-1a", Outcome::Stored),
            ("torture-2", Outcome::Unknown),
            ("torture-2b", Outcome::Stored),
            ("torture-3", Outcome::NotStored),
        ];
        let wrong = miscounted(text, expected.into_iter());
        assert_eq!(wrong.len(), 2, "{wrong:?}");
        assert!(wrong[0].starts_with("torture-2 is") && wrong[1].starts_with("torture-2b is"));
        assert_eq!(miscounted(text, [("torture-1a", Outcome::NotStored)].into_iter()).len(), 1);
    }

    #[test]
    fn loss_and_halves_are_found() {
        let entry = |outcome| Entry {
            patient: 0,
            id: String::new(),
            marker: "torture-1".to_owned(),
            body: String::new(),
            outcome,
        };
        let wrong = |outcome, there| judged(&entry(outcome), there).is_some();
        for outcome in [Outcome::Stored, Outcome::NotStored, Outcome::Unknown] {
            assert!(wrong(outcome, [true, false]) && wrong(outcome, [false, true]));
        }
        assert!(wrong(Outcome::Stored, [false, false]) && wrong(Outcome::NotStored, [true, true]));
        assert!(!wrong(Outcome::Stored, [true, true]) && !wrong(Outcome::NotStored, [false, false]));
        assert!(!wrong(Outcome::Unknown, [true, true]) && !wrong(Outcome::Unknown, [false, false]));
    }
}
