//! The rules of the house. Each is a small module: a function from what there is to what is wrong with it.

mod arrows;
mod circles;
mod claims;
mod cryptography;
mod denylist;
mod links;
mod lints;
mod modules;
mod pages;
mod people;
mod private_words;
mod randomness;
mod reasons;
mod rooms;
mod served;
mod sizes;
mod spread;
mod sql;
mod subject;
mod words;

use anyhow::Result;

use crate::workspace::Workspace;
pub use subject::{Finding, Subject};

/// A rule: its name and how it is checked.
type Rule = (&'static str, fn(&Subject) -> Vec<Finding>);

const RULES: [Rule; 18] = [
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
    ("served files", served::check),
    ("people", people::check),
    ("links", links::check),
    ("claims", claims::check),
    ("words", words::check),
];

/// Checks every rule and prints what it found; true when that is nothing.
pub fn run(workspace: &Workspace) -> Result<bool> {
    let subject = Subject::read(workspace)?;
    let mut clean = true;
    for (name, check) in RULES {
        let findings = check(&subject);
        clean &= findings.is_empty();
        match findings.len() {
            0 => println!("tidy: {name}: ok"),
            count => println!("tidy: {name}: {count} found"),
        }
        for Finding { place, message } in findings {
            println!("  {place}: {message}");
        }
    }
    Ok(clean)
}
