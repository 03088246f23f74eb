//! `diary` names JSON in its `stored` module alone, so that domain types do not follow a wire format.

use super::subject::{Finding, Subject};

const STORED: [&str; 2] = ["crates/diary/src/stored.rs", "crates/diary/src/stored/"];

/// Looks for serde in the product code of `diary`.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, source) in subject.product() {
        let stored = STORED.iter().any(|place| file.path.starts_with(place));
        if file.room() != Some("diary") || stored {
            continue;
        }
        for token in &source.tokens {
            let serde = token.is("serde") || token.is("serde_json");
            if serde && !source.is_test_line(token.line) {
                findings.push(file.at(token.line, format!("{} belongs in diary::stored alone", token.text)));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_outside_the_stored_module_is_found() {
        let subject = Subject::of_files(&[
            (
                "crates/diary/src/entry/check_in.rs",
                "// serde_json\nuse serde_json::Value;\n#[derive(serde::Serialize)] struct A;",
            ),
            ("crates/diary/src/stored/read.rs", "use serde_json::Value;"),
            ("crates/diary/src/stored.rs", "use serde::Serialize;"),
            ("crates/clinic/src/lib.rs", "use serde_json::Value;"),
        ]);
        let places: Vec<_> = check(&subject).into_iter().map(|finding| finding.place).collect();
        assert_eq!(places, ["crates/diary/src/entry/check_in.rs:2", "crates/diary/src/entry/check_in.rs:3"]);
    }
}
