//! What the terminal says about an import, in both languages.

use diary::Language;

use super::{MapError, Reason, Why};

/// One reason as a line: where, then why.
#[must_use]
pub fn reason_text(reason: &Reason, language: Language) -> String {
    let (ja, en) = why(reason.why);
    let row = reason.row.map(|row| match language {
        Language::Ja => format!("{row}行目"),
        Language::En => format!("row {row}"),
    });
    let column = reason.column.as_ref().map(|column| match language {
        Language::Ja => format!("列「{column}」"),
        Language::En => format!("column \"{column}\""),
    });
    let place: Vec<String> = std::iter::once(reason.file.clone()).chain(row).chain(column).collect();
    match language {
        Language::Ja => format!("{}: {ja}", place.join(" ")),
        Language::En => format!("{}: {en}", place.join(", ")),
    }
}

fn why(why: Why) -> (&'static str, &'static str) {
    match why {
        Why::FileTooBig => {
            ("ファイルが大きすぎます（上限 64 MiB）。", "the file is too big (64 MiB at most).")
        }
        Why::TooManyRows => ("行が多すぎます（上限 20万行）。", "too many rows (200,000 at most)."),
        Why::TooManyColumns => ("列が多すぎます（上限 1,000列）。", "too many columns (1,000 at most)."),
        Why::NotText => ("この文字コードでは読めません。", "the bytes are not text in this encoding."),
        Why::UnknownEncoding => (
            "文字コードが分かりません。対応表の encoding に指定してください。",
            "the encoding cannot be told; name it as `encoding` in the map.",
        ),
        Why::NoHeader => ("見出しの行がありません。", "there is no header row."),
        Why::MissingColumn => ("この列が見出しにありません。", "the header has no such column."),
        Why::DuplicateColumn => {
            ("同じ名前の列が複数あります。", "the header has this column more than once.")
        }
        Why::FieldCount => ("列の数が見出しと違います。", "the number of cells differs from the header."),
        Why::Nul => ("NUL文字が含まれています。", "a cell holds a NUL character."),
        Why::CellTooLong => ("セルが長すぎます（上限 64 KiB）。", "the cell is too long (64 KiB at most)."),
        _ => why_cell(why),
    }
}

fn why_cell(why: Why) -> (&'static str, &'static str) {
    match why {
        Why::NotADate => (
            "日付として読めません（2012-08-13 または 2012/8/13 の形）。",
            "not a date (write 2012-08-13 or 2012/8/13).",
        ),
        Why::ImpossibleDate => ("暦にない日付です。", "the calendar has no such day."),
        Why::InTheFuture => ("まだ来ていない日付です。", "this day has not come yet."),
        Why::NotATime => (
            "時刻として読めません（8:30 または 08:30:15 の形）。",
            "not a clock time (write 8:30 or 08:30:15).",
        ),
        Why::Formula => {
            ("数式は読み込みません。値にしてください。", "formulas are not read; write the value instead.")
        }
        Why::NotANumber => ("数値ではありません。", "not a plain decimal number."),
        Why::OutOfRange => ("対応表の範囲の外です。", "outside the range given in the map."),
        Why::NotADose => ("用量として読めません。", "not a dose in the unit given in the map."),
        Why::TwoDoses => ("同じ日に別の用量があります。", "another row has another dose for the same day."),
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
