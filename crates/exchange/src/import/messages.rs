//! What is refused of an import, in words.

use locale::Texts;

use super::map::MapError;
use super::refusal::{Cause, Refusal};

/// One refusal as a line: where, then why.
#[must_use]
pub fn refusal_text(refusal: &Refusal, t: Texts) -> String {
    let (file, why) =
        (("file", refusal.file.as_str().into()), ("why", t.get(cause_key(refusal.cause)).into()));
    let row = |row: u64| ("row", row.to_string().into());
    match (refusal.row, refusal.column.as_deref()) {
        (None, None) => t.with("import-at-file", &[file, why]),
        (Some(at), None) => t.with("import-at-row", &[file, row(at), why]),
        (None, Some(column)) => t.with("import-at-column", &[file, ("column", column.into()), why]),
        (Some(at), Some(column)) => {
            t.with("import-at-cell", &[file, row(at), ("column", column.into()), why])
        }
    }
}

const fn cause_key(cause: Cause) -> &'static str {
    match cause {
        Cause::FileTooBig => "import-cause-file-too-big",
        Cause::TooManyRows => "import-cause-too-many-rows",
        Cause::TooManyColumns => "import-cause-too-many-columns",
        Cause::NotText => "import-cause-not-text",
        Cause::UnknownEncoding => "import-cause-unknown-encoding",
        Cause::NoHeader => "import-cause-no-header",
        Cause::MissingColumn => "import-cause-missing-column",
        Cause::DuplicateColumn => "import-cause-duplicate-column",
        Cause::FieldCount => "import-cause-field-count",
        Cause::Nul => "import-cause-nul",
        Cause::CellTooLong => "import-cause-cell-too-long",
        Cause::NotADate => "import-cause-not-a-date",
        Cause::ImpossibleDate => "import-cause-impossible-date",
        Cause::InTheFuture => "import-cause-in-the-future",
        Cause::NotATime => "import-cause-not-a-time",
        Cause::Formula => "import-cause-formula",
        Cause::NotANumber => "import-cause-not-a-number",
        Cause::OutOfRange => "import-cause-out-of-range",
        Cause::NotADose => "import-cause-not-a-dose",
        Cause::TwoDoses => "import-cause-two-doses",
        Cause::NotAccepted(_) => "import-cause-not-accepted",
    }
}

/// Why a mapping file cannot be used, as a line. The details of a wrong form stay in English, as the parser gives them.
#[must_use]
pub fn map_error_text(error: &MapError, t: Texts) -> String {
    match error {
        MapError::Form(detail) => t.one("import-map-form", "detail", detail.as_str()),
        MapError::Zone => t.get("import-map-zone"),
        MapError::Encoding => t.get("import-map-encoding"),
        MapError::Nothing => t.get("import-map-nothing"),
        MapError::TooMany => t.get("import-map-too-many"),
        MapError::Name(name) => t.one("import-map-name", "detail", name.as_str()),
        MapError::Twice(name) => t.one("import-map-twice", "detail", name.as_str()),
        MapError::Range(item) => t.one("import-map-range", "detail", item.as_str()),
        MapError::Direction(item) => t.one("import-map-direction", "detail", item.as_str()),
        MapError::Medicine => t.get("import-map-medicine"),
        MapError::Unit => t.get("import-map-unit"),
    }
}
