//! Which crate may use which: only crates above it, and some never each other.

use super::cryptography::is_cryptography;
use super::subject::{Dependency, Finding, Member, Subject, is_one_of};

/// The crates in the order of ARCHITECTURE.md: each may use only those above it.
const ORDER: &str = "diary insight policy vault ledger ledger-sqlite ledger-postgres clinic locale figure timeline report fhir \
                     exchange web namima";

/// Members that are tools, not rooms of the product.
pub const TOOLS: [&str; 4] = ["xtask", "fuzz", "testkit", "bench"];

/// Crates that never meet, not even in tests.
const NEVER: [(&str, &str); 3] = [
    ("policy", "ledger ledger-sqlite ledger-postgres"),
    ("vault", "diary insight policy"),
    ("ledger", "diary insight policy"),
];

/// Crates that the product code of a room must not use, though it may in tests.
const NEVER_IN_PRODUCT: [(&str, &str); 12] = [
    ("diary", "tokio async-trait futures-util"),
    ("insight", "tokio async-trait futures-util serde_json"),
    ("policy", "tokio async-trait futures-util serde_json"),
    ("locale", "tokio tower http hyper clinic vault ledger serde_json"),
    ("figure", "tokio tower http hyper diary insight policy clinic locale vault ledger"),
    ("timeline", "tokio tower http hyper clinic vault ledger serde_json"),
    ("report", "tower http hyper vault ledger"),
    ("exchange", "tokio tower http hyper clinic vault ledger"),
    ("ledger-sqlite", "diary insight policy"),
    ("ledger-postgres", "ledger-sqlite diary insight policy"),
    ("clinic", "tower tower-http http hyper askama ledger-sqlite ledger-postgres"),
    ("web", "vault ledger-sqlite ledger-postgres"),
];

/// Outside crates that one room alone may use in product code, beside cryptography.
const ONLY: [(&str, &str); 5] = [
    ("axum", "web"),
    ("tower-http", "web"),
    ("askama", "web"),
    ("rusqlite", "ledger-sqlite"),
    ("tokio-postgres", "ledger-postgres"),
];
/// The one room that calls cryptography or draws randomness.
const CRYPTOGRAPHY: &str = "vault";

/// Checks every dependency of every member.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let mut findings = Vec::new();
    for member in &subject.members {
        let wrong: Vec<String> = match place(&member.name) {
            _ if TOOLS.contains(&member.name.as_str()) => {
                let uses_bench = member.dependencies.iter().any(|one| one.name == "bench");
                (uses_bench && member.name != "xtask")
                    .then(|| "uses bench; only xtask may".to_owned())
                    .into_iter()
                    .collect()
            }
            None => vec!["is not in the order of crates: add it to ARCHITECTURE.md and here".to_owned()],
            Some(place) => member.dependencies.iter().filter_map(|one| wrong(member, place, one)).collect(),
        };
        findings.extend(wrong.into_iter().map(|why| Finding::about(&member.name, why)));
    }
    findings
}

fn place(name: &str) -> Option<usize> {
    ORDER.split(' ').position(|one| one == name)
}

fn wrong(member: &Member, from: usize, dependency: &Dependency) -> Option<String> {
    let name = dependency.name.as_str();
    let product = dependency.is_product();
    let listed = |list: &[(&str, &str)]| {
        list.iter().any(|(room, names)| *room == member.name && is_one_of(names, name))
    };
    // A crate may ask for itself in tests, to turn a feature on.
    if name == member.name && !product {
        return None;
    }
    if TOOLS.contains(&name) && (product || name != "testkit") {
        return Some(format!("uses the tool {name}; only tests may, and only testkit"));
    }
    if place(name).is_some_and(|to| to >= from) {
        return Some(format!("uses {name}, which is not above it"));
    }
    if listed(&NEVER) || (product && listed(&NEVER_IN_PRODUCT)) {
        return Some(format!("must not know {name}"));
    }
    let only = ONLY.iter().find(|(outside, _)| *outside == name).map(|(_, room)| *room);
    let room = if is_cryptography(name) { CRYPTOGRAPHY } else { only? };
    (product && room != member.name).then(|| format!("uses {name}; only {room} may"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each member asks for a dependency of a kind, and what is found must begin like this; nothing where it is empty.
    #[track_caller]
    fn found(cases: &[(&str, &str, Option<&str>, &str)]) {
        for (member, dependency, kind, expected) in cases {
            let findings = check(&Subject::default().asking(member, dependency, *kind));
            let messages: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
            let right = if expected.is_empty() {
                messages.is_empty()
            } else {
                messages.len() == 1 && messages[0].starts_with(expected)
            };
            assert!(right, "{member} {dependency} {kind:?}: {messages:?}");
        }
    }

    #[test]
    fn an_arrow_downwards_is_found_also_in_tests() {
        found(&[
            ("diary", "clinic", None, "uses clinic, which is not above it"),
            ("ledger-sqlite", "ledger-postgres", Some("dev"), "uses"),
            ("ledger-postgres", "ledger-sqlite", None, "must not know ledger-sqlite"),
            ("clinic", "diary", None, ""),
            ("vault", "vault", Some("dev"), ""),
            ("attic", "diary", None, "is not in the order"),
        ]);
    }

    /// Verifies: CRY-009
    #[test]
    fn outside_crates_stay_in_their_room() {
        found(&[
            ("namima", "axum", None, "uses axum; only web may"),
            ("clinic", "rusqlite", None, "uses rusqlite; only ledger-sqlite may"),
            ("clinic", "rand", Some("build"), "uses rand; only vault may"),
            ("web", "hmac", None, "uses hmac; only vault may"),
            ("vault", "aws-lc-rs", None, ""),
            ("web", "sharded-slab", None, ""),
            ("policy", "tokio", None, "must not know tokio"),
            ("web", "vault", None, "must not know vault"),
            ("web", "vault", Some("dev"), ""),
            ("web", "axum", None, ""),
        ]);
    }

    #[test]
    fn tools_are_free_and_not_for_the_product() {
        found(&[
            ("xtask", "diary", None, ""),
            ("clinic", "testkit", Some("dev"), ""),
            ("testkit", "clinic", None, ""),
            ("xtask", "bench", None, ""),
            ("clinic", "testkit", None, "uses the tool"),
            ("web", "bench", Some("dev"), "uses the tool"),
            ("testkit", "bench", None, "uses bench"),
        ]);
    }

    #[test]
    fn texts_drawings_and_numbers_know_no_server() {
        found(&[
            ("locale", "clinic", None, "must not"),
            ("timeline", "clinic", None, "must not"),
            ("figure", "locale", None, "must not"),
            ("insight", "locale", None, "uses"),
            ("exchange", "vault", None, "must not"),
            ("insight", "timeline", None, "uses"),
            ("clinic", "exchange", None, "uses"),
            ("timeline", "locale", None, ""),
            ("report", "timeline", None, ""),
        ]);
    }
}
