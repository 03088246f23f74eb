//! A folder that does not stand where the program left it: it is not served before a person accepts it.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::command::{Said, namima};
use super::entries::check_in;
use super::place::Place;
use super::server::Server;

const REASON: [&str; 2] = ["--reason", "the old disk is lost"];

/// Starts the demo, which must not come up.
fn start(place: &Place) -> Said {
    let data = place.data();
    namima(["demo", "--listen", "127.0.0.1:0", "--data", data.to_str().expect("a path")])
}

/// Writes one entry and stops well.
fn live_on(place: &Place) {
    let server = Server::start(place);
    let patient = server.as_first("patient");
    assert_eq!(patient.submit(&place.chart(0), &[check_in(1, "later")]).status, 200);
    server.stop_well();
}

/// A copy of the files of some folder, to put back.
fn copied(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let files = entries.filter(|path| path.extension().is_some_and(|ending| ending != "sock"));
    files.map(|path| (path.clone(), fs::read(&path).expect("a file"))).collect()
}

fn put_back(files: &[(PathBuf, Vec<u8>)]) {
    files.iter().for_each(|(path, bytes)| fs::write(path, bytes).expect("a file"));
}

fn found(place: &Place, rest: &[&str]) -> (i32, String) {
    let said = place.run(&["verify"], &[&["--json"], rest].concat());
    (said.code, said.json()["checkpoint"]["found"].as_str().expect("a word").to_owned())
}

/// Verifies: AUD-014
#[test]
fn records_put_back_are_not_served_until_a_person_accepts_them() {
    let place = Place::few();
    assert_eq!(found(&place, &[]), (0, "same".to_owned()));
    let yesterday = copied(&place.data());
    live_on(&place);
    put_back(&yesterday);
    assert_eq!(found(&place, &[]), (1, "behind".to_owned()));
    for _ in 0..2 {
        let refused = start(&place);
        refused.refuses(1, "(behind-checkpoint)");
        assert!(refused.err.contains("Nothing is served"), "{refused:?}");
    }
    place.run(&["checkpoint", "accept"], &["--reason", " "]).refuses(2, "--reason");
    start(&place).refuses(1, "(behind-checkpoint)");
    place.run(&["checkpoint", "accept"], &REASON).refuses(0, "Accepted");
    live_on(&place);
    assert_eq!(found(&place, &[]), (0, "same".to_owned()));
}

/// Rows that were altered while the server stood still, with nothing cut off.
///
/// Verifies: INT-020, AUD-014
#[test]
fn records_altered_while_nobody_looked_are_not_served() {
    let place = Place::few();
    live_on(&place);
    let db = Connection::open(place.ledger()).expect("the ledger");
    let old = "DELETE FROM row WHERE key = (SELECT max(key) FROM row WHERE space = 2) AND space = 2";
    assert_eq!(db.execute(old, []).expect("a change"), 1);
    drop(db);
    assert_eq!(found(&place, &[]), (1, "other".to_owned()));
    start(&place).refuses(1, "(other-than-checkpoint)");
}

/// Verifies: AUD-014
#[test]
fn a_killed_server_starts_again() {
    let place = Place::few();
    let server = Server::start(&place);
    let patient = server.as_first("patient");
    assert_eq!(patient.submit(&place.chart(0), &[check_in(1, "later")]).status, 200);
    server.kill();
    assert_eq!(found(&place, &[]), (0, "ahead".to_owned()));
    Server::start(&place).stop_well();
    assert_eq!(found(&place, &[]), (0, "same".to_owned()));
}

/// Data and keys put back together agree with each other; a checkpoint elsewhere does not.
///
/// Verifies: AUD-005, AUD-014
#[test]
fn a_checkpoint_elsewhere_tells_of_both_folders_put_back() {
    let place = Place::few();
    let (data, keys) = (copied(&place.data()), copied(&place.keys()));
    live_on(&place);
    let away = place.path("away.json");
    let out = ["--out", away.to_str().expect("a path")];
    assert_eq!(place.run(&["checkpoint"], &out).code, 0);
    place.run(&["checkpoint"], &out).refuses(2, "is there already");
    let against = ["--against", away.to_str().expect("a path")];
    assert_eq!(found(&place, &against), (0, "same".to_owned()));
    [data, keys].iter().for_each(|files| put_back(files));
    assert_eq!(found(&place, &[]), (0, "same".to_owned()));
    assert_eq!(found(&place, &against), (1, "behind".to_owned()));
    fs::write(&away, "{}").expect("a file");
    assert_eq!(found(&place, &against), (1, "other".to_owned()));
}

