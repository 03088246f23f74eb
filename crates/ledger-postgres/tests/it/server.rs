//! A PostgreSQL server of the tests' own: a folder, a socket, nothing else. All test processes of one run share it; a
//! script beside them ends and removes it when the last of them is gone, however it went.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use ledger_postgres::{Config, LedgerPostgres, migrate_ledger, setup_ledger};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/server.sh");

/// What PostgreSQL calls its socket.
pub const SOCKET: &str = ".s.PGSQL.5432";

/// A running server; it stays at least as long as this.
pub struct Server {
    folder: PathBuf,
    bin: PathBuf,
    _user: File,
}

/// A database of a test, and the tables of the ledger in it.
pub struct Fresh {
    pub name: String,
    pub server: &'static Server,
}

/// The server that all tests share.
pub fn shared() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    let run = || std::env::var("NEXTEST_RUN_ID").unwrap_or_else(|_| std::process::id().to_string());
    SERVER.get_or_init(|| Server::start(&run()))
}

/// A server that no other test uses, for tests that stop it.
pub fn own() -> &'static Server {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let server = Server::start(&format!("{}-own-{number}", std::process::id()));
    Box::leak(Box::new(server))
}

impl Server {
    /// Starts the server with this name, or joins it.
    pub fn start(name: &str) -> Self {
        let Some(bin) = bin() else {
            panic!("PostgreSQL 15 or newer is not installed (Debian: postgresql-15)");
        };
        let folder = std::env::temp_dir().join(format!("namima-{name}"));
        let lock = locked(&folder.with_extension("lock"));
        if !folder.join("ready").exists() {
            let _ = std::fs::remove_dir_all(&folder);
            let mut script = Command::new("sh");
            // A group of its own, so that an interrupted test run does not take it along before it has cleaned up.
            script.arg(SCRIPT).arg(&bin).arg(&folder).process_group(0);
            script.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            let mut script = script.spawn().unwrap();
            std::thread::spawn(move || script.wait());
            let begun = Instant::now();
            while !folder.join("ready").exists() {
                assert!(begun.elapsed() < Duration::from_secs(60), "PostgreSQL does not start");
                std::thread::sleep(Duration::from_millis(20));
            }
        }
        let user = File::open(folder.join("users")).unwrap();
        user.lock_shared().unwrap();
        drop(lock);
        Self { folder, bin, _user: user }
    }

    /// The way to a database as a role.
    pub fn config(&self, database: &str, user: &str) -> Config {
        Config::parse(&format!("postgres://{user}@/{database}?host={}", self.folder.display())).unwrap()
    }

    /// Where it listens.
    pub fn socket(&self) -> PathBuf {
        self.folder.join(SOCKET)
    }

    /// The server's data.
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Stops the server as a crash would, without a checkpoint.
    pub fn crash(&self) {
        self.control(&["stop", "--mode=immediate"]);
    }

    /// Stops the server in good order.
    pub fn stop(&self) {
        self.control(&["stop", "--mode=fast"]);
    }

    /// Switches checksums off; the server must be stopped.
    pub fn drop_checksums(&self) {
        let mut command = as_postgres(&self.bin.join("pg_checksums"));
        command.arg("--disable").arg("--pgdata").arg(self.data()).current_dir("/");
        assert!(command.stdin(Stdio::null()).stdout(Stdio::null()).status().unwrap().success());
    }

    /// Starts it again; it repairs itself from its log.
    pub fn restart(&self) {
        let options = format!("--options=-k {} -c listen_addresses=''", self.folder.display());
        let log = format!("--log={}/log", self.folder.display());
        self.control(&["start", "--wait", &options, &log]);
    }

    fn control(&self, arguments: &[&str]) {
        let mut command = as_postgres(&self.bin.join("pg_ctl"));
        command.args(arguments).arg("--pgdata").arg(self.data()).current_dir("/");
        assert!(command.stdin(Stdio::null()).stdout(Stdio::null()).status().unwrap().success());
    }

    /// A connection past the store, as the administrator.
    pub async fn intruder(&self, database: &str) -> tokio_postgres::Client {
        self.plain(database, "postgres").await
    }

    /// A connection past the store.
    pub async fn plain(&self, database: &str, user: &str) -> tokio_postgres::Client {
        let mut config = tokio_postgres::Config::new();
        config.host_path(&self.folder).dbname(database).user(user);
        let (client, connection) = config.connect(tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        client
    }

    /// A new, empty database.
    pub async fn database(&self) -> String {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let administrator = self.intruder("postgres").await;
        administrator.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
        name
    }
}

/// A new database with the tables of the ledger.
pub async fn fresh() -> Fresh {
    Fresh::on(shared()).await
}

impl Fresh {
    pub async fn on(server: &'static Server) -> Self {
        let name = server.database().await;
        setup_ledger(&server.config(&name, "postgres")).await.unwrap();
        migrate_ledger(&server.config(&name, "namima_migrate")).await.unwrap();
        Self { name, server }
    }

    /// One more node on this database.
    pub async fn node(&self) -> LedgerPostgres {
        LedgerPostgres::open(&self.config("namima_run")).await.unwrap()
    }

    pub fn config(&self, user: &str) -> Config {
        self.server.config(&self.name, user)
    }
}

/// Holds the lock file; one that was removed meanwhile is not the lock any more.
fn locked(path: &Path) -> File {
    loop {
        let file = OpenOptions::new().append(true).create(true).open(path).unwrap();
        file.lock().unwrap();
        if path.metadata().is_ok_and(|found| found.ino() == file.metadata().unwrap().ino()) {
            return file;
        }
    }
}

/// The newest server's programs, in Debian's places or on the path.
fn bin() -> Option<PathBuf> {
    let debian = (15..30).rev().map(|version| PathBuf::from(format!("/usr/lib/postgresql/{version}/bin")));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = debian.chain(std::env::split_paths(&path)).find(|folder| folder.join("initdb").exists())?;
    as_postgres(&found.join("initdb"))
        .arg("--version")
        .output()
        .is_ok_and(|out| out.status.success())
        .then_some(found)
}

/// A program as the account of the server: PostgreSQL does not run as root.
fn as_postgres(program: &Path) -> Command {
    let root = Path::new("/proc/self").metadata().is_ok_and(|me| me.uid() == 0);
    if !root {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(program);
    command
}
