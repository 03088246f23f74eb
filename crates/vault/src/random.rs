//! Where randomness comes from.

use crate::error::{RandomError, Result};
use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use zeroize::Zeroizing;

/// A source of randomness. Sealed: no other crate can bring its own.
pub trait Random: private::Sealed + Send + Sync {
    /// Fills `dest` with random bytes.
    ///
    /// # Errors
    /// [`RandomError`] when the source fails; `dest` must then not be used.
    fn fill(&self, dest: &mut [u8]) -> std::result::Result<(), RandomError>;
}

pub(crate) mod private {
    /// Only this crate's sources implement [`super::Random`].
    pub trait Sealed {}
}

/// The provider's own generator, seeded by the operating system.
#[derive(Debug, Clone, Default)]
pub struct OsRandom(SystemRandom);

impl OsRandom {
    /// The generator; all instances are equal.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl private::Sealed for OsRandom {}

impl Random for OsRandom {
    fn fill(&self, dest: &mut [u8]) -> std::result::Result<(), RandomError> {
        self.0.fill(dest).map_err(|_| RandomError)
    }
}

/// `N` random bytes that are not secret: ids and nonces.
pub(crate) fn draw<const N: usize>(random: &dyn Random) -> Result<[u8; N]> {
    let mut bytes = [0; N];
    random.fill(&mut bytes)?;
    Ok(bytes)
}

/// `N` random bytes that are secret, drawn straight into memory that wipes itself.
pub(crate) fn draw_secret<const N: usize>(random: &dyn Random) -> Result<Zeroizing<[u8; N]>> {
    let mut bytes = Zeroizing::new([0; N]);
    random.fill(bytes.as_mut_slice())?;
    Ok(bytes)
}
