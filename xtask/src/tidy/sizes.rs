//! Files stay small enough to be read at one sitting.

use super::subject::{File, Finding, Subject};

/// Endings of sources; data is not among them.
const SOURCES: [&str; 7] = ["rs", "html", "css", "js", "mjs", "ftl", "sql"];
const MOST_LINES: usize = 500;

/// No source file has over 500 lines, test files apart.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in subject.files.iter().filter(|file| file.ends(&SOURCES) && !is_test(file)) {
        let lines = file.text.lines().count();
        if lines > MOST_LINES {
            findings.push(Finding::about(
                &file.path,
                format!("has {lines} lines; split it (at most {MOST_LINES})"),
            ));
        }
    }
    findings
}

fn is_test(file: &File) -> bool {
    file.path.contains("/tests/") || file.path.starts_with("e2e/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_source_is_found_and_data_and_tests_are_not() {
        let long = "x\n".repeat(501);
        let longest = "x\n".repeat(500);
        let subject = Subject::of_files(&[
            ("crates/web/assets/a.css", &long),
            ("crates/web/assets/b.css", &longest),
            ("crates/web/data.json", &long),
            ("crates/web/tests/it/a.rs", &long),
        ]);
        let places: Vec<_> = check(&subject).into_iter().map(|finding| finding.place).collect();
        assert_eq!(places, ["crates/web/assets/a.css"]);
    }
}
