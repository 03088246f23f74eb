//! `namima.toml`: what a clinic's folder is for, and where its database and its keys come from. It holds no secret.

use std::path::PathBuf;

use diary::ClinicId;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// `namima.toml`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// What the folder is for.
    pub kind: Kind,
    /// The clinic's id.
    pub clinic: String,
    /// The clinic's time zone, by its IANA name.
    pub zone: String,
    /// The store.
    pub database: Database,
    /// Where the root key comes from.
    pub root_key: KeySource,
    /// A file off the data folder for the newest checkpoint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checkpoint_path: Option<PathBuf>,
}

/// What a clinic's folder is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Synthetic people only.
    Demo,
    /// A real clinic.
    Clinic,
}

/// The store of a clinic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Database {
    /// `ledger.db` in the folder itself.
    Sqlite,
    /// Two databases of PostgreSQL.
    Postgres(Addresses),
}

/// Two databases, each as `postgres://ADMINISTRATOR@/DATABASE?host=/FOLDER-OF-THE-SOCKET` or with `HOST:PORT` of this
/// machine. The administrator sets them up; afterwards the service enters as roles of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Addresses {
    /// Records, audit, projections.
    pub ledger: String,
    /// Wrapped keys; never the same database.
    pub keys: String,
}

/// Where the root key comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeySource {
    /// The file `DIR.root` beside the folder `DIR`.
    File,
}

impl Config {
    /// A new clinic's, with its root key in a file.
    #[must_use]
    pub fn new(kind: Kind, clinic: ClinicId, zone: &str, database: Database) -> Self {
        let (clinic, zone) = (clinic.to_string(), zone.to_owned());
        Self { kind, clinic, zone, database, root_key: KeySource::File, checkpoint_path: None }
    }

    /// The clinic's id and time zone.
    ///
    /// # Errors
    /// With the name of the line that is wrong.
    pub fn identity(&self) -> Result<(ClinicId, TimeZone), &'static str> {
        let id = self.clinic.parse().map_err(|_| "clinic")?;
        let zone = TimeZone::get(&self.zone).map_err(|_| "zone")?;
        Ok((id, zone))
    }
}
