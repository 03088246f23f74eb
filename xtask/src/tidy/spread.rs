//! The methods of a type stand in few files, so that a reader finds what it can do.

use super::subject::{Finding, Subject};

const MOST_FILES: usize = 5;
/// Crates in which a free function that takes a type first counts as a method.
const FREE_FUNCTIONS_IN: [&str; 1] = ["clinic"];

/// No type has its methods in more than five files.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (of, files) in subject.modules().method_files(&FREE_FUNCTIONS_IN) {
        if files.len() > MOST_FILES {
            let files: Vec<&str> = files.into_iter().collect();
            let why = format!("{} has methods in {} files: {}", of.name, files.len(), files.join(" "));
            findings.push(Finding::about(of.file, why));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many types are found when `text` stands in five files beside the one that defines `A`.
    fn found(room: &str, text: &str) -> usize {
        let path = |name: &str| format!("crates/{room}/src/{name}.rs");
        let mut files =
            vec![(path("lib"), "mod a; pub use a::A;"), (path("a"), "pub struct A; impl A { fn a() {} }")];
        files.extend(["b", "c", "d", "e", "f"].map(|name| (path(name), text)));
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        check(&Subject::of_files(&files)).len()
    }

    #[test]
    fn a_type_in_six_files_is_found() {
        for text in [
            "impl crate::A { fn b(&self) {} }",
            "use super::A as Other; impl Clone for &Other { fn clone(&self) -> Self { self } }",
            "mod inner { impl crate::a::A { fn b(&self) {} } }",
        ] {
            assert_eq!(found("web", text), 1, "{text}");
        }
        assert_eq!(found("clinic", "use crate::A; fn b(a: &mut A, n: u8) {}"), 1);
    }

    #[test]
    fn markers_tests_and_other_types_do_not_count() {
        for text in [
            "impl Copy for crate::A {}",
            "pub struct A; impl A { fn b(&self) {} }",
            "#[cfg(test)]\nmod tests { impl crate::A { fn b(&self) {} } }",
            "fn b(n: u8, a: &crate::A) {}",
        ] {
            assert_eq!(found("clinic", text), 0, "{text}");
        }
        assert_eq!(found("web", "fn b(a: &crate::A) {}"), 0);
    }
}
