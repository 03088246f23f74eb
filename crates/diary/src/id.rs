//! Ids: 16 bytes each, written as a lower-case UUID. Types keep one kind from standing where another belongs.

use std::fmt;
use std::str::FromStr;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 16]);

        impl $name {
            /// From its bytes.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// Its bytes.
            #[must_use]
            pub const fn to_bytes(self) -> [u8; 16] {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                uuid::Uuid::from_bytes(self.0).as_hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = crate::Code;

            /// Only the 36-character hyphenated form is an id.
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                if text.len() != 36 {
                    return Err(crate::Code::NotAnId);
                }
                uuid::Uuid::try_parse(text).map(|id| Self(id.into_bytes())).map_err(|_| crate::Code::NotAnId)
            }
        }
    )+};
}

id! {
    /// One clinic.
    ClinicId,
    /// One patient's chart.
    ChartId,
    /// One account: a person who signs in.
    AccountId,
    /// One entry, named by the client that wrote it.
    EntryId,
    /// One stored record.
    RecordId,
}
