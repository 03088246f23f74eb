//! The store of wrapped keys, in a database of its own.
//!
//! Whoever commits to the ledger holds the keys until that COMMIT has returned: a transaction on a connection of its own that
//! shares a lock, for which the triggers of the tables wait before a key goes.

use std::sync::Arc;
use std::sync::mpsc::sync_channel;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use ledger::Storage;
use ledger::sql::keys as sql;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio_postgres::Row;
use vault::{
    CheckpointWrite, ClinicId, DestroyedKey, HeldKeys, KeyEpoch, KeyId, KeyPurpose, KeyStore, KeyStoreError,
    StoredKey, Subject, WrappedKey,
};

use crate::connection::{Connection, Database, Role, Value};
use crate::error::Failure;
use crate::pipeline::with_timeout;
use crate::query::{all, bytes, count, get};
use crate::schema::Schema;
use crate::sql::{FORGET_DEAD_KEYS, KEYS_HOLD, SEALS_LOCK, WRAPPED_LOCK};
use crate::{Config, OpenError};

/// Transactions that change keys; the seals of a key are locked before they are counted.
const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

/// Wrapped keys in PostgreSQL. Calls block; the connection lives on a thread of its own.
pub struct KeysPostgres {
    shared: Arc<SharedConnection>,
    /// For holding keys: what is asked meanwhile needs another.
    gate: Arc<SharedConnection>,
    runtime: Option<Runtime>,
}

struct SharedConnection {
    database: Database,
    connection: Arc<Mutex<Option<Connection>>>,
}

/// The keys, held by whoever commits to the ledger. Dropped without a release, its connection is closed, which lets go.
struct HeldInDatabase {
    place: Option<OwnedMutexGuard<Option<Connection>>>,
    epoch: KeyEpoch,
    runtime: Handle,
}

impl HeldKeys for HeldInDatabase {
    fn epoch(&self) -> KeyEpoch {
        self.epoch
    }

    fn release(mut self: Box<Self>) -> Result<(), KeyStoreError> {
        let Some(mut place) = self.place.take() else { return Err(KeyStoreError::Unavailable) };
        let (answer, answered) = sync_channel(1);
        self.runtime.spawn(async move {
            let ended = match place.take() {
                Some(connection) => {
                    let ended = with_timeout(connection.control("COMMIT")).await;
                    *place = ended.is_ok().then_some(connection);
                    ended.map_err(|failure| unavailable(&failure))
                }
                None => Err(KeyStoreError::Unavailable),
            };
            drop(place);
            let _ = answer.send(ended);
        });
        answered.recv().unwrap_or(Err(KeyStoreError::Unavailable))
    }
}

impl Drop for HeldInDatabase {
    fn drop(&mut self) {
        if let Some(place) = &mut self.place {
            **place = None;
        }
    }
}

/// Why a call failed: the caller's request, or the database.
enum CallFailure {
    Answer(KeyStoreError),
    Database(Failure),
}

impl From<Failure> for CallFailure {
    fn from(failure: Failure) -> Self {
        Self::Database(failure)
    }
}

type CallResult<T> = Result<T, CallFailure>;

