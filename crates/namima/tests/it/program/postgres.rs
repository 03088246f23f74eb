//! A clinic in PostgreSQL: the same commands, two servers at once.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::command::Said;
use super::entries::{check_in, id};
use super::place::Place;
use super::server::Server;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../ledger-postgres/tests/it/server.sh");

/// A database server of this test alone, and two databases in it.
struct Databases {
    folder: PathBuf,
    bin: PathBuf,
    _user: std::fs::File,
}

impl Databases {
    fn start() -> Self {
        let bin = (15..30).rev().map(|version| PathBuf::from(format!("/usr/lib/postgresql/{version}/bin")));
        let bin = bin.into_iter().find(|bin| bin.join("initdb").exists());
        let bin = bin.expect("PostgreSQL 15 or newer (Debian: postgresql-15)");
        let folder = std::env::temp_dir().join(format!("namima-p{}", std::process::id()));
        let mut script = Command::new("sh");
        script.arg(SCRIPT).arg(&bin).arg(&folder).stdin(Stdio::null()).stdout(Stdio::null());
        let mut script = script.stderr(Stdio::null()).spawn().expect("a script");
        std::thread::spawn(move || script.wait());
        let begun = Instant::now();
        while !folder.join("ready").exists() {
            assert!(begun.elapsed() < Duration::from_secs(60), "PostgreSQL does not start");
            std::thread::sleep(Duration::from_millis(20));
        }
        let user = std::fs::File::open(folder.join("users")).expect("the users");
        user.lock_shared().expect("a lock");
        for name in ["records", "keys"] {
            let made = Command::new(bin.join("createdb"))
                .args(["--username=postgres", name, "--host"])
                .arg(&folder)
                .status();
            assert!(made.expect("createdb").success());
        }
        Self { folder, bin, _user: user }
    }

    /// Runs a statement as somebody who may do anything.
    fn run(&self, database: &str, statement: &str) {
        let done = Command::new(self.bin.join("psql"))
            .args(["--username=postgres", "--quiet", "--set=ON_ERROR_STOP=1", "--command", statement])
            .args(["--dbname", database, "--host"])
            .arg(&self.folder)
            .output()
            .expect("psql");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    fn address(&self, database: &str) -> String {
        format!("postgres://postgres@/{database}?host={}", self.folder.display())
    }

    /// Makes a clinic of three people in these databases.
    fn simulate(&self, place: &Place) -> Said {
        let (ledger, keys) = (self.address("records"), self.address("keys"));
        let rest = ["--people", "3", "--days", "20", "--ledger-database", &ledger, "--keys-database", &keys];
        place.run(&["simulate"], &rest)
    }
}

#[test]
fn a_clinic_in_postgresql_is_served_by_two_servers_and_survives_a_kill() {
    let databases = Databases::start();
    let place = Place::empty();
    let made = databases.simulate(&place);
    assert_eq!(made.code, 0, "{made:?}");
    assert!(!place.ledger().exists() && !place.keys().exists(), "nothing of it lies in files");
    let config = std::fs::read_to_string(place.data().join("namima.toml")).expect("the file");
    assert!(config.contains("[database.postgres]"), "{config}");

    let second = second_of(&place);
    let (one, two) = (Server::start(&place), Server::start(&second));
    let (patient, _, chart) = one.patient(0);
    let first = check_in(1, "first");
    assert_eq!(patient.submit(&chart, std::slice::from_ref(&first)).status, 200);
    let elsewhere = patient.at(two.port());
    assert_eq!(elsewhere.submit(&chart, &[first, check_in(2, "second")]).status, 200);
    one.kill();
    let entries = elsewhere.get(&format!("/api/v1/charts/{chart}/entries")).text();
    assert!([id(1), id(2)].iter().all(|id| entries.contains(id)), "both servers wrote into one chart");
    two.stop_well();
    let content = place.run(&["verify"], &["--json"]);
    assert_eq!((content.code, &content.json()["bad"]), (0, &serde_json::json!([])), "{content:?}");
    let out = place.path("out.json");
    let export = ["--chart", &chart, "--format", "json", "--out", out.to_str().expect("a path")];
    assert_eq!(place.run(&["export"], &export).code, 0);
    assert!(std::fs::read_to_string(out).expect("a file").contains("second"));
}

/// Two servers that both know a key: destroyed, it opens and seals nothing any more in either.
///
/// Verifies: CRY-018
#[test]
fn a_destroyed_key_is_worth_nothing_to_either_server() {
    let databases = Databases::start();
    let place = Place::empty();
    assert_eq!(databases.simulate(&place).code, 0);
    let (one, two) = (Server::start(&place), Server::start(&second_of(&place)));
    let (patient, _, chart) = one.patient(0);
    let clients = [patient.at(two.port()), patient];
    let entries = format!("/api/v1/charts/{chart}/entries");
    for (client, number) in clients.iter().zip(1..) {
        assert_eq!(client.submit(&chart, &[check_in(number, "before")]).status, 200);
        assert_eq!(client.get(&entries).status, 200);
    }
    let owner: String = chart.chars().filter(|digit| *digit != '-').collect();
    let care = "purpose = 257 AND encode(owner, 'hex') =";
    databases.run("keys", &format!("DELETE FROM wrapped_key WHERE {care} '{owner}'"));
    for (client, number) in clients.iter().zip(3..) {
        let refused = client.submit(&chart, &[check_in(number, "after")]);
        assert!(refused.status >= 500, "{}", refused.status);
        let read = client.get(&entries);
        assert!(read.status >= 500 && !read.text().contains("before"), "{}", read.status);
    }
    one.stop_well();
    two.stop_well();
}

/// A second place that knows the clinic by its own copy of the configuration and of the root key alone.
fn second_of(place: &Place) -> Place {
    let second = Place::empty();
    std::fs::create_dir(second.data()).expect("a folder");
    super::place::set_mode(&second.data(), 0o700);
    std::fs::copy(place.data().join("namima.toml"), second.data().join("namima.toml")).expect("a copy");
    std::fs::copy(place.root(), second.root()).expect("a copy");
    second
}

#[test]
fn an_address_with_a_password_or_one_database_for_both_is_refused() {
    for (ledger, keys, content) in [
        ("postgres://postgres:secret@/a?host=/run/x", "postgres://postgres@/b?host=/run/x", "password"),
        (
            "postgres://postgres@/a?host=/run/x",
            "postgres://postgres@/a?host=/run/x",
            "two different databases",
        ),
        ("postgres://postgres@db.example.org/a", "postgres://postgres@db.example.org/b", "local socket"),
        ("postgres://postgres@/a?host=/nowhere", "postgres://postgres@/b?host=/nowhere", "cannot be used"),
    ] {
        let place = Place::empty();
        let rest = ["--people", "1", "--days", "1", "--ledger-database", ledger, "--keys-database", keys];
        let refused = place.run(&["simulate"], &rest);
        refused.refuses(1, content);
        assert!(!refused.err.contains("secret"), "{refused:?}");
        assert!(place.files().is_empty(), "the same command may be run again");
    }
}
