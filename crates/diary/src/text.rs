//! Free text a person wrote.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use crate::Code;

/// Plain text: NFC, no control characters but newline and tab, no direction overrides; at most `MAX` characters.
#[derive(Clone, PartialEq, Eq)]
pub struct Text(String);

impl Text {
    /// The longest text, in characters.
    pub const MAX: usize = 4_000;

    /// Cleans line ends and outer space; `None` for an empty text.
    ///
    /// # Errors
    /// [`Code::TooLong`] over [`Self::MAX`] characters, [`Code::BadCharacters`] for control or direction marks.
    pub fn parse(raw: &str) -> Result<Option<Self>, Code> {
        let text: String = raw.replace("\r\n", "\n").replace(LINE_ENDS, "\n").trim().nfc().collect();
        if text.is_empty() {
            return Ok(None);
        }
        if text.chars().count() > Self::MAX {
            return Err(Code::TooLong);
        }
        if text.chars().any(forbidden) {
            return Err(Code::BadCharacters);
        }
        Ok(Some(Self(text)))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether one plain line cannot hold this character: control characters, line ends, and marks that reorder or hide what a
    /// reader sees.
    #[must_use]
    pub fn breaks_line(c: char) -> bool {
        c.is_control() || forbidden(c) || LINE_ENDS.contains(&c)
    }

    pub(crate) fn from_stored(text: String) -> Self {
        Self(text)
    }
}

/// Line ends of other systems, all written as a newline here.
const LINE_ENDS: [char; 4] = ['\r', '\u{85}', '\u{2028}', '\u{2029}'];

/// Control characters, and marks that reorder or hide what a reader sees (Unicode `Bidi_Control`, byte order mark).
pub(crate) fn forbidden(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        || c == '\u{FEFF}'
}

/// One line that names something (a medicine, an item, a program): normal form, and nothing that breaks a line.
pub(crate) fn check_name(name: &str, most_chars: usize) -> Result<(), Code> {
    if name.chars().count() > most_chars {
        return Err(Code::TooLong);
    }
    if name.chars().any(Text::breaks_line) || !unicode_normalization::is_nfc(name) {
        return Err(Code::BadCharacters);
    }
    Ok(())
}

/// What a person wrote never reaches a log by accident.
impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Text(…)")
    }
}
