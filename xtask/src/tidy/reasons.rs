//! Dependencies: each has a written reason, the program is built from no more crates than were looked at, and nothing of npm is
//! served.

use std::collections::BTreeSet;

use super::subject::{Finding, Subject};

const REASONS: &str = "docs/decisions/0007-dependencies.md";

/// So many crates, of all machines it is built for and its own rooms among them, stand behind the program. Whoever raises it has looked at the new ones.
pub const MOST_LINKED: usize = 257;

/// Looks at what the crates ask for, how many are linked, and what is served.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let mut findings = without_reason(subject);
    let linked = count(subject);
    if linked > MOST_LINKED {
        let message =
            format!("links {linked} crates; {MOST_LINKED} were looked at (xtask/src/tidy/reasons.rs)");
        findings.push(Finding::about("namima", message));
    }
    findings.extend(served_from_npm(subject));
    findings
}

/// How many crates the program is built from.
pub fn count(subject: &Subject) -> usize {
    subject.linked.iter().map(|one| one.name.as_str()).collect::<BTreeSet<_>>().len()
}

fn without_reason(subject: &Subject) -> Vec<Finding> {
    let reasons = subject.file(REASONS).map_or("", |file| file.text.as_str());
    let said: BTreeSet<&str> =
        reasons.split(|letter: char| !(letter.is_alphanumeric() || "-_".contains(letter))).collect();
    let own: BTreeSet<&str> = subject.members.iter().map(|member| member.name.as_str()).collect();
    let asked: BTreeSet<&str> =
        subject.members.iter().flat_map(|member| &member.dependencies).map(|it| it.name.as_str()).collect();
    let silent = asked.iter().filter(|name| !own.contains(*name) && !said.contains(*name));
    silent.map(|name| Finding::about(REASONS, format!("gives no reason for {name}"))).collect()
}

/// Packages of npm belong to the tests; what is served is written here.
fn served_from_npm(subject: &Subject) -> Vec<Finding> {
    let npm = |path: &&String| {
        let file = path.rsplit('/').next().unwrap_or_default();
        let package = ["package.json", "package-lock.json"].contains(&file) && !path.starts_with("e2e/");
        package || (path.starts_with("crates/") && path.contains("node_modules/"))
    };
    subject
        .paths
        .iter()
        .filter(npm)
        .map(|path| Finding::about(path.clone(), "a package of npm outside the tests"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::subject::{Dependency, Linked, Member};
    use super::*;
    use crate::workspace::Workspace;

    fn subject(paths: &[(&str, &str)], asked: &str, linked: usize) -> Subject {
        let mut subject = Subject::of_files(paths);
        let dependencies = vec![Dependency { name: asked.into(), ..Dependency::default() }];
        subject.members = vec![Member { name: "web".into(), dependencies, ..Member::default() }];
        subject.linked =
            (0..linked).map(|n| Linked { name: format!("crate-{n}"), features: Vec::new() }).collect();
        subject
    }

    /// Every crate that is asked for has its reason, and the number of crates is that which was looked at.
    ///
    /// Verifies: SUP-004
    #[test]
    fn every_dependency_has_a_reason_and_their_number_is_known() {
        let subject = Subject::read(&Workspace::find().unwrap()).unwrap();
        assert!(count(&subject) > 100);
        assert_eq!(check(&subject), []);
    }

    /// Verifies: SUP-004
    #[test]
    fn a_silent_or_surplus_dependency_is_found() {
        let told = (REASONS, "| serde, serde_json | the stored payload |");
        assert_eq!(check(&subject(&[told], "serde", MOST_LINKED)), []);
        for (subject, why) in [
            (subject(&[told], "serd", 1), "no reason for serd"),
            (subject(&[told], "serde", MOST_LINKED + 1), "links"),
            (subject(&[told, ("crates/web/package.json", "{}")], "serde", 1), "npm"),
            (subject(&[told, ("crates/web/assets/node_modules/x.js", "")], "serde", 1), "npm"),
        ] {
            let found = check(&subject);
            assert!(found.len() == 1 && found[0].message.contains(why), "{why}: {found:?}");
        }
        assert_eq!(check(&subject(&[told, ("e2e/package.json", "{}")], "serde", 1)), []);
    }
}