impl KeysPostgres {
    /// Opens the store as `namima_keys`. Its tables must be there and up to date ([`crate::migrate_keys`]).
    /// Blocks until it is connected.
    ///
    /// # Errors
    /// [`OpenError`] names what speaks against this server, database or role.
    pub fn open(config: &Config) -> Result<Self, OpenError> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("keys")
            .enable_all()
            .build()
            .map_err(|_| OpenError::Storage(Storage::Io))?;
        let connection = || {
            let database = Database::new(config, Schema::Keys);
            Arc::new(SharedConnection { database, connection: Arc::default() })
        };
        let keys = Self { shared: connection(), gate: connection(), runtime: Some(runtime) };
        keys.blocking(|shared| async move {
            let connection = shared.database.connect(Role::Write).await?;
            shared.connection.lock().await.replace(connection);
            Ok(())
        })
        .unwrap_or(Err(OpenError::Storage(Storage::Io)))?;
        Ok(keys)
    }

    /// Runs `work` on the thread of the connection; `None` if that thread is gone.
    fn blocking<T, F>(&self, work: impl FnOnce(Arc<SharedConnection>) -> F) -> Option<T>
    where
        T: Send + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        let (answer, answered) = sync_channel(1);
        let work = work(Arc::clone(&self.shared));
        self.runtime.as_ref()?.spawn(async move {
            let _ = answer.send(work.await);
        });
        answered.recv().ok()
    }

    /// Runs `work` in one transaction; a connection on which it failed is closed, which rolls back.
    fn with<T, W>(&self, work: W) -> Result<T, KeyStoreError>
    where
        T: Send + 'static,
        W: for<'a> FnOnce(&'a Connection) -> BoxFuture<'a, CallResult<T>> + Send + 'static,
    {
        let answer = self.blocking(|shared| async move { shared.with(work).await });
        answer.unwrap_or(Err(KeyStoreError::Unavailable))
    }
}

impl Drop for KeysPostgres {
    fn drop(&mut self) {
        // Waiting for its thread is not allowed where other tasks run.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl SharedConnection {
    async fn with<T, W>(&self, work: W) -> Result<T, KeyStoreError>
    where
        W: for<'a> FnOnce(&'a Connection) -> BoxFuture<'a, CallResult<T>>,
    {
        let mut place = self.connection.lock().await;
        let connection = self.connected(place.take()).await?;
        match transaction(&connection, work).await {
            Ok(found) => {
                *place = Some(connection);
                Ok(found)
            }
            Err(CallFailure::Answer(answer)) => Err(answer),
            Err(CallFailure::Database(failure)) => Err(unavailable(&failure)),
        }
    }
}

impl SharedConnection {
    /// This connection, or a new one where it is closed.
    async fn connected(&self, connection: Option<Connection>) -> Result<Connection, KeyStoreError> {
        if let Some(connection) = connection.filter(|connection| !connection.is_closed()) {
            return Ok(connection);
        }
        let new = async { self.database.connect(Role::Write).await.map_err(Failure::Open) };
        with_timeout(new).await.map_err(|failure| unavailable(&failure))
    }

    /// Shares the lock on all keys, and reads the epoch that nobody can raise before it is let go.
    async fn hold(&self) -> Result<HeldInDatabase, KeyStoreError> {
        let place = async { Ok(Arc::clone(&self.connection).lock_owned().await) };
        let mut place = with_timeout(place).await.map_err(|failure| unavailable(&failure))?;
        let connection = self.connected(place.take()).await?;
        let begun = async {
            connection.control(BEGIN).await?;
            connection.query(KEYS_HOLD, &[]).await?;
            epoch(&connection).await
        };
        let epoch = with_timeout(begun).await.map_err(|failure| unavailable(&failure))?;
        *place = Some(connection);
        Ok(HeldInDatabase { place: Some(place), epoch, runtime: Handle::current() })
    }
}

async fn epoch(db: &Connection) -> Result<KeyEpoch, Failure> {
    let found = all(db, sql::EPOCH, &[], |row| count(row, 0)).await?;
    found.first().copied().map(KeyEpoch).ok_or(Failure::Shape)
}

async fn transaction<T, W>(db: &Connection, work: W) -> CallResult<T>
where
    W: for<'a> FnOnce(&'a Connection) -> BoxFuture<'a, CallResult<T>>,
{
    with_timeout(db.control(BEGIN)).await?;
    let done = work(db).await?;
    with_timeout(db.control("COMMIT")).await?;
    Ok(done)
}

fn unavailable(failure: &Failure) -> KeyStoreError {
    let kind = failure.storage();
    tracing::error!(?kind, "key store failed");
    match kind {
        Storage::Corrupt => KeyStoreError::Damaged,
        Storage::Full => KeyStoreError::Full,
        _ => KeyStoreError::Unavailable,
    }
}

