//! The rules of the house. Each is a small module: a function from what there is to what is wrong with it.

mod arrows;
mod circles;
mod claims;
mod cryptography;
mod denylist;
mod languages;
mod links;
mod lints;
mod modules;
mod origins;
mod pages;
mod people;
mod phrases;
mod private_words;
mod randomness;
mod reasons;
mod rooms;
mod sizes;
mod spread;
mod sql;
mod subject;
mod templates;
mod text_values;
mod texts;
mod words;

use anyhow::Result;

use crate::Verdict;
use crate::workspace::Workspace;
pub use subject::{Finding, Subject};

/// A rule: its name and how it is checked.
type Rule = (&'static str, fn(&Subject) -> Vec<Finding>);

const RULES: [Rule; 22] = [
    ("arrows", arrows::check),
    ("rooms", rooms::check),
    ("circles of files", circles::check),
    ("methods of a type", spread::check),
    ("pages", pages::check),
    ("private words", private_words::check),
    ("linked crates", denylist::check),
    ("dependencies", reasons::check),
    ("cryptography", cryptography::check),
    ("lints", lints::check),
    ("file sizes", sizes::check),
    ("SQL texts", sql::check),
    ("randomness", randomness::check),
    ("languages", languages::check),
    ("values of texts", text_values::check),
    ("phrases", phrases::check),
    ("origins", origins::check),
    ("people", people::check),
    ("templates", templates::check),
    ("links", links::check),
    ("claims", claims::check),
    ("words", words::check),
];

/// Checks every rule and prints what it found.
pub fn run(workspace: &Workspace) -> Result<Verdict> {
    let subject = Subject::read(workspace)?;
    let mut verdict = Verdict::Clean;
    for (name, check) in RULES {
        let findings = check(&subject);
        println!(
            "tidy: {name}: {}",
            if findings.is_empty() { "ok".to_owned() } else { count(findings.len()) }
        );
        for finding in findings {
            verdict = Verdict::Found;
            println!("  {}: {}", finding.place, finding.message);
        }
    }
    Ok(verdict)
}

fn count(findings: usize) -> String {
    if findings == 1 { "1 finding".to_owned() } else { format!("{findings} findings") }
}
