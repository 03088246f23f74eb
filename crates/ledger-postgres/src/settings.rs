//! Settings under which an acknowledged write survives a power cut and no log can be rewritten. What the server does not
//! confirm is refused. Source: the chapter "Server Configuration" of PostgreSQL's manual.

use tokio_postgres::Client;

use crate::OpenError;
use crate::sql::{SESSION, SETTINGS};

/// The oldest server that the tests ran on.
const FLOOR: i32 = 150_000;

/// Settings and the values that they may have; times are in milliseconds.
const REQUIRED: &[(&str, &[&str])] = &[
    ("fsync", &["on"]),
    ("full_page_writes", &["on"]),
    ("synchronous_commit", &["on", "remote_apply"]),
    ("data_checksums", &["on"]),
    ("ignore_checksum_failure", &["off"]),
    ("zero_damaged_pages", &["off"]),
    ("session_replication_role", &["origin"]),
    ("lock_timeout", &["2000"]),
    ("statement_timeout", &["10000"]),
    ("idle_in_transaction_session_timeout", &["10000"]),
];

/// Sets everything, then checks it.
pub(crate) async fn apply(client: &Client) -> Result<(), OpenError> {
    client.batch_execute(SESSION).await?;
    check(client).await
}

/// Reads every setting back; [`OpenError::Setting`] names the first one that is not as it must be.
pub(crate) async fn check(client: &Client) -> Result<(), OpenError> {
    let rows = client.query(SETTINGS, &[]).await?;
    let mut found = std::collections::HashMap::with_capacity(rows.len());
    for row in &rows {
        found.insert(row.try_get::<_, &str>(0)?, row.try_get::<_, &str>(1)?);
    }
    let version = found.get("server_version_num").and_then(|number| number.parse().ok()).unwrap_or(0);
    if version < FLOOR {
        return Err(OpenError::ServerVersion(version));
    }
    let unsafe_one =
        REQUIRED.iter().find(|(name, values)| found.get(name).is_none_or(|is| !values.contains(is)));
    unsafe_one.map_or(Ok(()), |(name, _)| Err(OpenError::Setting(name)))
}
