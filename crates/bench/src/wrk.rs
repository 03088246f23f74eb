//! Load by `wrk`, the same for every server that is measured.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::report::Load;

const SCRIPT: &str = include_str!("wrk.lua");
/// Caches fill and connections open before anything counts.
const WARM_UP: Duration = Duration::from_secs(1);

/// One request that is sent again and again.
pub struct Target {
    /// GET or POST.
    pub method: &'static str,
    /// With the query.
    pub path: String,
    /// Names and values.
    pub headers: Vec<(&'static str, String)>,
    /// JSON; `$UUID` becomes a new id each time, `$SECOND` the time.
    pub body: Option<String>,
}

/// A load on a server.
pub struct Shot<'a> {
    /// What is asked for.
    pub name: &'a str,
    /// `http://127.0.0.1:PORT`.
    pub url: &'a str,
    /// The server's process, for its use of the processor.
    pub process: u32,
    /// How many connections ask at once.
    pub clients: usize,
    /// Sent in turn.
    pub targets: &'a [Target],
}

/// What the script prints at the end.
#[derive(Deserialize)]
struct Summary {
    answers: usize,
    micros: u64,
    bytes: usize,
    refused: usize,
    broken: usize,
    p50: u32,
    p99: u32,
}

/// Holds the load for `hold` after a second of warming up.
pub fn shoot(shot: &Shot<'_>, folder: &Path, hold: Duration) -> Result<Load> {
    let script = folder.join("wrk.lua");
    fs::write(&script, SCRIPT.replace("TARGETS", &table(shot.targets)))?;
    run(shot, &script, WARM_UP)?;
    let before = processor_ms(shot.process);
    let summary = run(shot, &script, hold)?;
    let used = processor_ms(shot.process).zip(before).map(|(after, before)| after - before);
    if summary.broken > 0 {
        bail!("{}: {} requests broke off", shot.name, summary.broken);
    }
    let answers = summary.answers.saturating_sub(summary.refused);
    let count = f64::from(u32::try_from(answers).unwrap_or(u32::MAX));
    let seconds = Duration::from_micros(summary.micros).as_secs_f64();
    Ok(Load {
        name: shot.name.to_owned(),
        clients: shot.clients,
        answers,
        refused: summary.refused,
        per_second: count / seconds,
        median_ms: f64::from(summary.p50) / 1000.0,
        p99_ms: f64::from(summary.p99) / 1000.0,
        answer_bytes: summary.bytes.checked_div(summary.answers).unwrap_or(0),
        processor_ms: used.filter(|_| answers > 0).map(|used| used / count),
    })
}

fn run(shot: &Shot<'_>, script: &Path, hold: Duration) -> Result<Summary> {
    let threads = shot.clients.min(2);
    let mut wrk = Command::new("wrk");
    wrk.args(["--timeout", "30s", "-t", &threads.to_string(), "-c", &shot.clients.to_string()]);
    wrk.args(["-d", &format!("{}s", hold.as_secs()), "-s"]).arg(script).arg(shot.url);
    let result = wrk.stdin(Stdio::null()).output().context("wrk is not installed (Debian: wrk)")?;
    let text = String::from_utf8_lossy(&result.stdout);
    let line =
        text.lines().find_map(|line| line.strip_prefix("RESULT ")).with_context(|| text.to_string())?;
    Ok(serde_json::from_str(line)?)
}

/// A table of the script's language. Strings of JSON are strings there too, but for a line's end, which none has.
fn table(targets: &[Target]) -> String {
    let quoted = |text: &str| format!("{text:?}");
    let one = |target: &Target| {
        let headers = target.headers.iter();
        let headers: String =
            headers.map(|(name, value)| format!("[{}] = {}, ", quoted(name), quoted(value))).collect();
        let body = target.body.as_deref().map(|body| format!(", body = {}", quoted(body)));
        format!(
            "{{ method = {}, path = {}, headers = {{ {headers} }}{} }}",
            quoted(target.method),
            quoted(&target.path),
            body.unwrap_or_default()
        )
    };
    format!("{{ {} }}", targets.iter().map(one).collect::<Vec<_>>().join(", "))
}

/// What a process has used of the processors so far, where the system says it. A clock tick is 10 ms on Linux.
fn processor_ms(process: u32) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let mut fields = stat.rsplit(") ").next()?.split(' ').skip(11);
    let (user, system): (f64, f64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some((user + system) * 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_become_a_table_of_the_script() {
        let target = Target {
            method: "POST",
            path: "/a?b=1".to_owned(),
            headers: vec![("Cookie", "s=1".to_owned())],
            body: Some("{\"id\":\"$UUID\"}".to_owned()),
        };
        assert_eq!(
            table(&[target]),
            r#"{ { method = "POST", path = "/a?b=1", headers = { ["Cookie"] = "s=1",  }, body = "{\"id\":\"$UUID\"}" } }"#
        );
    }

    #[test]
    fn a_process_uses_the_processor() {
        assert!(processor_ms(std::process::id()).is_some());
        assert!(processor_ms(0).is_none());
    }
}
