//! The store of wrapped keys, in a folder of its own.
//!
//! Whoever commits to the ledger holds the keys until that COMMIT has returned: a transaction that has the write lock of this
//! database and writes nothing. Nobody destroys a key meanwhile, in whichever process; reading goes on.

use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ledger::Storage;
use ledger::sql::keys as sql;
use rusqlite::{Connection, OptionalExtension, Params, TransactionBehavior, params};
use vault::{
    CheckpointWrite, ClinicId, DestroyedKey, HeldKeys, KeyEpoch, KeyId, KeyPurpose, KeyStore, KeyStoreError,
    StoredKey, Subject, WrappedKey,
};

use crate::OpenError;
use crate::connection::Database;
use crate::error::storage;
use crate::files::{self, FolderLock};
use crate::schema::Schema;
use crate::settings::{BUSY_TIMEOUT_MS, Role};

/// How long a change waits for whoever holds the keys, and a holder for changes: as long as for another process.
const LONGEST_WAIT: Duration = Duration::from_millis(BUSY_TIMEOUT_MS.unsigned_abs());

/// Wrapped keys on disk. Every change is durable before it is answered.
pub struct KeysDb {
    shared: Arc<Shared>,
    _lock: Option<FolderLock>,
}

/// The one connection, and who may change something.
struct Shared {
    database: Database,
    role: Role,
    place: Mutex<Place>,
    freed: Condvar,
}

