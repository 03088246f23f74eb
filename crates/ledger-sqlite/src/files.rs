//! The folder of a store: its modes and its lock.

use std::fs::{DirBuilder, File, Metadata, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use crate::OpenError;

const FOLDER_MODE: u32 = 0o700;
const FILE_MODE: u32 = 0o600;
const OTHERS: u32 = 0o077;
const LOCK: &str = "lock";

/// Held as long as the store is open; the system releases it when the process ends, however it ends.
pub(crate) struct FolderLock {
    _file: File,
}

/// Makes the folder if it is not there, refuses one that others can use, and takes its lock.
pub(crate) fn lock(folder: &Path) -> Result<FolderLock, OpenError> {
    match DirBuilder::new().mode(FOLDER_MODE).create(folder) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error.into()),
        _ => refuse_others(".", &folder.metadata()?)?,
    }
    let file = private(&folder.join(LOCK), LOCK)?;
    match file.try_lock() {
        Ok(()) => Ok(FolderLock { _file: file }),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Makes the database file if it is not there, so that SQLite gives its companions the same mode.
pub(crate) fn prepare(folder: &Path, name: &'static str) -> Result<(), OpenError> {
    private(&folder.join(name), name).map(drop)
}

/// Checks folder and file without writing anything.
pub(crate) fn check(folder: &Path, name: &'static str) -> Result<(), OpenError> {
    refuse_others(".", &folder.metadata()?)?;
    refuse_others(name, &folder.join(name).metadata()?)
}

fn private(path: &Path, name: &'static str) -> Result<File, OpenError> {
    let file =
        OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(FILE_MODE).open(path)?;
    refuse_others(name, &file.metadata()?)?;
    Ok(file)
}

fn refuse_others(name: &'static str, metadata: &Metadata) -> Result<(), OpenError> {
    let mode = metadata.permissions().mode() & 0o777;
    if mode & OTHERS == 0 { Ok(()) } else { Err(OpenError::TooOpen { name, mode }) }
}
