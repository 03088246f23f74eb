//! `cargo xtask sbom`: what the program is built from, as a CycloneDX list. The same checkout gives the same bytes.

mod describe;
mod native;
mod packages;
#[cfg(test)]
mod tests;

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::workspace::{Workspace, output};

/// The machine that a list is made for unless another is named.
pub const TARGET: &str = "x86_64-unknown-linux-gnu";

/// Folder and file of what the program serves as it is.
const SERVED: [&str; 2] = ["crates/web/assets/", "crates/figure/figure.css"];

/// Writes the list to `out` and prints how much is in it.
pub fn run(workspace: &Workspace, target: &str, out: &Path) -> Result<()> {
    let (json, count) = list(workspace, target)?;
    std::fs::write(out, json).with_context(|| format!("cannot write {}", out.display()))?;
    println!("{count} components for {target} in {}", out.display());
    Ok(())
}

/// The list as JSON, and how many components it has; an error where it cannot be made.
pub fn list(workspace: &Workspace, target: &str) -> Result<(String, usize)> {
    let packages = packages::read(workspace, target)?;
    let unknown = native::unknown(&packages)?;
    if !unknown.is_empty() {
        bail!("crates that compile other languages and are not in xtask/src/sbom/native.rs: {unknown:?}");
    }
    let (list, count) = describe::list(&packages, &served(workspace)?)?;
    Ok((format!("{list:#}\n"), count))
}

/// Every served file, relative to the root, with the SHA-256 of its content.
fn served(workspace: &Workspace) -> Result<Vec<(String, String)>> {
    let paths = workspace.paths()?.into_iter();
    let paths: Vec<String> =
        paths.filter(|path| SERVED.iter().any(|place| path.starts_with(place))).collect();
    let lines = output(workspace.command("sha256sum", &[]).args(paths))?;
    let digest =
        |line: &str| line.split_once("  ").map(|(digest, path)| (path.to_owned(), digest.to_owned()));
    lines.lines().map(|line| digest(line).context("sha256sum wrote something else")).collect()
}
