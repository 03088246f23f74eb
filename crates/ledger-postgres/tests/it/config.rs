//! Addresses and passwords: where they may come from, and that no message repeats them.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use ledger_postgres::{Config, ConfigError, LedgerPostgres, OpenError};

const SECRET: &str = "correct horse battery staple";

#[test]
fn local_addresses_are_read() {
    for text in [
        "postgres://namima_run@/clinic?host=/run/postgresql",
        "postgres://namima_run@/clinic?host=/run/postgresql&port=5433",
        "postgresql://namima_run@%2Frun%2Fpostgresql/clinic",
        "postgres://namima_run@localhost/clinic",
        "postgres://namima_run@127.0.0.1:5433/clinic",
        "postgres://namima_run@[::1]/clinic",
    ] {
        assert!(Config::parse(text).is_ok(), "{text}");
    }
}

/// A connection that would leave the machine unencrypted is not made, whatever the address asks for.
///
/// Verifies: CRY-016
#[test]
fn addresses_elsewhere_are_refused() {
    for text in [
        "postgres://namima_run@db.example/clinic",
        "postgres://namima_run@db.example/clinic?sslmode=disable",
        "postgres://namima_run@192.0.2.1/clinic",
        "postgres://namima_run@[2001:db8::1]/clinic",
        "postgres://namima_run@localhost.example/clinic",
    ] {
        assert_eq!(Config::parse(text).err(), Some(ConfigError::NotLocal), "{text}");
    }
    for text in [
        "",
        "clinic",
        "postgres://namima_run@/clinic",
        "postgres://localhost/clinic",
        "postgres://namima_run@localhost/",
        "postgres://namima_run@localhost,127.0.0.1/clinic",
        "postgres://namima_run@localhost/clinic?hostaddr=192.0.2.1",
        "postgres://namima_run@localhost/clinic?options=-c%20synchronous_commit=off",
        "sqlite://clinic",
    ] {
        assert_eq!(Config::parse(text).err(), Some(ConfigError::Malformed), "{text}");
    }
}

/// Verifies: CRY-012
#[test]
fn passwords_are_not_taken_from_the_address() {
    let text = "postgres://namima_run:hunter2@localhost/clinic";
    let error = Config::parse(text).unwrap_err();
    assert_eq!(error, ConfigError::PasswordInText);
    assert!(!format!("{error} {error:?} {}", error.code()).contains("hunter2"));
}

#[test]
fn password_files_belong_to_one_account() {
    let config = Config::parse("postgres://namima_run@localhost/clinic").unwrap();
    let file = password_file(SECRET, 0o640);
    assert_eq!(
        config.clone().with_password_file(file.path()).err(),
        Some(ConfigError::PasswordTooOpen(0o640))
    );
    let empty = password_file("\n", 0o600);
    for path in [Path::new("/nowhere"), empty.path()] {
        assert_eq!(config.clone().with_password_file(path).err(), Some(ConfigError::PasswordMissing));
    }
    assert_eq!(config.with_password_variable("NAMIMA_NO_SUCH").err(), Some(ConfigError::PasswordMissing));
}

/// The right password opens, a wrong one and none do not, and nothing that can be printed holds it.
///
/// Verifies: CRY-012
#[tokio::test]
async fn passwords_open_and_are_not_repeated() {
    let fresh = crate::server::fresh().await;
    let administrator = fresh.server.intruder(&fresh.name).await;
    let text = format!(
        "DO $$ BEGIN CREATE ROLE namima_password LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        ALTER ROLE namima_password PASSWORD '{SECRET}';
        GRANT namima_run TO namima_password;"
    );
    administrator.batch_execute(&text).await.unwrap();
    let config = fresh.config("namima_password");
    let right =
        config.clone().with_password_file(password_file(&format!("{SECRET}\n"), 0o600).path()).unwrap();
    LedgerPostgres::open(&right).await.map(drop).unwrap();
    assert!(!format!("{right:?}").contains(SECRET));
    assert!(LedgerPostgres::open(&right.with_user("namima_run")).await.is_ok());

    let wrong = config.clone().with_password_file(password_file("horse", 0o600).path()).unwrap();
    for config in [wrong, config, right.with_user("namima_password")] {
        let error = LedgerPostgres::open(&config).await.err().unwrap();
        assert!(!format!("{error} {error:?}").contains("horse"));
        assert!(matches!(error, OpenError::Refused | OpenError::Storage(_)), "{error:?}");
    }
}

fn password_file(text: &str, mode: u32) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    std::fs::set_permissions(file.path(), Permissions::from_mode(mode)).unwrap();
    file
}