#[derive(Default)]
struct Place {
    connection: Option<Connection>,
    /// Which hold is in force on this connection; counted, so that a connection that was lost is noticed.
    held: Option<u64>,
    holds: u64,
    /// Changes that wait for the end of a hold: the next hold waits for them.
    changes_waiting: u32,
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
        let place = Place { connection: Some(database.connect(role)?), ..Place::default() };
        let shared = Shared { database, role, place: Mutex::new(place), freed: Condvar::new() };
        Ok(Self { shared: Arc::new(shared), _lock: lock })
    }

    fn keys(&self, text: &str, values: impl Params) -> Result<Vec<WrappedKey>, KeyStoreError> {
        self.shared.read(|db| {
            Ok(db.prepare_cached(text)?.query_map(values, wrapped_key)?.collect::<Result<_, _>>()?)
        })
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Place> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `work` on the connection, also while the keys are held.
    fn read<T>(&self, work: impl FnOnce(&mut Connection) -> Result<T, Failure>) -> Result<T, KeyStoreError> {
        self.with(&mut self.lock(), work)
    }

    /// Runs `work` in a transaction that has the write lock from its beginning, once nobody holds the keys.
    fn change<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Failure>) -> Result<T, KeyStoreError> {
        self.alone(|connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = work(&transaction)?;
            transaction.commit()?;
            Ok(done)
        })
    }

    /// Runs `work` once nobody holds the keys.
    fn alone<T>(&self, work: impl FnOnce(&mut Connection) -> Result<T, Failure>) -> Result<T, KeyStoreError> {
        let mut place = self.lock();
        place.changes_waiting += 1;
        let (mut place, waited) = self
            .freed
            .wait_timeout_while(place, LONGEST_WAIT, |place| place.held.is_some())
            .unwrap_or_else(PoisonError::into_inner);
        place.changes_waiting -= 1;
        let done =
            if waited.timed_out() { Err(KeyStoreError::Unavailable) } else { self.with(&mut place, work) };
        self.freed.notify_all();
        done
    }

    /// Runs `work` on the connection; one that failed is closed, which rolls back, and opened again next time.
    fn with<T>(
        &self,
        place: &mut Place,
        work: impl FnOnce(&mut Connection) -> Result<T, Failure>,
    ) -> Result<T, KeyStoreError> {
        let connection = match place.connection.take() {
            Some(connection) => connection,
            None => self.database.connect(self.role).map_err(|error| {
                tracing::error!(code = error.code(), "key store cannot be opened again");
                KeyStoreError::Unavailable
            })?,
        };
        match work(place.connection.insert(connection)) {
            Ok(found) => Ok(found),
            Err(Failure::Answer(answer)) => Err(answer),
            Err(Failure::Device(error)) => {
                (place.connection, place.held) = (None, None);
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

    /// Takes the write lock of the database, and reads the epoch that nobody can raise before it is let go.
    fn hold(self: &Arc<Self>) -> Result<HeldInFile, KeyStoreError> {
        let is_taken = |place: &mut Place| place.held.is_some() || place.changes_waiting > 0;
        let (mut place, waited) = self
            .freed
            .wait_timeout_while(self.lock(), LONGEST_WAIT, is_taken)
            .unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() {
            return Err(KeyStoreError::Unavailable);
        }
        let epoch = self.with(&mut place, |db| {
            db.execute_batch("BEGIN IMMEDIATE")?;
            Ok(epoch(db)?)
        })?;
        place.holds += 1;
        let number = place.holds;
        place.held = Some(number);
        Ok(HeldInFile { shared: Arc::clone(self), number, epoch })
    }

    /// Ends a hold; whether it was in force until now.
    fn let_go(&self, number: u64) -> Result<(), KeyStoreError> {
        let mut place = self.lock();
        let was_held = place.held == Some(number);
        let ended =
            if was_held { self.with(&mut place, |db| Ok(db.execute_batch("COMMIT")?)) } else { Ok(()) };
        if was_held {
            place.held = None;
        }
        self.freed.notify_all();
        if was_held { ended } else { Err(KeyStoreError::Unavailable) }
    }
}

/// The keys, held by whoever commits to the ledger.
struct HeldInFile {
    shared: Arc<Shared>,
    number: u64,
    epoch: KeyEpoch,
}

impl HeldKeys for HeldInFile {
    fn epoch(&self) -> KeyEpoch {
        self.epoch
    }

    fn release(self: Box<Self>) -> Result<(), KeyStoreError> {
        self.shared.let_go(self.number)
    }
}

impl Drop for HeldInFile {
    fn drop(&mut self) {
        // After a release there is nothing left to let go.
        let _ = self.shared.let_go(self.number);
    }
}

fn epoch(db: &Connection) -> rusqlite::Result<KeyEpoch> {
    let number: i64 = db.prepare_cached(sql::EPOCH)?.query_row([], |row| row.get(0))?;
    Ok(KeyEpoch(number.unsigned_abs()))
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
        self.shared.read(|db| {
            let last: Option<u32> =
                db.prepare_cached(sql::LAST_GENERATION)?.query_row(place, |row| row.get(0))?;
            Ok(last.unwrap_or(0))
        })
    }

    fn insert(&self, key: &WrappedKey) -> Result<(), KeyStoreError> {
        let WrappedKey { key: id, subject, generation, created_ms, wrapped } = key;
        let (clinic, owner, purpose) = (subject.clinic.0, subject.owner, subject.purpose.code());
        self.shared.change(|db| {
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
        self.shared.change(|db| {
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
        self.shared.change(|db| {
            db.prepare_cached(sql::DESTROYED_ADD)?.execute([key.0])?;
            db.prepare_cached(sql::DELETE)?.execute([key.0])?;
            Ok(())
        })?;
        // The log still holds the page as it was; it is folded in and emptied, or the key does not count as destroyed.
        self.shared.alone(|db| {
            let busy: bool = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
            if busy { Err(Failure::Answer(KeyStoreError::Unavailable)) } else { Ok(()) }
        })
    }

    fn all(&self, after: Option<KeyId>, limit: u32) -> Result<Vec<StoredKey>, KeyStoreError> {
        // The empty key sorts before every id.
        let after = after.map_or_else(Vec::new, |key| key.0.to_vec());
        self.shared.read(|db| {
            let mut statement = db.prepare_cached(sql::PAGE)?;
            let found = statement.query_map(params![after, limit], |row| {
                let seals: i64 = row.get(7)?;
                Ok(StoredKey { key: wrapped_key(row)?, seals: seals.unsigned_abs() })
            })?;
            Ok(found.collect::<Result<_, _>>()?)
        })
    }

    fn destroyed(&self) -> Result<Vec<DestroyedKey>, KeyStoreError> {
        self.shared.read(|db| {
            let mut statement = db.prepare_cached(sql::DESTROYED)?;
            let found = statement.query_map([], |row| {
                let (key, subject) = (KeyId(row.get(0)?), subject(row)?);
                Ok(DestroyedKey { key, subject, generation: row.get(4)? })
            })?;
            Ok(found.collect::<Result<_, _>>()?)
        })
    }

    fn rewrap(&self, key: &KeyId, old: &[u8], new: &[u8]) -> Result<bool, KeyStoreError> {
        self.shared.change(|db| Ok(db.prepare_cached(sql::REWRAP)?.execute(params![new, key.0, old])? > 0))
    }

    fn epoch(&self) -> Result<KeyEpoch, KeyStoreError> {
        self.shared.read(|db| Ok(epoch(db)?))
    }

    fn hold(&self) -> Result<Box<dyn HeldKeys>, KeyStoreError> {
        Ok(Box::new(self.shared.hold()?))
    }

    fn checkpoint(&self, clinic: &ClinicId) -> Result<Option<Vec<u8>>, KeyStoreError> {
        self.shared.read(|db| {
            let mut statement = db.prepare_cached(sql::CHECKPOINT)?;
            Ok(statement.query_row([clinic.0], |row| row.get(0)).optional()?)
        })
    }

    fn put_checkpoint(
        &self,
        clinic: &ClinicId,
        seq: u64,
        checkpoint: &[u8],
        how: CheckpointWrite,
    ) -> Result<(), KeyStoreError> {
        let text = match how {
            CheckpointWrite::Advance => sql::CHECKPOINT_ADVANCE,
            CheckpointWrite::Replace => sql::CHECKPOINT_REPLACE,
        };
        let seq = i64::try_from(seq).map_err(|_| KeyStoreError::Unavailable)?;
        self.shared.change(|db| {
            db.prepare_cached(text)?.execute(params![clinic.0, seq, checkpoint])?;
            Ok(())
        })
    }
}

/// Clinic, owner and purpose, behind the key's id.
fn subject(row: &rusqlite::Row<'_>) -> rusqlite::Result<Subject> {
    let code = row.get(3)?;
    let purpose =
        KeyPurpose::from_code(code).ok_or(rusqlite::Error::IntegralValueOutOfRange(3, i64::from(code)))?;
    Ok(Subject { clinic: ClinicId(row.get(1)?), owner: row.get(2)?, purpose })
}

fn wrapped_key(row: &rusqlite::Row<'_>) -> rusqlite::Result<WrappedKey> {
    Ok(WrappedKey {
        key: KeyId(row.get(0)?),
        subject: subject(row)?,
        generation: row.get(4)?,
        created_ms: row.get(5)?,
        wrapped: row.get(6)?,
    })
}
