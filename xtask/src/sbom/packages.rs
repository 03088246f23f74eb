//! The crates behind the program, as cargo and the lock file know them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::workspace::{Workspace, output};

/// Name and version: what a crate is called here. Two sources of one crate are refused by the check of dependencies.
pub type Key = (String, String);

/// One crate that the program is built from.
#[derive(Debug)]
pub struct Package {
    /// Its licence, an SPDX expression; some old crates write `/` for `OR`.
    pub licence: Option<String>,
    /// SHA-256 of the downloaded archive, hexadecimal; none for crates of this workspace.
    pub checksum: Option<String>,
    /// Only called while building: no code of it is in the program.
    pub build_only: bool,
    /// Has a build script, which may compile other languages.
    pub has_build_script: bool,
    /// Where its source lies on this machine; never written.
    pub folder: PathBuf,
    /// The crates it asks for, of those that are listed.
    pub dependencies: BTreeSet<Key>,
}

/// All crates that the program is built from, for one target.
pub type Packages = BTreeMap<Key, Package>;

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Described>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Described {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
    manifest_path: PathBuf,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    kind: Vec<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Edge>,
}

#[derive(Deserialize)]
struct Edge {
    pkg: String,
    dep_kinds: Vec<EdgeKind>,
}

#[derive(Deserialize)]
struct EdgeKind {
    kind: Option<String>,
}

#[derive(Deserialize)]
struct Lock {
    package: Vec<Locked>,
}

#[derive(Deserialize)]
struct Locked {
    name: String,
    version: String,
    checksum: Option<String>,
}

/// Reads them without network: the crates of the lock file must have been fetched.
pub fn read(workspace: &Workspace, target: &str) -> Result<Packages> {
    let built = tree(workspace, target, "normal,build")?;
    let linked = tree(workspace, target, "normal")?;
    let arguments =
        ["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", target];
    let text = output(&mut workspace.command("cargo", &arguments))?;
    let metadata: Metadata = serde_json::from_str(&text).context("cargo metadata")?;
    let lock: Lock = toml::from_str(&std::fs::read_to_string(workspace.root.join("Cargo.lock"))?)?;
    let checksums: BTreeMap<Key, Option<String>> =
        lock.package.into_iter().map(|locked| ((locked.name, locked.version), locked.checksum)).collect();
    let edges = edges(&metadata, &built);
    let mut packages = Packages::new();
    for one in metadata.packages {
        let key = (one.name, one.version);
        if !built.contains(&key) {
            continue;
        }
        let package = Package {
            licence: one.license,
            checksum: checksums.get(&key).cloned().flatten(),
            build_only: !linked.contains(&key),
            has_build_script: one.targets.iter().any(|it| it.kind.iter().any(|kind| kind == "custom-build")),
            folder: one.manifest_path.parent().context("a manifest without a folder")?.to_path_buf(),
            dependencies: edges.get(&one.id).cloned().unwrap_or_default(),
        };
        packages.insert(key, package);
    }
    match built.iter().find(|key| !packages.contains_key(*key)) {
        Some((name, version)) => bail!("cargo describes no crate {name} {version}"),
        None => Ok(packages),
    }
}

/// What `cargo tree` lists for the program: unlike `cargo metadata` it counts no feature that only tests turn on.
pub fn tree(workspace: &Workspace, target: &str, edges: &str) -> Result<BTreeSet<Key>> {
    let arguments = [
        "tree",
        "--locked",
        "--offline",
        "--package",
        "namima",
        "--edges",
        edges,
        "--target",
        target,
        "--prefix",
        "none",
        "--format",
        "{p}",
    ];
    Ok(keys(&output(&mut workspace.command("cargo", &arguments))?))
}

/// Reads lines like `serde v1.0.0 (proc-macro) (*)`.
fn keys(text: &str) -> BTreeSet<Key> {
    let key = |line: &str| {
        let mut words = line.split(' ');
        let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?);
        Some((name.to_owned(), version.to_owned()))
    };
    text.lines().filter_map(key).collect()
}

/// For each package id: the listed crates it asks for, tests apart.
fn edges(metadata: &Metadata, listed: &BTreeSet<Key>) -> BTreeMap<String, BTreeSet<Key>> {
    let keys: BTreeMap<&str, Key> = metadata
        .packages
        .iter()
        .map(|one| (one.id.as_str(), (one.name.clone(), one.version.clone())))
        .collect();
    let is_built = |edge: &&Edge| edge.dep_kinds.iter().any(|it| it.kind.as_deref() != Some("dev"));
    let named = |edge: &Edge| keys.get(edge.pkg.as_str()).filter(|key| listed.contains(*key)).cloned();
    let of = |node: &Node| node.deps.iter().filter(is_built).filter_map(named).collect();
    metadata.resolve.nodes.iter().map(|node| (node.id.clone(), of(node))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_tree_are_read() {
        let seen = keys(
            "namima v0.1.0 (/x/y)\nserde v1.0.1\nserde v1.0.1 (*)\naskama_derive v0.16.1 (proc-macro)\n\n",
        );
        let names: Vec<&str> = seen.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["askama_derive", "namima", "serde"]);
    }
}
