//! The newest checkpoint in a file off the data folder, where `checkpoint_path` in `namima.toml` names one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clinic::{Clinic, ClinicError, StoredCheckpoint};

/// Takes checkpoints into the key store, and into the file.
#[derive(Clone)]
pub struct CheckpointKeeper {
    clinic: Arc<Clinic>,
    path: Option<PathBuf>,
}

impl CheckpointKeeper {
    /// For a clinic, with the file that its configuration names.
    #[must_use]
    pub fn new(clinic: Arc<Clinic>, path: Option<PathBuf>) -> Self {
        Self { clinic, path }
    }

    /// Takes a checkpoint. A file that cannot be written is logged and tried again with the next one: the key store has it.
    ///
    /// # Errors
    /// When none could be taken.
    pub async fn take(&self) -> Result<(), ClinicError> {
        let checkpoint = self.clinic.checkpoints().take().await?;
        self.put_file(&checkpoint);
        Ok(())
    }

    /// Takes a checkpoint where something else was to be done: what was done stays done if none can be taken.
    pub async fn take_or_log(&self) {
        if let Err(error) = self.take().await {
            tracing::error!(code = error.code(), "no checkpoint could be taken");
        }
    }

    fn put_file(&self, checkpoint: &StoredCheckpoint) {
        let Some(path) = &self.path else { return };
        let there = fs::read(path).ok();
        if there.as_ref() == Some(&checkpoint.bytes) {
            return;
        }
        let further = there.and_then(|bytes| self.clinic.checkpoints().place_of(&bytes));
        if further.is_some_and(|seq| seq > checkpoint.seq) {
            tracing::error!("the checkpoint file is further than the ledger; it is left as it is");
        } else if let Err(error) = replace(path, &checkpoint.bytes) {
            tracing::error!(%error, "the checkpoint file cannot be written");
        }
    }
}

/// Puts a file in another's place, whole or not at all.
///
/// # Errors
/// When it cannot be written; the one that was there is then still there.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let new = path.with_file_name(name);
    let _ = fs::remove_file(&new);
    write_new(&new, bytes)?;
    fs::rename(&new, path)?;
    sync_folder(path)
}

/// Writes a file that must not be there yet.
///
/// # Errors
/// When it is there, or cannot be written; what was begun is then removed.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match write_new(path, bytes) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            let _ = fs::remove_file(path);
            Err(error)
        }
        Err(error) => Err(error),
        Ok(()) => sync_folder(path),
    }
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}
