//! Someone changes the database behind the program's back: `verify` names the place.

use clinic::Status;
use diary::{Role, Sharing};
use rusqlite::{Connection, params};

use crate::entries::{entry, mood, noted, safety_answer};
use testkit::{TODAY, TestClinic, account, chart, submit_to};

/// Two charts with a few records in three strands, a task and some events.
pub async fn lived_in() -> TestClinic {
    let house = TestClinic::new().await;
    for number in [1, 2] {
        let patient = house.sign_in_nth(Role::Patient, number).await;
        for at in 1..=3 {
            let new = entry(at, TODAY, noted(at as u8, "words", Sharing::CareTeam));
            let written = submit_to(&house.clinic, &patient, number, vec![new]).await.unwrap();
            assert_eq!(written[0].status, Status::Stored);
        }
        submit_to(&house.clinic, &patient, number, vec![entry(9, TODAY, safety_answer())]).await.unwrap();
    }
    house.assert_clean().await;
    house
}

/// Runs each statement on a fresh copy of the same house, and checks what is found first.
async fn finds(cases: &[Case]) {
    let house = lived_in().await;
    for (text, what, strand, seq) in cases {
        let db = house.intruder();
        let kept = snapshot(&db);
        let text = text.replace(":one", "x'01010101010101010101010101010101'");
        let text = text.replace(":patient", "x'a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1'");
        let text = text.replace(":two", "x'02020202020202020202020202020202'");
        db.execute_batch("PRAGMA ignore_check_constraints = ON").unwrap();
        db.execute_batch(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let bad = house.bad().await;
        let hit = bad.iter().find(|(name, ..)| name == what);
        let hit = hit.unwrap_or_else(|| panic!("{text}: {bad:?}"));
        assert_eq!((hit.2, hit.3), (*strand, *seq), "{text}");
        if strand.is_some() {
            assert!(hit.1.is_some());
        }
        restore(&db, &kept);
        house.assert_clean().await;
    }
}

/// Every table that holds what is verified.
pub const TABLES: [&str; 6] = ["record", "head", "audit", "audit_head", "row", "job"];

/// Tables as somebody copied them.
pub type Copied = Vec<(String, Vec<Vec<rusqlite::types::Value>>)>;

pub fn snapshot(db: &Connection) -> Copied {
    let read = |table: &&str| {
        let mut all = db.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = all.column_count();
        let rows = all.query_map([], |row| (0..columns).map(|at| row.get(at)).collect()).unwrap();
        ((*table).to_owned(), rows.map(Result::unwrap).collect())
    };
    TABLES.iter().map(read).collect()
}

pub fn restore(db: &Connection, kept: &[(String, Vec<Vec<rusqlite::types::Value>>)]) {
    db.execute_batch("BEGIN IMMEDIATE").unwrap();
    for (table, rows) in kept {
        db.execute(&format!("DELETE FROM {table}"), []).unwrap();
        for row in rows {
            let places = vec!["?"; row.len()].join(", ");
            let text = format!("INSERT INTO {table} VALUES ({places})");
            db.execute(&text, rusqlite::params_from_iter(row)).unwrap();
        }
    }
    db.execute_batch("COMMIT").unwrap();
}

/// Two rows of a space change places.
macro_rules! swap {
    ($space:literal) => {
        concat!(
            "UPDATE row SET value = (SELECT other.value FROM row AS other WHERE other.space = ",
            $space,
            " AND other.key <> row.key LIMIT 1) WHERE space = ",
            $space
        )
    };
}

/// A statement, and what is found where.
type Case = (&'static str, &'static str, Option<u8>, Option<u64>);

/// What is done to the records, and what is found first.
const RECORDS: &[Case] = &[
        ("UPDATE record SET sealed = CAST(substr(sealed, 1, 40) || iif(substr(sealed, 41, 1) = x'00', x'01', x'00') || substr(sealed, 42) AS BLOB)
         WHERE chart = :one AND strand = 1 AND seq = 2", "seal", Some(1), Some(2)),
        ("UPDATE record SET sealed = x'' WHERE chart = :two AND strand = 2 AND seq = 3", "seal", Some(2), Some(3)),
        ("UPDATE record SET key_id = randomblob(16) WHERE chart = :one AND strand = 1 AND seq = 4", "seal", Some(1), Some(4)),
        ("UPDATE record SET commitment = zeroblob(32) WHERE chart = :one AND strand = 2 AND seq = 1", "link", Some(2), Some(1)),
        ("UPDATE record SET link = zeroblob(32) WHERE chart = :one AND strand = 1 AND seq = 3", "link", Some(1), Some(3)),
        ("UPDATE record SET id = randomblob(16) WHERE chart = :one AND strand = 1 AND seq = 1", "link", Some(1), Some(1)),
        ("DELETE FROM record WHERE chart = :one AND strand = 1 AND seq = 2", "link", Some(1), Some(2)),
        ("DELETE FROM record WHERE chart = :one AND strand = 1 AND seq = 4", "head", Some(1), Some(4)),
        ("DELETE FROM record WHERE chart = :one AND strand = 1 AND seq > 1", "head", Some(1), Some(2)),
        ("DELETE FROM record WHERE chart = :one AND strand = 17", "head", Some(17), Some(1)),
        ("UPDATE record SET sealed = x'' WHERE chart = :patient", "seal", Some(17), Some(1)),
        ("UPDATE record SET link = zeroblob(32) WHERE chart = :patient", "link", Some(17), Some(1)),
        ("DELETE FROM record WHERE chart = :patient", "head", Some(17), Some(1)),
        (
            "UPDATE record SET sealed = (SELECT other.sealed FROM record AS other WHERE other.strand = 17
             AND other.chart > :patient LIMIT 1) WHERE chart = :patient",
            "seal",
            Some(17),
            Some(1),
        ),
        ("DELETE FROM head WHERE chart = :one AND strand = 2", "head", Some(2), Some(1)),
        ("UPDATE head SET seq = 3 WHERE chart = :one AND strand = 1", "head", Some(1), Some(3)),
        ("UPDATE record SET strand = 3, seq = 1 WHERE chart = :one AND strand = 1 AND seq = 4", "link", Some(3), Some(1)),
        ("UPDATE record SET seq = 5, chart = :two WHERE chart = :one AND strand = 1 AND seq = 4", "head", Some(1), Some(4)),
        ("UPDATE record SET seq = 9 WHERE chart = :one AND strand = 1 AND seq = 2", "link", Some(1), Some(2)),
        (
            "INSERT INTO record SELECT clinic, chart, strand, 5, randomblob(16), key_id, commitment, link, sealed
             FROM record WHERE chart = :one AND strand = 1 AND seq = 4",
            "link",
            Some(1),
            Some(5),
        ),
        (
            "UPDATE record SET seq = -seq WHERE chart = :one AND strand = 1 AND seq IN (2, 3);
             UPDATE record SET seq = 5 + seq WHERE chart = :one AND strand = 1 AND seq < 0",
            "link",
            Some(1),
            Some(2),
        ),
        (
            "UPDATE record SET sealed = (SELECT sealed FROM record WHERE chart = :one AND strand = 1 AND seq = 5 - row.seq)
             FROM (SELECT 2 AS seq UNION SELECT 3) AS row
             WHERE record.chart = :one AND record.strand = 1 AND record.seq = row.seq",
            "seal",
            Some(1),
            Some(2),
        ),
];

/// What is done to the audit log.
const EVENTS: &[Case] = &[
    (
        "UPDATE audit SET sealed = CAST(substr(sealed, 1, 40) || iif(substr(sealed, 41, 1) = x'00', x'01', x'00') || substr(sealed, 42) AS BLOB) WHERE seq = 4",
        "audit-seal",
        None,
        Some(4),
    ),
    ("UPDATE audit SET key_id = randomblob(16) WHERE seq = 4", "audit-seal", None, Some(4)),
    ("UPDATE audit SET time_ms = time_ms + 1 WHERE seq = 3", "audit", None, Some(3)),
    ("UPDATE audit SET subject = zeroblob(32) WHERE seq = 3", "audit", None, Some(3)),
    ("UPDATE audit SET event = randomblob(16) WHERE seq = 2", "audit", None, Some(2)),
    ("UPDATE audit SET commitment = zeroblob(32) WHERE seq = 2", "audit", None, Some(2)),
    ("UPDATE audit SET link = zeroblob(32) WHERE seq = 5", "audit", None, Some(5)),
    ("DELETE FROM audit WHERE seq = 1", "audit", None, Some(1)),
    ("DELETE FROM audit WHERE seq = 6", "audit", None, Some(6)),
    ("DELETE FROM audit WHERE seq > 7", "audit", None, Some(8)),
    ("DELETE FROM audit", "audit", None, Some(1)),
    ("UPDATE audit_head SET seq = 9, link = (SELECT link FROM audit WHERE seq = 9)", "audit", None, Some(10)),
    ("UPDATE audit_head SET link = zeroblob(32)", "audit", None, Some(LAST)),
    (
        "UPDATE audit SET seq = -seq WHERE seq IN (2, 3); UPDATE audit SET seq = 5 + seq WHERE seq < 0",
        "audit",
        None,
        Some(2),
    ),
    (
        "INSERT INTO audit SELECT clinic, seq + 1, time_ms, randomblob(16), subject, key_id, commitment, link, sealed
             FROM audit ORDER BY seq DESC LIMIT 1",
        "audit",
        None,
        Some(LAST + 1),
    ),
];

/// What is done to rows, tasks and whole charts.
const ROWS: &[Case] = &[
    ("DELETE FROM row WHERE space = 5 AND key = :one", "panel-row", None, None),
    (
        "UPDATE row SET value = CAST(substr(value, 1, 60) || iif(substr(value, 61, 1) = x'00', x'01', x'00') || substr(value, 62) AS BLOB) WHERE space = 5",
        "panel-row",
        None,
        None,
    ),
    ("UPDATE row SET version = version + 1 WHERE space = 5 AND key = :two", "panel-row", None, None),
    (
        "INSERT INTO row SELECT clinic, space, randomblob(16), version, value FROM row WHERE space = 5 LIMIT 1",
        "panel-row",
        None,
        None,
    ),
    (swap!(5), "panel-row", None, None),
    (
        "DELETE FROM row WHERE space = 1 AND key = (SELECT max(key) FROM row WHERE space = 1)",
        "directory-row",
        None,
        None,
    ),
    (
        "DELETE FROM row WHERE space = 2 AND key = (SELECT max(key) FROM row WHERE space = 2)",
        "directory-row",
        None,
        None,
    ),
    ("DELETE FROM row WHERE space = 4 AND key = :one", "directory-row", None, None),
    (swap!(1), "directory-row", None, None),
    (swap!(2), "directory-row", None, None),
    (swap!(3), "directory-row", None, None),
    (swap!(4), "directory-row", None, None),
    (
        "INSERT INTO row SELECT clinic, 2, CAST(substr(key, 1, 16) || :two AS BLOB), version, value FROM row
             WHERE space = 2 AND substr(key, 17) = :one LIMIT 1",
        "directory-row",
        None,
        None,
    ),
    (
        "INSERT INTO row SELECT clinic, 4, randomblob(16), version, value FROM row WHERE space = 4 LIMIT 1",
        "directory-row",
        None,
        None,
    ),
    (
        "DELETE FROM record WHERE chart = :patient; DELETE FROM head WHERE chart = :patient",
        "directory-row",
        None,
        None,
    ),
    (
        "UPDATE record SET chart = zeroblob(16) WHERE chart = :patient; UPDATE head SET chart = zeroblob(16) WHERE chart = :patient",
        "chart-unknown",
        None,
        None,
    ),
    ("DELETE FROM job WHERE chart = :one", "task-missing", None, None),
    ("UPDATE job SET closed_ms = 5 WHERE chart = :two", "task-missing", None, None),
    ("UPDATE job SET due_ms = due_ms + 1 WHERE chart = :one", "task-missing", None, None),
    ("UPDATE job SET chart = :one", "task-missing", None, None),
    (
        "INSERT INTO job SELECT clinic, randomblob(16), kind, chart, due_ms, NULL FROM job LIMIT 1",
        "task-without-cause",
        None,
        None,
    ),
    (
        "DELETE FROM record WHERE chart = :one; DELETE FROM head WHERE chart = :one",
        "chart-missing",
        None,
        None,
    ),
    (
        "DELETE FROM record WHERE chart = :one AND strand = 17; DELETE FROM head WHERE chart = :one AND strand = 17",
        "chart-missing",
        None,
        None,
    ),
    (
        "UPDATE record SET chart = zeroblob(16) WHERE chart = :one; UPDATE head SET chart = zeroblob(16) WHERE chart = :one",
        "chart-unknown",
        None,
        None,
    ),
    (
        "UPDATE record SET sealed = x'' WHERE chart = (SELECT chart FROM record WHERE strand = 16) AND seq = 2",
        "seal",
        Some(16),
        Some(2),
    ),
];

/// Records changed, deleted, reordered, inserted, cut off, moved and swapped.
///
/// Verifies: INT-005
#[tokio::test]
async fn changed_records_are_named() {
    finds(RECORDS).await;
}

/// The audit chain: single bytes of every column, deletion, reordering, insertion, truncation.
///
/// Verifies: AUD-004
#[tokio::test]
async fn changed_events_are_named() {
    finds(EVENTS).await;
}

/// Events of [`lived_in`]: one opening, for each chart seven people concerned; for each chart a sign-in and four submissions.
const LAST: u64 = 25;

/// Rows and tasks that are missing, too many, altered, old or in another's place; and a chart that is gone.
///
/// Verifies: INT-005
#[tokio::test]
async fn changed_projections_are_named() {
    finds(ROWS).await;
}

/// Where the clinic's log cannot be read, that is the one thing found: nobody's own log is taken for another's.
#[tokio::test]
async fn an_unreadable_directory_is_the_one_finding() {
    let house = lived_in().await;
    let own = diary::ChartId::from_bytes(house.id.to_bytes());
    house.intruder().execute("UPDATE record SET sealed = x'' WHERE strand = 16 AND seq = 2", []).unwrap();
    assert_eq!(house.bad().await, [("seal", Some(own), Some(16), Some(2))]);
}

/// A record that is missing in the middle, or follows another one, is an error for every reader, never a shorter chart.
///
/// Verifies: INT-005
#[tokio::test]
async fn readers_notice_a_broken_chain() {
    let house = lived_in().await;
    let clinician = house.sign_in(Role::Clinician).await;
    let one = "chart = x'01010101010101010101010101010101' AND strand = 1";
    for text in [
        "DELETE FROM record WHERE :one AND seq = 2",
        "DELETE FROM record WHERE :one AND seq = 1",
        "DELETE FROM record WHERE :one AND seq = 4",
        "DELETE FROM record WHERE chart = (SELECT chart FROM record WHERE strand = 16) AND seq = 25",
        "UPDATE record SET link = zeroblob(32) WHERE :one AND seq = 2",
        "DELETE FROM record WHERE chart = (SELECT chart FROM record WHERE strand = 16) AND seq = 2",
    ] {
        let db = house.intruder();
        let kept = snapshot(&db);
        assert_eq!(db.execute(&text.replace(":one", one), []).unwrap(), 1);
        let node = house.node();
        let seen = node.charts().read(&testkit::cx(&clinician), chart(1)).await.err();
        let told = node.accounts().directory().await.err();
        let tampered = Some(clinic::ClinicError::Vault(vault::Error::Tampered));
        assert!(seen == tampered || told == tampered, "{text}: {seen:?} {told:?}");
        restore(&db, &kept);
        house.assert_clean().await;
    }
}

/// A row that does not open lets nobody in: a panel drawn from such relations has nobody on it.
#[tokio::test]
async fn altered_rows_deny() {
    let house = lived_in().await;
    let clinician = house.sign_in(Role::Clinician).await;
    let db = house.intruder();
    let alter = |space: u8| {
        let text = "UPDATE row SET value = CAST(substr(value, 1, 60) || x'0000' || substr(value, 63) AS BLOB) WHERE space = $1";
        assert!(db.execute(text, params![space]).unwrap() > 0);
    };
    let cx = testkit::cx(&clinician);
    alter(2);
    assert!(house.clinic.charts().read(&cx, chart(1)).await.is_err());
    let page = house.clinic.panel().page(&cx, 50, None).await.unwrap();
    assert!(page.patients.is_empty() && page.total == 0 && page.tasks == 0, "{page:?}");
    assert!(house.clinic.accounts().chart_for(&cx, policy::Action::ReadChart).await.is_err());
    alter(1);
    assert!(
        house.clinic.accounts().sign_in(account(Role::Patient, 1), clinic::Source::Loopback).await.is_err()
    );
    assert_eq!(house.bad().await[0].0, "directory-row");
}

/// Beside a running writer nothing looks wrong: entries, tasks, reviews, looks, sign-ins and enrolments go on meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn verifying_beside_a_writer_is_quiet() {
    let house = std::sync::Arc::new(lived_in().await);
    let writing = house.clone();
    let writer = tokio::spawn(async move {
        let patient = writing.sign_in(Role::Patient).await;
        let clinician = writing.sign_in(Role::Clinician).await;
        for round in 0..40_u16 {
            let number = 100 + round * 5;
            writing.clock.advance_s(1);
            let entries = vec![entry(number, TODAY, safety_answer()), entry(number + 1, TODAY, mood(4))];
            writing.submit(&patient, entries).await;
            let view = writing.chart(&clinician).await;
            let read = crate::entries::reviewing(&view, view.seen_up_to());
            writing
                .submit(
                    &clinician,
                    vec![entry(number + 2, TODAY, read), entry(number + 3, TODAY, crate::entries::event())],
                )
                .await;
            let enrolled = diary::ChartId::from_bytes(std::array::from_fn(|place| match place {
                0 => number as u8,
                1 => (number >> 8) as u8,
                _ => 9,
            }));
            let person = clinic::Person {
                name: "new".into(),
                born: "2000-01-01".parse().unwrap(),
                number: number.to_string(),
                language: diary::Language::En,
            };
            writing
                .clinic
                .accounts()
                .change_directory(&[clinic::DirectoryChange::Enrol(clinic::Enrolment {
                    chart: enrolled,
                    person,
                })])
                .await
                .unwrap();
        }
    });
    while !writer.is_finished() {
        assert_eq!(house.bad().await, []);
    }
    writer.await.unwrap();
    house.assert_clean().await;
}
