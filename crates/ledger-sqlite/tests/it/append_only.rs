//! Records and audit events cannot be changed, not even past the store.

use ledger::{JobWrite, Ledger};
use testkit::conformance::fixture::{CARE, CLINIC, StrandWriter, append, change, chart, event, job, with};

/// Statements that would rewrite, remove, replace or insert out of place.
const FORBIDDEN: &[&str] = &[
    "UPDATE record SET sealed = x'00'",
    "UPDATE record SET seq = seq + 10",
    "UPDATE OR REPLACE record SET id = zeroblob(16)",
    "DELETE FROM record",
    "DELETE FROM record WHERE seq = 2",
    "INSERT OR REPLACE INTO record SELECT clinic, chart, strand, seq, zeroblob(16), key_id, commitment, link, x'00' FROM record WHERE seq = 1",
    "INSERT OR REPLACE INTO record SELECT clinic, chart, strand, 3, id, key_id, commitment, link, x'00' FROM record WHERE seq = 1",
    "INSERT INTO record SELECT clinic, chart, strand, 4, zeroblob(16), key_id, commitment, link, sealed FROM record WHERE seq = 1",
    "INSERT INTO record SELECT clinic, chart, strand, seq, id, key_id, commitment, link, x'00' FROM record WHERE true ON CONFLICT DO UPDATE SET sealed = x'00'",
    "UPDATE audit SET time_ms = 0",
    "UPDATE OR REPLACE audit SET seq = 1 WHERE seq = 2",
    "DELETE FROM audit",
    "DELETE FROM audit WHERE seq = 2",
    "INSERT OR REPLACE INTO audit SELECT clinic, seq, 0, event, subject, key_id, commitment, link, sealed FROM audit WHERE seq = 1",
    "INSERT INTO audit SELECT clinic, 4, time_ms, event, subject, key_id, commitment, link, sealed FROM audit WHERE seq = 1",
];

/// Every rewriting statement is refused on a connection without any of the store's settings, and nothing has changed.
///
/// Verifies: AUD-004
#[tokio::test]
async fn rewriting_is_refused() {
    let (folder, ledger) = crate::fresh();
    let mut pen = StrandWriter::new(chart(1), CARE);
    let records = [pen.write(1), pen.write(2)];
    for (number, record) in (1..).zip(records.clone()) {
        ledger.commit(append(number, vec![record])).await.unwrap();
    }

    let intruder = crate::plain(folder.path());
    for statement in FORBIDDEN {
        let error = intruder.execute_batch(statement).expect_err(statement);
        assert!(error.to_string().contains("append-only"), "{statement}: {error}");
    }

    assert_eq!(ledger.records(chart(1), &[CARE]).await.unwrap(), records);
    let events = ledger.audit(CLINIC, 0, 10).await.unwrap();
    assert_eq!(events.into_iter().map(|stored| stored.audit).collect::<Vec<_>>(), [event(1), event(2)]);
}

/// The time at which a job was closed is not moved by closing it again.
#[tokio::test]
async fn closed_job_keeps_its_first_time() {
    let (folder, ledger) = crate::fresh();
    let id = job(1, 10).id;
    let writes = [JobWrite::Open(job(1, 10)), JobWrite::Close(id, 50), JobWrite::Close(id, 60)];
    for (number, write) in (1..).zip(writes) {
        ledger.commit(with(change(number), |change| change.jobs = vec![write])).await.unwrap();
    }
    let read = crate::plain(folder.path());
    let closed_ms: i64 = read.query_row("SELECT closed_ms FROM job", [], |row| row.get(0)).unwrap();
    assert_eq!(closed_ms, 50);
}
