//! A clinic in PostgreSQL: one database for records, one for keys, each entered as the role that may do the least.

use std::sync::Arc;

use ledger_postgres::{
    Config, ConfigError, KeysPostgres, LedgerPostgres, OpenError as PostgresError, migrate_keys,
    migrate_ledger, setup_keys, setup_ledger,
};

use super::{Access, Location, OpenError, Stores};
use crate::config::Addresses;

/// Creates the roles and tables as the role that the addresses name, and opens them as the service's own roles.
pub(super) async fn create(location: Location<'_>, addresses: &Addresses) -> Result<Stores, OpenError> {
    // Whoever could read the keys' database with the records' role would have both.
    if addresses.ledger == addresses.keys {
        return Err(malformed(&ConfigError::Malformed));
    }
    let administrator = as_administrator(location, &addresses.ledger)?;
    setup_ledger(&administrator).await.map_err(|error| not_opened(&error))?;
    let migrator = as_role(location, &addresses.ledger, "namima_migrate")?;
    migrate_ledger(&migrator).await.map_err(|error| not_opened(&error))?;
    let administrator = as_administrator(location, &addresses.keys)?;
    setup_keys(&administrator).await.map_err(|error| not_opened(&error))?;
    let migrator = as_role(location, &addresses.keys, "namima_keys_migrate")?;
    migrate_keys(&migrator).await.map_err(|error| not_opened(&error))?;
    open(location, addresses, Access::Exclusive).await
}

/// Opens both databases. Several nodes may serve them: nothing is locked.
pub(super) async fn open(
    location: Location<'_>,
    addresses: &Addresses,
    access: Access,
) -> Result<Stores, OpenError> {
    let config = as_role(location, &addresses.ledger, "namima_run")?;
    let ledger = match access {
        Access::Exclusive => LedgerPostgres::open(&config).await,
        Access::ReadOnly => LedgerPostgres::open_read_only(&config).await,
    };
    let ledger = ledger.map_err(|error| not_opened(&error))?;
    let config = as_role(location, &addresses.keys, "namima_keys")?;
    // It blocks until it is connected, on a thread of its own.
    let keys = tokio::task::block_in_place(|| KeysPostgres::open(&config));
    let keys = keys.map_err(|error| not_opened(&error))?;
    Ok(Stores { ledger: Arc::new(ledger), keys: Arc::new(keys) })
}

/// The database as the role that the address names: an administrator's, for setting up alone.
fn as_administrator(location: Location<'_>, address: &str) -> Result<Config, OpenError> {
    let config = Config::parse(address).map_err(|error| malformed(&error))?;
    with_password(location, config, "administrator")
}

fn as_role(location: Location<'_>, address: &str, role: &str) -> Result<Config, OpenError> {
    let config = Config::parse(address).map_err(|error| malformed(&error))?;
    with_password(location, config.with_user(role), role)
}

/// The password of a role: from `NAMIMA_PASSWORD_ROLE`, else from the file `DIR.passwords/ROLE`; none where neither is
/// there and the server knows the account by its socket.
fn with_password(location: Location<'_>, config: Config, role: &str) -> Result<Config, OpenError> {
    let variable = format!("NAMIMA_PASSWORD_{}", role.to_ascii_uppercase());
    let file = location.passwords.join(role);
    let config = if std::env::var_os(&variable).is_some() {
        config.with_password_variable(&variable)
    } else if file.exists() {
        config.with_password_file(&file)
    } else {
        Ok(config)
    };
    config.map_err(|error| malformed(&error))
}

fn malformed(error: &ConfigError) -> OpenError {
    OpenError::new("", error.code(), error)
}

fn not_opened(error: &PostgresError) -> OpenError {
    OpenError::new("postgres-", error.code(), error)
}
