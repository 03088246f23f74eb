//! Requirements and their tests: ids exist, due ids are proven, and the table says which test proves what.

mod catalog;
mod claims;
mod due;
pub mod results;
mod table;
mod translations;

use std::collections::BTreeSet;

use anyhow::{Context, Result};

use crate::Verdict;
use crate::workspace::Workspace;
use catalog::Catalog;
use claims::{Claim, Proof};
use due::Due;
use results::Results;

/// Something wrong, as a sentence for the terminal.
pub type Problem = String;

const FOLDER: &str = "docs/requirements/";

/// What to do with the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Write it.
    Write,
    /// Fail where it would change.
    Check,
}

/// Checks all claims against requirements and the last test run, and writes or checks the table.
pub fn run(workspace: &Workspace, mode: Mode) -> Result<Verdict> {
    let mut problems = Vec::new();
    let (catalog, claims) = read(workspace, &mut problems)?;
    let due = due::read(&read_text(workspace, due::PATH)?)?;
    let results = Results::read(workspace)?;
    if results.is_none() && !due.is_empty() {
        println!("requirements: no test run to look at; run cargo xtask test");
    }
    problems.extend(judge(&catalog, &claims, &due, &due::ever(workspace)?, &results.unwrap_or_default()));
    let sheet = translations::sheet(workspace, &mut problems)?;
    let drawn = [(table::PATH, table::write(&catalog, &claims, &due)), (translations::PATH, sheet)];
    for (file, text) in drawn {
        let path = workspace.root.join(file);
        match mode {
            Mode::Write => std::fs::write(&path, &text).with_context(|| path.display().to_string())?,
            Mode::Check if std::fs::read_to_string(&path).unwrap_or_default() != text => {
                problems.push(format!("{file} is not up to date: run cargo xtask requirements"));
            }
            Mode::Check => {}
        }
    }
    report(&catalog, &claims, &due, &problems);
    Ok(if problems.is_empty() { Verdict::Clean } else { Verdict::Found })
}

fn read(workspace: &Workspace, problems: &mut Vec<Problem>) -> Result<(Catalog, Vec<Claim>)> {
    let mut catalog = Catalog::new();
    let mut claims = Vec::new();
    for path in workspace.paths()? {
        if let Some(file) =
            path.strip_prefix(FOLDER).filter(|file| file.ends_with(".md") && path != table::PATH)
        {
            catalog::read(file, &read_text(workspace, &path)?, &mut catalog, problems);
        } else if path.ends_with(".rs") {
            claims.extend(claims::in_rust(&path, &read_text(workspace, &path)?, problems));
        } else if path.starts_with("e2e/")
            && [".js", ".mjs", ".ts"].iter().any(|ending| path.ends_with(ending))
        {
            claims.extend(claims::in_browser(&path, &read_text(workspace, &path)?));
        }
    }
    Ok((catalog, claims))
}

fn read_text(workspace: &Workspace, path: &str) -> Result<String> {
    std::fs::read_to_string(workspace.root.join(path)).with_context(|| format!("cannot read {path}"))
}

/// What is wrong with claims and due ids, given what the last test run saw.
fn judge(
    catalog: &Catalog,
    claims: &[Claim],
    due: &Due,
    ever: &BTreeSet<String>,
    results: &Results,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (id, proof) in claims.iter().filter(|(id, _)| !catalog.contains_key(id)) {
        problems.push(format!("{proof:?} claims {id}, which is no requirement"));
    }
    for id in ever.iter().filter(|id| !due.contains_key(*id)) {
        problems.push(format!("{id} was due once and is not in {}: ids are only ever added", due::PATH));
    }
    for id in due.keys() {
        let proofs: Vec<&Proof> =
            claims.iter().filter(|(claimed, _)| claimed == id).map(|(_, proof)| proof).collect();
        if !catalog.contains_key(id) {
            problems.push(format!("{id} is due and is no requirement"));
        } else if proofs.is_empty() {
            problems.push(format!("{id} is due and no test claims it"));
        } else if !proofs.iter().any(|proof| results.prove(id, proof)) {
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
    println!(
        "requirements: {} rows, {} claimed, {} due, {} wrong",
        catalog.len(),
        proven.len(),
        due.len(),
        problems.len()
    );
}

#[cfg(test)]
mod tests {
    use super::results::{BrowserTest, RustTest, Status};
    use super::*;

    fn world(status: Status) -> (Catalog, Vec<Claim>, Due, Results) {
        let mut catalog = Catalog::new();
        catalog::read("abc.md", "| ACC-001 | It shall | APPI | T | M |", &mut catalog, &mut Vec::new());
        let proof = Proof::Rust { package: "vault".into(), name: "seal::a".into() };
        let due = [("ACC-001".to_owned(), "0.1.0".to_owned())].into();
        let rust = vec![RustTest { package: "vault".into(), name: "seal::a".into(), status }];
        (catalog, vec![("ACC-001".into(), proof)], due, Results { rust, ..Results::default() })
    }

    /// Verifies: SDL-002
    #[test]
    fn a_due_requirement_needs_a_test_that_passed() {
        let (catalog, claims, due, results) = world(Status::Passed);
        assert_eq!(judge(&catalog, &claims, &due, &BTreeSet::new(), &results), Vec::<String>::new());
        for status in [Status::Failed, Status::Skipped] {
            let (catalog, claims, due, results) = world(status);
            assert_eq!(judge(&catalog, &claims, &due, &BTreeSet::new(), &results).len(), 1, "{status:?}");
        }
        assert_eq!(judge(&catalog, &claims, &due, &BTreeSet::new(), &Results::default()).len(), 1);
        assert_eq!(judge(&catalog, &[], &due, &BTreeSet::new(), &results).len(), 1);
    }

    /// Verifies: SDL-002
    #[test]
    fn a_due_requirement_cannot_be_taken_back() {
        let (catalog, claims, _, results) = world(Status::Passed);
        let ever = BTreeSet::from(["ACC-001".to_owned()]);
        assert_eq!(judge(&catalog, &claims, &Due::new(), &ever, &results).len(), 1);
    }

    #[test]
    fn unknown_ids_are_found_in_tests_and_in_the_list() {
        let (_, claims, due, results) = world(Status::Passed);
        assert_eq!(judge(&Catalog::new(), &claims, &due, &BTreeSet::new(), &results).len(), 2);
    }

    /// The title of a browser test that proves a made-up requirement: written out, it would be a claim of this file.
    fn titled(number: u8, lang: &str) -> String {
        format!("[ACC-00{number}] in {lang}")
    }

    #[test]
    fn a_browser_test_proves_only_when_all_its_forms_pass() {
        let (catalog, _, due, _) = world(Status::Passed);
        let claims = [("ACC-001".to_owned(), Proof::Browser { file: "e2e/a.mjs".into() })];
        let test = |title: &str, status| BrowserTest { title: title.into(), status };
        let mut browser =
            vec![test(&titled(1, "ja"), Status::Passed), test(&titled(2, "en"), Status::Failed)];
        let good = Results { browser: browser.clone(), ..Results::default() };
        assert!(judge(&catalog, &claims, &due, &BTreeSet::new(), &good).is_empty());
        browser.push(test(&titled(1, "en"), Status::Failed));
        let bad = Results { browser, ..Results::default() };
        assert_eq!(judge(&catalog, &claims, &due, &BTreeSet::new(), &bad).len(), 1);
    }
}
