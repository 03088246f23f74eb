//! A clinic in PostgreSQL: one database for records, one for keys, each entered as the role that may do the least.

use std::sync::Arc;

use ledger_postgres::{
    Config, ConfigError, KeysPostgres, LedgerPostgres, OpenError, migrate_keys, migrate_ledger, setup_keys,
    setup_ledger,
};

use super::{Stores, Unopened};
use crate::config::Places;
use crate::home::{Home, Open};

/// Makes the roles and tables as the role that the addresses name, and opens them as the service's own roles.
pub(super) async fn make(home: &Home, places: &Places) -> Result<Stores, Unopened> {
    // Whoever could read the keys' database with the records' role would have both.
    if places.ledger == places.keys {
        return Err(malformed(&ConfigError::Malformed));
    }
    setup_ledger(&named(home, &places.ledger)?).await.map_err(|error| unopened(&error))?;
    migrate_ledger(&role(home, &places.ledger, "namima_migrate")?).await.map_err(|error| unopened(&error))?;
    setup_keys(&named(home, &places.keys)?).await.map_err(|error| unopened(&error))?;
    migrate_keys(&role(home, &places.keys, "namima_keys_migrate")?)
        .await
        .map_err(|error| unopened(&error))?;
    open(home, places, Open::Exclusive).await
}

/// Several nodes may serve one database: nothing is locked.
pub(super) async fn open(home: &Home, places: &Places, how: Open) -> Result<Stores, Unopened> {
    let config = role(home, &places.ledger, "namima_run")?;
    let ledger = match how {
        Open::Exclusive => LedgerPostgres::open(&config).await,
        Open::ReadOnly => LedgerPostgres::open_read_only(&config).await,
    };
    let ledger = ledger.map_err(|error| unopened(&error))?;
    let config = role(home, &places.keys, "namima_keys")?;
    // It blocks until it is connected, on a thread of its own.
    let keys =
        tokio::task::block_in_place(|| KeysPostgres::open(&config)).map_err(|error| unopened(&error))?;
    Ok(Stores { ledger: Arc::new(ledger), keys: Arc::new(keys) })
}

/// As the role that the address names: an administrator's, for setting up alone.
fn named(home: &Home, address: &str) -> Result<Config, Unopened> {
    let config = Config::parse(address).map_err(|error| malformed(&error))?;
    with_password(home, config, "administrator")
}

fn role(home: &Home, address: &str, role: &str) -> Result<Config, Unopened> {
    let config = Config::parse(address).map_err(|error| malformed(&error))?;
    with_password(home, config.with_user(role), role)
}

/// The password of a role: from `NAMIMA_PASSWORD_ROLE`, else from the file `DIR.passwords/ROLE`; none where neither is
/// there and the server knows the account by its socket.
fn with_password(home: &Home, config: Config, role: &str) -> Result<Config, Unopened> {
    let (variable, file) =
        (format!("NAMIMA_PASSWORD_{}", role.to_ascii_uppercase()), home.passwords.join(role));
    let config = if std::env::var_os(&variable).is_some() {
        config.with_password_variable(&variable)
    } else if file.exists() {
        config.with_password_file(&file)
    } else {
        Ok(config)
    };
    config.map_err(|error| malformed(&error))
}

fn malformed(error: &ConfigError) -> Unopened {
    Unopened::new("", error.code(), error)
}

fn unopened(error: &OpenError) -> Unopened {
    Unopened::new("postgres-", error.code(), error)
}