impl KeyStore for KeysPostgres {
    fn load(&self, subject: &Subject) -> Result<Vec<WrappedKey>, KeyStoreError> {
        let Subject { clinic, owner, purpose } = *subject;
        self.with(move |db| {
            async move {
                let place = (clinic.0.as_slice(), owner.as_slice(), i32::from(purpose.code()));
                Ok(all(db, sql::LOAD, &[&place.0, &place.1, &place.2], wrapped_key).await?)
            }
            .boxed()
        })
    }

    fn find(&self, key: &KeyId) -> Result<Option<WrappedKey>, KeyStoreError> {
        let key = *key;
        self.with(move |db| {
            async move { Ok(all(db, sql::FIND, &[&key.0.as_slice()], wrapped_key).await?.pop()) }.boxed()
        })
    }

    fn last_generation(&self, subject: &Subject) -> Result<u32, KeyStoreError> {
        let Subject { clinic, owner, purpose } = *subject;
        self.with(move |db| {
            async move {
                let place = (clinic.0.as_slice(), owner.as_slice(), i32::from(purpose.code()));
                let last = all(db, sql::LAST_GENERATION, &[&place.0, &place.1, &place.2], generation).await?;
                Ok(last.into_iter().flatten().max().unwrap_or(0))
            }
            .boxed()
        })
    }

    fn insert(&self, key: &WrappedKey) -> Result<(), KeyStoreError> {
        let key = key.clone();
        self.with(move |db| insert(db, key).boxed())
    }

    fn reserve_seals(&self, key: &KeyId, count: u64) -> Result<u64, KeyStoreError> {
        let key = *key;
        self.with(move |db| reserve_seals(db, key, count).boxed())
    }

    /// The wrapping is gone from the table's file when this returns. The server's write-ahead log, its archive and
    /// backups keep older copies until they are recycled: for at most 35 days if the server is run as documented.
    fn destroy(&self, key: &KeyId) -> Result<(), KeyStoreError> {
        let key = *key;
        self.with(move |db| {
            async move {
                db.execute(sql::DESTROYED_ADD, &[&key.0.as_slice()]).await?;
                Ok(db.execute(sql::DELETE, &[&key.0.as_slice()]).await?)
            }
            .boxed()
        })?;
        // The deleted row still lies in the file: the file is rewritten, or the key does not count as destroyed.
        self.with(|db| async { Ok(with_timeout(db.execute(FORGET_DEAD_KEYS, &[])).await?) }.boxed())
    }

    fn all(&self, after: Option<KeyId>, limit: u32) -> Result<Vec<StoredKey>, KeyStoreError> {
        // The empty key sorts before every id.
        let after = after.map_or_else(Vec::new, |key| key.0.to_vec());
        self.with(move |db| {
            async move { Ok(all(db, sql::PAGE, &[&after, &i64::from(limit)], stored_key).await?) }.boxed()
        })
    }

    fn destroyed(&self) -> Result<Vec<DestroyedKey>, KeyStoreError> {
        self.with(|db| async { Ok(all(db, sql::DESTROYED, &[], destroyed_key).await?) }.boxed())
    }

    fn rewrap(&self, key: &KeyId, old: &[u8], new: &[u8]) -> Result<bool, KeyStoreError> {
        let (key, old, new) = (*key, old.to_vec(), new.to_vec());
        self.with(move |db| {
            async move {
                let id = key.0.as_slice();
                let was_there = all(db, WRAPPED_LOCK, &[&id], |row| get::<Vec<u8>>(row, 0)).await?.pop();
                if was_there.as_ref() != Some(&old) {
                    return Ok(false);
                }
                with_timeout(db.execute(sql::REWRAP, &[&new, &id, &old])).await?;
                Ok(true)
            }
            .boxed()
        })
    }

    fn epoch(&self) -> Result<KeyEpoch, KeyStoreError> {
        self.with(|db| async { Ok(epoch(db).await?) }.boxed())
    }

    fn hold(&self) -> Result<Box<dyn HeldKeys>, KeyStoreError> {
        let gate = Arc::clone(&self.gate);
        let held = self.blocking(|_| async move { gate.hold().await });
        Ok(Box::new(held.unwrap_or(Err(KeyStoreError::Unavailable))?))
    }

