//! A device that fails: nothing is half stored, everyone hears it, and the next commit works.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use ledger::{Change, JobWrite, Ledger, LedgerError, RowWrite, Storage};
use ledger_sqlite::testing::{Fault, Faults};
use ledger_sqlite::{BATCH, LedgerSqlite, QUEUE};
use tempfile::TempDir;
use testkit::conformance::fixture::{
    CARE, CLINIC, OWN, PANEL, StrandWriter, append, assert_empty, change, chart, event, event_about, job,
    put, row, verified_chain, with,
};
use testkit::private_folder;

fn faulty() -> (TempDir, LedgerSqlite, Faults) {
    let (folder, faults) = (private_folder(), Faults::default());
    let ledger = LedgerSqlite::open_faulty(folder.path(), faults.clone()).unwrap();
    (folder, ledger, faults)
}

/// A change with everything that a change can have.
fn everything() -> Change {
    let records = vec![StrandWriter::new(chart(1), CARE).write(1), StrandWriter::new(chart(1), OWN).write(2)];
    with(append(1, records), |change| {
        change.rows = vec![RowWrite::Put(row(b"k", 1)), RowWrite::Delete(PANEL, b"l".to_vec())];
        change.jobs = vec![JobWrite::Open(job(1, 10)), JobWrite::Close(job(2, 10).id, 5)];
        change.also(event_about(2, 5));
    })
}

/// The device fails at each step of a commit in turn: nothing at all is stored, and the commit after it works.
///
/// Verifies: AUD-003, AVL-007
#[tokio::test]
async fn fault_at_every_step_stores_nothing() {
    for (fault, storage) in [(Fault::Full, Storage::Full), (Fault::Io, Storage::Io)] {
        let (_folder, ledger, faults) = faulty();
        let mut answers = Vec::new();
        loop {
            faults.fail_at(answers.len() as u64, fault);
            let answer = ledger.commit(everything()).await;
            if faults.disarm() {
                assert_eq!(answer, Ok(()));
                break;
            }
            assert_empty(&ledger).await.unwrap();
            answers.push(answer);
        }
        // BEGIN; two records, two events, two rows, two jobs, two heads of strands, one of the events; COMMIT.
        assert_eq!(answers.len(), 13);
        let at_commit = answers.pop().unwrap();
        assert!(answers.iter().all(|answer| *answer == Err(LedgerError::NotSaved(storage))), "{answers:?}");
        let expected = if fault == Fault::Io { LedgerError::Unknown } else { LedgerError::NotSaved(storage) };
        assert_eq!(at_commit, Err(expected));
        assert_eq!(verified_chain(&ledger, CLINIC).await, Ok(2));
    }
}

/// Whatever of many waiting changes a failing batch takes along: what was answered is exactly what is stored.
///
/// Verifies: AUD-003, AVL-007
#[tokio::test]
async fn whole_batch_hears_of_a_fault() {
    let (_folder, ledger, faults) = faulty();
    let mut stored = 0;
    for step in 0..40 {
        faults.fail_at(step, Fault::Full);
        let keys = (0..8_u64).map(|writer| [step, writer].map(u64::to_be_bytes).concat()).collect::<Vec<_>>();
        let numbers = step * 8..;
        let answers =
            join_all(numbers.zip(&keys).map(|(number, key)| ledger.commit(put(number, key, 1)))).await;
        faults.disarm();
        for (key, answer) in keys.iter().zip(answers) {
            let found = ledger.row(CLINIC, PANEL, key).await.unwrap();
            match answer {
                Ok(()) => assert_eq!(found, Some(row(key, 1))),
                Err(error) => assert_eq!((error, found), (LedgerError::NotSaved(Storage::Full), None)),
            }
            stored += u64::from(answer_is_stored(&ledger, key).await);
        }
    }
    assert_eq!(verified_chain(&ledger, CLINIC).await, Ok(stored));
}

async fn answer_is_stored(ledger: &LedgerSqlite, key: &[u8]) -> bool {
    ledger.row(CLINIC, PANEL, key).await.unwrap().is_some()
}

/// A lost answer is "unknown"; sending the same change again tells.
#[tokio::test]
async fn lost_answer_is_unknown() {
    let (_folder, ledger, faults) = faulty();
    faults.lose_answer();
    assert_eq!(ledger.commit(everything()).await, Err(LedgerError::Unknown));
    assert_eq!(ledger.commit(everything()).await, Err(LedgerError::Malformed));
    assert_eq!(verified_chain(&ledger, CLINIC).await, Ok(2));
}

/// SQLite's own "database is full", reached by a real write that needs another page.
///
/// Verifies: AUD-003, AVL-007
#[tokio::test]
async fn full_disk_stores_nothing() {
    let (_folder, ledger, faults) = faulty();
    faults.limit_pages(1);
    let big = || append(1, vec![StrandWriter::new(chart(1), CARE).write_bytes(1, vec![7; 100_000])]);
    for _ in 0..3 {
        assert_eq!(ledger.commit(big()).await, Err(LedgerError::NotSaved(Storage::Full)));
        assert_empty(&ledger).await.unwrap();
    }
    faults.disarm();
    ledger.commit(big()).await.unwrap();
    assert_eq!(verified_chain(&ledger, CLINIC).await, Ok(1));
}

/// Another process holds the database: "not saved: locked" within a bounded time, reads go on, then all is well again.
///
/// Verifies: AVL-007
#[tokio::test]
async fn locked_database_is_not_saved() {
    let (folder, ledger) = crate::fresh();
    let other = crate::plain(folder.path());
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let begun = Instant::now();
    assert_eq!(ledger.commit(change(1)).await, Err(LedgerError::NotSaved(Storage::Locked)));
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert_empty(&ledger).await.unwrap();
    other.execute_batch("ROLLBACK").unwrap();
    ledger.commit(change(1)).await.unwrap();
    assert_eq!(verified_chain(&ledger, CLINIC).await, Ok(1));
}

/// More changes than the queue holds: the rest hears "busy" at once, and what waited is stored in order.
#[tokio::test]
async fn full_queue_is_busy() {
    let (folder, ledger) = crate::fresh();
    let other = crate::plain(folder.path());
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let release = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(500));
        other.execute_batch("ROLLBACK").unwrap();
    });
    let sent = QUEUE + BATCH + 100;
    let answers = join_all((0..sent as u64).map(|number| ledger.commit(change(number)))).await;
    release.join().unwrap();

    let stored = answers.iter().filter(|answer| answer.is_ok()).count();
    let busy = answers.iter().filter(|answer| **answer == Err(LedgerError::Busy)).count();
    assert_eq!(stored + busy, sent);
    assert!((100..=BATCH + 100).contains(&busy), "{busy}");
    assert_eq!(verified_chain(&ledger, CLINIC).await, Ok(stored as u64));
    let first = ledger.audit(CLINIC, 0, 1).await.unwrap().remove(0);
    assert_eq!(first.audit, event(0));
}
