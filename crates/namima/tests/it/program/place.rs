//! A folder for one test, with a clinic that was made once and is copied for each test.

use std::collections::BTreeMap;
use std::fs::{self, File, Permissions};
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use super::command::{BINARY, namima};
use super::server::Server;

/// A folder that goes with the test. Its path is short, because a socket's path may have 107 bytes at most.
pub struct Place {
    folder: TempDir,
    /// What the ready file said when the clinic was made: its tokens no longer work, its charts stay.
    made: Value,
}

/// Where the clinics that are copied lie between tests, for all processes of a test run.
const KEPT: &str = env!("CARGO_TARGET_TMPDIR");

impl Place {
    /// An empty folder.
    pub fn empty() -> Self {
        let folder = tempfile::Builder::new().prefix("nm").tempdir_in("/tmp").expect("a folder");
        Self { folder, made: Value::Null }
    }

    /// The demo clinic, stopped.
    pub fn demo() -> Self {
        Self::copied("demo", |place| Server::start(place).stop_well())
    }

    /// Three drawn people with 40 days each, stopped: small enough to be broken in many ways.
    pub fn few() -> Self {
        Self::copied("few", |place| {
            let content = place.run(&["simulate"], &["--people", "3", "--days", "40"]);
            assert_eq!(content.code, 0, "{content:?}");
            Server::start(place).stop_well();
        })
    }

    /// Another clinic with keys of its own.
    pub fn other() -> Self {
        let place = Self::empty();
        let content = place.run(&["simulate"], &["--people", "1", "--days", "1"]);
        assert_eq!(content.code, 0, "{content:?}");
        place
    }

    fn copied(name: &str, make: impl FnOnce(&Self)) -> Self {
        let kept = Path::new(KEPT).join("namima-it");
        fs::create_dir_all(&kept).expect("a folder");
        let lock = File::create(kept.join("lock")).expect("a lock");
        lock.lock().expect("the lock");
        let (from, stamp) = (kept.join(name), stamp());
        if fs::read_to_string(from.join("stamp")).ok().as_deref() != Some(&stamp) {
            let _ = fs::remove_dir_all(&from);
            let place = Self::empty();
            make(&place);
            copy(place.folder.path(), &from);
            fs::write(from.join("stamp"), &stamp).expect("a stamp");
        }
        let mut place = Self::empty();
        copy(&from, place.folder.path());
        place.made =
            serde_json::from_slice(&fs::read(place.path("ready.json")).expect("the file")).expect("JSON");
        place
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.path("d")
    }

    /// The keys folder.
    pub fn keys(&self) -> PathBuf {
        self.path("d.keys")
    }

    /// The root key's file.
    pub fn root(&self) -> PathBuf {
        self.path("d.root")
    }

    /// The database of records.
    pub fn ledger(&self) -> PathBuf {
        self.data().join("ledger.db")
    }

    /// The chart of the patient at this place of the ready file.
    pub fn chart(&self, at: usize) -> String {
        let accounts = self.made["accounts"].as_array().expect("accounts");
        let mut patients = accounts.iter().filter(|account| account["role"] == "patient");
        patients.nth(at).expect("a patient")["chart"].as_str().expect("a chart").to_owned()
    }

    /// The chart without entries.
    pub fn empty_chart(&self) -> String {
        let accounts = self.made["accounts"].as_array().expect("accounts");
        let empty = accounts.iter().find(|account| account["empty"] == true).expect("an empty chart");
        empty["chart"].as_str().expect("a chart").to_owned()
    }

    /// Writes a file and gives its path.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, content).expect("a file");
        path
    }

    /// Runs a command on this clinic: its name, then `--data`, then the rest.
    pub fn run(&self, command: &[&str], rest: &[&str]) -> super::command::Said {
        let data = self.data();
        let data = data.to_str().expect("a path");
        namima(command.iter().chain(&["--data", data]).chain(rest))
    }

    /// Every file of the clinic: its mode and its content.
    pub fn files(&self) -> BTreeMap<PathBuf, (u32, Vec<u8>)> {
        let mut found = BTreeMap::new();
        for place in [self.data(), self.keys(), self.root()] {
            collect(&place, &mut found);
        }
        found
    }

    /// How many records, audit events and rows there are.
    pub fn counts(&self) -> [i64; 3] {
        let db = rusqlite::Connection::open(self.ledger()).expect("the ledger");
        let count = |text: &str| db.query_row(text, [], |row| row.get(0)).expect("a count");
        ["SELECT count(*) FROM record", "SELECT count(*) FROM audit", "SELECT count(*) FROM row"].map(count)
    }
}

/// Tells one build of the program from another.
fn stamp() -> String {
    let built = fs::metadata(BINARY).expect("the program");
    format!("{:?} {}", built.modified().expect("a time"), built.len())
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        if entry.file_type().expect("a type").is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("a copy");
        }
    }
    let mode = fs::metadata(from).expect("a folder").permissions();
    fs::set_permissions(to, mode).expect("a mode");
}

fn collect(path: &Path, found: &mut BTreeMap<PathBuf, (u32, Vec<u8>)>) {
    let Ok(metadata) = path.symlink_metadata() else { return };
    let mode = metadata.permissions().mode() & 0o777;
    let plain = !metadata.is_dir() && !metadata.file_type().is_socket();
    let content = if plain { fs::read(path).expect("a file") } else { Vec::new() };
    found.insert(path.to_owned(), (mode, content));
    if metadata.is_dir() {
        for entry in fs::read_dir(path).expect("a folder") {
            collect(&entry.expect("an entry").path(), found);
        }
    }
}

/// Sets a mode.
pub fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("a mode");
}