    fn checkpoint(&self, clinic: &ClinicId) -> Result<Option<Vec<u8>>, KeyStoreError> {
        let clinic = clinic.0;
        self.with(move |db| {
            async move { Ok(all(db, sql::CHECKPOINT, &[&clinic.as_slice()], |row| get(row, 0)).await?.pop()) }
                .boxed()
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
        let (clinic, checkpoint) = (clinic.0, checkpoint.to_vec());
        let seq = i64::try_from(seq).map_err(|_| KeyStoreError::Unavailable)?;
        self.with(move |db| {
            async move { Ok(with_timeout(db.execute(text, &[&clinic.as_slice(), &seq, &checkpoint])).await?) }
                .boxed()
        })
    }
}

async fn insert(db: &Connection, key: WrappedKey) -> CallResult<()> {
    let WrappedKey { key: id, subject, generation, created_ms, wrapped } = key;
    let (id, clinic, owner) = (id.0.as_slice(), subject.clinic.0.as_slice(), subject.owner.as_slice());
    let (purpose, generation) = (i32::from(subject.purpose.code()), i64::from(generation));
    let place: [Value<'_>; 5] = [&id, &clinic, &owner, &purpose, &generation];
    if !all(db, sql::TAKEN, &place, |_| Ok(())).await?.is_empty() {
        return Err(CallFailure::Answer(KeyStoreError::Conflict));
    }
    let values: [Value<'_>; 7] = [&id, &clinic, &owner, &purpose, &generation, &created_ms, &wrapped];
    match with_timeout(db.execute(sql::INSERT, &values)).await {
        // Another node was faster.
        Err(failure) if failure.is_conflict() => Err(CallFailure::Answer(KeyStoreError::Conflict)),
        inserted => Ok(inserted?),
    }
}

async fn reserve_seals(db: &Connection, key: KeyId, number: u64) -> CallResult<u64> {
    let id = key.0.as_slice();
    let before = all(db, SEALS_LOCK, &[&id], |row| count(row, 0)).await?.pop();
    let before = before.ok_or(CallFailure::Answer(KeyStoreError::NotFound))?;
    let after = before.checked_add(number).and_then(|after| i64::try_from(after).ok());
    let after = after.ok_or(CallFailure::Answer(KeyStoreError::Unavailable))?;
    with_timeout(db.execute(sql::SEALS_PUT, &[&after, &id])).await?;
    Ok(before)
}

fn generation(row: &Row) -> Result<Option<u32>, Failure> {
    let last: Option<i64> = get(row, 0)?;
    last.map(|last| u32::try_from(last).map_err(|_| Failure::Shape)).transpose()
}

/// Clinic, owner and purpose, behind the key's id.
fn subject(row: &Row) -> Result<Subject, Failure> {
    let code = u16::try_from(get::<i32>(row, 3)?).map_err(|_| Failure::Shape)?;
    let purpose = KeyPurpose::from_code(code).ok_or(Failure::Shape)?;
    Ok(Subject { clinic: ClinicId(bytes(row, 1)?), owner: bytes(row, 2)?, purpose })
}

fn generation_of(row: &Row) -> Result<u32, Failure> {
    u32::try_from(get::<i64>(row, 4)?).map_err(|_| Failure::Shape)
}

fn destroyed_key(row: &Row) -> Result<DestroyedKey, Failure> {
    Ok(DestroyedKey { key: KeyId(bytes(row, 0)?), subject: subject(row)?, generation: generation_of(row)? })
}

fn stored_key(row: &Row) -> Result<StoredKey, Failure> {
    Ok(StoredKey { key: wrapped_key(row)?, seals: count(row, 7)? })
}

fn wrapped_key(row: &Row) -> Result<WrappedKey, Failure> {
    Ok(WrappedKey {
        key: KeyId(bytes(row, 0)?),
        subject: subject(row)?,
        generation: generation_of(row)?,
        created_ms: get(row, 5)?,
        wrapped: get(row, 6)?,
    })
}
