//! Refusals: which field, and why, as a stable code. They never carry what was typed.

use std::fmt;

/// Why a value is refused. The reader's words for each code are in the text files under `refusal-…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// Not a UUID in its 36-character form.
    NotAnId,
    /// The value is outside its range.
    OutOfRange,
    /// More decimals than are kept, or between two steps that are.
    TooFine,
    /// Not one of the values this field knows.
    UnknownValue,
    /// A needed value is absent.
    Missing,
    /// Not a calendar date.
    NotADate,
    /// Not a clock time.
    NotATime,
    /// Not a known time zone.
    NotAZone,
    /// The date lies after the moment of entry.
    InTheFuture,
    /// Written more than seven days after its date.
    TooLate,
    /// A date more than a hundred years back: a slip of the year.
    TooLongAgo,
    /// A date more than two years ahead: a slip of the year.
    TooFarAhead,
    /// The device's clock is more than 26 hours ahead of the clinic's.
    ClockAhead,
    /// The text is longer than allowed.
    TooLong,
    /// The text holds characters that cannot be kept (control or direction marks).
    BadCharacters,
    /// Nothing was answered.
    Empty,
    /// The same thing is listed twice.
    Twice,
    /// A severity is given for a concept without grades, or missing for one with grades.
    SeverityMismatch,
    /// Listed although it was not asked.
    NotAsked,
    /// Two answers contradict each other.
    Contradicts,
    /// The order of the night's times cannot be.
    ImpossibleNight,
    /// A reason is needed.
    ReasonNeeded,
    /// The entry to amend is not there or is not yours to amend.
    NotAmendable,
    /// The amendment says what already stands.
    Unchanged,
    /// The entry was corrected elsewhere after the writer had looked at it.
    ChangedMeanwhile,
    /// Another dose of this medicine is entered for that day, and the writer does not say that they know of it.
    DoseOfThatDay,
    /// This kind of entry cannot be written by this person.
    NotYours,
    /// The request has a field that is not known.
    UnknownField,
    /// Too many entries at once.
    TooMany,
    /// "The same as yesterday" with no answered day within reach.
    NothingToRepeat,
    /// "The same as yesterday" in an entry for the clinic, where the last answered day is for the patient alone.
    RepeatsOnlyMe,
    /// Its writer has a night of this date already.
    NightExists,
    /// Sleep began and ended at the same moment.
    NoLength,
    /// It can be, but hardly: the person is asked once whether it is meant. Nothing a program sends is refused for it.
    Unlikely,
}

impl Code {
    /// The stable code used on the wire and as the key of its text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotAnId => "not-an-id",
            Self::OutOfRange => "out-of-range",
            Self::TooFine => "too-fine",
            Self::UnknownValue => "unknown-value",
            Self::Missing => "missing",
            Self::NotADate => "not-a-date",
            Self::NotATime => "not-a-time",
            Self::NotAZone => "not-a-zone",
            Self::InTheFuture => "in-the-future",
            Self::TooLate => "too-late",
            Self::TooLongAgo => "too-long-ago",
            Self::TooFarAhead => "too-far-ahead",
            Self::ClockAhead => "clock-ahead",
            Self::TooLong => "too-long",
            Self::BadCharacters => "bad-characters",
            Self::Empty => "empty",
            Self::Twice => "twice",
            Self::SeverityMismatch => "severity-mismatch",
            Self::NotAsked => "not-asked",
            Self::Contradicts => "contradicts",
            Self::ImpossibleNight => "impossible-night",
            Self::ReasonNeeded => "reason-needed",
            Self::NotAmendable => "not-amendable",
            Self::Unchanged => "unchanged",
            Self::ChangedMeanwhile => "changed-meanwhile",
            Self::DoseOfThatDay => "dose-of-that-day",
            Self::NotYours => "not-yours",
            Self::UnknownField => "unknown-field",
            Self::TooMany => "too-many",
            Self::NothingToRepeat => "nothing-to-repeat",
            Self::RepeatsOnlyMe => "repeats-only-me",
            Self::NightExists => "night-exists",
            Self::NoLength => "no-length",
            Self::Unlikely => "unlikely",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One field of one entry that cannot be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {code}")]
pub struct Refusal {
    /// The field's name on the wire.
    pub field: &'static str,
    /// Why.
    pub code: Code,
}

impl Refusal {
    /// A refusal of `field`.
    #[must_use]
    pub const fn new(field: &'static str, code: Code) -> Self {
        Self { field, code }
    }
}

/// Attaches the field's name to a bare code.
pub(crate) trait InField<T> {
    fn in_field(self, field: &'static str) -> Result<T, Refusal>;
}

impl<T> InField<T> for Result<T, Code> {
    fn in_field(self, field: &'static str) -> Result<T, Refusal> {
        self.map_err(|code| Refusal::new(field, code))
    }
}
