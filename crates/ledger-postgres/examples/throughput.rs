//! Measures durable commits: one sealed record of 600 bytes, one audit event and one row each, at 1, 16 and 64 clients,
//! on an empty database that the administrator named in ADDRESS owns and that lets every role in.
//!
//! `cargo run --profile demo -p ledger-postgres --example throughput -- ADDRESS [SECONDS]`
#![expect(clippy::unwrap_used, reason = "a measurement ends by panicking")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use ledger::conformance::fixture::{CARE, Pen, append, chart, put};
use ledger::{Guard, Ledger};
use ledger_postgres::{Config, LedgerPostgres, migrate_ledger, setup_ledger};

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let administrator = Config::parse(&arguments.next().unwrap_or_default()).unwrap();
    let seconds = arguments.next().and_then(|word| word.parse().ok()).unwrap_or(3);
    setup_ledger(&administrator).await.unwrap();
    migrate_ledger(&administrator.with_user("namima_migrate")).await.unwrap();
    let ledger = Arc::new(LedgerPostgres::open(&administrator.with_user("namima_run")).await.unwrap());
    for clients in [1, 16, 64] {
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

/// Continues the chart of this client; answers how many commits it made.
async fn write_until(ledger: Arc<LedgerPostgres>, client: u8, end: Instant) -> u64 {
    let head = ledger.heads(chart(client)).await.unwrap().first().copied();
    let mut pen = head.map_or_else(|| Pen::new(chart(client), CARE), |head| Pen::behind(chart(client), head));
    let first = pen.head().seq;
    while Instant::now() < end {
        let before = pen.head();
        let mut change = append(before.seq + 1, vec![pen.write(before.seq + 1)]);
        change.guards = vec![Guard::Head(chart(client), before)];
        change.rows = put(0, &[client], before.seq + 1).rows;
        ledger.commit(change).await.unwrap();
    }
    pen.head().seq - first
}
