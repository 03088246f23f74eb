//! No release draws injected randomness: what is fixed for tests is compiled for tests alone.

use super::arrows::TOOLS;
use super::subject::{Dependency, Finding, Member, Subject};

/// The feature that opens what exists for tests alone, in any room.
const TESTING: &str = "testing";
/// The one source of a release.
const SOURCE: &str = "OsRandom";
/// Features of `uuid` that draw randomness outside the vault.
const RANDOM_IDS: [&str; 4] = ["v4", "v7", "rng", "fast-rng"];

/// Checks features, sources of randomness, and what the program links.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let mut findings: Vec<Finding> = subject.members.iter().flat_map(of_member).collect();
    for linked in &subject.linked {
        let member = subject.members.iter().any(|member| member.name == linked.name);
        if member && linked.features.iter().any(|feature| feature == TESTING) {
            findings
                .push(Finding::about("namima", format!("links {} with the feature {TESTING}", linked.name)));
        }
    }
    findings.extend(other_sources(subject));
    findings
}

fn of_member(member: &Member) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (feature, on) in &member.features {
        let opens = |name: &String| name == TESTING || name.ends_with(&format!("/{TESTING}"));
        if feature != TESTING && on.iter().any(opens) {
            findings.push(Finding::about(&member.name, format!("the feature {feature} turns {TESTING} on")));
        }
    }
    let product =
        |one: &&Dependency| !TOOLS.contains(&member.name.as_str()) && one.kind.as_deref() != Some("dev");
    for dependency in member.dependencies.iter().filter(product) {
        if let Some(feature) = dependency.features.iter().find(|feature| is_wrong(dependency, feature)) {
            let why = format!("uses {} with the feature {feature} outside tests", dependency.name);
            findings.push(Finding::about(&member.name, why));
        }
    }
    findings
}

fn is_wrong(dependency: &Dependency, feature: &str) -> bool {
    feature == TESTING || (dependency.name == "uuid" && RANDOM_IDS.contains(&feature))
}

/// `impl Random for X` in product code, where X is not the provider's own source.
fn other_sources(subject: &Subject) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, source) in subject.product() {
        for window in source.tokens.windows(3) {
            let [name, word, of] = window else { continue };
            let other = name.is("Random") && word.is("for") && of.text != SOURCE;
            if other && !source.is_test_line(name.line) {
                findings
                    .push(file.at(name.line, format!("{} is a source of randomness in a release", of.text)));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::subject::Linked;

    fn member(dependency: Dependency, feature: &str, on: &str) -> Subject {
        let features = [(feature.to_owned(), vec![on.to_owned()])].into();
        let member = Member { name: "clinic".into(), dependencies: vec![dependency], features };
        Subject { members: vec![member], ..Subject::default() }
    }

    fn dependency(name: &str, kind: Option<&str>, feature: &str) -> Dependency {
        Dependency { name: name.into(), kind: kind.map(Into::into), features: vec![feature.into()] }
    }

    #[test]
    fn the_testing_feature_outside_tests_is_found() {
        assert_eq!(check(&member(dependency("vault", None, "testing"), "x", "y")).len(), 1);
        assert_eq!(
            check(&member(dependency("vault", Some("dev"), "testing"), "testing", "vault/testing")).len(),
            0
        );
        assert_eq!(check(&member(Dependency::default(), "default", "vault/testing")).len(), 1);
        assert_eq!(check(&member(dependency("uuid", None, "v4"), "x", "y")).len(), 1);
    }

    #[test]
    fn a_program_that_links_it_is_found() {
        let mut subject = member(Dependency::default(), "x", "y");
        subject.linked = vec![Linked { name: "clinic".into(), features: vec!["testing".into()] }];
        assert_eq!(check(&subject).len(), 1);
    }

    #[test]
    fn a_second_source_in_a_release_is_found() {
        let lib = "mod random;\n#[cfg(any(test, feature = \"testing\"))]\npub mod testing;";
        let source =
            "impl Random for OsRandom {}\nimpl Random for Fixed {}\n#[cfg(test)]\nimpl Random for InTest {}";
        let subject = Subject::of_files(&[
            ("crates/vault/src/lib.rs", lib),
            ("crates/vault/src/random.rs", source),
            ("crates/vault/src/testing.rs", "impl Random for Seeded {}"),
            ("crates/vault/src/testing/more.rs", "impl crate::Random for Seeded {}"),
        ]);
        let places: Vec<_> = check(&subject).into_iter().map(|finding| finding.place).collect();
        assert_eq!(places, ["crates/vault/src/random.rs:2"]);
    }
}
