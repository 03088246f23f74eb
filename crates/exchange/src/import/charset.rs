//! From bytes to text.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{EUC_JP, Encoding, SHIFT_JIS, WINDOWS_1252};

use super::refusal::Cause;

/// How the bytes become text. A byte order mark always decides first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// Valid UTF-8, else a guess among Shift_JIS, EUC-JP and Windows-1252.
    Auto,
    /// The one that the map names.
    Named(&'static Encoding),
}

/// Encodings that a guess may name. A guess of anything else is taken as "cannot tell".
const GUESSED: [&Encoding; 3] = [SHIFT_JIS, EUC_JP, WINDOWS_1252];

/// The text of a file: a byte order mark decides first, then the map, then valid UTF-8, then a guess for Japan.
///
/// # Errors
/// [`Cause::NotText`] where a byte does not belong, [`Cause::UnknownEncoding`] where no guess is good enough.
pub(super) fn decode(bytes: &[u8], charset: Charset) -> Result<Cow<'_, str>, Cause> {
    if let Some((marked, mark_bytes)) = Encoding::for_bom(bytes) {
        return exactly(marked, bytes.get(mark_bytes..).unwrap_or_default());
    }
    match charset {
        Charset::Named(encoding) => exactly(encoding, bytes),
        Charset::Auto => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(_) => exactly(guess(bytes)?, bytes),
        },
    }
}

fn exactly<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Result<Cow<'a, str>, Cause> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or(Cause::NotText)
}

fn guess(bytes: &[u8]) -> Result<&'static Encoding, Cause> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guessed = detector.guess(Some(b"jp"), Utf8Detection::Deny);
    if !GUESSED.contains(&guessed) {
        return Err(Cause::UnknownEncoding);
    }
    Ok(guessed)
}

#[cfg(test)]
mod tests {
    use encoding_rs::UTF_8;

    use super::*;

    const TEXT: &str = "日付,気分,不安\n2024-04-01,5,4\n";

    #[test]
    fn japanese_encodings_are_recognised() {
        for encoding in [SHIFT_JIS, EUC_JP, UTF_8] {
            let (bytes, _, lost) = encoding.encode(TEXT);
            assert!(!lost);
            assert_eq!(decode(&bytes, Charset::Auto).as_deref(), Ok(TEXT), "{}", encoding.name());
            assert_eq!(decode(&bytes, Charset::Named(encoding)).as_deref(), Ok(TEXT));
        }
    }

    #[test]
    fn marks_decide_and_are_no_part_of_the_text() {
        let utf8 = [b"\xEF\xBB\xBF".as_slice(), TEXT.as_bytes()].concat();
        assert_eq!(decode(&utf8, Charset::Named(SHIFT_JIS)).as_deref(), Ok(TEXT));
        let little: Vec<u8> =
            std::iter::once(0xFEFF).chain(TEXT.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&little, Charset::Auto).as_deref(), Ok(TEXT));
        let big: Vec<u8> =
            std::iter::once(0xFEFF).chain(TEXT.encode_utf16()).flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&big, Charset::Auto).as_deref(), Ok(TEXT));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert_eq!(decode(b"date\n\xFF\xFF", Charset::Named(UTF_8)), Err(Cause::NotText));
        assert!(decode(b"\x81\x00\x81", Charset::Named(SHIFT_JIS)).is_err());
    }
}
