//! The requirements as written: rows `| ACC-001 | text | why | verify | priority |` of docs/requirements/*.md.

use std::collections::BTreeMap;

use super::Problem;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The file it stands in, relative to docs/requirements.
    pub file: String,
    /// The clauses it comes from.
    pub source: String,
    /// How it is verified, beginning with the codes T, I, M, A or D.
    pub verify: String,
    /// M (must) or S (should).
    pub priority: String,
}

/// All rows by id.
pub type Catalog = BTreeMap<String, Requirement>;

/// True for ids like `ACC-001`.
pub fn is_id(text: &str) -> bool {
    let Some((area, number)) = text.split_once('-') else { return false };
    let lengths = (2..=4).contains(&area.len()) && number.len() == 3;
    lengths && area.bytes().all(|it| it.is_ascii_uppercase()) && number.bytes().all(|it| it.is_ascii_digit())
}

/// Adds the rows of one file; the same id twice is a problem, and so is a row with an empty cell.
pub fn read(file: &str, text: &str, catalog: &mut Catalog, problems: &mut Vec<Problem>) {
    for line in text.lines() {
        let Some(row) = line.trim().strip_prefix('|').and_then(|row| row.strip_suffix('|')) else { continue };
        let cells: Vec<&str> = row.split(" | ").map(str::trim).collect();
        let Some(id) = cells.first().filter(|cell| is_id(cell)) else { continue };
        let [_, _, source, verify, priority] = cells[..] else {
            problems.push(format!("{file}: the row of {id} has not its five cells"));
            continue;
        };
        if cells.contains(&"") {
            problems.push(format!("{file}: the row of {id} has an empty cell"));
        }
        let [file, source, verify, priority] = [file, source, verify, priority].map(str::to_owned);
        let requirement = Requirement { file, source, verify, priority };
        if catalog.insert((*id).to_owned(), requirement).is_some() {
            problems.push(format!("{id} is there twice"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_other_tables_are_not_and_doubled_and_short_rows_are_problems() {
        let row = "| ACC-001 | It shall | APPI 1 | T unit | M |\n";
        let head = "| ID | Requirement | Why | Verify | P |\n|---|---|---|---|---|\n";
        let short = "| ACC-002 | It shall | T | M |\n| ACC-003 | It |  | T | M |";
        for (text, wrong) in [(format!("{head}{row}"), 0), (format!("{row}{row}{short}"), 3)] {
            let (mut catalog, mut problems) = (Catalog::new(), Vec::new());
            read("abc.md", &text, &mut catalog, &mut problems);
            assert_eq!((catalog["ACC-001"].priority.as_str(), problems.len()), ("M", wrong), "{problems:?}");
        }
    }

    #[test]
    fn ids_have_one_form() {
        let good: Vec<_> = ["ACC-001", "CONS-018", "A-1", "acc-001", "ACC-0001", "T33"].map(is_id).into();
        assert_eq!(good, [true, true, false, false, false, false]);
    }
}
