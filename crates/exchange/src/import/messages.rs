//! What is refused of an import, in words, in both languages.

use diary::Language;

use super::map::MapError;
use super::refusal::{Cause, Refusal};

/// One refusal as a line: where, then why.
#[must_use]
pub fn refusal_text(refusal: &Refusal, language: Language) -> String {
    let (ja, en) = cause_text(refusal.cause);
    let row = refusal.row.map(|row| match language {
        Language::Ja => format!("{row}行目"),
        Language::En => format!("row {row}"),
    });
    let column = refusal.column.as_ref().map(|column| match language {
        Language::Ja => format!("列「{column}」"),
        Language::En => format!("column \"{column}\""),
    });
    let place: Vec<String> = std::iter::once(refusal.file.clone()).chain(row).chain(column).collect();
    match language {
        Language::Ja => format!("{}: {ja}", place.join(" ")),
        Language::En => format!("{}: {en}", place.join(", ")),
    }
}

fn cause_text(cause: Cause) -> (&'static str, &'static str) {
    match cause {
        Cause::FileTooBig => {
            ("ファイルが大きすぎます（上限 64 MiB）。", "the file is too big (64 MiB at most).")
        }
        Cause::TooManyRows => ("行が多すぎます（上限 20万行）。", "too many rows (200,000 at most)."),
        Cause::TooManyColumns => ("列が多すぎます（上限 1,000列）。", "too many columns (1,000 at most)."),
        Cause::NotText => ("この文字コードでは読めません。", "the bytes are not text in this encoding."),
        Cause::UnknownEncoding => (
            "文字コードが分かりません。対応表の encoding に指定してください。",
            "the encoding cannot be told; name it as `encoding` in the map.",
        ),
        Cause::NoHeader => ("見出しの行がありません。", "there is no header row."),
        Cause::MissingColumn => ("この列が見出しにありません。", "the header has no such column."),
        Cause::DuplicateColumn => {
            ("同じ名前の列が複数あります。", "the header has this column more than once.")
        }
        Cause::FieldCount => ("列の数が見出しと違います。", "the number of cells differs from the header."),
        Cause::Nul => ("NUL文字が含まれています。", "a cell holds a NUL character."),
        Cause::CellTooLong => ("セルが長すぎます（上限 64 KiB）。", "the cell is too long (64 KiB at most)."),
        _ => cell_cause_text(cause),
    }
}

fn cell_cause_text(cause: Cause) -> (&'static str, &'static str) {
    match cause {
        Cause::NotADate => (
            "日付として読めません（2012-08-13 または 2012/8/13 の形）。",
            "not a date (write 2012-08-13 or 2012/8/13).",
        ),
        Cause::ImpossibleDate => ("暦にない日付です。", "the calendar has no such day."),
        Cause::InTheFuture => ("まだ来ていない日付です。", "this day has not come yet."),
        Cause::NotATime => (
            "時刻として読めません（8:30 または 08:30:15 の形）。",
            "not a clock time (write 8:30 or 08:30:15).",
        ),
        Cause::Formula => {
            ("数式は読み込みません。値にしてください。", "formulas are not read; write the value instead.")
        }
        Cause::NotANumber => ("数値ではありません。", "not a plain decimal number."),
        Cause::OutOfRange => ("対応表の範囲の外です。", "outside the range given in the map."),
        Cause::NotADose => ("用量として読めません。", "not a dose in the unit given in the map."),
        Cause::TwoDoses => ("同じ日に別の用量があります。", "another row has another dose for the same day."),
        _ => ("日誌が受け付けない内容です。", "the diary does not accept this."),
    }
}

/// Why a mapping file cannot be used, as a line. The details of a wrong form stay in English, as the parser gives them.
#[must_use]
pub fn map_error_text(error: &MapError, language: Language) -> String {
    let (ja, en, detail) = match error {
        MapError::Form(detail) => ("対応表の書き方が違います", "the map cannot be read", Some(detail)),
        MapError::Zone => {
            ("zone がタイムゾーン名ではありません", "`zone` is not the name of a time zone", None)
        }
        MapError::Encoding => ("encoding の名前が分かりません", "`encoding` is not a known encoding", None),
        MapError::Nothing => ("item も dose もありません", "there is neither an item nor a dose", None),
        MapError::TooMany => ("item が多すぎます（上限 200）", "too many items (200 at most)", None),
        MapError::Name(name) => (
            "名前が空か、80字を超えるか、使えない文字を含みます",
            "a name is empty, longer than 80 characters, or holds characters that cannot be kept",
            Some(name),
        ),
        MapError::Twice(name) => {
            ("同じ列または項目が2回あります", "a column or item is there twice", Some(name))
        }
        MapError::Range(item) => (
            "min と max は数値で、min の方を小さくしてください",
            "`min` and `max` must be numbers, min below max",
            Some(item),
        ),
        MapError::Direction(item) => (
            "direction は higher_better・higher_worse・none のどれかです",
            "`direction` must be higher_better, higher_worse or none",
            Some(item),
        ),
        MapError::Medicine => {
            ("medicine が薬の名前として使えません", "`medicine` cannot be a medicine's name", None)
        }
        MapError::Unit => ("unit は mg・µg・g のどれかです", "`unit` must be mg, µg or g", None),
    };
    let words = if language == Language::Ja { ja } else { en };
    detail.map_or_else(|| words.to_owned(), |detail| format!("{words}: {detail}"))
}
