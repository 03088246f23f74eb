//! Who wrote an entry, how, and in which language.

use crate::AccountId;

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name on the wire and in storage.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// From its name.
            ///
            /// # Errors
            /// [`crate::Code::UnknownValue`] for any other name.
            pub fn parse(name: &str) -> Result<Self, crate::Code> {
                Self::ALL.iter().copied().find(|v| v.as_str() == name).ok_or(crate::Code::UnknownValue)
            }
        }
    };
}
pub(crate) use named;

named! {
    /// What a person is to the clinic.
    Role {
        /// The person whose chart it is.
        Patient = "patient",
        /// Legal representative of a minor.
        Guardian = "guardian",
        /// Invited by the patient, without legal power.
        Supporter = "supporter",
        /// Doctor.
        Clinician = "clinician",
        /// Nurse, psychologist, social worker.
        CareStaff = "care_staff",
        /// Front desk.
        Reception = "reception",
        /// Watches over access.
        PrivacyOfficer = "privacy_officer",
        /// Runs the server; no content.
        Administrator = "administrator",
        /// Gives TMS sessions and logs them.
        Technician = "technician",
    }
}

impl Role {
    /// Whether people in this role write for the clinic, and not in a voice of their own.
    #[must_use]
    pub const fn writes_for_clinic(self) -> bool {
        matches!(self, Self::Clinician | Self::CareStaff | Self::Technician)
    }
}

named! {
    /// The language of the screen an entry was written on.
    Language {
        /// Japanese.
        Ja = "ja",
        /// English.
        En = "en",
    }
}

named! {
    /// How an entry came to be.
    Mode {
        /// Written on its own day and delivered at once.
        Live = "live",
        /// Written on a later day.
        Late = "late",
        /// Written without a connection and delivered afterwards.
        Offline = "offline",
        /// Brought in from a diary kept elsewhere.
        Imported = "imported",
        /// Entered by staff.
        ByStaff = "by_staff",
    }
}

/// A set of [`Mode`]s, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Modes(Vec<Mode>);

impl Modes {
    /// The set of these modes.
    pub fn of(modes: impl IntoIterator<Item = Mode>) -> Self {
        let mut all: Vec<Mode> = modes.into_iter().collect();
        all.sort_unstable();
        all.dedup();
        Self(all)
    }

    /// Whether `mode` is in the set.
    #[must_use]
    pub fn has(&self, mode: Mode) -> bool {
        self.0.contains(&mode)
    }

    /// The modes, in order.
    pub fn iter(&self) -> impl Iterator<Item = Mode> {
        self.0.iter().copied()
    }
}

/// Who wrote an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Author {
    /// The account that signed in.
    pub account: AccountId,
    /// In which role; decides whose voice it is.
    pub role: Role,
    /// For whom, where someone writes on another's behalf.
    pub acting_for: Option<AccountId>,
}
