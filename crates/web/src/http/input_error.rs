//! One field of what was sent that cannot be read, and the dates and times that fields hold.

use diary::Code;
use jiff::civil::{Date, Time};

/// One field of one entry that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputError {
    /// The entry's id, where it could be read.
    pub id: Option<String>,
    pub field: String,
    pub code: Code,
}

impl InputError {
    #[must_use]
    pub fn new(field: &str, code: Code) -> Self {
        Self { id: None, field: field.to_owned(), code }
    }

    /// A field that is not known, named only where its name looks like one: anything else is text somebody typed.
    #[must_use]
    pub fn unknown(field: &str) -> Self {
        let plain = field.len() <= 40
            && field.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        Self::new(if plain { field } else { "" }, Code::UnknownField)
    }

    /// A refusal of the clinic, as an error of the form's field.
    #[must_use]
    pub fn refused(refusal: diary::Refusal) -> Self {
        Self::new(refusal.field, refusal.code)
    }

    /// Everything that the clinic refused of a form's entries.
    #[must_use]
    pub fn all(refused: &[clinic::EntryRefusal]) -> Vec<Self> {
        refused.iter().map(|one| Self::refused(one.refusal)).collect()
    }
}

/// The date of a field: only `YYYY-MM-DD` with a day that exists.
///
/// # Errors
/// [`Code::NotADate`].
pub fn date(field: &str, text: &str) -> Result<Date, InputError> {
    let plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let parsed = text.parse::<Date>().ok().filter(|date| plain && date.year() >= 1900);
    parsed.ok_or(InputError::new(field, Code::NotADate))
}

/// The clock time of a field: only `HH:MM` with an optional `:SS`.
///
/// # Errors
/// [`Code::NotATime`].
pub fn time(field: &str, text: &str) -> Result<Time, InputError> {
    let plain = matches!(text.len(), 5 | 8) && text.bytes().all(|b| b.is_ascii_digit() || b == b':');
    text.parse::<Time>().ok().filter(|_| plain).ok_or(InputError::new(field, Code::NotATime))
}
