//! A server that fails: nothing is half stored, everyone hears it, and the next commit works.

use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::join_all;
use ledger::{Change, JobWrite, Ledger, LedgerError, RowWrite, Storage};
use ledger_postgres::{BATCH, QUEUE};
use testkit::conformance::fixture::{
    CARE, CLINIC, OWN, PANEL, StrandWriter, append, assert_empty, change, chart, event, event_about, job,
    put, verified_chain, with,
};

/// A change with everything that a change can have.
fn everything() -> Change {
    let records = vec![StrandWriter::new(chart(1), CARE).write(1), StrandWriter::new(chart(1), OWN).write(2)];
    with(append(1, records), |change| {
        change.rows = vec![RowWrite::Put(testkit::conformance::fixture::row(b"k", 1))];
        change.jobs = vec![JobWrite::Open(job(1, 10))];
        change.also(event_about(2, 5));
    })
}

/// Makes every insert into this table fail with this code, at once or at COMMIT.
async fn arm(client: &tokio_postgres::Client, table: &str, when: &str, does: &str) {
    let kind = if when == "COMMIT" { "CONSTRAINT TRIGGER fault AFTER" } else { "TRIGGER fault BEFORE" };
    let deferred = if when == "COMMIT" { "DEFERRABLE INITIALLY DEFERRED" } else { "" };
    let text = format!(
        "CREATE SEQUENCE times;
        GRANT ALL ON times TO PUBLIC;
        CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {does}; RETURN NEW; END $$;
        CREATE {kind} INSERT ON {table} {deferred} FOR EACH ROW EXECUTE FUNCTION fault()"
    );
    client.batch_execute(&text).await.unwrap();
}

async fn disarm(client: &tokio_postgres::Client) {
    client.batch_execute("DROP FUNCTION fault CASCADE; DROP SEQUENCE times").await.unwrap();
}

/// Each table in turn cannot be written: nothing at all is stored, and the commit after it works.
///
/// Verifies: AUD-003, AVL-007
#[tokio::test]
async fn fault_at_every_table_stores_nothing() {
    let fresh = crate::server::fresh().await;
    let (ledger, saboteur) = (fresh.node().await, fresh.server.intruder(&fresh.name).await);
    for (code, storage) in [("53100", Storage::Full), ("58030", Storage::Io), ("XX001", Storage::Corrupt)] {
        for table in ["record", "head", "audit", "row", "job"] {
            arm(&saboteur, table, "at once", &format!("RAISE EXCEPTION '' USING ERRCODE = '{code}'")).await;
            assert_eq!(ledger.commit(everything()).await, Err(LedgerError::NotSaved(storage)), "{table}");
            disarm(&saboteur).await;
            assert_empty(&ledger).await.unwrap();
        }
    }
    ledger.commit(everything()).await.unwrap();
    assert_eq!(verified_chain(&ledger, CLINIC).await, Ok(2));
}

/// Whatever a failing batch takes along: what was answered is exactly what is stored.
///
/// Verifies: AUD-003, AVL-007
#[tokio::test(flavor = "multi_thread")]
async fn whole_batch_hears_of_a_fault() {
    let fresh = crate::server::fresh().await;
    let (ledger, saboteur) = (fresh.node().await, fresh.server.intruder(&fresh.name).await);
    let does = "IF nextval('times') % 13 = 0 THEN RAISE EXCEPTION '' USING ERRCODE = '53100'; END IF";
    arm(&saboteur, "row", "at once", does).await;
    let mut stored = 0;
    for round in 0..20_u64 {
        let keys =
            (0..8_u64).map(|writer| [round, writer].map(u64::to_be_bytes).concat()).collect::<Vec<_>>();
        let answers =
            join_all((0..).zip(&keys).map(|(writer, key)| ledger.commit(put(round * 8 + writer, key, 1))))
                .await;
        for (key, answer) in keys.iter().zip(answers) {
            let found = ledger.row(CLINIC, PANEL, key).await.unwrap().is_some();
            match answer {
                Ok(()) => assert!(found),
                Err(error) => assert_eq!((error, found), (LedgerError::NotSaved(Storage::Full), false)),
            }
            stored += u64::from(found);
        }
    }
    assert!(stored > 0 && stored < 160, "{stored}");
    assert_eq!(verified_chain(&ledger, CLINIC).await, Ok(stored));
}

/// The connection is lost while COMMIT runs: "unknown", and the next change works.
#[tokio::test]
async fn lost_commit_is_unknown() {
    let fresh = crate::server::fresh().await;
    let (ledger, saboteur) = (fresh.node().await, fresh.server.intruder(&fresh.name).await);
    arm(&saboteur, "audit", "COMMIT", "PERFORM pg_terminate_backend(pg_backend_pid())").await;
    assert_eq!(ledger.commit(everything()).await, Err(LedgerError::Unknown));
    disarm(&saboteur).await;
    ledger.commit(everything()).await.unwrap();
    assert_eq!(verified_chain(&ledger, CLINIC).await, Ok(2));
}

