//! The crates behind the program, as cargo and the lock file know them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::workspace::{Key, Workspace, output};

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

/// Reads them without network: the crates of the lock file must have been fetched.
pub fn read(workspace: &Workspace, target: &str) -> Result<Packages> {
    let built = workspace.tree(target, "normal,build")?;
    let linked = workspace.tree(target, "normal")?;
    let arguments =
        ["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", target];
    let metadata: Value = serde_json::from_str(&output(&mut workspace.command("cargo", &arguments))?)?;
    let lock: toml::Table = workspace.read("Cargo.lock")?.parse()?;
    let checksums: BTreeMap<Key, Option<String>> = lock
        .get("package")
        .and_then(toml::Value::as_array)
        .context("a lock file without packages")?
        .iter()
        .map(|one| ((toml_text(one, "name"), toml_text(one, "version")), one.get("checksum").map(plain)))
        .collect();
    let described = list(&metadata, "/packages");
    let keys: BTreeMap<&str, Key> = described
        .iter()
        .map(|one| (text(one, "id"), (text(one, "name").to_owned(), text(one, "version").to_owned())))
        .collect();
    let mut edges: BTreeMap<&str, BTreeSet<Key>> = BTreeMap::new();
    for node in list(&metadata, "/resolve/nodes") {
        // What only tests ask for is not built.
        let is_built =
            |edge: &&Value| list(edge, "/dep_kinds").iter().any(|kind| text(kind, "kind") != "dev");
        let asked =
            list(node, "/deps").iter().filter(is_built).filter_map(|edge| keys.get(text(edge, "pkg")));
        edges.insert(text(node, "id"), asked.filter(|key| built.contains_key(*key)).cloned().collect());
    }
    let mut packages = Packages::new();
    for one in described {
        let (id, path) = (text(one, "id"), PathBuf::from(text(one, "manifest_path")));
        let Some(key) = keys.get(id).filter(|key| built.contains_key(*key)) else { continue };
        let kinds = list(one, "/targets").iter().flat_map(|target| list(target, "/kind"));
        let package = Package {
            licence: one.get("license").and_then(Value::as_str).map(String::from),
            checksum: checksums.get(key).cloned().flatten(),
            build_only: !linked.contains_key(key),
            has_build_script: kinds.into_iter().any(|kind| kind == "custom-build"),
            folder: path.parent().context("a manifest without a folder")?.to_path_buf(),
            dependencies: edges.remove(id).unwrap_or_default(),
        };
        packages.insert(key.clone(), package);
    }
    match built.keys().find(|key| !packages.contains_key(*key)) {
        Some((name, version)) => bail!("cargo describes no crate {name} {version}"),
        None => Ok(packages),
    }
}

fn toml_text(of: &toml::Value, field: &str) -> String {
    of.get(field).map(plain).unwrap_or_default()
}

fn plain(value: &toml::Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn text<'a>(of: &'a Value, field: &str) -> &'a str {
    of.get(field).and_then(Value::as_str).unwrap_or_default()
}

fn list<'a>(of: &'a Value, place: &str) -> &'a [Value] {
    of.pointer(place).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}
