//! Where things are, and how other programs are called.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// Name and version. Two sources of one crate are refused by the check of dependencies.
pub type Key = (String, String);

/// The checkout that this command works on.
pub struct Workspace {
    /// The folder that holds the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
}

impl Workspace {
    /// Finds the checkout from where cargo says this crate is, or from the current folder upwards.
    pub fn find() -> Result<Self> {
        let start = match std::env::var_os("CARGO_MANIFEST_DIR") {
            Some(folder) => PathBuf::from(folder),
            None => std::env::current_dir()?,
        };
        let root = start
            .ancestors()
            .find(|folder| folder.join("Cargo.lock").is_file() && folder.join("xtask").is_dir())
            .context("no checkout of the project above the current folder")?
            .to_path_buf();
        let target = root.join(std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()));
        Ok(Self { root, target })
    }

    /// A folder for files of these commands, inside the target folder.
    pub fn scratch(&self) -> Result<PathBuf> {
        let folder = self.target.join("xtask");
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        Ok(folder)
    }

    /// The text of a file of the checkout.
    pub fn read(&self, path: &str) -> Result<String> {
        std::fs::read_to_string(self.root.join(path)).with_context(|| format!("cannot read {path}"))
    }

    /// A command that starts in the root of the checkout and reads nothing from the terminal.
    pub fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(&self.root).stdin(Stdio::null());
        command
    }

    /// Builds the program with a profile, `dev` or `demo`, and returns where it is.
    pub fn build_namima(&self, profile: &str) -> Result<PathBuf> {
        if !succeeds(&mut self.command("cargo", &["build", "--package", "namima", "--profile", profile]))? {
            bail!("namima does not build");
        }
        Ok(self.target.join(if profile == "dev" { "debug" } else { profile }).join("namima"))
    }

    /// The paths of all files that git tracks or would add, relative to the root, sorted.
    pub fn paths(&self) -> Result<Vec<String>> {
        let list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
        let listing = output(&mut self.command("git", &list))?;
        let paths: BTreeSet<&str> = listing.split('\0').filter(|path| !path.is_empty()).collect();
        Ok(paths.into_iter().filter(|path| self.root.join(path).is_file()).map(String::from).collect())
    }

    /// What `cargo tree` lists for the program, with the features it is built with: unlike `cargo metadata` it counts none that only
    /// tests turn on.
    pub fn tree(&self, target: &str, edges: &str) -> Result<BTreeMap<Key, BTreeSet<String>>> {
        let of_program = ["tree", "--locked", "--offline", "--package", "namima", "--prefix", "none"];
        let mut command = self.command("cargo", &of_program);
        Ok(parse_tree(&output(command.args(["--edges", edges, "--target", target, "--format", "{p}|{f}"]))?))
    }
}

/// Reads lines like `serde v1.0.0 (proc-macro)|derive,std (*)`.
fn parse_tree(text: &str) -> BTreeMap<Key, BTreeSet<String>> {
    let mut tree: BTreeMap<Key, BTreeSet<String>> = BTreeMap::new();
    for (package, features) in text.lines().filter_map(|line| line.split_once('|')) {
        let mut words = package.split(' ');
        let (Some(name), Some(version)) = (words.next(), words.next()) else { continue };
        let features = features.trim_end_matches(" (*)").split(',').filter(|name| !name.is_empty());
        let key = (name.to_owned(), version.trim_start_matches('v').to_owned());
        tree.entry(key).or_default().extend(features.map(String::from));
    }
    tree
}

/// Runs a command with its output on the terminal; true when it exits with 0.
pub fn succeeds(command: &mut Command) -> Result<bool> {
    let status = command.status().with_context(|| format!("cannot start {}", name(command)))?;
    Ok(status.success())
}

/// Runs a command and returns its standard output; an error when it exits with anything but 0.
pub fn output(command: &mut Command) -> Result<String> {
    let result = command.output().with_context(|| format!("cannot start {}", name(command)))?;
    if !result.status.success() {
        bail!("{} failed: {}", name(command), String::from_utf8_lossy(&result.stderr).trim());
    }
    String::from_utf8(result.stdout).with_context(|| format!("{} wrote no UTF-8", name(command)))
}

/// True when a program of this name is on the path.
pub fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_read_with_its_features() {
        let tree = parse_tree(
            "namima v0.1.0 (/x/y)|\nserde v1.0.1|derive,std\nserde v1.0.1|derive,std (*)\na v0.16.1 (proc-macro)|\n\n",
        );
        let found: Vec<_> =
            tree.iter().map(|((name, version), features)| (&**name, &**version, features.len())).collect();
        assert_eq!(found, [("a", "0.16.1", 0), ("namima", "0.1.0", 0), ("serde", "1.0.1", 2)]);
    }
}
