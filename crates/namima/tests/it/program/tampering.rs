//! A clinic that somebody changed behind the program's back: `verify` says where.

use rusqlite::config::DbConfig;
use rusqlite::{Connection, params};
use serde_json::Value;

use super::entries::check_in;
use super::place::Place;
use super::server::Server;

type Id = [u8; 16];

/// The strand that most records are in.
const CARE: u8 = 1;

/// Opens the ledger as somebody with the file would, with the triggers out of the way.
pub(super) fn opened(place: &Place) -> Connection {
    let db = Connection::open(place.ledger()).expect("the ledger");
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false).expect("a setting");
    db
}

fn bytes(chart: &str) -> Id {
    let hex: String = chart.chars().filter(|digit| *digit != '-').collect();
    u128::from_str_radix(&hex, 16).expect("an id").to_be_bytes()
}

/// Changes a clinic in one way; what `verify` then finds, and how it says it.
fn found(change: impl FnOnce(&Connection, Id, Id)) -> (Vec<Value>, String, Place) {
    let place = Place::few();
    let (one, other) = (bytes(&place.chart(0)), bytes(&place.chart(1)));
    change(&opened(&place), one, other);
    let content = place.run(&["verify"], &["--json"]);
    assert_eq!(content.code, 1, "{content:?}");
    let bad = content.json()["bad"].as_array().expect("a list").clone();
    let content = place.run(&["verify"], &[]);
    content.refuses(1, "BAD ");
    assert!(!content.out.contains("合成") && !content.out.contains("All as it was written"), "{content:?}");
    (bad, content.out, place)
}

/// A change that `verify` places at this position of the first chart's strand.
fn found_at(seq: i64, change: impl FnOnce(&Connection, Id, Id)) {
    let (bad, content, place) = found(change);
    let here =
        |bad: &&Value| bad["chart"] == place.chart(0).as_str() && bad["strand"] == CARE && bad["seq"] == seq;
    assert!(bad.iter().any(|bad| here(&bad)), "{bad:?}");
    for part in [format!("chart {}", place.chart(0)), format!("position {seq}")] {
        assert!(content.contains(&part), "{content}");
    }
}

fn changed(db: &Connection, text: &str, values: impl rusqlite::Params) {
    assert!(db.execute(text, values).expect("a change") >= 1, "{text}");
}

/// One byte of a column, changed.
fn bent(db: &Connection, column: &str, chart: Id, seq: i64) {
    let (read, write) = match column {
        "sealed" => (
            "SELECT sealed FROM record WHERE chart = ?1 AND strand = ?2 AND seq = ?3",
            "UPDATE record SET sealed = ?4 WHERE chart = ?1 AND strand = ?2 AND seq = ?3",
        ),
        "commitment" => (
            "SELECT commitment FROM record WHERE chart = ?1 AND strand = ?2 AND seq = ?3",
            "UPDATE record SET commitment = ?4 WHERE chart = ?1 AND strand = ?2 AND seq = ?3",
        ),
        "link" => (
            "SELECT link FROM record WHERE chart = ?1 AND strand = ?2 AND seq = ?3",
            "UPDATE record SET link = ?4 WHERE chart = ?1 AND strand = ?2 AND seq = ?3",
        ),
        _ => (
            "SELECT id FROM record WHERE chart = ?1 AND strand = ?2 AND seq = ?3",
            "UPDATE record SET id = ?4 WHERE chart = ?1 AND strand = ?2 AND seq = ?3",
        ),
    };
    let mut value: Vec<u8> =
        db.query_row(read, params![chart, CARE, seq], |row| row.get(0)).expect("a record");
    let middle = value.len() / 2;
    value[middle] ^= 1;
    changed(db, write, params![chart, CARE, seq, value]);
}

#[test]
fn one_bit_of_a_record_is_found_in_every_column() {
    for column in ["sealed", "commitment", "link", "id"] {
        found_at(7, |db, one, _| bent(db, column, one, 7));
    }
}

#[test]
fn a_record_under_another_key_id_is_found() {
    found_at(4, |db, one, other| {
        let text = "UPDATE record SET key_id = (SELECT key_id FROM record WHERE chart = ?3 AND strand = ?2 LIMIT 1) \
                    WHERE chart = ?1 AND strand = ?2 AND seq = 4";
        changed(db, text, params![one, CARE, other]);
    });
}

#[test]
fn swapped_records_are_found_with_and_without_their_links() {
    let swap = "UPDATE record SET seq = CASE seq WHEN 5 THEN 1000006 ELSE 1000005 END \
                WHERE chart = ?1 AND strand = ?2 AND seq IN (5, 6)";
    let back = "UPDATE record SET seq = seq - 1000000 WHERE seq > 1000000 AND chart = ?1 AND strand = ?2";
    found_at(5, |db, one, _| {
        changed(db, swap, params![one, CARE]);
        changed(db, back, params![one, CARE]);
    });
    let sealed = "UPDATE record SET sealed = (SELECT sealed FROM record AS other WHERE other.chart = ?1 \
                  AND other.strand = ?2 AND other.seq = 6) WHERE chart = ?1 AND strand = ?2 AND seq = 5";
    found_at(5, |db, one, _| changed(db, sealed, params![one, CARE]));
}