/// What another node can cause (a deadlock, a serialization failure, a taken place) is tried again, at COMMIT too, and
/// not for ever.
#[tokio::test]
async fn conflicts_are_tried_again() {
    let fresh = crate::server::fresh().await;
    let (ledger, saboteur) = (fresh.node().await, fresh.server.intruder(&fresh.name).await);
    let mut number = 0;
    for code in ["40001", "40P01", "23505"] {
        for when in ["at once", "COMMIT"] {
            let raise = format!("RAISE EXCEPTION '' USING ERRCODE = '{code}'");
            arm(&saboteur, "audit", when, &format!("IF nextval('times') <= 3 THEN {raise}; END IF")).await;
            ledger.commit(change(number)).await.unwrap();
            disarm(&saboteur).await;
            number += 1;
            arm(&saboteur, "audit", when, &raise).await;
            assert_eq!(ledger.commit(change(99)).await, Err(LedgerError::NotSaved(Storage::Io)));
            disarm(&saboteur).await;
        }
    }
    assert_eq!(verified_chain(&ledger, CLINIC).await, Ok(number));
}

/// A session that was ended by an administrator between two changes costs no change.
#[tokio::test]
async fn ended_sessions_are_replaced() {
    let fresh = crate::server::fresh().await;
    let (ledger, saboteur) = (fresh.node().await, fresh.server.intruder(&fresh.name).await);
    for number in 1..=5 {
        ledger.commit(change(number)).await.unwrap();
        let text = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'namima_run' AND datname = current_database()";
        let ended: i64 = saboteur.query_one(text, &[]).await.unwrap().get(0);
        assert!(ended >= 1);
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(verified_chain(&ledger, CLINIC).await, Ok(number));
    }
}

/// Somebody holds the clinic's audit head: "not saved: locked" within a bounded time, reads go on, then all is well.
///
/// Verifies: AVL-007
#[tokio::test]
async fn locked_head_is_not_saved() {
    let fresh = crate::server::fresh().await;
    let (ledger, other) = (fresh.node().await, fresh.server.intruder(&fresh.name).await);
    ledger.commit(change(1)).await.unwrap();
    other.batch_execute("BEGIN; SELECT * FROM audit_head FOR UPDATE").await.unwrap();
    let begun = Instant::now();
    assert_eq!(ledger.commit(change(2)).await, Err(LedgerError::NotSaved(Storage::Locked)));
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert_eq!(ledger.audit(CLINIC, 0, 10).await.unwrap().len(), 1);
    other.batch_execute("ROLLBACK").await.unwrap();
    ledger.commit(change(2)).await.unwrap();
    assert_eq!(verified_chain(&ledger, CLINIC).await, Ok(2));
}

/// More changes than the queue holds: the rest hears "busy" at once, and what waited is stored in order.
#[tokio::test]
async fn full_queue_is_busy() {
    let fresh = crate::server::fresh().await;
    let (ledger, other) = (fresh.node().await, fresh.server.intruder(&fresh.name).await);
    ledger.commit(change(0)).await.unwrap();
    other.batch_execute("BEGIN; SELECT * FROM audit_head FOR UPDATE").await.unwrap();
    let release = async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        other.batch_execute("ROLLBACK").await.unwrap();
    };
    let sent = QUEUE + BATCH + 100;
    let (answers, ()) =
        tokio::join!(join_all((1..=sent as u64).map(|number| ledger.commit(change(number)))), release);
    let stored = answers.iter().filter(|answer| answer.is_ok()).count();
    let busy = answers.iter().filter(|answer| **answer == Err(LedgerError::Busy)).count();
    assert_eq!(stored + busy, sent);
    assert!((100..=BATCH + 100).contains(&busy), "{busy}");
    assert_eq!(verified_chain(&ledger, CLINIC).await, Ok(stored as u64 + 1));
    assert_eq!(ledger.audit(CLINIC, 1, 1).await.unwrap().remove(0).audit, event(1));
}

/// Dropped with changes in its queue, a node still stores them.
#[tokio::test]
async fn dropped_node_finishes_what_waits() {
    let fresh = crate::server::fresh().await;
    let (ledger, reader) = (fresh.node().await, fresh.node().await);
    for number in 0..300 {
        // Asked once, a commit has its place in the queue; nobody waits for its answer.
        assert_eq!(ledger.commit(change(number)).now_or_never(), None);
    }
    drop(ledger);
    let begun = Instant::now();
    while verified_chain(&reader, CLINIC).await != Ok(300) {
        assert!(begun.elapsed() < Duration::from_secs(20));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
