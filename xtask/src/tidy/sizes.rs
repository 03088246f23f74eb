//! Files stay small enough to be read at one sitting.

use super::subject::{File, Finding, Subject};

/// Endings of sources; data is not among them.
const SOURCES: [&str; 7] = ["rs", "html", "css", "js", "mjs", "ftl", "sql"];
const MOST_LINES: usize = 500;
const MOST_MEDIAN_LINES: usize = 149;

/// No source file over 500 lines, test files apart; the middle product file under 150.
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
    let product = subject.files.iter().filter(|file| file.is_product_rust());
    let median = median(product.map(|file| file.text.lines().count()).collect());
    if median > MOST_MEDIAN_LINES {
        findings.push(Finding::about(
            "crates",
            format!("the median product file has {median} lines (under 150)"),
        ));
    }
    findings
}

fn is_test(file: &File) -> bool {
    file.path.contains("/tests/") || file.path.starts_with("e2e/")
}

fn median(mut lines: Vec<usize>) -> usize {
    lines.sort_unstable();
    lines.get(lines.len() / 2).copied().unwrap_or(0)
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

    #[test]
    fn a_high_median_is_found() {
        let (short, long) = ("x\n".repeat(10), "x\n".repeat(150));
        let mostly_long =
            [("crates/a/src/a.rs", &*short), ("crates/a/src/b.rs", &long), ("crates/a/src/c.rs", &long)];
        assert_eq!(check(&Subject::of_files(&mostly_long)).len(), 1);
        let mostly_short =
            [("crates/a/src/a.rs", &*short), ("crates/a/src/b.rs", &short), ("crates/a/src/c.rs", &long)];
        assert!(check(&Subject::of_files(&mostly_short)).is_empty());
    }
}
