//! What is done once, by an administrator and by the owner of the tables; the service itself can do neither.

use crate::connection::{self, Database};
use crate::schema::{self, Schema};
use crate::sql::{SETUP_KEYS, SETUP_LEDGER};
use crate::{Config, OpenError, settings};

/// Makes the roles of the ledger (`namima_migrate`, `namima_run`, `namima_reseal`; how they sign in is the server's
/// matter) and closes its database to all others. The configuration names a role that may create roles and owns the
/// database. A second run changes nothing.
///
/// # Errors
/// [`OpenError`] as the server answers.
pub async fn setup_ledger(administrator: &Config) -> Result<(), OpenError> {
    run(administrator, SETUP_LEDGER).await
}

/// Makes the roles of the key store (`namima_keys_migrate`, `namima_keys`) and closes its database to all others.
///
/// # Errors
/// As [`setup_ledger`].
pub async fn setup_keys(administrator: &Config) -> Result<(), OpenError> {
    run(administrator, SETUP_KEYS).await
}

/// Brings the ledger's tables up to date; run as `namima_migrate`.
///
/// # Errors
/// [`OpenError::Schema`] for a database of a newer version, and whatever else speaks against it.
pub async fn migrate_ledger(owner: &Config) -> Result<(), OpenError> {
    migrate(owner, Schema::Ledger).await
}

/// Brings the key store's tables up to date; run as `namima_keys_migrate`.
///
/// # Errors
/// As [`migrate_ledger`].
pub async fn migrate_keys(owner: &Config) -> Result<(), OpenError> {
    migrate(owner, Schema::Keys).await
}

async fn run(administrator: &Config, text: &str) -> Result<(), OpenError> {
    let client = connection::open_client(administrator).await?;
    settings::apply(&client).await?;
    Ok(client.batch_execute(text).await?)
}

async fn migrate(owner: &Config, schema: Schema) -> Result<(), OpenError> {
    let mut client = connection::open_client(owner).await?;
    settings::apply(&client).await?;
    schema::bring_up(&mut client, schema).await?;
    Database::new(owner, schema).check(&client).await
}
