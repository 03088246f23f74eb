//! Words that no file of the project holds: unfinished work, and traces of the machine it was written on.

use super::subject::{File, Finding, Subject};

/// A word is written in two halves here, so that this file does not hold it.
type Halves = (&'static str, &'static str);

/// Work somebody put off. Put it in an issue, or do it.
const UNFINISHED: [Halves; 3] = [("TO", "DO"), ("FIX", "ME"), ("XX", "X")];

/// Folders of a machine, and hosts that a tool was set up to use there.
const MACHINE: [Halves; 12] = [
    ("/wo", "rk/"),
    ("/ro", "ot/"),
    ("/ho", "me/"),
    ("/Us", "ers/"),
    ("C:\\U", "sers"),
    ("crates", ".io"),
    ("registry.npm", "js.org"),
    ("npm", "js.com"),
    ("pypi", ".org"),
    ("deb.de", "bian.org"),
    ("docs", ".rs/"),
    ("lib", ".rs/"),
];

/// Written by cargo, with the name of its registry in every entry.
const WRITTEN_BY_TOOLS: [&str; 2] = ["Cargo.lock", "fuzz/Cargo.lock"];

/// Looks at every text file.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let unfinished: Vec<String> = UNFINISHED.iter().map(joined).collect();
    let machine: Vec<String> = MACHINE.iter().map(joined).collect();
    let mut findings = Vec::new();
    for file in subject.files.iter().filter(|file| !WRITTEN_BY_TOOLS.contains(&file.path.as_str())) {
        for (number, line) in file.lines() {
            findings.extend(in_line(file, number, line, &unfinished, &machine));
        }
    }
    findings
}

fn in_line(
    file: &File,
    number: usize,
    line: &str,
    unfinished: &[String],
    machine: &[String],
) -> Option<Finding> {
    if let Some(word) = unfinished.iter().find(|word| has_word(line, word)) {
        return Some(file.at(number, format!("{word}: finish it, or open an issue")));
    }
    let trace = machine.iter().find(|trace| line.contains(trace.as_str()))?;
    let lock = file.path.ends_with("package-lock.json");
    let remedy = if lock { "; write it with npm's omit-lockfile-registry-resolved" } else { "" };
    Some(file.at(number, format!("holds {trace}, a trace of one machine{remedy}")))
}

fn joined((first, second): &Halves) -> String {
    format!("{first}{second}")
}

/// True when the word stands alone: a mask like `…-XXXX` of four is none of three.
fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|start| start.chars().next_back());
        let after = line.get(at + word.len()..).and_then(|rest| rest.chars().next());
        ![before, after].into_iter().flatten().any(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    })
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
            let line = format!("see ({}) there", joined(halves));
            assert_eq!(found("docs/a.md", &line), 1, "{line}");
            assert_eq!(found("e2e/package-lock.json", &line), 1, "{line}");
        }
    }

    #[test]
    fn longer_words_and_lock_files_of_cargo_pass() {
        assert_eq!(found("a.rs", "let xtodos = XXXX; // mastodon TODOS"), 0);
        assert_eq!(found("Cargo.lock", &joined(&MACHINE[5])), 0);
    }
}
