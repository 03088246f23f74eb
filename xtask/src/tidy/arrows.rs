//! Which crate may use which: only crates above it, and some never each other.

use super::subject::{Dependency, Finding, Member, Subject};

/// The crates in the order of ARCHITECTURE.md: each may use only those above it.
const ORDER: [&str; 16] = [
    "diary",
    "insight",
    "policy",
    "vault",
    "ledger",
    "ledger-sqlite",
    "ledger-postgres",
    "clinic",
    "locale",
    "figure",
    "timeline",
    "report",
    "fhir",
    "exchange",
    "web",
    "namima",
];

/// Members that are tools, not rooms of the product.
pub const TOOLS: [&str; 4] = ["xtask", "fuzz", "testkit", "bench"];

/// Crates that never meet, not even in tests.
const NEVER: [(&str, &[&str]); 3] = [
    ("policy", &["ledger", "ledger-sqlite", "ledger-postgres"]),
    ("vault", &["diary", "insight", "policy"]),
    ("ledger", &["diary", "insight", "policy"]),
];

/// Crates that the product code of a room must not use, though it may in tests.
const NEVER_IN_PRODUCT: [(&str, &[&str]); 12] = [
    ("diary", &["tokio", "async-trait", "futures-util"]),
    ("insight", &["tokio", "async-trait", "futures-util", "serde_json"]),
    ("policy", &["tokio", "async-trait", "futures-util", "serde_json"]),
    ("locale", &["tokio", "tower", "http", "hyper", "clinic", "vault", "ledger", "serde_json"]),
    (
        "figure",
        &[
            "tokio", "tower", "http", "hyper", "diary", "insight", "policy", "clinic", "locale", "vault",
            "ledger",
        ],
    ),
    ("timeline", &["tokio", "tower", "http", "hyper", "clinic", "vault", "ledger", "serde_json"]),
    ("report", &["tower", "http", "hyper", "vault", "ledger"]),
    ("exchange", &["tokio", "tower", "http", "hyper", "clinic", "vault", "ledger"]),
    ("ledger-sqlite", &["diary", "insight", "policy"]),
    ("ledger-postgres", &["ledger-sqlite", "diary", "insight", "policy"]),
    ("clinic", &["tower", "tower-http", "http", "hyper", "askama", "ledger-sqlite", "ledger-postgres"]),
    ("web", &["vault", "ledger-sqlite", "ledger-postgres"]),
];

/// Outside crates that one room alone may use in product code.
const ONLY: [(&str, &str); 11] = [
    ("axum", "web"),
    ("tower-http", "web"),
    ("askama", "web"),
    ("rusqlite", "ledger-sqlite"),
    ("tokio-postgres", "ledger-postgres"),
    ("aws-lc-rs", "vault"),
    ("rand", "vault"),
    ("rand_core", "vault"),
    ("getrandom", "vault"),
    ("fastrand", "vault"),
    ("ring", "vault"),
];

/// Checks every dependency of every member.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let mut findings = Vec::new();
    for member in &subject.members {
        if TOOLS.contains(&member.name.as_str()) {
            let bench = member.name != "xtask" && member.dependencies.iter().any(|one| one.name == "bench");
            findings.extend(bench.then(|| Finding::about(&member.name, "uses bench; only xtask may")));
            continue;
        }
        let Some(place) = place(&member.name) else {
            findings.push(Finding::about(
                &member.name,
                "is not in the order of crates: add it to ARCHITECTURE.md and here",
            ));
            continue;
        };
        for dependency in &member.dependencies {
            findings.extend(wrong(member, place, dependency).map(|why| Finding::about(&member.name, why)));
        }
    }
    findings
}

fn place(name: &str) -> Option<usize> {
    ORDER.iter().position(|one| *one == name)
}

fn wrong(member: &Member, from: usize, dependency: &Dependency) -> Option<String> {
    let name = dependency.name.as_str();
    let product = dependency.kind.as_deref() != Some("dev");
    let listed = |list: &[(&str, &[&str])]| {
        list.iter().any(|(room, names)| *room == member.name && names.contains(&name))
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
    match only {
        Some(room) if product && room != member.name => Some(format!("uses {name}; only {room} may")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(member: &str, dependency: &str, kind: Option<&str>) -> Vec<String> {
        let dependency =
            Dependency { name: dependency.into(), kind: kind.map(Into::into), ..Dependency::default() };
        let member = Member { name: member.into(), dependencies: vec![dependency], ..Member::default() };
        let subject = Subject { members: vec![member], ..Subject::default() };
        check(&subject).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn an_arrow_downwards_is_found_also_in_tests() {
        assert_eq!(found("diary", "clinic", None), ["uses clinic, which is not above it"]);
        assert_eq!(found("ledger-sqlite", "ledger-postgres", Some("dev")).len(), 1);
        assert_eq!(found("ledger-postgres", "ledger-sqlite", None), ["must not know ledger-sqlite"]);
        assert!(found("clinic", "diary", None).is_empty());
        assert!(found("vault", "vault", Some("dev")).is_empty());
    }

    #[test]
    fn outside_crates_stay_in_their_room() {
        assert_eq!(found("namima", "axum", None), ["uses axum; only web may"]);
        assert_eq!(found("clinic", "rusqlite", None), ["uses rusqlite; only ledger-sqlite may"]);
        assert_eq!(found("clinic", "rand", Some("build")), ["uses rand; only vault may"]);
        assert_eq!(found("policy", "tokio", None), ["must not know tokio"]);
        assert_eq!(found("web", "vault", None), ["must not know vault"]);
        assert!(found("web", "vault", Some("dev")).is_empty());
        assert!(found("web", "axum", None).is_empty());
    }

    #[test]
    fn an_unknown_crate_is_found_and_tools_are_free() {
        assert_eq!(found("attic", "diary", None).len(), 1);
        assert!(found("xtask", "diary", None).is_empty());
    }

    #[test]
    fn tools_are_not_for_the_product() {
        assert!(found("clinic", "testkit", Some("dev")).is_empty());
        assert!(found("testkit", "clinic", None).is_empty() && found("xtask", "bench", None).is_empty());
        for (member, tool, kind) in
            [("clinic", "testkit", None), ("web", "bench", Some("dev")), ("testkit", "bench", None)]
        {
            assert_eq!(found(member, tool, kind).len(), 1, "{member} {tool}");
        }
    }

    #[test]
    fn texts_drawings_and_numbers_know_no_server() {
        for (member, dependency) in [
            ("locale", "clinic"),
            ("timeline", "clinic"),
            ("figure", "locale"),
            ("insight", "locale"),
            ("exchange", "vault"),
            ("insight", "timeline"),
            ("clinic", "exchange"),
        ] {
            assert_eq!(found(member, dependency, None).len(), 1, "{member} {dependency}");
        }
        assert!(found("timeline", "locale", None).is_empty() && found("report", "timeline", None).is_empty());
    }
}
