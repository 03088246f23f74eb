//! A demo server as a child: started in a folder of its own, waited for, killed or stopped.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::http::Client;
use crate::postgres::Postgres;

/// A first start makes the synthetic clinic; in a dev build on a busy machine that takes a while.
const START_LIMIT: Duration = Duration::from_secs(180);
const POLL: Duration = Duration::from_millis(2);

/// What the server writes when it listens.
#[derive(Clone, Debug, Deserialize)]
pub struct Ready {
    /// `http://localhost:PORT`.
    pub url: String,
    /// Everybody who can sign in.
    pub accounts: Vec<Account>,
}

/// Somebody who can sign in.
#[derive(Clone, Debug, Deserialize)]
pub struct Account {
    /// For example `patient`.
    pub role: String,
    /// Good until the server stops.
    pub token: String,
    /// A patient's own chart.
    #[serde(default)]
    pub chart: Option<String>,
    /// A chart kept empty for imports.
    #[serde(default)]
    pub empty: bool,
}

/// A patient with a chart of entries.
#[derive(Clone, Debug)]
pub struct Patient {
    /// Good until the server stops.
    pub token: String,
    /// The patient's own chart.
    pub chart: String,
}

impl Ready {
    /// Every patient whose chart is not empty.
    pub fn charted(&self) -> impl Iterator<Item = Patient> {
        let own = self.accounts.iter().filter(|account| account.role == "patient" && !account.empty);
        own.filter_map(|one| Some(Patient { token: one.token.clone(), chart: one.chart.clone()? }))
    }

    /// The first `count` patients, whose charts are not empty.
    pub fn patients(&self, count: usize) -> Result<Vec<Patient>> {
        let patients: Vec<Patient> = self.charted().take(count).collect();
        anyhow::ensure!(patients.len() == count, "the demo names {} patients, not {count}", patients.len());
        Ok(patients)
    }

    /// A connection signed in as the first account of this role.
    pub fn sign_in(&self, role: &str) -> Result<Client> {
        let account = self.accounts.iter().find(|account| account.role == role);
        let mut client = Client::connect(&self.url)?;
        client.sign_in(&account.with_context(|| format!("the demo names no {role}"))?.token)?;
        Ok(client)
    }
}

/// A folder that goes when it is dropped, with the data, keys and root key of one demo beside each other.
pub struct Place {
    folder: PathBuf,
    /// Where the clinic's records and keys are, if not in the folder.
    pub postgres: Option<Postgres>,
}

impl Place {
    /// A new folder under the system's temporary folder.
    pub fn new(name: &str) -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("namima-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        Ok(Self { folder, postgres: None })
    }

    /// The same, with a database server beside it.
    pub fn with_postgres(name: &str, root: &Path) -> Result<Self> {
        let mut place = Self::new(name)?;
        place.postgres = Some(Postgres::start(root)?);
        Ok(place)
    }

    /// The folder itself.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The data folder of the demo.
    pub fn data(&self) -> PathBuf {
        self.folder.join("demo")
    }

    /// A command of the program on the demo's data; it reads nothing from the terminal.
    pub fn command(&self, binary: &Path, name: &str) -> Command {
        let mut command = Command::new(binary);
        command.arg(name).arg("--data").arg(self.data()).stdin(Stdio::null());
        command
    }

    /// Leaves the folder where it is, for a look at what went wrong.
    pub fn keep(self) -> PathBuf {
        let folder = self.folder.clone();
        std::mem::forget(self);
        folder
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // What stays behind in the temporary folder harms nobody.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A running demo server; it is killed when dropped.
pub struct Server {
    child: Child,
    /// Where it listens and who can sign in.
    pub ready: Ready,
    /// From start to the first 200 of /healthz.
    pub start_time: Duration,
}

impl Server {
    /// Starts the server on the place's data, new or as it was left, and waits until it is healthy.
    pub fn start(binary: &Path, place: &Place) -> Result<Self> {
        let file = place.folder.join("ready.json");
        if file.exists() {
            std::fs::remove_file(&file)?;
        }
        let log = File::options().create(true).append(true).open(place.folder.join("server.log"))?;
        let begin = Instant::now();
        let mut command = Command::new(binary);
        command
            .args(["demo", "--listen", "127.0.0.1:0", "--data"])
            .arg(place.data())
            .arg("--ready")
            .arg(&file);
        if let Some(postgres) = &place.postgres {
            command.args(postgres.arguments());
        }
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let child = command.spawn().with_context(|| format!("cannot start {}", binary.display()))?;
        let mut server = Self {
            child,
            ready: Ready { url: String::new(), accounts: Vec::new() },
            start_time: Duration::ZERO,
        };
        while !file.exists() {
            server.still_starting(begin, place)?;
        }
        server.ready = serde_json::from_slice(&std::fs::read(&file)?).context("the ready file")?;
        while !server.is_healthy() {
            server.still_starting(begin, place)?;
        }
        server.start_time = begin.elapsed();
        Ok(server)
    }

    fn still_starting(&mut self, begin: Instant, place: &Place) -> Result<()> {
        let ended = self.child.try_wait()?;
        if ended.is_some() || begin.elapsed() > START_LIMIT {
            let log = std::fs::read_to_string(place.folder.join("server.log")).unwrap_or_default();
            let tail: Vec<&str> = log.lines().rev().take(5).collect();
            bail!(
                "the server did not start ({ended:?}): {}",
                tail.into_iter().rev().collect::<Vec<_>>().join(" / ")
            );
        }
        std::thread::sleep(POLL);
        Ok(())
    }

    fn is_healthy(&self) -> bool {
        let answer = Client::connect(&self.ready.url).and_then(|mut client| client.get("/healthz"));
        answer.is_ok_and(|answer| answer.status == 200)
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Kills it as a power cut would: no signal handler, no clean-up.
    pub fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already gone is what we want.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
