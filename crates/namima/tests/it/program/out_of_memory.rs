//! A machine that has no memory left for the program: it may stop; nothing that it acknowledged is lost, and nobody gets in.

use std::path::Path;
use std::process::Command;

use super::command::BINARY;
use super::entries::{check_in, id};
use super::http::Client;
use super::place::{Place, set_mode};
use super::server::Server;

/// What the program may have in address space beyond what it has when it is ready, in KiB: less, and less again.
const ROOM_KIB: [u64; 3] = [6_000, 1_500, 200];
const WRITERS: u64 = 12;
const EACH: u64 = 15;

fn address_space_kib(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("a process");
    let line = status.lines().find(|line| line.starts_with("VmSize:")).expect("a size");
    line.split_whitespace().nth(1).and_then(|size| size.parse().ok()).expect("a number")
}

/// No more address space than this from now on.
fn limit(process: u32, kib: u64) {
    let bytes = kib * 1_024;
    let limit = format!("--as={bytes}:{bytes}");
    let status = Command::new("prlimit").args(["--pid", &process.to_string(), &limit]).status();
    assert!(status.expect("prlimit, of util-linux").success());
}

/// What one writer was told is stored; the program may be gone at any moment.
fn write(patient: &Client, chart: &str, first: u64) -> Vec<u64> {
    let note = "words ".repeat(600);
    let send = |number: &u64| {
        let entry = [check_in(*number, &note)];
        let answer = std::panic::catch_unwind(|| patient.submit(chart, &entry)).ok();
        answer.is_some_and(|answer| match answer.status {
            200 => true,
            // Not saved, or unknown; said as such.
            status => {
                assert_eq!(status, 503, "{}", answer.text());
                assert_ne!(answer.json()["error"]["stored"], true);
                false
            }
        })
    };
    (first..first + EACH).filter(send).collect()
}

/// With little room and with none, many write at once. Whatever was acknowledged is there once when the program starts again,
/// the log is whole, and a stranger got nothing at any time.
///
/// Verifies: AVL-007
#[test]
fn no_memory_loses_nothing_and_lets_nobody_in() {
    let place = Place::few();
    let binary = place.path("quiet");
    std::fs::write(&binary, format!("#!/bin/sh\nulimit -c 0\nexec '{BINARY}' \"$@\"\n")).expect("a script");
    set_mode(&binary, 0o700);
    let mut stored = Vec::new();
    let chart = place.chart(0);
    for (round, room) in (1_u64..).zip(ROOM_KIB) {
        let server = Server::start_with(&place, Path::new(&binary), |_| {});
        let patient = server.as_first("patient");
        limit(server.id(), address_space_kib(server.id()) + room);
        let heard: Vec<u64> = std::thread::scope(|scope| {
            let (patient, chart) = (&patient, &chart);
            let writers: Vec<_> = (0..WRITERS)
                .map(|writer| scope.spawn(move || write(patient, chart, round * 1_000_000 + writer * 1_000)))
                .collect();
            writers.into_iter().flat_map(|writer| writer.join().expect("what was heard")).collect()
        });
        stored.extend(heard);
        let stranger = server.stranger();
        let asked = format!("/api/v1/charts/{chart}/entries");
        if let Ok(answer) = std::panic::catch_unwind(|| stranger.get(&asked)) {
            assert!(matches!(answer.status, 401 | 503), "{}", answer.status);
        }
        server.kill();
        let content = place.run(&["verify"], &[]);
        assert_eq!(content.code, 0, "{room} KiB: {content:?}");
    }
    assert!(!stored.is_empty(), "nothing was acknowledged: what could have been lost?");
    let server = Server::start(&place);
    let entries = server.as_first("patient").json(&format!("/api/v1/charts/{chart}/entries")).to_string();
    for number in &stored {
        assert_eq!(entries.matches(&format!("\"{}\"", id(*number))).count(), 1, "{number}");
    }
    server.stop_well();
}
