//! A PostgreSQL server of a run's own, removed when the run ends, however it ends.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

const START_LIMIT: Duration = Duration::from_secs(60);
/// The databases a clinic needs: records, and apart from them the keys.
const DATABASES: [&str; 2] = ["records", "keys"];
/// Where `pgbench` measures.
const YARDSTICK: &str = "yardstick";

/// A running database server with two empty databases.
pub struct Postgres {
    bin: PathBuf,
    folder: PathBuf,
    /// The script that started the server removes it when nobody holds this file any more.
    _user: File,
}

impl Postgres {
    /// Starts it by the script of the store's own tests.
    pub fn start(root: &Path) -> Result<Self> {
        let bin = (15..30)
            .map(|version| PathBuf::from(format!("/usr/lib/postgresql/{version}/bin")))
            .find(|bin| bin.join("initdb").exists())
            .context("PostgreSQL 15 or newer is not installed (Debian: postgresql-15)")?;
        let folder = std::env::temp_dir().join(format!("namima-pg-{}", std::process::id()));
        let script = root.join("crates/ledger-postgres/tests/it/server.sh");
        let mut command = Command::new("sh");
        command.arg(script).args([&bin, &folder]).stdin(Stdio::null()).stdout(Stdio::null());
        let mut script = command.stderr(Stdio::null()).spawn().context("cannot start sh")?;
        let begun = Instant::now();
        while !folder.join("ready").exists() {
            if begun.elapsed() > START_LIMIT || script.try_wait()?.is_some() {
                bail!("PostgreSQL does not start in {}", folder.display());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let user = File::open(folder.join("users"))?;
        user.lock_shared()?;
        let server = Self { bin, folder, _user: user };
        for name in DATABASES {
            server.create(name)?;
        }
        Ok(server)
    }

    fn create(&self, name: &str) -> Result<()> {
        self.tool("createdb", &[name]).map(drop)
    }

    /// Transactions a second of the server's own yardstick `pgbench -N` (an update, a read and an insert each, scale 10), by
    /// number of clients.
    pub fn transactions_per_second(&self, clients: &[usize], seconds: u64) -> Result<Vec<f64>> {
        self.create(YARDSTICK)?;
        self.tool("pgbench", &["--initialize", "--quiet", "--scale=10", YARDSTICK])?;
        let rate = |clients: &usize| {
            let (time, count) = (format!("--time={seconds}"), format!("--client={clients}"));
            let printed =
                self.tool("pgbench", &["--skip-some-updates", "--jobs=2", &time, &count, YARDSTICK])?;
            let after = printed.split("tps = ").nth(1).and_then(|rest| rest.split(' ').next());
            after.and_then(|number| number.parse().ok()).context("pgbench prints no rate")
        };
        clients.iter().map(rate).collect()
    }

    /// What one of the server's own tools prints.
    fn tool(&self, name: &str, arguments: &[&str]) -> Result<String> {
        let mut command = Command::new(self.bin.join(name));
        command.args(["--username=postgres", "--host"]).arg(&self.folder).args(arguments);
        let result = command.stdin(Stdio::null()).stderr(Stdio::null()).output()?;
        anyhow::ensure!(result.status.success(), "{name} {} failed", arguments.join(" "));
        Ok(String::from_utf8_lossy(&result.stdout).into_owned())
    }

    /// The options that make `namima` use these databases.
    pub fn arguments(&self) -> [String; 4] {
        let address = |name| format!("postgres://postgres@/{name}?host={}", self.folder.display());
        let [records, keys] = DATABASES.map(address);
        ["--ledger-database".to_owned(), records, "--keys-database".to_owned(), keys]
    }

    /// Stops the server as a crash would, without a checkpoint, and starts it again: it repairs itself from its log.
    pub fn crash(&self) -> Result<()> {
        self.control(&["stop", "--mode=immediate"])?;
        let options = format!("--options=-k {} -c listen_addresses=''", self.folder.display());
        self.control(&["start", "--wait", &options, &format!("--log={}/log", self.folder.display())])
    }

    fn control(&self, arguments: &[&str]) -> Result<()> {
        // PostgreSQL does not run as root.
        let root = std::fs::read_to_string("/proc/self/status")?.contains("\nUid:\t0\t");
        let program = self.bin.join("pg_ctl");
        let mut command = if root { Command::new("runuser") } else { Command::new(&program) };
        if root {
            command.args(["-u", "postgres", "--"]).arg(&program);
        }
        command.args(arguments).arg("--pgdata").arg(self.folder.join("data")).current_dir("/");
        let status = command.stdin(Stdio::null()).stdout(Stdio::null()).status()?;
        anyhow::ensure!(status.success(), "pg_ctl {} failed", arguments.join(" "));
        Ok(())
    }
}
