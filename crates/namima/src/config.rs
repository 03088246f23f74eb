//! `namima.toml`: what a clinic's folder is for, and where its database and its keys come from. It holds no secret.

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Database {
    /// `ledger.db` in the folder itself.
    Sqlite,
}

/// Where the root key comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeySource {
    /// The file `DIR.root` beside the folder `DIR`.
    File,
}

impl Config {
    /// A demo's.
    #[must_use]
    pub fn demo(clinic: ClinicId, zone: &str) -> Self {
        Self {
            kind: Kind::Demo,
            clinic: clinic.to_string(),
            zone: zone.to_owned(),
            database: Database::Sqlite,
            root_key: KeySource::File,
        }
    }

    /// The clinic's id and time zone.
    ///
    /// # Errors
    /// With the name of the line that is wrong.
    pub fn place(&self) -> Result<(ClinicId, TimeZone), &'static str> {
        let id = self.clinic.parse().map_err(|_| "clinic")?;
        let zone = TimeZone::get(&self.zone).map_err(|_| "zone")?;
        Ok((id, zone))
    }
}
