//! No release draws injected randomness: what is fixed for tests is compiled for tests alone.

use super::arrows::TOOLS;
use super::subject::{Dependency, Finding, Subject};

/// The feature that opens what exists for tests alone, in any room.
const TESTING: &str = "testing";
/// The one source of a release.
const SOURCE: &str = "OsRandom";
/// Features of `uuid` that draw randomness outside the vault.
const RANDOM_IDS: [&str; 4] = ["v4", "v7", "rng", "fast-rng"];

/// Checks features, sources of randomness, and what the program links.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let mut findings = Vec::new();
    for member in &subject.members {
        let about = |why: String| Finding::about(&member.name, why);
        for (feature, on) in member.features.iter().filter(|(feature, _)| *feature != TESTING) {
            if on.iter().any(|name| name.rsplit('/').next() == Some(TESTING)) {
                findings.push(about(format!("the feature {feature} turns {TESTING} on")));
            }
        }
        let is_tool = TOOLS.contains(&member.name.as_str());
        for dependency in member.dependencies.iter().filter(|one| !is_tool && one.is_product()) {
            if let Some(feature) = dependency.features.iter().find(|feature| is_wrong(dependency, feature)) {
                findings.push(about(format!(
                    "uses {} with the feature {feature} outside tests",
                    dependency.name
                )));
            }
        }
        if subject.linked.get(&member.name).is_some_and(|features| features.contains(TESTING)) {
            findings
                .push(Finding::about("namima", format!("links {} with the feature {TESTING}", member.name)));
        }
    }
    findings.extend(other_sources(subject));
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

    /// `clinic`, which asks for a crate with a feature and has a feature that turns another on.
    fn clinic(asked: (&str, Option<&str>, &str), feature: &str, on: &str) -> Subject {
        let mut subject = Subject::default().asking("clinic", asked.0, asked.1);
        for member in &mut subject.members {
            member.features.insert(feature.to_owned(), vec![on.to_owned()]);
            member.dependencies[0].features.push(asked.2.to_owned());
        }
        subject
    }

    #[test]
    fn the_testing_feature_outside_tests_is_found() {
        assert_eq!(check(&clinic(("vault", None, "testing"), "x", "y")).len(), 1);
        assert_eq!(check(&clinic(("vault", Some("dev"), "testing"), "testing", "vault/testing")).len(), 0);
        assert_eq!(check(&clinic(("vault", None, "z"), "default", "vault/testing")).len(), 1);
        assert_eq!(check(&clinic(("uuid", None, "v4"), "x", "y")).len(), 1);
    }

    #[test]
    fn a_program_that_links_it_is_found() {
        let mut subject = clinic(("vault", None, "z"), "x", "y");
        subject.linked.insert("clinic".to_owned(), ["testing".to_owned()].into());
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
