//! What the machine itself can do, beside which the figures of the server are read.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

const HOLD: Duration = Duration::from_secs(2);
const BLOCK: [u8; 4096] = [0x5a; 4096];

/// One commit of one small row each, as durable as the server's: WAL and synchronous=FULL. Prints commits a second.
const SQLITE: &str = "
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute('pragma journal_mode=wal')
db.execute('pragma synchronous=full')
db.execute('create table t (id integer primary key, body blob)')
body, count, end = bytes(600), 0, time.monotonic() + 2
while time.monotonic() < end:
    db.execute('insert into t (body) values (?)', (body,))
    count += 1
print(count / 2)
";

/// How often a second 4 KiB can be appended to a file of this folder and forced to the disk.
pub fn syncs_per_second(folder: &Path) -> Result<f64> {
    let path = folder.join("sync.probe");
    let mut file = File::create(&path).with_context(|| path.display().to_string())?;
    let (begin, mut count) = (Instant::now(), 0_u32);
    while begin.elapsed() < HOLD {
        file.write_all(&BLOCK)?;
        file.sync_data()?;
        count += 1;
    }
    Ok(f64::from(count) / begin.elapsed().as_secs_f64())
}

/// How many commits a second SQLite makes in this folder; none where Python with SQLite is not installed.
pub fn commits_per_second(folder: &Path) -> Option<f64> {
    let mut python = Command::new("python3");
    python.args(["-c", SQLITE]).arg(folder.join("commit.probe")).stdin(Stdio::null()).stderr(Stdio::null());
    let result = python.output().ok().filter(|result| result.status.success())?;
    String::from_utf8(result.stdout).ok()?.trim().parse().ok()
}

/// The processor as the system names it, and how many there are.
pub fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map(|rest| rest.trim_matches([' ', '\t', ':']));
    format!("{cores} x {}", model.unwrap_or("unknown processor"))
}
