//! The kinds of entry: one table for storage, policy, wire, pages and exports.
//!
//! A kind that is a list of fields has a file here that holds its fields and its row, and a line in each of the three lists
//! below. Everything else follows from the row, or is matched by whoever shows a kind in a way of its own.

mod fields;
mod tms_session;

pub use fields::{Field, FieldInput, FieldValue};
pub(crate) use fields::{FieldType, fields};
pub use tms_session::TmsSession;

use crate::{Body, Code, Refusal, Submission};

/// What an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A day of the person's life.
    Day,
    /// A day as a diary kept elsewhere has it.
    ImportedDay,
    /// Treatment, which may be years older than the diary.
    Treatment,
    /// The chart itself.
    Chart,
}

/// Who writes an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    /// The patient or a guardian, as part of the diary.
    Diary,
    /// The care team, as a fact.
    CareTeam,
    /// Either, each in their own voice.
    Anyone,
    /// Whoever reviews the chart.
    Reviewer,
    /// A member of the staff, for the staff.
    Staff,
    /// The installation, from a file.
    Import,
    /// Nobody by itself: it is part of another entry.
    Nobody,
}

/// Who may correct what somebody of the staff wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correctors {
    /// Any clinician: it is a fact of the clinic.
    Clinic,
    /// Its writer alone: it is their words.
    Writer,
}

/// Where an entry goes that has one part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// To the strand of its writer: what patient and care team share, for the patient alone, or the family's.
    Main,
    /// There, and a copy of what is shared for the family.
    MainAndFamily,
    /// As [`Self::Main`], but what is shared goes to the sensitive strand.
    FreeText,
    /// To the strand of the staff.
    Staff,
}

/// A kind of entry, or of part of an entry.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its name, stored and on the wire.
    pub name: &'static str,
    /// Its short name, in addresses and file names.
    pub short: &'static str,
    /// What it is, in a sentence.
    pub about: &'static str,
    /// What it is about.
    pub subject: Subject,
    /// Who writes it.
    pub writer: Writer,
    /// Who may correct it.
    pub correctors: Correctors,
    /// Where it goes.
    pub placement: Placement,
    /// Its fields, in order; none for a kind with a form of its own.
    pub fields: &'static [Field],
}

const fn day(name: &'static str, short: &'static str, about: &'static str, writer: Writer) -> Kind {
    let (subject, correctors, placement) = (Subject::Day, Correctors::Clinic, Placement::Main);
    Kind { name, short, about, subject, writer, correctors, placement, fields: &[] }
}

const fn treatment(name: &'static str, short: &'static str, about: &'static str) -> Kind {
    let row = day(name, short, about, Writer::CareTeam);
    Kind { subject: Subject::Treatment, placement: Placement::MainAndFamily, ..row }
}

const CHECK_IN: Kind = day("check_in", "check_in", "An evening's check-in.", Writer::Diary);
const SAFETY: Kind = day("safety", "safety", "Safety answers.", Writer::Nobody);
const NOTE: Kind = Kind {
    correctors: Correctors::Writer,
    placement: Placement::FreeText,
    ..day("note", "note", "Free text.", Writer::Diary)
};
const SLEEP: Kind = day("sleep", "sleep", "A night.", Writer::Diary);
const EVENT: Kind = day("event", "event", "An event.", Writer::Anyone);
const MEDICINE: Kind = treatment("medicine", "medicine", "A medicine.");
const DOSE_CHANGE: Kind = treatment("dose_change", "dose", "A change of dose.");
const MEASUREMENT: Kind = day("measurement", "measurement", "A measurement.", Writer::Anyone);
const IMPORTED_SET: Kind = Kind {
    subject: Subject::Chart,
    ..day("imported_set", "imported_set", "Items of an imported diary.", Writer::Import)
};
const IMPORTED_ROW: Kind = Kind {
    subject: Subject::ImportedDay,
    ..day("imported_value", "imported_value", "Values of one imported row.", Writer::Import)
};
const REVIEW: Kind = Kind {
    subject: Subject::Chart,
    correctors: Correctors::Writer,
    ..day("review", "review", "A review mark.", Writer::Reviewer)
};
const WITHDRAWN: Kind = day("withdrawn", "withdrawn", "It no longer stands.", Writer::Nobody);
const STAFF_NOTE: Kind = Kind {
    correctors: Correctors::Writer,
    placement: Placement::Staff,
    ..day("staff_note", "staff_note", "A working note of the staff.", Writer::Staff)
};
const ENTERED_IN_ERROR: Kind =
    day("entered_in_error", "mistake", "An entry that is a mistake.", Writer::Anyone);

