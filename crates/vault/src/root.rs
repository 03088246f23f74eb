//! The root key and its file.

use crate::error::{Error, Result, RootFileError};
use crate::hkdf::{KeyBytes, hkdf};
use crate::ids::RootId;
use crate::random::{OsRandom, Random};
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const FILE_BYTES: usize = 65;
const HEX: &[u8; 16] = b"0123456789abcdef";

/// The key that wraps all other keys. Lives in a file apart from data and keys.
pub struct RootKey(KeyBytes);

impl fmt::Debug for RootKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("RootKey(redacted)")
    }
}

impl RootKey {
    /// Reads a root key file: a regular file of 64 lower-case hexadecimal digits and a newline, without rights for group
    /// and others, not inside any of the `forbidden` folders (which need not exist yet).
    ///
    /// # Errors
    /// [`RootFileError`] saying which of these does not hold.
    pub fn from_file(path: &Path, forbidden: &[&Path]) -> std::result::Result<Self, RootFileError> {
        let named = fs::symlink_metadata(path).map_err(|error| refusal(&error))?;
        if !named.is_file() {
            return Err(RootFileError::NotRegular);
        }
        let place = resolved(path)?;
        for folder in forbidden {
            if place.starts_with(resolved(folder)?) {
                return Err(RootFileError::InsideForbidden);
            }
        }
        let file = File::open(path).map_err(|error| refusal(&error))?;
        // Asked of the open file, so that nobody can swap it between the check and the reading.
        let opened = file.metadata().map_err(|error| refusal(&error))?;
        if !opened.is_file() || (opened.dev(), opened.ino()) != (named.dev(), named.ino()) {
            return Err(RootFileError::NotRegular);
        }
        if opened.permissions().mode() & 0o077 != 0 {
            return Err(RootFileError::OpenToOthers);
        }
        read_key(file).map(Self)
    }

    /// Makes a new root key and its file (mode 0600), durable with its folder before it returns.
    ///
    /// # Errors
    /// [`RootFileError::Exists`] if something is there already, which is left alone; else that it cannot be written, or
    /// that there is no randomness.
    pub fn create_file(path: &Path) -> Result<Self> {
        let mut key = KeyBytes::default();
        OsRandom::new().fill(key.as_mut_slice())?;
        let mut text = Zeroizing::new([b'\n'; FILE_BYTES]);
        for (pair, byte) in text.chunks_exact_mut(2).zip(key.iter()) {
            for (digit, value) in pair.iter_mut().zip([byte >> 4, byte & 15]) {
                *digit = HEX.get(usize::from(value)).copied().unwrap_or_default();
            }
        }
        write_new(path, text.as_slice()).map_err(|error| refusal(&error))?;
        Ok(Self(key))
    }

    /// A public check value of this key.
    pub(crate) fn id(&self) -> Result<RootId> {
        let long = hkdf(&self.0, &[b"namima/1/root-id"])?;
        long.first_chunk().copied().map(RootId).ok_or(Error::Provider)
    }

    /// The key-encryption key.
    pub(crate) fn wrapping_key(&self) -> Result<KeyBytes> {
        hkdf(&self.0, &[b"namima/1/wrap"])
    }

    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn fixed(bytes: [u8; 32]) -> Self {
        Self(KeyBytes::new(bytes))
    }
}

fn refusal(error: &std::io::Error) -> RootFileError {
    match error.kind() {
        ErrorKind::NotFound => RootFileError::Missing,
        ErrorKind::AlreadyExists => RootFileError::Exists,
        _ => RootFileError::Unreadable,
    }
}

/// The real place of a path, also when its last parts do not exist yet.
fn resolved(path: &Path) -> std::result::Result<PathBuf, RootFileError> {
    let absolute = std::path::absolute(path).map_err(|error| refusal(&error))?;
    for ancestor in absolute.ancestors() {
        if let Ok(real) = ancestor.canonicalize() {
            return absolute
                .strip_prefix(ancestor)
                .map(|rest| real.join(rest))
                .map_err(|_| RootFileError::Unreadable);
        }
    }
    Err(RootFileError::Unreadable)
}

fn read_key(mut file: File) -> std::result::Result<KeyBytes, RootFileError> {
    let mut text = Zeroizing::new([0; FILE_BYTES]);
    file.read_exact(text.as_mut_slice()).map_err(|error| match error.kind() {
        ErrorKind::UnexpectedEof => RootFileError::Malformed,
        _ => refusal(&error),
    })?;
    let more = file.read(&mut [0]).map_err(|error| refusal(&error))?;
    let [digits @ .., end] = &*text;
    if more != 0 || *end != b'\n' {
        return Err(RootFileError::Malformed);
    }
    let mut key = KeyBytes::default();
    for (byte, pair) in key.iter_mut().zip(digits.chunks_exact(2)) {
        for digit in pair {
            *byte = (*byte << 4) | nibble(*digit).ok_or(RootFileError::Malformed)?;
        }
    }
    Ok(key)
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

fn write_new(path: &Path, text: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    let written = file.write_all(text).and_then(|()| file.sync_all());
    if written.is_err() {
        // Half a key is worse than none: it would stop the next attempt.
        fs::remove_file(path)?;
    }
    written?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}
