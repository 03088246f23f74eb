//! What the program says to the network, as the system sees it: it answers, and never calls.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use super::command::BINARY;
use super::entries::check_in;
use super::place::{Place, set_mode};
use super::server::Server;

/// What a process can do to reach another machine, and what it has to do to be reached.
const WATCHED: &str = "trace=socket,socketpair,connect,bind,listen,sendto,sendmsg,sendmmsg,io_uring_setup";
const PATIENCE: Duration = Duration::from_secs(60);

/// A program in the place of ours, which runs it and writes down each of these calls of all its threads.
fn watched(place: &Place, log: &Path) -> PathBuf {
    let there = Command::new("strace").arg("-V").output();
    assert!(there.is_ok(), "strace is not installed (Debian: strace)");
    let path = place.path("watched");
    // With -D the watcher stands beside: signals go to the program itself.
    let script = format!(
        "#!/bin/sh\nexec strace -D -f -q -A -s 64 -e signal=none -e {WATCHED} -o '{}' '{BINARY}' \"$@\"\n",
        log.display()
    );
    fs::write(&path, script).expect("a script");
    set_mode(&path, 0o700);
    path
}

/// The calls that were written down, when the last thread has ended.
fn calls(log: &Path, ended: usize) -> Vec<String> {
    let begin = Instant::now();
    loop {
        let text = fs::read_to_string(log).unwrap_or_default();
        if text.lines().filter(|line| line.contains("+++ exited with")).count() >= ended {
            return text.lines().map(str::to_owned).filter(|line| !line.contains("+++")).collect();
        }
        assert!(begin.elapsed() < PATIENCE, "the watcher wrote nothing: {text}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Calls by which a process reaches out: to anything but a socket of this machine's file system.
fn outward(calls: &[String]) -> Vec<&String> {
    let speaks =
        |line: &str| ["connect(", "sendto(", "sendmsg(", "sendmmsg("].iter().any(|call| line.contains(call));
    let named = |line: &str| line.contains("sa_family=") && !line.contains("sa_family=AF_UNIX");
    // Answers on a connection that somebody else opened name no address.
    let calling = |line: &&String| (speaks(line) && named(line)) || line.contains("io_uring_setup(");
    calls.iter().filter(calling).collect()
}

/// Sockets that could speak to another machine.
fn sockets(calls: &[String]) -> Vec<&String> {
    let local = |line: &str| line.contains("socket(AF_UNIX") || line.contains("socketpair(AF_UNIX");
    calls.iter().filter(|line| line.contains("socket") && line.contains("(AF_") && !local(line)).collect()
}

fn use_everything(server: &Server, place: &Place) {
    let (patient, clinician, chart) =
        (server.as_first("patient"), server.as_first("clinician"), place.chart(0));
    assert_eq!(patient.submit(&chart, &[check_in(1, "words")]).status, 200);
    for path in ["/today", "/sleep", "/days", "/plan", "/privacy", "/access", "/help", "/sign-in", "/healthz"]
    {
        assert_eq!(patient.get(path).status, 200, "{path}");
    }
    for path in ["/panel", "/api/v1/panel", "/api/v1/openapi.json"] {
        assert_eq!(clinician.get(path).status, 200, "{path}");
    }
    for path in ["", "/entries", "/copy", "/add/medicine", "/add/review"] {
        assert_eq!(clinician.get(&format!("/charts/{chart}{path}")).status, 200, "{path}");
    }
    for call in ["timeline", "entries"] {
        assert_eq!(clinician.get(&format!("/api/v1/charts/{chart}/{call}")).status, 200, "{call}");
    }
    // A command beside the server goes through its socket.
    let out = place.path("out.json");
    let out = out.to_str().expect("a path");
    let content = place.run(&["export", "--format", "json"], &["--chart", &chart, "--out", out]);
    assert_eq!(content.code, 0, "{content:?}");
}

/// From start to stop, whatever it is asked, the server's only sockets for the network are those on which it is called, on
/// this machine alone; it never connects anywhere, and sends to no address. There is no list of exceptions.
///
/// Verifies: XFER-002
#[test]
fn the_server_answers_and_never_calls() {
    let place = Place::few();
    let log = place.path("calls");
    let binary = watched(&place, &log);
    let mut server = Server::start_with(&place, &binary, |_| {});
    use_everything(&server, &place);
    let port = server.port();
    assert_eq!(server.stop(), Some(0), "{}", server.errors());
    let calls = calls(&log, 1);
    assert_eq!(outward(&calls), Vec::<&String>::new());
    let bound: Vec<&String> =
        calls.iter().filter(|line| line.contains("bind(") && line.contains("sa_family=AF_INET")).collect();
    let here = |line: &&String| line.contains("inet_addr(\"127.0.0.1\")");
    assert!(!bound.is_empty() && bound.iter().all(here), "{bound:?}");
    assert!(
        port != 0 && calls.iter().any(|line| line.contains("listen(")),
        "the watcher saw it being called"
    );
    // The first tries the address before anything is opened.
    assert_eq!(sockets(&calls).len(), bound.len(), "no other socket: {:?}", sockets(&calls));
}

/// Commands make no socket for the network at all.
///
/// Verifies: XFER-002
#[test]
fn commands_stay_on_this_machine() {
    let place = Place::few();
    let (chart, data) = (place.chart(0), place.data());
    let (data, out) = (data.to_str().expect("a path"), place.path("out"));
    let (made, drawn) = (place.path("made"), place.path("drawn"));
    let text = |path: &PathBuf| path.to_str().expect("a path").to_owned();
    let commands: [&[&str]; 5] = [
        &["verify", "--data", data],
        &["export", "--data", data, "--format", "csv", "--chart", &chart, "--out", &text(&out)],
        &["init", "--data", &text(&made)],
        &["simulate", "--people", "1", "--days", "2", "--data", &text(&drawn)],
        &["serve", "--data", &text(&made)],
    ];
    for (at, command) in commands.iter().enumerate() {
        let log = place.path(&format!("calls{at}"));
        let status =
            Command::new(watched(&place, &log)).args(*command).output().expect("the program starts").status;
        assert_eq!(status.success(), command[0] != "serve", "{command:?}");
        let calls = calls(&log, 1);
        assert_eq!((outward(&calls), sockets(&calls)), (Vec::new(), Vec::new()), "{command:?}");
    }
}

/// The watcher does see a call: a program that makes one is found.
#[test]
fn a_call_would_be_seen() {
    let seen = [
        "12 connect(9, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr(\"192.0.2.1\")}, 16) = -1",
        "12 sendto(9, \"x\", 1, 0, {sa_family=AF_INET6, sin6_port=htons(53)}, 28) = 1",
        "12 io_uring_setup(8, {flags=0}) = 5",
    ];
    let quiet = [
        "12 connect(9, {sa_family=AF_UNIX, sun_path=\"/tmp/x/socket\"}, 110) = 0",
        "12 sendto(9, \"HTTP/1.1 200 OK\"..., 64, MSG_NOSIGNAL, NULL, 0) = 64",
    ];
    let lines: Vec<String> = seen.iter().chain(&quiet).map(|line| (*line).to_owned()).collect();
    assert_eq!(outward(&lines).len(), seen.len());
    let made = [
        "12 socket(AF_INET, SOCK_DGRAM) = 4",
        "12 socket(AF_NETLINK, SOCK_RAW) = 5",
        "12 socket(AF_UNIX, SOCK_STREAM) = 6",
    ];
    assert_eq!(sockets(&made.map(str::to_owned)).len(), 2);
}