impl Kind {
    /// Every kind that a record can be.
    pub const STORED: &'static [&'static Self] = &[
        &CHECK_IN,
        &SAFETY,
        &NOTE,
        &SLEEP,
        &EVENT,
        &MEDICINE,
        &DOSE_CHANGE,
        TmsSession::KIND,
        &MEASUREMENT,
        &IMPORTED_SET,
        &IMPORTED_ROW,
        &REVIEW,
        &WITHDRAWN,
    ];

    /// Every kind that a client may send.
    pub const SENT: &'static [&'static Self] = &[
        &CHECK_IN,
        &SLEEP,
        &NOTE,
        &EVENT,
        &MEASUREMENT,
        &MEDICINE,
        &DOSE_CHANGE,
        TmsSession::KIND,
        &REVIEW,
        &STAFF_NOTE,
        &ENTERED_IN_ERROR,
    ];

    /// The field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// Makes [`FieldEntry`] of the kinds that are a list of fields.
macro_rules! field_entries {
    ($($(#[$doc:meta])* $variant:ident($type:ident),)+) => {
        /// What an entry says whose kind is a list of fields.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum FieldEntry {
            $($(#[$doc])* $variant($type),)+
        }

        impl FieldEntry {
            /// Its kinds.
            pub const KINDS: &'static [&'static Kind] = &[$($type::KIND),+];

            /// Its kind.
            #[must_use]
            pub const fn kind(&self) -> &'static Kind {
                match self { $(Self::$variant(_) => $type::KIND,)+ }
            }

            /// What each field of its kind says, in order.
            #[must_use]
            pub fn values(&self) -> Vec<Option<FieldValue>> {
                match self { $(Self::$variant(entry) => entry.values(),)+ }
            }

            /// An entry of a kind whose fields say this, in order.
            ///
            /// # Errors
            /// [`Code::UnknownValue`] for a kind without fields, and for what its fields cannot say.
            pub fn from_values(kind: &Kind, values: Vec<Option<FieldValue>>) -> Result<Self, Code> {
                $(if kind == $type::KIND {
                    return $type::from_values(values).map(Self::$variant);
                })+
                Err(Code::UnknownValue)
            }
        }

        $(impl From<$type> for Body {
            fn from(entry: $type) -> Self {
                Self::Fields(FieldEntry::$variant(entry))
            }
        }

        impl From<$type> for Submission {
            fn from(entry: $type) -> Self {
                Self::Fields(FieldEntry::$variant(entry))
            }
        })+
    };
}

field_entries! {
    /// A TMS session.
    Tms(TmsSession),
}

impl FieldEntry {
    /// Refuses what no entry of its kind can say.
    ///
    /// # Errors
    /// Names the field.
    pub fn check(&self) -> Result<(), Refusal> {
        for (field, value) in self.kind().fields.iter().zip(self.values()) {
            if let Some(value) = value {
                field.check(&value)?;
            }
        }
        Ok(())
    }

    /// Each field that says something, with what it says.
    pub fn answered(&self) -> impl Iterator<Item = (&'static Field, FieldValue)> {
        let fields = self.kind().fields.iter().zip(self.values());
        fields.filter_map(|(field, value)| Some((field, value?)))
    }
}

impl Body {
    /// The kind of part it is.
    #[must_use]
    pub const fn kind(&self) -> &'static Kind {
        match self {
            Self::CheckIn(_) => &CHECK_IN,
            Self::Safety(_) => &SAFETY,
            Self::Note(_) => &NOTE,
            Self::Sleep(_) => &SLEEP,
            Self::Event(_) => &EVENT,
            Self::Started(_) => &MEDICINE,
            Self::Dose(_) => &DOSE_CHANGE,
            Self::Fields(entry) => entry.kind(),
            Self::Measurement(_) => &MEASUREMENT,
            Self::ImportedSet(_) => &IMPORTED_SET,
            Self::ImportedRow(_) => &IMPORTED_ROW,
            Self::Review(_) => &REVIEW,
            Self::Withdrawn(_) => &WITHDRAWN,
        }
    }
}

impl Submission {
    /// The kind of entry it is.
    #[must_use]
    pub const fn kind(&self) -> &'static Kind {
        match self {
            Self::CheckIn { .. } => &CHECK_IN,
            Self::Sleep(_) => &SLEEP,
            Self::Note(_) => &NOTE,
            Self::Event(_) => &EVENT,
            Self::Started(_) => &MEDICINE,
            Self::Dose(_) => &DOSE_CHANGE,
            Self::Fields(entry) => entry.kind(),
            Self::Measurement(_) => &MEASUREMENT,
            Self::ImportedSet(_) => &IMPORTED_SET,
            Self::ImportedRow(_) => &IMPORTED_ROW,
            Self::Review { .. } => &REVIEW,
            Self::StaffNote(_) => &STAFF_NOTE,
            Self::EnteredInError => &ENTERED_IN_ERROR,
        }
    }
}
