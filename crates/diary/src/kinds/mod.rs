//! The kinds of entry: one table for storage, policy, wire, pages and exports.
//!
//! A kind that is a list of fields has a file here that holds its fields and its row, and a line in each of the three lists
//! below. Everything else follows from the row, or is matched by whoever shows a kind in a way of its own.

mod fields;
mod kind;
mod tms_session;

pub use fields::{Field, FieldInput, FieldValue};
pub use kind::{Correctors, Kind, Placement, Subject, Writer};
pub use tms_session::TmsSession;

use crate::{Code, Refusal};

const fn day(name: &'static str, short: &'static str, about: &'static str, writer: Writer) -> Kind {
    let (subject, correctors, placement) = (Subject::Day, Correctors::Clinic, Placement::Main);
    Kind { name, short, about, subject, writer, correctors, placement, fields: &[] }
}

const fn treatment(name: &'static str, short: &'static str, about: &'static str) -> Kind {
    let row = day(name, short, about, Writer::CareTeam);
    Kind { subject: Subject::Treatment, placement: Placement::MainAndFamily, ..row }
}

pub(crate) const CHECK_IN: Kind = day("check_in", "check_in", "An evening's check-in.", Writer::Diary);
pub(crate) const SAFETY: Kind = day("safety", "safety", "Safety answers.", Writer::Nobody);
pub(crate) const NOTE: Kind = Kind {
    correctors: Correctors::Writer,
    placement: Placement::FreeText,
    ..day("note", "note", "Free text.", Writer::Diary)
};
pub(crate) const SLEEP: Kind = day("sleep", "sleep", "A night.", Writer::Diary);
pub(crate) const EVENT: Kind = day("event", "event", "An event.", Writer::Anyone);
pub(crate) const MEDICINE: Kind = treatment("medicine", "medicine", "A medicine.");
pub(crate) const DOSE_CHANGE: Kind = treatment("dose_change", "dose", "A change of dose.");
pub(crate) const DOSE_ORDER: Kind = treatment("dose_order", "order", "An order of a medicine.");
pub(crate) const INTAKE: Kind = day("intake", "intake", "A dose that was taken.", Writer::Anyone);
pub(crate) const MEASUREMENT: Kind = day("measurement", "measurement", "A measurement.", Writer::Anyone);
pub(crate) const IMPORTED_SET: Kind = Kind {
    subject: Subject::Chart,
    ..day("imported_set", "imported_set", "Items of an imported diary.", Writer::Import)
};
pub(crate) const IMPORTED_ROW: Kind = Kind {
    subject: Subject::ImportedDay,
    ..day("imported_value", "imported_value", "Values of one imported row.", Writer::Import)
};
pub(crate) const REVIEW: Kind = Kind {
    subject: Subject::Chart,
    correctors: Correctors::Writer,
    ..day("review", "review", "A review mark.", Writer::Reviewer)
};
pub(crate) const WITHDRAWN: Kind = day("withdrawn", "withdrawn", "It no longer stands.", Writer::Nobody);
pub(crate) const STAFF_NOTE: Kind = Kind {
    correctors: Correctors::Writer,
    placement: Placement::Staff,
    ..day("staff_note", "staff_note", "A working note of the staff.", Writer::Staff)
};
pub(crate) const ENTERED_IN_ERROR: Kind =
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
        &DOSE_ORDER,
        &INTAKE,
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
        &DOSE_ORDER,
        &INTAKE,
        TmsSession::KIND,
        &REVIEW,
        &STAFF_NOTE,
        &ENTERED_IN_ERROR,
    ];
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

        $(impl From<$type> for FieldEntry {
            fn from(entry: $type) -> Self {
                Self::$variant(entry)
            }
        })+
    };
}

field_entries! {
    /// A TMS session.
    Tms(TmsSession),
}

impl FieldEntry {
    /// The field of this name, of whichever kind.
    #[must_use]
    pub fn field(name: &str) -> Option<&'static Field> {
        Self::KINDS.iter().find_map(|kind| kind.field(name))
    }

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
