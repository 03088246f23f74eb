//! The vault: made once with its root key and key store, then unlocked at every start.

use crate::error::{Error, KeyStoreError, Result};
use crate::hkdf::Deriver;
use crate::ids::{ClinicId, KeyId, RootId};
use crate::keyring::{Keyring, Limits};
use crate::keys::Wrapper;
use crate::keystore::{KeyPurpose, KeyStore, Subject, WrappedKey};
use crate::random::{Random, draw, draw_secret};
use crate::root::RootKey;
use std::fmt;
use std::sync::Arc;
use zeroize::Zeroizing;

/// What the keys of a folder are for. It is bound to them: under another one they open nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Installation {
    /// The clinic.
    pub clinic: ClinicId,
    /// Whether its people exist.
    pub kind: InstallationKind,
}

/// Whether an installation's people exist. The code is bound into the wrapping of its derivation key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InstallationKind {
    /// They do.
    Clinic,
    /// They are invented.
    Demo,
}

impl Installation {
    /// Whose the derivation key is.
    fn subject(self) -> Subject {
        let code = match self.kind {
            InstallationKind::Clinic => 1,
            InstallationKind::Demo => 2,
        };
        Subject { clinic: self.clinic, owner: [code; 16], purpose: KeyPurpose::Derivation }
    }
}

/// Seals, opens and derives. Shared between threads; holds unwrapped keys in a bounded cache.
pub struct Vault {
    pub(crate) ring: Keyring,
    pub(crate) deriver: Deriver,
    /// The derivation key's id. That key never seals.
    derivation: KeyId,
}

impl fmt::Debug for Vault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Vault(redacted)")
    }
}

impl Vault {
    /// Makes a new vault in an empty key store.
    ///
    /// # Errors
    /// [`Error::KeysPresent`] if the store holds any key; or that store or randomness failed.
    pub fn create(
        root: RootKey,
        installation: Installation,
        keys: Arc<dyn KeyStore>,
        random: Arc<dyn Random>,
        now_ms: i64,
    ) -> Result<Self> {
        if !keys.all(None, 1)?.is_empty() {
            return Err(Error::KeysPresent);
        }
        let made = Wrapper::new(&root)?.make(random.as_ref(), &installation.subject(), 1, now_ms)?;
        keys.insert(&made).map_err(|error| match error {
            KeyStoreError::Conflict => Error::KeysPresent,
            other => other.into(),
        })?;
        Self::unlock(root, installation, keys, random)
    }

    /// Unlocks an existing vault. Finds a wrong root key or a wrong key store at once, not at the first record.
    ///
    /// # Errors
    /// [`Error::KeysMissing`], [`Error::OtherInstallation`] where the keys are there and not this clinic's or not of this
    /// kind, [`Error::WrongRoot`], [`Error::KeyDamaged`], or that the store failed.
    pub fn unlock(
        root: RootKey,
        installation: Installation,
        keys: Arc<dyn KeyStore>,
        random: Arc<dyn Random>,
    ) -> Result<Self> {
        let wrapper = Wrapper::new(&root)?;
        let subject = installation.subject();
        let found = keys.load(&subject)?;
        let Some(derivation) = found.iter().find(|key| key.subject == subject) else {
            let is_empty = keys.all(None, 1)?.is_empty();
            return Err(if is_empty { Error::KeysMissing } else { Error::OtherInstallation });
        };
        let (deriver, derivation) = (Deriver(wrapper.unwrap(derivation)?), derivation.key);
        Ok(Self { ring: Keyring::new(wrapper, keys, random, Limits::default())?, deriver, derivation })
    }

    /// The same vault with other bounds and empty caches.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { ring: self.ring.with_limits(limits), ..self }
    }

    /// Whether the key store can be written right now: counts one seal more of the key that never seals, durably. No key is
    /// made or worn by it.
    ///
    /// # Errors
    /// What stands in the way.
    pub fn probe(&self) -> Result<()> {
        Ok(self.ring.store.reserve_seals(&self.derivation, 1).map(drop)?)
    }

    /// Whether the key store holds any key beside the one that the vault was made with.
    ///
    /// # Errors
    /// That the store failed.
    pub fn has_sealed(&self) -> Result<bool> {
        Ok(self.ring.store.all(None, 2)?.len() > 1)
    }

    /// The public check value of the root key in use.
    #[must_use]
    pub fn root_id(&self) -> RootId {
        self.ring.wrapper.root()
    }

    /// To be asked before sealing where something of this subject is sealed already: the key at first use is then not
    /// made anew, and a key store that lost keys is noticed before it hides the loss.
    ///
    /// # Errors
    /// [`Error::KeyGone`] if the subject never had a key here, or that the store failed.
    pub fn require_key(&self, subject: &Subject) -> Result<()> {
        self.ring.require(subject)
    }

    /// To be asked before something is used again that was opened earlier and is kept in memory.
    ///
    /// # Errors
    /// [`Error::KeyGone`] if the key was destroyed, [`Error::Tampered`] if it is not this subject's, or that the store failed.
    pub fn still_opens(&self, subject: &Subject, key: &KeyId) -> Result<()> {
        self.ring.to_open(subject, key).map(drop)
    }

    /// Makes a newer key for a subject: from now on it seals; the older ones only open.
    ///
    /// # Errors
    /// [`Error::Busy`], [`Error::ContextMismatch`] for the derivation key, or that store or randomness failed.
    pub fn rotate(&self, subject: &Subject, now_ms: i64) -> Result<KeyId> {
        if subject.purpose == KeyPurpose::Derivation {
            return Err(Error::ContextMismatch);
        }
        self.ring.rotate(subject, now_ms)
    }

    /// Destroys a key in the store and here: what only it opens is gone. Other processes notice with their next change.
    ///
    /// # Errors
    /// That the store failed (then the key may still be there), or [`Error::ContextMismatch`] for the derivation key.
    pub fn destroy(&self, key: &KeyId) -> Result<()> {
        self.ring.destroy(key)
    }

    /// Drops every key from memory; each comes back with its next use.
    pub fn let_go(&self) {
        self.ring.let_go();
    }

    /// Drops from memory the keys that were not used during the last fifteen calls. To be called once a minute.
    pub fn let_go_unused(&self) {
        self.ring.sweep();
    }

    /// Checks that a wrapped key is whole, in its place and under this root key.
    ///
    /// # Errors
    /// [`Error::WrongRoot`], [`Error::KeyDamaged`] or [`Error::UnknownFormat`].
    pub fn check_key(&self, key: &WrappedKey) -> Result<()> {
        self.ring.wrapper.unwrap(key).map(|_| ())
    }

    /// A new random id.
    ///
    /// # Errors
    /// [`Error::Random`].
    pub fn new_id(&self) -> Result<[u8; 16]> {
        draw(self.ring.random.as_ref())
    }

    /// A new secret token of 256 random bits. Only its [`Self::token_hash`] is stored.
    ///
    /// # Errors
    /// [`Error::Random`].
    pub fn new_token(&self) -> Result<Zeroizing<[u8; 32]>> {
        draw_secret(self.ring.random.as_ref())
    }
}
