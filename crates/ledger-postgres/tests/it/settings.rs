//! Settings under which an acknowledged write could be lost are refused.

use ledger::{Ledger, LedgerError, Storage};
use ledger_postgres::{LedgerPostgres, OpenError, migrate_ledger, setup_ledger};
use testkit::conformance::fixture::change;

/// Weaker settings of the database or the role, by name.
///
/// Verifies: INT-013
#[tokio::test]
async fn weaker_settings_are_refused() {
    let fresh = crate::server::fresh().await;
    let administrator = fresh.server.intruder(&fresh.name).await;
    drop(fresh.node().await);
    for (name, weak) in [
        ("synchronous_commit", "off"),
        ("synchronous_commit", "local"),
        ("synchronous_commit", "remote_write"),
        ("session_replication_role", "replica"),
        ("ignore_checksum_failure", "on"),
        ("zero_damaged_pages", "on"),
    ] {
        let text = format!("ALTER DATABASE {} SET {name} = {weak}", fresh.name);
        administrator.batch_execute(&text).await.unwrap();
        assert_eq!(refused(&fresh, "namima_run").await, Some(OpenError::Setting(name)));
        let migrated = migrate_ledger(&fresh.config("namima_migrate")).await;
        assert_eq!(migrated.err(), Some(OpenError::Setting(name)));
        assert_eq!(setup_ledger(&fresh.config("postgres")).await.err(), Some(OpenError::Setting(name)));
        let text = format!("ALTER DATABASE {} RESET {name}", fresh.name);
        administrator.batch_execute(&text).await.unwrap();
    }
    drop(fresh.node().await);
}

/// Settings of the whole server: found when a node connects, and by the health check of one that is connected.
///
/// Verifies: INT-013
#[tokio::test]
async fn weaker_servers_are_refused() {
    let server = crate::server::own();
    let fresh = crate::server::Fresh::on(server).await;
    let ledger = fresh.node().await;
    let administrator = server.intruder("postgres").await;
    for name in ["fsync", "full_page_writes"] {
        ledger.probe().await.unwrap();
        administrator.batch_execute(&format!("ALTER SYSTEM SET {name} = off")).await.unwrap();
        reload(&administrator, name, "off").await;
        assert_eq!(refused(&fresh, "namima_run").await, Some(OpenError::Setting(name)));
        assert_eq!(ledger.probe().await, Err(LedgerError::NotSaved(Storage::Io)));
        assert_eq!(ledger.commit(change(1)).await, Err(LedgerError::NotSaved(Storage::Io)));
        administrator.batch_execute(&format!("ALTER SYSTEM RESET {name}")).await.unwrap();
        reload(&administrator, name, "on").await;
        tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
        ledger.probe().await.unwrap();
    }
    drop((ledger, administrator));
    server.stop();
    server.drop_checksums();
    server.restart();
    assert_eq!(refused(&fresh, "namima_run").await, Some(OpenError::Setting("data_checksums")));
}

/// A running session keeps `synchronous_commit` when the configuration is reloaded with a weaker one.
///
/// Verifies: INT-013
#[tokio::test]
async fn reload_does_not_weaken_a_session() {
    let server = crate::server::own();
    let fresh = crate::server::Fresh::on(server).await;
    let ledger = fresh.node().await;
    let administrator = server.intruder("postgres").await;
    administrator.batch_execute("ALTER SYSTEM SET synchronous_commit = off").await.unwrap();
    reload(&administrator, "synchronous_commit", "off").await;
    assert_eq!(refused(&fresh, "namima_run").await, Some(OpenError::Setting("synchronous_commit")));
    ledger.probe().await.unwrap();
}

async fn reload(administrator: &tokio_postgres::Client, name: &str, expected: &str) {
    administrator.batch_execute("SELECT pg_reload_conf()").await.unwrap();
    loop {
        let text = "SELECT current_setting($1)";
        let found: String = administrator.query_one(text, &[&name]).await.unwrap().get(0);
        if found == expected {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

async fn refused(fresh: &crate::server::Fresh, user: &str) -> Option<OpenError> {
    LedgerPostgres::open(&fresh.config(user)).await.err()
}
