//! docs/requirements/traceability.md: requirement, source, verification, rooms and tests, in one generated table.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::catalog::{Catalog, Requirement};
use super::claims::{Claim, Proof};
use super::due::Due;
use super::results::BROWSER;

/// Where the table stands.
pub const PATH: &str = "docs/requirements/traceability.md";

const HEAD: &str = "\
# Traceability

Written by `cargo xtask requirements`; do not edit. A version under *Due* means that the build fails unless a test of that
row passes, so in every accepted version its last result is *passed*. *Rooms* are the crates whose tests prove the row.

";

/// The whole file. The same input gives the same bytes.
pub fn write(catalog: &Catalog, claims: &[Claim], due: &Due) -> String {
    let mut table = HEAD.to_owned();
    let proven = catalog.keys().filter(|id| claims.iter().any(|(claimed, _)| claimed == *id)).count();
    // Writing to a String cannot fail.
    let _ = writeln!(table, "{} requirements, {} due, {proven} with a test.\n", catalog.len(), due.len());
    table.push_str("| ID | Source | P | Verify | Due | Rooms | Tests |\n|---|---|---|---|---|---|---|\n");
    for (id, requirement) in catalog {
        let proofs: BTreeSet<&Proof> =
            claims.iter().filter(|(claimed, _)| claimed == id).map(|(_, proof)| proof).collect();
        let _ = writeln!(table, "{}", row(id, requirement, due.get(id), &proofs));
    }
    table
}

fn row(id: &str, requirement: &Requirement, since: Option<&String>, proofs: &BTreeSet<&Proof>) -> String {
    let Requirement { file, source, verify, priority } = requirement;
    let since = since.map_or("not yet", String::as_str);
    let mut rooms = BTreeSet::new();
    let mut tests = Vec::new();
    for proof in proofs {
        let (room, test) = match proof {
            Proof::Rust { package, name } => (package.as_str(), format!("`{package}::{name}`")),
            Proof::Browser { file } => (BROWSER, format!("`{file}`")),
        };
        rooms.insert(room);
        tests.push(test);
    }
    let rooms = rooms.into_iter().collect::<Vec<_>>().join(", ");
    let [rooms, tests] =
        [rooms, tests.join("<br>")].map(|text| if text.is_empty() { "none yet".to_owned() } else { text });
    format!("| [{id}]({file}) | {source} | {priority} | {verify} | {since} | {rooms} | {tests} |")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::requirements::catalog;

    /// Verifies: GOV-005
    #[test]
    fn every_requirement_has_a_row_without_an_empty_cell() {
        let mut requirements = Catalog::new();
        let rows = "| ACC-001 | It shall | APPI 1 | T unit | M |\n| ACC-002 | It shall | GDPR 2 | I | S |\n";
        catalog::read("abc.md", rows, &mut requirements, &mut Vec::new());
        let proof = |name: &str| Proof::Rust { package: "vault".into(), name: name.into() };
        let claims = [("ACC-001".to_owned(), proof("b")), ("ACC-001".to_owned(), proof("a"))];
        let due = [("ACC-001".to_owned(), "0.1.0".to_owned())].into();
        let table = write(&requirements, &claims, &due);
        let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| [")).collect();
        let proven = "APPI 1 | M | T unit | 0.1.0 | vault | `vault::a`<br>`vault::b`";
        let owed = "GDPR 2 | S | I | not yet | none yet | none yet";
        let row = |number: u8, rest: &str| format!("| [ACC-00{number}](abc.md) | {rest} |");
        assert_eq!(rows, [row(1, proven), row(2, owed)]);
        assert!(table.contains("2 requirements, 1 due, 1 with a test."));
    }
}