#[test]
fn a_record_moved_from_another_chart_is_found() {
    found_at(3, |db, one, other| {
        let text = "UPDATE record SET (id, key_id, commitment, link, sealed) = \
                    (SELECT id, key_id, commitment, link, sealed FROM record WHERE chart = ?3 AND strand = ?2 AND seq = 3) \
                    WHERE chart = ?1 AND strand = ?2 AND seq = 3";
        changed(db, text, params![one, CARE, other]);
    });
}

#[test]
fn a_dropped_record_is_found_in_the_middle_and_at_the_end() {
    let drop = "DELETE FROM record WHERE chart = ?1 AND strand = ?2 AND seq = ?3";
    found_at(9, |db, one, _| changed(db, drop, params![one, CARE, 9]));
    let (bad, _, place) = found(|db, one, _| {
        let last = "DELETE FROM record WHERE chart = ?1 AND strand = ?2 AND seq = \
                    (SELECT max(seq) FROM record WHERE chart = ?1 AND strand = ?2)";
        changed(db, last, params![one, CARE]);
    });
    assert!(
        bad.iter().any(|bad| bad["chart"] == place.chart(0).as_str() && bad["strand"] == CARE),
        "{bad:?}"
    );
    let (bad, _, place) = found(|db, one, _| {
        changed(db, "DELETE FROM record WHERE chart = ?1", [one]);
        changed(db, "DELETE FROM head WHERE chart = ?1", [one]);
    });
    assert!(bad.iter().any(|bad| bad["chart"] == place.chart(0).as_str()), "a whole chart: {bad:?}");
}

/// Verifies: INT-005
#[test]
fn the_newest_records_and_their_head_do_not_go_unnoticed() {
    let (bad, content, place) = found(|db, one, _| {
        let last = "DELETE FROM record WHERE chart = ?1 AND strand = ?2 AND seq = \
                    (SELECT seq FROM head WHERE chart = ?1 AND strand = ?2)";
        changed(db, last, params![one, CARE]);
        let back = "UPDATE head SET (seq, link) = (SELECT seq, link FROM record WHERE chart = ?1 AND strand = ?2 \
                    ORDER BY seq DESC LIMIT 1) WHERE chart = ?1 AND strand = ?2";
        changed(db, back, params![one, CARE]);
    });
    let missing = bad.iter().find(|bad| bad["what"] == "records-missing").expect("it is found");
    assert_eq!(missing["chart"], place.chart(0).as_str());
    assert!(content.contains("are gone") && content.contains("伝える記録がありません"), "{content}");
}

/// Verifies: AUD-004
#[test]
fn the_newest_events_and_their_head_do_not_go_unnoticed() {
    let (bad, content, _) = found(|db, _, _| {
        // Whoever was brought in last is named by none of the events that stay.
        changed(db, "DELETE FROM audit WHERE seq > 3", []);
        changed(db, "UPDATE audit_head SET (seq, link) = (SELECT seq, link FROM audit WHERE seq = 3)", []);
    });
    assert!(bad.iter().any(|bad| bad["what"] == "record-unnamed" && bad["seq"].is_u64()), "{bad:?}");
    assert!(content.contains("no audit event tells"), "{content}");
}

/// An account whose row is gone is named by `verify`, and the demo does not start without it.
#[test]
fn nobody_is_left_out_silently() {
    let (bad, _, place) = found(|db, _, _| {
        changed(
            db,
            "DELETE FROM row WHERE space = 1 AND key = (SELECT max(key) FROM row WHERE space = 1)",
            [],
        );
    });
    assert!(bad.iter().any(|bad| bad["what"] == "directory-row"), "{bad:?}");
    let ready = place.path("again.json");
    let ready = ready.to_str().expect("a path");
    let demo = ["--listen", "127.0.0.1:0", "--ready", ready];
    place.run(&["demo"], &demo).refuses(1, "(other-than-checkpoint)");
    assert_eq!(place.run(&["checkpoint", "accept"], &["--reason", "let us see"]).code, 0);
    place.run(&["demo"], &demo).refuses(1, "a record does not open");
    assert!(!place.path("again.json").exists());
}

