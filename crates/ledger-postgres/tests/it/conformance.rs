//! The suite that every store must pass.

use ledger::Ledger;
use testkit::conformance::{Outcome, concurrency, guards};

testkit::conformance_tests!(on_fresh);

/// Verifies: SEC-014
#[tokio::test(flavor = "multi_thread")]
async fn sixteen_writers_on_one_chart() {
    on_fresh(concurrency::sixteen_writers_on_one_chart).await;
}

/// Verifies: SEC-014
#[tokio::test(flavor = "multi_thread")]
async fn one_of_many_writers_wins() {
    on_fresh(guards::one_of_many_writers_wins).await;
}

/// Verifies: AUD-003
#[tokio::test(flavor = "multi_thread")]
async fn refused_guard_leaves_nothing() {
    on_fresh(guards::refused_guard_leaves_nothing).await;
}

/// Runs one case on a fresh ledger.
async fn on_fresh(case: impl AsyncFnOnce(&dyn Ledger) -> Outcome) {
    let fresh = crate::server::fresh().await;
    case(&fresh.node().await).await.unwrap();
}
