//! The store of wrapped keys, in a folder of its own.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use ledger::Storage;
use ledger::sql::keys as sql;
use rusqlite::{Connection, OptionalExtension, Params, TransactionBehavior, params};
use vault::{ClinicId, KeyId, KeyPurpose, KeyStore, KeyStoreError, Subject, WrappedKey};

use crate::OpenError;
use crate::connection::Database;
use crate::error::storage;
use crate::files::{self, FolderLock};
use crate::schema::Schema;
use crate::settings::Role;

/// Wrapped keys on disk. Every change is durable before it is answered.
pub struct KeysDb {
    database: Database,
    role: Role,
    connection: Mutex<Option<Connection>>,
    _lock: Option<FolderLock>,
}

/// Why a call failed: the caller's request, or the device.
enum Failure {
    Answer(KeyStoreError),
    Device(rusqlite::Error),
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Device(error)
    }
}

impl KeysDb {
    /// Opens the store in `folder` and holds the folder's lock; makes both if they are not there.
    ///
    /// # Errors
    /// [`OpenError::InUse`] while another process (or this one) has it open, and whatever else speaks against it.
    pub fn open(folder: &Path) -> Result<Self, OpenError> {
        let lock = files::lock(folder)?;
        let database = Database::prepare(folder, Schema::Keys)?;
        Self::start(database, Role::Write, Some(lock))
    }

    /// Opens the store beside a running server: takes no lock; every change answers [`KeyStoreError::Unavailable`].
    ///
    /// # Errors
    /// [`OpenError::Missing`] where there is none, and whatever else speaks against it.
    pub fn open_read_only(folder: &Path) -> Result<Self, OpenError> {
        Self::start(Database::existing(folder, Schema::Keys)?, Role::Read, None)
    }

    fn start(database: Database, role: Role, lock: Option<FolderLock>) -> Result<Self, OpenError> {
        let connection = Mutex::new(Some(database.connect(role)?));
        Ok(Self { database, role, connection, _lock: lock })
    }

    /// Runs `work` on the connection; one that failed is closed, which rolls back, and opened again next time.
    fn with<T>(&self, work: impl FnOnce(&mut Connection) -> Result<T, Failure>) -> Result<T, KeyStoreError> {
        let mut place = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let connection = match place.take() {
            Some(connection) => connection,
            None => self.database.connect(self.role).map_err(|error| {
                tracing::error!(code = error.code(), "key store cannot be opened again");
                KeyStoreError::Unavailable
            })?,
        };
        match work(place.insert(connection)) {
            Ok(found) => Ok(found),
            Err(Failure::Answer(answer)) => Err(answer),
            Err(Failure::Device(error)) => {
                *place = None;
                let kind = storage(&error);
                tracing::error!(?kind, "key store failed");
                Err(match kind {
                    Storage::Corrupt => KeyStoreError::Damaged,
                    Storage::Full => KeyStoreError::Full,
                    _ => KeyStoreError::Unavailable,
                })
            }
        }
    }

    /// Runs `work` in a transaction that has the write lock from its beginning.
    fn change<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Failure>) -> Result<T, KeyStoreError> {
        self.with(|connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = work(&transaction)?;
            transaction.commit()?;
            Ok(done)
        })
    }

    fn keys(&self, text: &str, values: impl Params) -> Result<Vec<WrappedKey>, KeyStoreError> {
        self.with(|db| {
            Ok(db.prepare_cached(text)?.query_map(values, wrapped_key)?.collect::<Result<_, _>>()?)
        })
    }
}

impl KeyStore for KeysDb {
    fn load(&self, subject: &Subject) -> Result<Vec<WrappedKey>, KeyStoreError> {
        self.keys(sql::LOAD, params![subject.clinic.0, subject.owner, subject.purpose.code()])
    }

    fn find(&self, key: &KeyId) -> Result<Option<WrappedKey>, KeyStoreError> {
        Ok(self.keys(sql::FIND, params![key.0])?.pop())
    }

    fn last_generation(&self, subject: &Subject) -> Result<u32, KeyStoreError> {
        let place = params![subject.clinic.0, subject.owner, subject.purpose.code()];
        self.with(|db| {
            let last: Option<u32> =
                db.prepare_cached(sql::LAST_GENERATION)?.query_row(place, |row| row.get(0))?;
            Ok(last.unwrap_or(0))
        })
    }

    fn insert(&self, key: &WrappedKey) -> Result<(), KeyStoreError> {
        let WrappedKey { key: id, subject, generation, created_ms, wrapped } = key;
        let (clinic, owner, purpose) = (subject.clinic.0, subject.owner, subject.purpose.code());
        self.change(|db| {
            let place = params![id.0, clinic, owner, purpose, generation];
            if db.prepare_cached(sql::TAKEN)?.exists(place)? {
                return Err(Failure::Answer(KeyStoreError::Conflict));
            }
            let values = params![id.0, clinic, owner, purpose, generation, created_ms, wrapped];
            db.prepare_cached(sql::INSERT)?.execute(values)?;
            Ok(())
        })
    }

    fn reserve_seals(&self, key: &KeyId, count: u64) -> Result<u64, KeyStoreError> {
        self.change(|db| {
            let before: Option<i64> =
                db.prepare_cached(sql::SEALS)?.query_row([key.0], |row| row.get(0)).optional()?;
            let before = before.ok_or(Failure::Answer(KeyStoreError::NotFound))?;
            let after = i64::try_from(count).ok().and_then(|count| before.checked_add(count));
            let after = after.ok_or(Failure::Answer(KeyStoreError::Unavailable))?;
            db.prepare_cached(sql::SEALS_PUT)?.execute(params![after, key.0])?;
            u64::try_from(before).map_err(|_| Failure::Answer(KeyStoreError::Damaged))
        })
    }

    fn destroy(&self, key: &KeyId) -> Result<(), KeyStoreError> {
        self.change(|db| {
            db.prepare_cached(sql::DESTROYED_ADD)?.execute([key.0])?;
            db.prepare_cached(sql::DELETE)?.execute([key.0])?;
            Ok(())
        })?;
        // The log still holds the page as it was; it is folded in and emptied, or the key does not count as destroyed.
        self.with(|db| {
            let busy: bool = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
            if busy { Err(Failure::Answer(KeyStoreError::Unavailable)) } else { Ok(()) }
        })
    }

    fn all(&self, after: Option<KeyId>, limit: u32) -> Result<Vec<WrappedKey>, KeyStoreError> {
        // The empty key sorts before every id.
        let after = after.map_or_else(Vec::new, |key| key.0.to_vec());
        self.keys(sql::PAGE, params![after, limit])
    }
}

fn wrapped_key(row: &rusqlite::Row<'_>) -> rusqlite::Result<WrappedKey> {
    let code = row.get(3)?;
    let purpose =
        KeyPurpose::from_code(code).ok_or(rusqlite::Error::IntegralValueOutOfRange(3, i64::from(code)))?;
    Ok(WrappedKey {
        key: KeyId(row.get(0)?),
        subject: Subject { clinic: ClinicId(row.get(1)?), owner: row.get(2)?, purpose },
        generation: row.get(4)?,
        created_ms: row.get(5)?,
        wrapped: row.get(6)?,
    })
}