#[test]
fn the_audit_log_betrays_every_change() {
    let bend = "UPDATE audit SET time_ms = time_ms + 1 WHERE seq = 5";
    let drop = "DELETE FROM audit WHERE seq = 5";
    let other = "UPDATE audit SET sealed = (SELECT sealed FROM audit WHERE seq = 6) WHERE seq = 5";
    for text in [bend, drop, other] {
        let (bad, content, _) = found(|db, _, _| changed(db, text, []));
        assert!(bad.iter().any(|bad| bad["seq"] == 5 && bad["chart"].is_null()), "{text}: {bad:?}");
        assert!(content.contains("position 5"), "{content}");
    }
    let last = "DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)";
    let (bad, _, _) = found(|db, _, _| changed(db, last, []));
    assert!(
        bad.iter().any(|bad| bad["what"].as_str().is_some_and(|what| what.starts_with("audit"))),
        "{bad:?}"
    );
}

#[test]
fn projections_that_do_not_follow_from_the_records_are_found() {
    let panel = "UPDATE row SET value = (SELECT value FROM row AS other WHERE other.space = row.space \
                 AND other.key <> row.key AND length(other.value) = length(row.value) LIMIT 1), version = version \
                 WHERE space = (SELECT space FROM row WHERE key = ?1 ORDER BY length(value) DESC LIMIT 1) AND key = ?1";
    let (bad, _, _) = found(|db, one, _| changed(db, panel, [one]));
    assert!(!bad.is_empty());
    let (bad, _, _) = found(|db, one, _| changed(db, "DELETE FROM row WHERE key = ?1", [one]));
    assert!(!bad.is_empty());
    let job =
        "INSERT INTO job (clinic, id, kind, chart, due_ms) SELECT clinic, ?1, 1, ?1, 0 FROM head LIMIT 1";
    let (bad, _, place) = found(|db, one, _| changed(db, job, [one]));
    assert!(bad.iter().any(|bad| bad["chart"] == place.chart(0).as_str()), "{bad:?}");
}

#[test]
fn a_page_with_a_tampered_record_shows_nothing_of_it() {
    let place = Place::few();
    bent(&opened(&place), "sealed", bytes(&place.chart(0)), 7);
    let server = Server::start(&place);
    let clinician = server.as_first("clinician");
    let chart = place.chart(0);
    for path in [format!("/api/v1/charts/{chart}/timeline"), format!("/charts/{chart}")] {
        let answer = clinician.get(&path);
        assert!((500..600).contains(&answer.status), "{path}: {}", answer.status);
        assert!(!answer.text().contains("mood"), "{path}");
        // No key is missing: what is stored is not as it was written.
        assert!(answer.text().contains("合わないところ") && !answer.text().contains("鍵が"), "{path}");
    }
    let out = place.path("o.json");
    let content = place
        .run(&["export", "--format", "json"], &["--chart", &chart, "--out", out.to_str().expect("a path")]);
    content.refuses(1, "a record does not open");
    assert!(!out.exists());
    server.stop_well();
}

/// One damaged row of the panel is named; the others are shown, and the next entry mends it.
#[test]
fn a_damaged_panel_row_is_shown_as_such() {
    let place = Place::few();
    let (one, other) = (place.chart(0), place.chart(1));
    let damage = "UPDATE row SET value = CAST(substr(value, 1, 60) || x'0000' || substr(value, 63) AS BLOB) \
                  WHERE space = 5 AND key = ?1";
    let server = Server::start(&place);
    changed(&opened(&place), damage, [bytes(&one)]);
    let clinician = server.as_first("clinician");
    let page = clinician.get("/panel");
    assert_eq!(page.status, 200);
    assert_eq!(page.text().matches("読めません").count(), 1);
    let row = |chart: &str| {
        let panel = clinician.get("/api/v1/panel").json();
        let rows = panel["patients"].as_array().expect("rows").clone();
        rows.into_iter().find(|row| row["chart"] == chart).expect("the row")
    };
    let (broken, whole) = (row(&one), row(&other));
    assert_eq!((&broken["unreadable"], &broken["entries_since_review"]), (&true.into(), &Value::Null));
    assert!(broken["name"].as_str().is_some_and(|name| !name.is_empty()) && broken["last_entry"].is_null());
    assert_eq!(whole["unreadable"], false);
    assert!(whole["entries_since_review"].is_u64());

    let accounts = server.accounts("patient");
    let account = accounts.iter().find(|account| account["chart"] == one.as_str()).expect("their account");
    let patient = server.as_account(account);
    assert_eq!(patient.submit(&one, &[check_in(1, "again-")]).status, 200);
    assert_eq!(row(&one)["unreadable"], false);
    server.stop_well();
    // The row is mended; that somebody altered it stays said until a person accepts it.
    let bad = place.run(&["verify"], &["--json"]).json()["bad"].clone();
    assert_eq!((bad.as_array().map(Vec::len), &bad[0]["what"]), (Some(1), &"state".into()));
    assert_eq!(place.run(&["checkpoint", "accept"], &["--reason", "mended"]).code, 0);
    assert_eq!(place.run(&["verify"], &[]).code, 0);
}