/// The same noticed by the start itself, where the configuration names a file off the folder.
///
/// Verifies: AUD-014
#[test]
fn the_file_that_the_configuration_names_counts_at_every_start() {
    let place = Place::few();
    let away = place.path("away.json");
    let config = place.data().join("namima.toml");
    let name = |path: &Path| {
        let text = fs::read_to_string(&config).expect("the file");
        let lines = text.lines().filter(|line| !line.starts_with("checkpoint_path"));
        let lines: Vec<&str> = lines.collect();
        let line = format!("checkpoint_path = \"{}\"\n", path.display());
        fs::write(&config, line + &lines.join("\n")).expect("a file");
    };
    name(&place.data().join("inside.json"));
    start(&place).refuses(1, "checkpoint_path");
    name(&away);
    let (data, keys) = (copied(&place.data()), copied(&place.keys()));
    live_on(&place);
    assert!(away.exists(), "taken when it stopped");
    live_on_again(&place);
    [data, keys].iter().for_each(|files| put_back(files));
    start(&place).refuses(1, "(behind-checkpoint)");
    place.run(&["checkpoint", "accept"], &REASON).refuses(0, "Accepted");
    live_on(&place);
    // An older one in the file's place says nothing new; one that is gone is made again.
    fs::remove_file(&away).expect("a file");
    live_on_again(&place);
    assert!(away.exists());
}

/// Verifies: AUD-014
#[test]
fn keys_without_their_checkpoint_vouch_for_nothing() {
    let place = Place::few();
    let db = Connection::open(place.keys().join("keys.db")).expect("the keys");
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false).expect("a setting");
    assert_eq!(db.execute("DELETE FROM checkpoint", []).expect("a change"), 1);
    drop(db);
    start(&place).refuses(1, "(behind-checkpoint)");
}

/// A planted trigger, and a database of before the first release.
///
/// Verifies: INT-005
#[test]
fn what_protects_the_records_is_looked_at_before_anything_is_served() {
    let planted = "CREATE TRIGGER planted AFTER INSERT ON job BEGIN UPDATE job SET closed_ms = 5; END";
    for (change, code) in [
        (planted, "(store-schema"),
        ("DROP TRIGGER record_delete", "(store-schema"),
        ("DROP INDEX record_id", "(store-schema"),
        ("CREATE TABLE refinery_schema_history (version INTEGER)", "(older-format"),
    ] {
        let place = Place::few();
        Connection::open(place.ledger()).expect("the ledger").execute_batch(change).expect("a change");
        start(&place).refuses(1, code);
    }
}

/// Keys are of one clinic and of one kind of folder.
///
/// Verifies: CRY-019
#[test]
fn another_kind_or_clinic_in_the_configuration_opens_nothing() {
    for line in ["kind", "clinic"] {
        let place = Place::few();
        let config = place.data().join("namima.toml");
        let text = fs::read_to_string(&config).expect("the file");
        let edited: Vec<String> = text
            .lines()
            .map(|old| match (line, old.split(' ').next()) {
                ("kind", Some("kind")) => "kind = \"clinic\"".to_owned(),
                ("clinic", Some("clinic")) => format!("clinic = \"{}\"", place.chart(0)),
                _ => old.to_owned(),
            })
            .collect();
        assert_ne!(edited.join("\n"), text.trim_end());
        fs::write(&config, edited.join("\n")).expect("a file");
        place.run(&["verify"], &[]).refuses(1, "(vault.other_installation");
    }
}

/// A key that somebody destroys beside a running server opens and seals nothing from then on.
///
/// Verifies: CRY-018
#[test]
fn a_key_destroyed_beside_the_server_is_worth_nothing() {
    let place = Place::few();
    let server = Server::start(&place);
    let (patient, chart) = (server.as_first("patient"), place.chart(0));
    let entries = format!("/api/v1/charts/{chart}/entries");
    assert_eq!(patient.submit(&chart, &[check_in(1, "before")]).status, 200);
    assert_eq!(patient.get(&entries).status, 200);
    let db = Connection::open(place.keys().join("keys.db")).expect("the keys");
    db.busy_timeout(std::time::Duration::from_secs(10)).expect("a setting");
    let owner: String = chart.chars().filter(|digit| *digit != '-').collect();
    let destroy = format!("DELETE FROM wrapped_key WHERE owner = x'{owner}' AND purpose = 257");
    assert_eq!(db.execute(&destroy, []).expect("a change"), 1);
    for number in 2..4 {
        let refused = patient.submit(&chart, &[check_in(number, "after")]);
        assert!(refused.status >= 500, "{}", refused.status);
        let read = patient.get(&entries);
        assert!(read.status >= 500 && !read.text().contains("before"), "{}", read.status);
    }
    // Everyone else goes on.
    let (other, _, chart) = server.patient(1);
    assert_eq!(other.submit(&chart, &[check_in(9, "others")]).status, 200);
    assert_eq!(other.get(&format!("/api/v1/charts/{chart}/entries")).status, 200);
    server.stop_well();
}

fn live_on_again(place: &Place) {
    let server = Server::start(place);
    let patient = server.as_first("patient");
    assert_eq!(patient.submit(&place.chart(0), &[check_in(2, "later still")]).status, 200);
    server.stop_well();
}
