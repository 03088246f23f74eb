//! `cargo xtask sbom`: what the program is built from, as a CycloneDX list. The same checkout gives the same bytes.

mod describe;
mod native;
mod packages;
#[cfg(test)]
mod tests;

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::Verdict;
use crate::workspace::{Workspace, output};
use describe::Served;

/// The machine that a list is made for unless another is named.
pub const TARGET: &str = "x86_64-unknown-linux-gnu";

/// Folder and file of what the program serves as it is.
const SERVED: [&str; 2] = ["crates/web/assets/", "crates/figure/figure.css"];

/// Writes the list to `out` and says what is in it.
pub fn run(workspace: &Workspace, target: &str, out: &Path) -> Result<Verdict> {
    let (json, count) = list(workspace, target)?;
    std::fs::write(out, json).with_context(|| format!("cannot write {}", out.display()))?;
    println!("{count} components for {target} in {}", out.display());
    Ok(Verdict::Clean)
}

/// How many components the list has; an error where it cannot be made.
pub fn count(workspace: &Workspace, target: &str) -> Result<usize> {
    list(workspace, target).map(|(_, count)| count)
}

/// The list as JSON, and how many components it has.
fn list(workspace: &Workspace, target: &str) -> Result<(String, usize)> {
    let packages = packages::read(workspace, target)?;
    let unknown = native::unknown(&packages)?;
    if !unknown.is_empty() {
        bail!("crates that compile other languages and are not in xtask/src/sbom/native.rs: {unknown:?}");
    }
    let (list, count) = describe::list(&packages, &served(workspace)?)?;
    Ok((format!("{list:#}\n"), count))
}

/// Every served file with its digest.
fn served(workspace: &Workspace) -> Result<Vec<Served>> {
    let paths: Vec<String> = workspace
        .paths()?
        .into_iter()
        .filter(|path| SERVED.iter().any(|place| path.starts_with(place)))
        .collect();
    let files: Vec<&str> = paths.iter().map(String::as_str).collect();
    let lines = output(&mut workspace.command("sha256sum", &files))?;
    let digest = |line: &str| {
        let (digest, path) = line.split_once("  ")?;
        Some(Served { path: path.to_owned(), digest: digest.to_owned() })
    };
    lines.lines().map(|line| digest(line).context("sha256sum wrote something else")).collect()
}
