//! Where a clinic lives: its folder, its keys, its root key, and the file that names them.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use clinic::{Clinic, SystemClock};
use diary::ClinicId;
use jiff::tz::TimeZone;
use ledger::Ledger;
use ledger_sqlite::{KeysDb, LedgerSqlite};
use serde::{Deserialize, Serialize};
use vault::{OsRandom, RootKey, Vault};

/// The three places of one clinic. The root key lies in neither of the other two.
#[derive(Clone, Debug)]
pub struct Home {
    /// Records, audit, projections.
    pub data: PathBuf,
    /// Wrapped keys.
    pub keys: PathBuf,
    /// The root key's file.
    pub root: PathBuf,
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

/// `namima.toml`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// What the folder is for.
    pub kind: Kind,
    /// The clinic's id.
    pub clinic: String,
    /// The clinic's time zone.
    pub zone: String,
    /// The store.
    pub database: String,
}

/// Whether the store is opened for this process alone or only read beside another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// Writing; takes the folder's lock.
    Exclusive,
    /// Reading; beside a running server.
    ReadOnly,
}

const CONFIG: &str = "namima.toml";

impl Home {
    /// The places that go with a data folder: `DIR`, `DIR.keys`, `DIR.root`.
    #[must_use]
    pub fn of(data: &Path) -> Self {
        let beside = |ending: &str| {
            let mut name = data.as_os_str().to_owned();
            name.push(ending);
            PathBuf::from(name)
        };
        Self { data: data.to_owned(), keys: beside(".keys"), root: beside(".root") }
    }

    /// The running server's socket.
    #[must_use]
    pub fn socket(&self) -> PathBuf {
        self.data.join("namima.sock")
    }

    /// Whether there is anything at all.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.data.exists() || self.keys.exists() || self.root.exists()
    }

    /// Reads `namima.toml`.
    ///
    /// # Errors
    /// With what to do, where the folder is not a clinic's or was left unfinished.
    pub fn config(&self) -> Result<Config> {
        let path = self.data.join(CONFIG);
        let text = fs::read_to_string(&path).with_context(|| {
            format!(
                "{} is not a Namima folder, or was left unfinished. / Namima のフォルダではないか、作成が途中で止まっています。\n\
                 If nothing in it is needed, remove {0}, {} and {}.",
                self.data.display(),
                self.keys.display(),
                self.root.display()
            )
        })?;
        toml::from_str(&text).with_context(|| format!("{} cannot be read / 読めません", path.display()))
    }

    /// Makes the folders and keys of a new clinic. `namima.toml` comes last, by [`Self::finish`].
    ///
    /// # Errors
    /// When something is there already, or cannot be made.
    pub fn create(&self, config: &Config) -> Result<Clinic> {
        if self.exists() {
            bail!(
                "there is something at {}, {} or {} already / 既に存在します",
                self.data.display(),
                self.keys.display(),
                self.root.display()
            );
        }
        for folder in [&self.data, &self.keys] {
            fs::DirBuilder::new().mode(0o700).recursive(true).create(folder)?;
        }
        RootKey::create_file(&self.root)?;
        let keys = Arc::new(KeysDb::open(&self.keys)?);
        let now_ms = jiff::Timestamp::now().as_millisecond();
        let vault = Vault::create(self.root_key()?, keys, Arc::new(OsRandom::new()), now_ms)?;
        let ledger: Arc<dyn Ledger> = Arc::new(LedgerSqlite::open(&self.data)?);
        assemble(config, ledger, vault)
    }

    /// Writes `namima.toml`: from now on the folder is complete.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(&self, config: &Config) -> Result<()> {
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(self.data.join(CONFIG))?;
        file.write_all(toml::to_string(config)?.as_bytes())?;
        file.sync_all()?;
        Ok(fs::File::open(&self.data)?.sync_all()?)
    }

    /// Opens an existing clinic.
    ///
    /// # Errors
    /// With what to do: a wrong root key, a missing keys folder, loose permissions, another server.
    pub fn open(&self, config: &Config, how: Open) -> Result<Clinic> {
        let (keys, ledger): (_, Arc<dyn Ledger>) = match how {
            Open::Exclusive => {
                let ledger = LedgerSqlite::open(&self.data).map_err(|error| explained(error.code(), &error))?;
                (KeysDb::open(&self.keys), Arc::new(ledger))
            }
            Open::ReadOnly => {
                let ledger = LedgerSqlite::open_read_only(&self.data);
                let ledger = ledger.map_err(|error| explained(error.code(), &error))?;
                (KeysDb::open_read_only(&self.keys), Arc::new(ledger))
            }
        };
        let keys = keys.map_err(|error| explained(&format!("keys-{}", error.code()), &error))?;
        let root = self.root_key()?;
        let vault = Vault::unlock(root, Arc::new(keys), Arc::new(OsRandom::new()));
        let vault = vault.map_err(|error| explained(error.code(), &error))?;
        assemble(config, ledger, vault)
    }

    fn root_key(&self) -> Result<RootKey> {
        RootKey::from_file(&self.root, &[&self.data, &self.keys]).map_err(|error| explained(error.code(), &error))
    }
}

/// A refusal with what to do, in both languages.
fn explained(code: &str, error: &dyn std::error::Error) -> anyhow::Error {
    let (ja, en) = crate::words::opening(code);
    anyhow::anyhow!("{en}\n{ja}\n({code}: {error})")
}

fn assemble(config: &Config, ledger: Arc<dyn Ledger>, vault: Vault) -> Result<Clinic> {
    let id: ClinicId = config.clinic.parse().map_err(|_| anyhow::anyhow!("namima.toml: clinic is not an id"))?;
    let zone = TimeZone::get(&config.zone).context("namima.toml: zone is not a known time zone")?;
    Ok(Clinic::new(id, ledger, Arc::new(vault), Arc::new(SystemClock), zone))
}
