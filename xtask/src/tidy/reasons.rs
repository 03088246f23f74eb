//! Dependencies: each has a written reason, the program is built from no more crates than were looked at, and nothing of npm is
//! served.

use std::collections::BTreeSet;

use super::subject::{Finding, Subject};

const REASONS: &str = "docs/decisions/0007-dependencies.md";

/// So many crates, of all machines it is built for and its own rooms among them, stand behind the program. Whoever raises it has
/// looked at the new ones.
const MOST_LINKED: usize = 257;

/// Looks at what the crates ask for, how many are linked, and what is served.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let reasons = subject.file(REASONS).map_or("", |file| file.text.as_str());
    let named: BTreeSet<&str> =
        reasons.split(|letter: char| !(letter.is_alphanumeric() || "-_".contains(letter))).collect();
    let own: BTreeSet<&str> = subject.members.iter().map(|member| member.name.as_str()).collect();
    let asked: BTreeSet<&str> =
        subject.members.iter().flat_map(|member| &member.dependencies).map(|it| it.name.as_str()).collect();
    let unnamed = asked.iter().filter(|name| !own.contains(*name) && !named.contains(*name));
    let mut findings: Vec<Finding> =
        unnamed.map(|name| Finding::about(REASONS, format!("gives no reason for {name}"))).collect();
    let linked = subject.linked.len();
    if linked > MOST_LINKED {
        let why = format!("links {linked} crates; {MOST_LINKED} were looked at (xtask/src/tidy/reasons.rs)");
        findings.push(Finding::about("namima", why));
    }
    let npm = subject.paths.iter().filter(|path| is_npm(path));
    findings.extend(npm.map(|path| Finding::about(path, "a package of npm outside the tests")));
    findings
}

/// Packages of npm belong to the tests; what is served is written here.
fn is_npm(path: &str) -> bool {
    let package = path.ends_with("package.json") || path.ends_with("package-lock.json");
    package && !path.starts_with("e2e/") || path.starts_with("crates/") && path.contains("node_modules/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Workspace;

    /// Every crate that is asked for has its reason, and the number of crates is that which was looked at.
    ///
    /// Verifies: SUP-004
    #[test]
    fn every_dependency_has_a_reason_and_their_number_is_known() {
        let subject = Subject::read(&Workspace::find().unwrap()).unwrap();
        assert!(subject.linked.len() > 100);
        assert_eq!(check(&subject), []);
    }

    /// Verifies: SUP-004
    #[test]
    fn an_unnamed_or_surplus_dependency_is_found() {
        let found = |path: &str, asked: &str, linked: usize| {
            let files = [(REASONS, "| serde, serde_json | the stored payload |"), (path, "")];
            let mut subject = Subject::of_files(&files).asking("web", asked, None);
            subject.linked = (0..linked).map(|n| (n.to_string(), BTreeSet::new())).collect();
            check(&subject).into_iter().map(|finding| finding.message).collect::<Vec<_>>()
        };
        assert_eq!(found("e2e/package.json", "serde", MOST_LINKED), Vec::<String>::new());
        for (path, asked, linked, why) in [
            ("a", "serd", 1, "no reason for serd"),
            ("a", "serde", MOST_LINKED + 1, "links"),
            ("crates/web/package.json", "serde", 1, "npm"),
            ("crates/web/assets/node_modules/x.js", "serde", 1, "npm"),
        ] {
            let found = found(path, asked, linked);
            assert!(found.len() == 1 && found[0].contains(why), "{why}: {found:?}");
        }
    }
}
