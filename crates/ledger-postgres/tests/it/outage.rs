//! A server that crashes and comes back while two nodes write: nothing that was acknowledged is lost.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use ledger::{Guard, Head, Ledger, LedgerError, Storage};
use ledger_postgres::LedgerPostgres;
use testkit::conformance::fixture::{
    CARE, CLINIC, PANEL, StrandWriter, append, chart, pass, put, verified_chain, with,
};
use tokio::task::JoinSet;

const WRITERS: u8 = 16;
const OUTAGES: u32 = 2;
const CALM: Duration = Duration::from_millis(700);
const DARK: Duration = Duration::from_millis(300);
const RECOVERY: Duration = Duration::from_secs(10);

/// Verifies: AVL-007
#[tokio::test(flavor = "multi_thread")]
async fn crashed_server_keeps_what_it_acknowledged() {
    let server = crate::server::own();
    let fresh = crate::server::Fresh::on(server).await;
    let nodes = [Arc::new(fresh.node().await), Arc::new(fresh.node().await)];
    let end = Arc::new(AtomicBool::new(false));
    let mut tasks = JoinSet::new();
    for writer in 1..=WRITERS {
        tasks.spawn(write(Arc::clone(&nodes[usize::from(writer % 2)]), writer, Arc::clone(&end)));
    }
    for _ in 0..OUTAGES {
        tokio::time::sleep(CALM).await;
        tokio::task::block_in_place(|| server.crash());
        tokio::time::sleep(DARK).await;
        assert_eq!(nodes[0].heads(chart(1)).await, Err(LedgerError::Unreadable(Storage::Io)));
        tokio::task::block_in_place(|| server.restart());
        recovered(&nodes[0]).await;
    }
    tokio::time::sleep(CALM).await;
    end.store(true, Ordering::Relaxed);

    let (mut records, mut answers) = (0, BTreeMap::new());
    for (writer, acknowledged, heard) in tasks.join_all().await {
        for (code, count) in heard {
            *answers.entry(code).or_insert(0) += count;
        }
        records += check(&nodes[1], writer, acknowledged).await;
    }
    assert_eq!(verified_chain(nodes[1].as_ref(), CLINIC).await, Ok(records));
    let clear = ["stored", "ledger-io", "ledger-unknown", "ledger-refused"];
    assert!(answers.keys().all(|code| clear.contains(code)), "{answers:?}");
    assert!(answers["stored"] > 100 && answers["ledger-io"] > 0, "{answers:?}");
}

type Heard = BTreeMap<&'static str, u64>;

/// Writes until the end; answers its number, the last record that was acknowledged, and what it heard how often.
async fn write(node: Arc<LedgerPostgres>, writer: u8, end: Arc<AtomicBool>) -> (u8, u64, Heard) {
    let (mut acknowledged, mut heard, mut events) = (0, Heard::new(), u64::from(writer) << 32);
    let mut head = StrandWriter::new(chart(writer), CARE).head();
    while !end.load(Ordering::Relaxed) {
        let mut pen = StrandWriter::behind(chart(writer), head);
        let number = head.seq + 1;
        events += 1;
        let change = with(append(events, vec![pen.write(number)]), |change| {
            change.guards = vec![Guard::Head(chart(writer), head)];
            change.rows = put(number, &[writer], number).rows;
        });
        let answer = node.commit(change).await;
        *heard.entry(answer.as_ref().map_or_else(LedgerError::code, |()| "stored")).or_insert(0) += 1;
        match answer {
            Ok(()) => {
                acknowledged = number;
                head = pen.head();
            }
            // Only the database knows whether an unknown change was stored.
            Err(_) => head = found(&node, writer).await,
        }
    }
    (writer, acknowledged, heard)
}

/// The head as the database has it, as soon as it answers again.
async fn found(node: &LedgerPostgres, writer: u8) -> Head {
    loop {
        match node.heads(chart(writer)).await {
            Ok(heads) => {
                return heads
                    .first()
                    .copied()
                    .unwrap_or_else(|| StrandWriter::new(chart(writer), CARE).head());
            }
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

async fn recovered(node: &LedgerPostgres) {
    let begun = Instant::now();
    while node.probe().await.is_err() {
        assert!(begun.elapsed() < RECOVERY, "the node does not find its server again");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Every acknowledged record is there, its chain is unbroken, and records and rows tell the same story.
async fn check(node: &LedgerPostgres, writer: u8, acknowledged: u64) -> u64 {
    let mut head = StrandWriter::new(chart(writer), CARE).head();
    for record in node.records(chart(writer), &[CARE]).await.unwrap() {
        head = ledger::next_head(pass(CLINIC).linker(), head, &record).unwrap();
    }
    assert!(head.seq >= acknowledged, "writer {writer}: {} of {acknowledged}", head.seq);
    let row = node.row(CLINIC, PANEL, &[writer]).await.unwrap();
    assert_eq!(row.map_or(0, |row| row.version), head.seq);
    head.seq
}
