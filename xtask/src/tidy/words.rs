//! Words that no file of the project holds: unfinished work, and traces of the machine it was written on.

use regex_lite::Regex;

use super::subject::{Finding, Subject};

/// Work somebody put off: put it in an issue, or do it. Each is written in two halves, so that this file does not hold it.
const UNFINISHED: [[&str; 2]; 3] = [["TO", "DO"], ["FIX", "ME"], ["XX", "X"]];

/// Folders of a machine, and hosts that a tool was set up to use there; likewise.
const MACHINE: [[&str; 2]; 12] = [
    ["/wo", "rk/"],
    ["/ro", "ot/"],
    ["/ho", "me/"],
    ["/Us", "ers/"],
    ["C:\\U", "sers"],
    ["crates", ".io"],
    ["registry.npm", "js.org"],
    ["npm", "js.com"],
    ["pypi", ".org"],
    ["deb.de", "bian.org"],
    ["docs", ".rs/"],
    ["lib", ".rs/"],
];

/// Looks at every text file, but those that cargo writes, with the name of its registry in every entry.
pub fn check(subject: &Subject) -> Vec<Finding> {
    // A word stands alone: a mask like `…-XXXX` of four is none of three.
    let unfinished = UNFINISHED.map(|halves| format!(r"\b{}\b", halves.concat())).join("|");
    let Ok(unfinished) = Regex::new(&unfinished) else {
        return vec![Finding::about(unfinished, "is no pattern")];
    };
    let machine = MACHINE.map(|halves| halves.concat());
    let mut findings = Vec::new();
    for file in subject.files.iter().filter(|file| !file.path.ends_with("Cargo.lock")) {
        for (number, line) in file.lines() {
            if let Some(word) = unfinished.find(line) {
                findings.push(file.at(number, format!("{}: finish it, or open an issue", word.as_str())));
            } else if let Some(trace) = machine.iter().find(|trace| line.contains(trace.as_str())) {
                let lock = file.path.ends_with("package-lock.json");
                let remedy = if lock { "; write it with npm's omit-lockfile-registry-resolved" } else { "" };
                findings.push(file.at(number, format!("holds {trace}, a trace of one machine{remedy}")));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        check(&Subject::of_files(&[(path, text)])).len()
    }

    #[test]
    fn every_listed_word_is_found_in_any_file() {
        for halves in UNFINISHED.iter().chain(&MACHINE) {
            let line = format!("see ({}) there", halves.concat());
            assert_eq!(found("docs/a.md", &line), 1, "{line}");
            assert_eq!(found("e2e/package-lock.json", &line), 1, "{line}");
        }
    }

    #[test]
    fn longer_words_and_lock_files_of_cargo_pass() {
        assert_eq!(found("a.rs", "let xtodos = XXXX; // mastodon TODOS"), 0);
        assert_eq!(found("Cargo.lock", &MACHINE[5].concat()), 0);
    }
}
