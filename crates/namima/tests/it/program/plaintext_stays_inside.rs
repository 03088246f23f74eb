//! What the program never says, and whom it never lets look.

use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use serde_json::json;

use super::command::BINARY;
use super::entries::check_in;
use super::http::Client;
use super::place::{Place, set_mode};
use super::server::Server;

pub const MARKER: &str = "quietmarker7f3a";

/// Says the marker everywhere a person or a program can say something, also where it is refused.
pub fn say_everywhere(client: &Client, place: &Place, chart: &str) {
    assert_eq!(client.submit(chart, &[check_in(1, MARKER)]).status, 200);
    let mut twin = check_in(1, MARKER);
    twin["mood"] = json!(1);
    assert_eq!(client.submit(chart, &[twin]).status, 409);
    for field in ["zone", "date", "medicine", "id", "language"] {
        let mut wrong = check_in(2, "x");
        wrong[field] = json!(MARKER);
        assert_eq!(client.submit(chart, &[wrong]).status, 422, "{field}");
    }
    let origin = client.origin();
    let headers = [
        ("Host", origin.trim_start_matches("http://")),
        ("Origin", origin.as_str()),
        ("Content-Type", "application/json"),
        ("User-Agent", MARKER),
        ("X-Marker", MARKER),
    ];
    let entries = format!("/api/v1/charts/{chart}/entries");
    let broken = format!("{{\"entries\":[{{\"{MARKER}\"");
    assert_eq!(client.send("POST", &entries, &headers, broken.as_bytes()).status, 422);
    assert_eq!(client.get(&format!("/charts/{MARKER}?note={MARKER}")).status, 404);
    assert_eq!(client.get(&format!("/{MARKER}")).status, 404);
    assert_eq!(client.post("/api/v1/sign-in/link", &json!({ "token": MARKER })).status, 401);
    let map = "date=\"d\"\nzone=\"Asia/Tokyo\"\n[[item]]\ncolumn=\"v\"\nitem=\"v\"\nmin=0\nmax=9\ndirection=\"none\"";
    let map = place.write("map.toml", map);
    let table = place.write("table.csv", format!("d,v\n{MARKER},{MARKER}\n2024-04-01,=1{MARKER}\n"));
    let [map, table] = [map, table].map(|path| path.to_str().expect("a path").to_owned());
    let content = place.run(&["import", "csv"], &["--chart", chart, "--map", &map, "--apply", &table]);
    assert!(
        content.code == 1 && !content.out.contains(MARKER) && !content.err.contains(MARKER),
        "{content:?}"
    );
}

#[test]
fn logs_hold_nothing_that_anybody_said_and_nobodys_name() {
    let place = Place::few();
    let mut server = Server::start(&place);
    let (patient, chart) = (server.as_first("patient"), place.chart(0));
    say_everywhere(&patient, &place, &chart);
    // Failures that are logged: a record that does not open, a store that cannot be read.
    assert_eq!(server.stop(), Some(0));
    let (out, err) = (server.output(), server.errors());
    for log in [&out, &err] {
        for word in [MARKER, patient.secret(), &chart] {
            assert!(!log.contains(word), "{word} is in a log");
        }
    }
    for account in server.ready["accounts"].as_array().expect("accounts") {
        for field in ["name", "token"] {
            assert!(!err.contains(account[field].as_str().expect("a text")), "a {field} is in the log");
        }
    }
}

#[test]
fn nothing_that_anybody_said_is_readable_on_disk() {
    let place = Place::few();
    let server = Server::start(&place);
    let (patient, chart) = (server.as_first("patient"), place.chart(0));
    say_everywhere(&patient, &place, &chart);
    let holds = |what: &[u8], word: &str| what.windows(word.len()).any(|window| window == word.as_bytes());
    let check = || {
        for (path, (mode, content)) in place.files() {
            let folder = path.is_dir();
            assert_eq!(mode, if folder { 0o700 } else { 0o600 }, "{}", path.display());
            for word in [MARKER, patient.secret(), "合成"] {
                assert!(!holds(&content, word), "{word} is in {}", path.display());
            }
        }
    };
    check();
    server.stop_well();
    check();
}

/// The account that owns what the system tells about a process: root's, where the process may not be looked into.
fn seen_by(id: u32) -> u32 {
    fs::metadata(format!("/proc/{id}/mem")).expect("a process").uid()
}

struct Plain(Child);

impl Drop for Plain {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_running_program_leaves_no_core_file_and_lets_nobody_look_into_its_memory() {
    const NOBODY: u32 = 65_534;
    let root = rustix::process::geteuid().is_root();
    let as_nobody = |command: &mut Command| {
        if root {
            command.uid(NOBODY).gid(NOBODY);
        }
    };
    let place = Place::empty();
    let binary = place.path("namima");
    fs::copy(BINARY, &binary).expect("a copy");
    set_mode(&binary, 0o755);
    if root {
        chown(place.path(""), Some(NOBODY), Some(NOBODY)).expect("an owner");
    }
    let mut control = Command::new("sleep");
    control.arg("600").stdin(Stdio::null());
    as_nobody(&mut control);
    let control = Plain(control.spawn().expect("a process"));
    let mut simulate = Command::new(&binary);
    simulate.args(["simulate", "--people", "1", "--days", "1", "--data"]).arg(place.data());
    as_nobody(&mut simulate);
    assert!(simulate.status().expect("the program starts").success());
    let server = Server::start_with(&place, &binary, as_nobody);
    assert_ne!(seen_by(control.0.id()), 0, "an ordinary process belongs to who started it");
    assert_eq!(seen_by(server.id()), 0, "the program can be looked into");
}
