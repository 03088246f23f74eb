//! Identifiers and digests as plain fixed-width bytes. The vault knows no diary or ledger types.

use std::fmt;

macro_rules! bytes_newtype {
    ($($(#[$doc:meta])* $name:ident: $len:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $len]);

        impl $name {
            /// The bytes as stored.
            #[must_use]
            pub fn as_bytes(&self) -> &[u8; $len] {
                &self.0
            }

            /// Reads stored bytes; `None` if the length is not exactly right.
            #[must_use]
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(concat!(stringify!($name), "("))?;
                self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))?;
                out.write_str(")")
            }
        }
    )+};
}

bytes_newtype! {
    /// One clinic.
    ClinicId: 16;
    /// One chart: one patient at one clinic. The clinic's own log uses the clinic's bytes.
    ChartId: 16;
    /// One stored record or audit event.
    RecordId: 16;
    /// One data key. Random, so it says nothing about whose key it is.
    KeyId: 16;
    /// A public check value of a root key: tells a wrong root key from a damaged wrapped key.
    RootId: 8;
    /// SHA-256(salt ‖ payload): what a chain binds instead of the ciphertext, so that re-keying leaves links valid.
    Commitment: 32;
    /// One link of a chain.
    Link: 32;
}

impl Link {
    /// The link before the first record of every chain.
    pub const GENESIS: Self = Self([0; 32]);
}

/// Which log of a chart. The meaning of the codes belongs to the caller; a code is never given a second meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StrandCode(pub u8);
