//! Every line of the log is the program's own, whatever a request holds.

use super::entries::check_in;
use super::place::Place;
use super::server::Server;

/// `2026-11-24T12:00:00.000000Z  WARN a request could not be answered code="…" request="…"`, in plain letters.
fn is_ours(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let at = words.next().unwrap_or_default();
    let is_time =
        at.len() > 20 && at.ends_with('Z') && at.bytes().all(|byte| b"0123456789-:.TZ".contains(&byte));
    let level = ["INFO", "WARN", "ERROR"].contains(&words.next().unwrap_or_default());
    is_time && level && line.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

/// Requests that cannot be answered are logged, one line each, while another program holds the database; nothing of what
/// the request held, line ends and escapes in any notation, is in the log or makes a line of it.
///
/// Verifies: AUD-012
#[test]
fn a_request_cannot_write_a_line_of_the_log() {
    let place = Place::few();
    let server = Server::start(&place);
    let (patient, chart) = (server.as_first("patient"), place.chart(0));
    let held = rusqlite::Connection::open(place.ledger()).expect("the ledger");
    held.execute_batch("BEGIN IMMEDIATE").expect("a lock");
    let forged = "forged%0d%0a2026-11-24T12:00:00.000000Z%20ERROR%20forged%1b[2K";
    let host = format!("localhost:{}", server.port());
    let agent = "forged\t2026-11-24T12:00:00.000000Z ERROR forged \u{202e}\u{85}";
    let headers = [("Host", &*host), ("User-Agent", agent), ("X-Request-Id", agent), ("Traceparent", agent)];
    let mut unanswered = 0;
    for path in [
        format!("/api/v1/charts/{chart}/timeline?purpose=care&{forged}"),
        format!("/days?{forged}"),
        "/plan".into(),
    ] {
        unanswered += usize::from(patient.send("GET", &path, &headers, b"").status == 503);
    }
    let words = "forged\n2026-11-24T12:00:00.000000Z ERROR forged\u{2028}";
    unanswered += usize::from(patient.submit(&chart, &[check_in(1, words)]).status == 503);
    held.execute_batch("ROLLBACK").expect("the lock is given back");
    assert!(unanswered >= 3, "{unanswered}");
    let log = server.errors();
    assert!(log.lines().count() >= unanswered, "{log}");
    for line in log.lines() {
        assert!(is_ours(line) && !line.contains("forged"), "{line:?}");
    }
    assert!(!is_ours("2026-11-24T12:00:00.000000Z ERROR \u{1b}[2K") && !is_ours("forged"));
    server.stop_well();
}
