//! Measures durable commits: one sealed record of 600 bytes, one audit event and one row each, at 1 and 16 clients.
//!
//! `cargo run --release -p ledger-sqlite --example throughput [SECONDS] [FOLDER]`
#![expect(clippy::unwrap_used, reason = "a measurement ends by panicking")]

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ledger::conformance::fixture::{CARE, Pen, append, chart, put};
use ledger::{Guard, Ledger};
use ledger_sqlite::LedgerSqlite;

#[tokio::main]
async fn main() {
    let seconds = std::env::args().nth(1).and_then(|word| word.parse().ok()).unwrap_or(3);
    let place = std::env::args().nth(2).unwrap_or_else(|| ".".to_owned());
    for clients in [1, 16, 64] {
        let folder =
            tempfile::Builder::new().permissions(Permissions::from_mode(0o700)).tempdir_in(&place).unwrap();
        let ledger = Arc::new(LedgerSqlite::open(folder.path()).unwrap());
        let end = Instant::now() + Duration::from_secs(seconds);
        let mut tasks = tokio::task::JoinSet::new();
        for client in 1..=clients {
            tasks.spawn(write_until(Arc::clone(&ledger), client, end));
        }
        let commits: u64 = tasks.join_all().await.into_iter().sum();
        println!("{clients:>3} clients: {:>7} commits a second", commits / seconds);

        let (begun, mut reads) = (Instant::now(), 0);
        while begun.elapsed() < Duration::from_secs(1) {
            assert!(!ledger.records(chart(1), &[CARE]).await.unwrap().is_empty());
            reads += 1;
        }
        let records = ledger.records(chart(1), &[CARE]).await.unwrap().len();
        println!("             {reads:>7} reads a second of a chart of {records} records");
    }
}

async fn write_until(ledger: Arc<LedgerSqlite>, client: u8, end: Instant) -> u64 {
    let mut pen = Pen::new(chart(client), CARE);
    while Instant::now() < end {
        let before = pen.head();
        let mut change = append(before.seq + 1, vec![pen.write(before.seq + 1)]);
        change.guards = vec![Guard::Head(chart(client), before)];
        change.rows = put(0, &[client], before.seq + 1).rows;
        ledger.commit(change).await.unwrap();
    }
    pen.head().seq
}
