//! No real person's address or number gets into the project: not into a test, a demo, a document or a pasted report.

use regex_lite::Regex;

use super::subject::{Finding, Subject};

/// Words with one `@` inside, and a name behind the last dot.
const ADDRESS: &str = r"[A-Za-z0-9._+-]+@([A-Za-z0-9_+-]+\.)+[A-Za-z]{2,}";
/// Addresses that can be nobody's (RFC 2606), and this machine.
const NOBODYS: &str = r"@(.*\.)?(example|example\.org|example\.com|example\.jp|localhost)$";
/// Groups of digits as Japanese numbers are written: from 0 on, mobile in one piece, or with the country's code.
const NUMBER: &str = r"0\d+-\d+-\d+|0[789]0\d{8}|\+81[0-9-]+";
/// Lines that anybody may call, and numbers made up for tests.
const PUBLIC: [&str; 5] = ["0120-279-338", "0120-0-78310", "0120-99-7777", "03-1234-5678", "0000-0000-0000"];

/// Looks at every text of the project.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let [Ok(address), Ok(nobodys), Ok(number)] = [ADDRESS, NOBODYS, NUMBER].map(Regex::new) else {
        return vec![Finding::about(ADDRESS, "is no pattern")];
    };
    let mut findings = Vec::new();
    for file in subject.files.iter().filter(|file| !file.path.ends_with("-lock.json")) {
        for (at, line) in file.lines() {
            // Only a line with these can hold one, and most hold neither.
            if !line.contains(['@', '0']) {
                continue;
            }
            for word in line.split(|c: char| !(c.is_ascii_alphanumeric() || ".@_+-".contains(c))) {
                let word = word.trim_end_matches('.');
                let is_whole =
                    |pattern: &Regex| pattern.find(word).is_some_and(|found| found.as_str() == word);
                if is_whole(&address) && !nobodys.is_match(word) {
                    findings.push(file.at(at, format!("an e-mail address: {word}")));
                }
                let digits = word.bytes().filter(u8::is_ascii_digit).count();
                let long_enough =
                    if word.starts_with('+') { digits > 9 } else { (10..=11).contains(&digits) };
                if is_whole(&number) && long_enough && !PUBLIC.contains(&word) {
                    findings.push(file.at(at, format!("a telephone number: {word}")));
                }
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn found(line: &str) -> usize {
        check(&Subject::of_files(&[("crates/web/tests/it/a.rs", line)])).len()
    }

    /// What could be somebody's is refused wherever it stands; what can be nobody's and what anybody may call passes.
    ///
    /// Verifies: SUP-007
    #[test]
    fn real_addresses_and_numbers_are_found() {
        let [at, dash] = ["@", "-"];
        for (name, host) in [("hanako", "clinic.jp"), ("a.b", "mail.example.net"), ("x", "example.org.jp")] {
            assert_eq!(found(&format!("\"{name}{at}{host}\"")), 1, "{host}");
        }
        for groups in [["090", "1234", "5678"], ["03", "5253", "1111"], ["0466", "22", "3333"]] {
            assert_eq!(found(&format!("tel. {}.", groups.join(dash))), 1, "{groups:?}");
        }
        assert_eq!(found(&["08012345", "678"].concat()), 1);
        assert_eq!(found(&["+81", "90", "1234", "5678"].join(dash)), 1);
        for line in [
            "a@example.org and b@db.example, @media print, run@192.0.2.1, name@0.2",
            "call 0120-279-338, 0120-99-7777 or 119",
            "00000000-0000-4000-8000-000000000001 2026-11-24 0.1.0 0123456789",
        ] {
            assert_eq!(found(line), 0, "{line}");
        }
    }

    /// No row of a real person's published diary stands in any file of the project, where that diary is at hand to compare: a middle
    /// piece of each row, for whatever was put before or behind it, the answers would be there.
    #[test]
    fn no_row_of_open_data_was_copied() {
        let workspace = crate::workspace::Workspace::find().unwrap();
        let Ok(folder) = std::fs::read_dir(workspace.root.join("../shared/data")) else {
            println!("the open data is not beside the checkout: nothing to compare with");
            return;
        };
        let mut pieces: HashSet<Vec<u8>> = HashSet::new();
        for path in folder
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|it| it == "csv"))
        {
            let text = std::fs::read_to_string(path).unwrap();
            let middle =
                |row: &str| row.as_bytes().get(row.len() / 2..row.len() / 2 + 40).map(<[u8]>::to_vec);
            pieces.extend(text.lines().skip(1).filter_map(middle));
        }
        assert!(pieces.len() > 1_000, "{} rows are compared", pieces.len());
        for file in &Subject::read(&workspace).unwrap().files {
            let copied = |line: &str| line.as_bytes().windows(40).any(|piece| pieces.contains(piece));
            assert!(!file.text.lines().any(copied), "{} holds a row of the open data", file.path);
        }
    }
}
