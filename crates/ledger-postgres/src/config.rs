//! Where the database is and who asks. Passwords come from a file or the environment, never from the text of the
//! address, which may stand in a configuration file or an argument.

use std::fmt;
use std::net::IpAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use tokio_postgres::config::{Host, SslMode};
use zeroize::Zeroizing;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// A peer that acknowledges nothing for so long is gone.
const PEER_TIMEOUT: Duration = Duration::from_secs(20);
const OTHERS: u32 = 0o077;

/// Why an address or a password cannot be used. No variant carries any part of either.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// Not of the form `postgres://USER@/DATABASE?host=/FOLDER` or `postgres://USER@HOST:PORT/DATABASE`.
    #[error("the address of the database is not understood")]
    Malformed,
    /// The address holds a password.
    #[error("the address of the database holds a password; it belongs in a file or the environment")]
    PasswordInText,
    /// The address is neither a folder of a socket nor this machine; the connection would not be encrypted.
    #[error("the database must be reached by a local socket or on this machine")]
    NotLocal,
    /// The file or the variable with the password is not there, or it is empty.
    #[error("the password of the database is missing")]
    PasswordMissing,
    /// The file with the password can be used by other accounts; the number is its mode.
    #[error("the file with the password must belong to one account alone, its mode is {0:o}")]
    PasswordTooOpen(u32),
}

impl ConfigError {
    /// A stable code for texts and logs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed => "database-malformed",
            Self::PasswordInText => "database-password-in-text",
            Self::NotLocal => "database-not-local",
            Self::PasswordMissing => "database-password-missing",
            Self::PasswordTooOpen(_) => "database-password-too-open",
        }
    }
}

/// How to reach one database as one role.
#[derive(Clone)]
pub struct Config {
    address: tokio_postgres::Config,
    password: Option<Zeroizing<String>>,
}

impl Config {
    /// Reads `postgres://USER@/DATABASE?host=/FOLDER` (the folder of the server's socket; `port=` names another than
    /// 5432) or `postgres://USER@HOST:PORT/DATABASE` with `localhost` or a loopback address as host.
    ///
    /// # Errors
    /// [`ConfigError`] for anything else.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let mut address: tokio_postgres::Config = text.parse().map_err(|_| ConfigError::Malformed)?;
        if address.get_password().is_some() {
            return Err(ConfigError::PasswordInText);
        }
        let named = address.get_user().is_some() && address.get_dbname().is_some();
        let plain = address.get_options().is_none() && address.get_ports().len() <= 1;
        if !(named && plain && address.get_hostaddrs().is_empty()) {
            return Err(ConfigError::Malformed);
        }
        match address.get_hosts() {
            [Host::Unix(folder)] if folder.is_absolute() => {}
            [Host::Tcp(name)] => {
                // The name is not looked up: whoever answers for it could be elsewhere.
                let here = loopback(name).ok_or(ConfigError::NotLocal)?;
                address.hostaddr(here);
            }
            _ => return Err(ConfigError::Malformed),
        }
        address.ssl_mode(SslMode::Disable).application_name("namima");
        address.connect_timeout(CONNECT_TIMEOUT).tcp_user_timeout(PEER_TIMEOUT);
        Ok(Self { address, password: None })
    }

    /// The same database as another role, without the password.
    #[must_use]
    pub fn with_user(&self, user: &str) -> Self {
        let mut address = self.address.clone();
        address.user(user);
        Self { address, password: None }
    }

    /// Takes the password from a file of one account alone; a line end at its end is left out.
    ///
    /// # Errors
    /// [`ConfigError::PasswordMissing`], [`ConfigError::PasswordTooOpen`].
    pub fn with_password_file(self, file: &Path) -> Result<Self, ConfigError> {
        let metadata = file.metadata().map_err(|_| ConfigError::PasswordMissing)?;
        let mode = metadata.permissions().mode() & 0o777;
        if mode & OTHERS != 0 {
            return Err(ConfigError::PasswordTooOpen(mode));
        }
        self.with_password(std::fs::read_to_string(file).ok())
    }

    /// Takes the password from this variable of the environment.
    ///
    /// # Errors
    /// [`ConfigError::PasswordMissing`].
    pub fn with_password_variable(self, name: &str) -> Result<Self, ConfigError> {
        self.with_password(std::env::var(name).ok())
    }

    /// For the driver, password included.
    pub(crate) fn driver(&self) -> tokio_postgres::Config {
        let mut driver = self.address.clone();
        if let Some(password) = &self.password {
            driver.password(password.as_bytes());
        }
        driver
    }

    fn with_password(mut self, text: Option<String>) -> Result<Self, ConfigError> {
        let text = Zeroizing::new(text.unwrap_or_default());
        match text.trim_end_matches(['\r', '\n']) {
            "" => Err(ConfigError::PasswordMissing),
            password => {
                self.password = Some(Zeroizing::new(password.to_owned()));
                Ok(self)
            }
        }
    }
}

/// Names neither database nor role: both may say whose clinic it is.
impl fmt::Debug for Config {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Config").finish_non_exhaustive()
    }
}

fn loopback(name: &str) -> Option<IpAddr> {
    let name = if name == "localhost" { "127.0.0.1" } else { name };
    name.parse().ok().filter(IpAddr::is_loopback)
}
