//! Functions stay on one screen.

use super::subject::{Finding, Subject};
use crate::rust::Outline;

const MOST_LINES: usize = 59;

/// No function of 60 lines or more, from `fn` to its closing brace.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in subject.files.iter().filter(|file| file.ends(&["rs"])) {
        for function in Outline::of(&file.text).functions {
            let lines = function.last_line - function.first_line + 1;
            if lines > MOST_LINES {
                findings.push(
                    file.at(function.first_line, format!("{} has {lines} lines (under 60)", function.name)),
                );
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_lines(lines: usize) -> String {
        format!("fn short() {{}}\npub fn long() {{\n{}}}\n", "    a(\"}\");\n".repeat(lines - 2))
    }

    #[test]
    fn sixty_lines_are_too_many() {
        let found = check(&Subject::of_files(&[("a.rs", &of_lines(60))]));
        assert_eq!(found, [Finding::about("a.rs:2", "long has 60 lines (under 60)")]);
        assert!(check(&Subject::of_files(&[("a.rs", &of_lines(59))])).is_empty());
    }
}
