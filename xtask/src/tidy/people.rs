//! No real person's address or number gets into the project: not into a test, a demo, a document or a pasted report.

use super::subject::{Finding, Subject};

/// Ends of addresses that can be nobody's (RFC 2606), and this machine.
const NOBODYS: [&str; 5] = ["example", "example.org", "example.com", "example.jp", "localhost"];
/// Lines that anybody may call, and numbers made up for tests.
const PUBLIC: [&str; 5] = ["0120-279-338", "0120-0-78310", "0120-99-7777", "03-1234-5678", "0000-0000-0000"];

/// Looks at every text of the project.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in subject.files.iter().filter(|file| !file.path.ends_with("-lock.json")) {
        for (number, line) in file.lines() {
            findings.extend(addresses(line).map(|one| file.at(number, format!("an e-mail address: {one}"))));
            findings.extend(numbers(line).map(|one| file.at(number, format!("a telephone number: {one}"))));
        }
    }
    findings
}

/// Words with one `@` inside, and a dot behind it, whose host is not one of [`NOBODYS`].
fn addresses(line: &str) -> impl Iterator<Item = &str> {
    let words = line.split(|c: char| !(c.is_ascii_alphanumeric() || ".@_+-".contains(c)));
    words.filter(|word| {
        word.split_once('@').is_some_and(|(name, host)| {
            let host = host.trim_end_matches('.');
            let nobodys = NOBODYS.iter().any(|end| host == *end || host.ends_with(&format!(".{end}")));
            let end = host.rsplit_once('.').map_or("", |(_, end)| end);
            let is_name = end.len() >= 2 && end.bytes().all(|byte| byte.is_ascii_alphabetic());
            !name.is_empty() && !host.contains('@') && is_name && !nobodys
        })
    })
}

/// Groups of digits as Japanese numbers are written, from 0 on or with the country's code, that are not [`PUBLIC`].
fn numbers(line: &str) -> impl Iterator<Item = &str> {
    let words = line.split(|c: char| !(c.is_ascii_alphanumeric() || "+-_".contains(c)));
    words.filter(|word| {
        let groups: Vec<&str> = word.split('-').collect();
        let digits: usize = groups.iter().map(|group| group.len()).sum();
        let all_digits = groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_digit()));
        let national = word.starts_with('0') && all_digits && (10..=11).contains(&digits);
        let mobile =
            national && groups.len() == 1 && ["070", "080", "090"].iter().any(|code| word.starts_with(code));
        let abroad = word.starts_with("+81") && digits > 11;
        (national && groups.len() == 3 || mobile || abroad) && !PUBLIC.contains(word)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::path::Path;

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

    /// No row of a real person's published diary stands in any file of the project, where that diary is at hand to compare.
    #[test]
    fn no_row_of_open_data_was_copied() {
        let workspace = crate::workspace::Workspace::find().unwrap();
        let folder = workspace.root.join("../shared/data");
        if !folder.is_dir() {
            println!("the open data is not beside the checkout: nothing to compare with");
            return;
        }
        let project = Subject::read(&workspace).unwrap();
        let mut rows = 0;
        for path in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.extension().is_some_and(|ending| ending == "csv") {
                rows += compared(&path, &project);
            }
        }
        assert!(rows > 1_000, "{rows} rows were compared");
    }

    /// Compares a middle piece of each row: whatever was put before or behind it, the answers would be there.
    fn compared(path: &Path, project: &Subject) -> usize {
        let text = std::fs::read_to_string(path).unwrap();
        let middle = |row: &'_ str| row.as_bytes().get(row.len() / 2..row.len() / 2 + 40).map(<[u8]>::to_vec);
        let pieces: HashSet<Vec<u8>> = text.lines().skip(1).filter_map(middle).collect();
        for file in &project.files {
            for line in file.text.lines() {
                let copied = line.as_bytes().windows(40).any(|piece| pieces.contains(piece));
                assert!(!copied, "{} holds a row of {}", file.path, path.display());
            }
        }
        pieces.len()
    }
}
