//! Where a clinic lives: its folder, its keys, its root key, and the file that names them.

use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use clinic::{Clinic, Comparison, Found, SystemClock};
use diary::ClinicId;
use jiff::tz::TimeZone;
use ledger::{Ledger, SchemaError};
use vault::{Installation, InstallationKind, OsRandom, Random as _, RootKey, Vault};

use crate::config::{Config, Kind};
use crate::messages;
use crate::store::{self, Access, Location, Stores};

/// The folders and files of one clinic. The root key lies in neither of the others.
#[derive(Clone, Debug)]
pub struct Home {
    /// Records, audit, projections.
    pub data: PathBuf,
    /// Wrapped keys.
    pub keys: PathBuf,
    /// The root key's file.
    pub root: PathBuf,
    /// Passwords of database roles, a file each; only where a clinic's databases ask for any.
    pub passwords: PathBuf,
}

const CONFIG: &str = "namima.toml";

impl Home {
    /// The folders and files that go with a data folder: `DIR`, `DIR.keys`, `DIR.root`.
    ///
    /// # Errors
    /// For a path whose last part is no name, such as `/`: nothing can stand beside it.
    pub fn of(data: &Path) -> Result<Self> {
        let data: PathBuf = std::path::absolute(data)?.components().collect();
        let (Some(parent), Some(name)) = (data.parent(), data.file_name()) else {
            return Err(messages::called_wrongly("command-line-data-no-name", &[]));
        };
        Ok(Self {
            keys: beside(parent, name, ".keys"),
            root: beside(parent, name, ".root"),
            passwords: beside(parent, name, ".passwords"),
            data,
        })
    }

    /// The running server's socket.
    #[must_use]
    pub fn socket(&self) -> PathBuf {
        self.data.join("namima.sock")
    }

    /// Whether there is anything at all.
    #[must_use]
    pub fn exists(&self) -> bool {
        [&self.data, &self.keys, &self.root].into_iter().any(|path| path.symlink_metadata().is_ok())
    }

    /// Reads `namima.toml`.
    ///
    /// # Errors
    /// With what to do, where the folder is not a clinic's or was left unfinished.
    pub fn config(&self) -> Result<Config> {
        let path = self.data.join(CONFIG);
        let Ok(text) = fs::read_to_string(&path) else {
            return Err(self.refusal("command-line-folder-unfinished"));
        };
        toml::from_str(&text).map_err(|error| {
            let values = [("path", path.display().to_string().into()), ("error", error.message().into())];
            messages::refusal("command-line-config-unreadable", &values)
        })
    }

    /// Reads `namima.toml` for a command that shows content, which is for demo folders alone as yet.
    ///
    /// # Errors
    /// As [`Self::config`], and for a real clinic's folder.
    pub fn demo_config(&self) -> Result<Config> {
        let config = self.config()?;
        if config.kind == Kind::Demo {
            return Ok(config);
        }
        Err(self.refusal("command-line-folder-real"))
    }

    /// Creates the folders and keys of a new clinic. `namima.toml` comes last, by [`Self::finish`].
    ///
    /// # Errors
    /// When something is there already, or cannot be created.
    pub async fn create(&self, config: &Config) -> Result<Clinic> {
        if self.exists() {
            return Err(self.refusal("command-line-folder-exists"));
        }
        let installation = self.installation(config)?;
        let created = fs::DirBuilder::new().mode(0o700).recursive(true).create(&self.data);
        created.map_err(|error| self.explained("", &error))?;
        RootKey::create_file(&self.root).map_err(|error| self.explained(error.code(), &error))?;
        let Stores { ledger, keys } = match store::create(self.location(config)).await {
            Ok(stores) => stores,
            Err(error) => {
                // A store elsewhere that cannot be reached leaves nothing here: the same command may be run again.
                if fs::remove_dir(&self.data).is_ok() {
                    let _ = fs::remove_file(&self.root);
                }
                return Err(self.explained(&error.code, &error));
            }
        };
        let now_ms = jiff::Timestamp::now().as_millisecond();
        let random = Arc::new(OsRandom::new());
        let vault = Vault::create(self.root_key()?, installation, keys, random, now_ms);
        let vault = vault.map_err(|error| self.explained(error.code(), &error))?;
        self.assemble(config, ledger, vault)
    }

    /// Takes the first checkpoint and writes `namima.toml`: from now on the folder is complete.
    ///
    /// # Errors
    /// When either cannot be written.
    pub async fn finish(&self, config: &Config, clinic: &Clinic) -> Result<()> {
        let taken = clinic.checkpoints().take().await;
        taken.map_err(|problem| self.explained(problem.code(), &problem))?;
        let mut file =
            fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(self.data.join(CONFIG))?;
        file.write_all(toml::to_string(config)?.as_bytes())?;
        file.sync_all()?;
        Ok(fs::File::open(&self.data)?.sync_all()?)
    }

    /// Opens an existing clinic; what is missing is never created.
    ///
    /// # Errors
    /// With what to do: a wrong root key, a missing keys folder, loose permissions, another server, a ledger without the
    /// clinic that these keys belong to.
    pub async fn open(&self, config: &Config, access: Access) -> Result<Clinic> {
        let clinic = self.open_as_it_stands(config, access).await?;
        if access == Access::Exclusive {
            self.check_standing(config, &clinic).await?;
        }
        Ok(clinic)
    }

