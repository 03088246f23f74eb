//! SQL texts are constants: values go in as parameters, never by building the text.

use super::subject::{Finding, Subject};
use crate::rust::{Kind, Token};

/// How a statement, or a piece of one, begins.
const STATEMENTS: &str =
    "SELECT ,INSERT ,UPDATE ,DELETE FROM,REPLACE INTO,WITH ,WHERE ,ORDER BY,GROUP BY,FROM ,VALUES";
/// Macros that put values into a text, and methods that glue texts together, each with the mark behind its name.
const BUILDERS: &str = "format! write! format_args! push_str( concat( join( replace( replacen(";

/// Looks for built SQL in code that is not for tests alone.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, source) in subject.product() {
        for statement in source.tokens.split(|token| token.is(";") || token.is("{") || token.is("}")) {
            let Some(text) = statement.iter().find(|token| is_sql(token)) else { continue };
            if !source.is_test_line(text.line) && is_built(statement) {
                findings.push(file.at(text.line, "builds SQL; use a constant text with parameters"));
            }
        }
    }
    findings
}

fn is_sql(token: &Token) -> bool {
    let inside = token.text.trim_start_matches(['r', '#', '"', '\\', '\n', ' ', '(']);
    token.kind == Kind::Text && STATEMENTS.split(',').any(|beginning| inside.starts_with(beginning))
}

/// True when the statement formats, adds or glues texts.
fn is_built(statement: &[Token]) -> bool {
    let builds = |pair: &[Token]| match pair {
        [name, mark] => BUILDERS.split(' ').any(|builder| builder == format!("{}{}", name.text, mark.text)),
        _ => false,
    };
    statement.windows(2).any(builds) || statement.windows(3).any(adds_text)
}

/// `text + x`, `x + text`, `x + &y`, `.to_owned() + x`.
fn adds_text(window: &[Token]) -> bool {
    let [before, plus, after] = window else { return false };
    let text = |token: &Token| token.kind == Kind::Text;
    plus.is("+") && (text(before) || text(after) || before.is(")") || after.is("&") || after.is("="))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> usize {
        check(&Subject::of_files(&[("crates/ledger-sqlite/src/a.rs", source)])).len()
    }

    /// Verifies: SEC-002
    #[test]
    fn built_sql_is_found() {
        for source in [
            "fn a() { let q = format!(\"SELECT * FROM {table}\"); }",
            "fn a() { db.execute(&format!(r#\"\n  DELETE FROM a WHERE id = '{id}'\"#)) }",
            "fn a() { let q = \"SELECT a FROM b WHERE c = \".to_owned() + name; }",
            "fn a() { let q = \"UPDATE a SET b = 1\" + &filter; }",
            "fn a() { sql.push_str(\" WHERE a = 1\"); }",
            "fn a() { sql += \" ORDER BY a\"; }",
            "fn a() { write!(sql, \"INSERT INTO {} VALUES (1)\", name)?; }",
            "fn a() { let q = [\"SELECT a\", order].concat(); }",
            "fn a() { let q = \"SELECT a FROM t\".replace(\"t\", name); }",
        ] {
            assert_eq!(found(source), 1, "{source}");
        }
    }

    /// Verifies: SEC-002
    #[test]
    fn constant_sql_with_parameters_passes() {
        for source in [
            "const Q: &str = \"SELECT a FROM b WHERE c = $1\";",
            "fn a() { db.execute(\"UPDATE a SET b = b + 1 WHERE c = $1\", [x + 1]); }",
            "fn a() { let t = format!(\"Select a row of {table}\"); }",
            "// format!(\"SELECT {x}\")\nfn a() {}",
            "#[cfg(test)]\nmod tests { fn a() { let q = format!(\"SELECT {x}\"); } }",
        ] {
            assert_eq!(found(source), 0, "{source}");
        }
    }
}
