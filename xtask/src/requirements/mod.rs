//! Requirements and their tests: ids exist, due ids are proven, and the table says which test proves what.

mod catalog;
mod claims;
mod due;
pub mod results;
mod table;
mod translations;

use std::collections::BTreeSet;

use anyhow::{Context, Result};

use crate::workspace::Workspace;
use catalog::Catalog;
use claims::Claim;
use due::Due;
use results::Results;

type Ids = BTreeSet<String>;

/// Something wrong, as a sentence for the terminal.
pub type Problem = String;

const FOLDER: &str = "docs/requirements/";

/// Checks all claims against requirements and the last test run, and writes the tables, or fails where they would change; true when
/// nothing is wrong.
pub fn run(workspace: &Workspace, check: bool) -> Result<bool> {
    let mut problems = Vec::new();
    let (catalog, claims) = read(workspace, &mut problems)?;
    let due = due::read(&workspace.read(due::PATH)?)?;
    let results = Results::read(workspace)?;
    if results.is_none() && !due.is_empty() {
        println!("requirements: no test run to look at; run cargo xtask test");
    }
    problems.extend(judge(&catalog, &claims, &due, &due::ever(workspace)?, &results.unwrap_or_default()));
    let sheet = translations::sheet(workspace, &mut problems)?;
    for (file, text) in [(table::PATH, table::write(&catalog, &claims, &due)), (translations::PATH, sheet)] {
        if !check {
            std::fs::write(workspace.root.join(file), &text).context(file)?;
        } else if workspace.read(file).unwrap_or_default() != text {
            problems.push(format!("{file} is not up to date: run cargo xtask requirements"));
        }
    }
    report(&catalog, &claims, &due, &problems);
    Ok(problems.is_empty())
}

fn read(workspace: &Workspace, problems: &mut Vec<Problem>) -> Result<(Catalog, Vec<Claim>)> {
    let mut catalog = Catalog::new();
    let mut claims = Vec::new();
    for path in workspace.paths()? {
        let ends = |endings: &[&str]| endings.iter().any(|ending| path.ends_with(ending));
        if let Some(file) = path.strip_prefix(FOLDER).filter(|_| ends(&[".md"]) && path != table::PATH) {
            catalog::read(file, &workspace.read(&path)?, &mut catalog, problems);
        } else if ends(&[".rs"]) {
            claims.extend(claims::in_rust(&path, &workspace.read(&path)?, problems));
        } else if path.starts_with("e2e/") && ends(&[".js", ".mjs", ".ts"]) {
            claims.extend(claims::in_browser(&path, &workspace.read(&path)?));
        }
    }
    Ok((catalog, claims))
}

/// What is wrong with claims and due ids, given what the last test run saw.
fn judge(catalog: &Catalog, claims: &[Claim], due: &Due, ever: &Ids, results: &Results) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (id, proof) in claims.iter().filter(|(id, _)| !catalog.contains_key(id)) {
        problems.push(format!("{proof:?} claims {id}, which is no requirement"));
    }
    for id in ever.iter().filter(|id| !due.contains_key(*id)) {
        problems.push(format!("{id} was due once and is not in {}: ids are only ever added", due::PATH));
    }
    for id in due.keys() {
        let proofs: Vec<_> = claims.iter().filter(|(claimed, _)| claimed == id).collect();
        if !catalog.contains_key(id) {
            problems.push(format!("{id} is due and is no requirement"));
        } else if proofs.is_empty() {
            problems.push(format!("{id} is due and no test claims it"));
        } else if !proofs.iter().any(|(_, proof)| results.prove(id, proof)) {
            problems.push(format!("{id} is due and no test of it passed in the last run"));
        }
    }
    problems
}

fn report(catalog: &Catalog, claims: &[Claim], due: &Due, problems: &[Problem]) {
    for problem in problems {
        println!("  {problem}");
    }
    let proven: BTreeSet<&str> = claims.iter().map(|(id, _)| id.as_str()).collect();
    let early: Vec<&str> = proven.iter().copied().filter(|id| !due.contains_key(*id)).collect();
    if !early.is_empty() {
        println!("requirements: claimed by tests and not yet due: {}", early.join(", "));
    }
    let [rows, claimed, due, wrong] = [catalog.len(), proven.len(), due.len(), problems.len()];
    println!("requirements: {rows} rows, {claimed} claimed, {due} due, {wrong} wrong");
}

#[cfg(test)]
mod tests {
    use super::claims::Proof;
    use super::results::{BROWSER, Status, Test};
    use super::*;

    fn one_row(status: Status) -> (Catalog, Vec<Claim>, Due, Results) {
        let mut catalog = Catalog::new();
        catalog::read("abc.md", "| ACC-001 | It shall | APPI | T | M |", &mut catalog, &mut Vec::new());
        let proof = Proof::Rust { package: "vault".into(), name: "seal::a".into() };
        let due = [("ACC-001".to_owned(), "0.1.0".to_owned())].into();
        let results = Results(vec![Test { suite: "vault".into(), name: "seal::a".into(), status }]);
        (catalog, vec![("ACC-001".into(), proof)], due, results)
    }

    /// Verifies: SDL-002
    #[test]
    fn a_due_requirement_needs_a_test_that_passed() {
        let (catalog, claims, due, results) = one_row(Status::Passed);
        assert_eq!(judge(&catalog, &claims, &due, &Ids::new(), &results), Vec::<String>::new());
        for status in [Status::Failed, Status::Skipped] {
            let (catalog, claims, due, results) = one_row(status);
            assert_eq!(judge(&catalog, &claims, &due, &Ids::new(), &results).len(), 1, "{status:?}");
        }
        assert_eq!(judge(&catalog, &claims, &due, &Ids::new(), &Results::default()).len(), 1);
        assert_eq!(judge(&catalog, &[], &due, &Ids::new(), &results).len(), 1);
    }

    /// Verifies: SDL-002
    #[test]
    fn a_due_requirement_cannot_be_taken_back() {
        let (catalog, claims, _, results) = one_row(Status::Passed);
        let ever = Ids::from(["ACC-001".to_owned()]);
        assert_eq!(judge(&catalog, &claims, &Due::new(), &ever, &results).len(), 1);
    }

    #[test]
    fn unknown_ids_are_found_in_tests_and_in_the_list() {
        let (_, claims, due, results) = one_row(Status::Passed);
        assert_eq!(judge(&Catalog::new(), &claims, &due, &Ids::new(), &results).len(), 2);
    }

    /// The title of a browser test that proves a made-up requirement: written out, it would be a claim of this file.
    fn titled(number: u8, lang: &str) -> String {
        format!("[ACC-00{number}] in {lang}")
    }

    #[test]
    fn a_browser_test_proves_only_when_all_its_forms_pass() {
        let (catalog, _, due, _) = one_row(Status::Passed);
        let claims = [("ACC-001".to_owned(), Proof::Browser { file: "e2e/a.mjs".into() })];
        let test = |name: &str, status| Test { suite: BROWSER.into(), name: name.into(), status };
        let mut browser =
            vec![test(&titled(1, "ja"), Status::Passed), test(&titled(2, "en"), Status::Failed)];
        let good = Results(browser.clone());
        assert!(judge(&catalog, &claims, &due, &Ids::new(), &good).is_empty());
        browser.push(test(&titled(1, "en"), Status::Failed));
        assert_eq!(judge(&catalog, &claims, &due, &Ids::new(), &Results(browser)).len(), 1);
    }
}