    /// Refuses a ledger whose tables, indexes or triggers are not as the program makes them, and one that stands behind the
    /// last checkpoint or elsewhere. What is wrong and stops nothing is logged.
    ///
    /// # Errors
    /// With what to do.
    pub async fn check_standing(&self, config: &Config, clinic: &Clinic) -> Result<()> {
        let away = self.checkpoint_away(config)?;
        for against in [None, Some(away)] {
            let against = match against {
                None => None,
                Some(None) => continue,
                Some(Some(ref bytes)) => Some(bytes.as_slice()),
            };
            let found = clinic.inspect(against).await;
            let found = found.map_err(|problem| self.explained(problem.code(), &problem))?;
            for bad in &found.bad {
                tracing::error!(what = bad.what, name = bad.name, "something is not as it was written");
            }
            if found.bad.iter().any(|bad| bad.what == "schema") {
                return Err(self.explained("store-schema", &SchemaError::Unusable));
            }
            if let Some(comparison) = found.checkpoint.filter(|comparison| !comparison.found.is_sound()) {
                return Err(self.elsewhere(&comparison));
            }
        }
        Ok(())
    }

    /// The checkpoint off the data folder, if one is there.
    fn checkpoint_away(&self, config: &Config) -> Result<Option<Vec<u8>>> {
        let Some(path) = &config.checkpoint_path else { return Ok(None) };
        let path = std::path::absolute(path)?;
        if [&self.data, &self.keys].into_iter().any(|folder| path.starts_with(folder)) {
            let values =
                [("folder", self.path().into()), ("file", CONFIG.into()), ("line", "checkpoint_path".into())];
            return Err(messages::refusal("command-line-config-line", &values));
        }
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) => {
                tracing::warn!(%error, "there is no checkpoint off the data folder to compare with");
                Ok(None)
            }
        }
    }

    /// The refusal of a ledger that is not where the last checkpoint left it.
    fn elsewhere(&self, comparison: &Comparison) -> anyhow::Error {
        let code = match comparison.found {
            Found::Behind => "behind-checkpoint",
            _ => "other-than-checkpoint",
        };
        let what_to_do =
            messages::both("command-line-checkpoint-what-to-do", &[("folder", self.path().into())]);
        anyhow::anyhow!("{}\n{what_to_do}\n({code})", messages::checkpoint(comparison))
    }

    /// Opens an existing clinic without comparing it with the last checkpoint: for a person who accepts it.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn open_as_it_stands(&self, config: &Config, access: Access) -> Result<Clinic> {
        let root = self.root_key()?;
        let stores = store::open(self.location(config), access).await;
        let Stores { ledger, keys } = stores.map_err(|error| self.explained(&error.code, &error))?;
        let vault = Vault::unlock(root, self.installation(config)?, keys, Arc::new(OsRandom::new()));
        let vault = vault.map_err(|error| self.explained(error.code(), &error))?;
        let clinic = self.assemble(config, ledger, vault)?;
        if clinic.is_emptied().await.map_err(|problem| self.explained(problem.code(), &problem))? {
            let code = store::EMPTIED;
            return Err(anyhow::anyhow!(
                "{}
({code})",
                messages::opening(code, &self.path())
            ));
        }
        Ok(clinic)
    }

    fn location<'a>(&'a self, config: &'a Config) -> Location<'a> {
        Location {
            data: &self.data,
            keys: &self.keys,
            passwords: &self.passwords,
            database: &config.database,
        }
    }

    fn root_key(&self) -> Result<RootKey> {
        let root = RootKey::from_file(&self.root, &[&self.data, &self.keys]);
        root.map_err(|error| self.explained(error.code(), &error))
    }

    fn assemble(&self, config: &Config, ledger: Arc<dyn Ledger>, vault: Vault) -> Result<Clinic> {
        let (id, zone) = self.identity(config)?;
        let clinic = Clinic::new(id, ledger, Arc::new(vault), Arc::new(SystemClock), zone);
        clinic.map_err(|problem| self.explained(problem.code(), &problem))
    }

    /// Whose the keys are.
    fn installation(&self, config: &Config) -> Result<Installation> {
        let (id, _) = self.identity(config)?;
        let kind = match config.kind {
            Kind::Demo => InstallationKind::Demo,
            Kind::Clinic => InstallationKind::Clinic,
        };
        Ok(Installation { clinic: vault::ClinicId(id.to_bytes()), kind })
    }

    /// The clinic's id and time zone.
    fn identity(&self, config: &Config) -> Result<(ClinicId, TimeZone)> {
        config.identity().map_err(|line| {
            let values = [("folder", self.path().into()), ("file", CONFIG.into()), ("line", line.into())];
            messages::refusal("command-line-config-line", &values)
        })
    }

    /// A refusal with what to do, in both languages, and its code.
    fn explained(&self, code: &str, error: &dyn std::error::Error) -> anyhow::Error {
        let refusal = messages::opening(code, &self.path());
        if code.is_empty() {
            anyhow::anyhow!("{refusal}\n({error})")
        } else {
            anyhow::anyhow!("{refusal}\n({code}: {error})")
        }
    }

    /// A refusal that names the folder.
    fn refusal(&self, key: &str) -> anyhow::Error {
        messages::refusal(key, &[("folder", self.path().into())])
    }

    fn path(&self) -> String {
        self.data.display().to_string()
    }
}

/// The place beside a data folder with this ending.
fn beside(parent: &Path, name: &OsStr, ending: &str) -> PathBuf {
    let mut name = name.to_owned();
    name.push(ending);
    parent.join(name)
}

/// The id of a new clinic.
///
/// # Errors
/// When randomness fails.
pub fn new_clinic_id() -> Result<ClinicId> {
    let mut bytes = [0_u8; 16];
    OsRandom::new().fill(&mut bytes)?;
    Ok(ClinicId::from_bytes(bytes))
}

/// What a clinic runs on; stores of PostgreSQL need several threads.
///
/// # Errors
/// When threads cannot be started.
pub fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()
}
