//! Where things are and how other programs are called.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The checkout that this command works on.
pub struct Workspace {
    /// The folder that holds the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
}

/// The build profiles that commands here use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Cargo's `dev`.
    Dev,
    /// The profile of the README's first command.
    Demo,
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
        let target = match std::env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => root.join(folder),
            None => root.join("target"),
        };
        Ok(Self { root, target })
    }

    /// A folder for files of these commands, inside the target folder.
    pub fn scratch(&self) -> Result<PathBuf> {
        let folder = self.target.join("xtask");
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        Ok(folder)
    }

    /// A command that starts in the root of the checkout and reads nothing from the terminal.
    pub fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(&self.root).stdin(Stdio::null());
        command
    }

    /// Builds the program once and answers where it is.
    pub fn build_namima(&self, profile: Profile) -> Result<PathBuf> {
        let (name, folder) = match profile {
            Profile::Dev => ("dev", "debug"),
            Profile::Demo => ("demo", "demo"),
        };
        if !succeeds(&mut self.command("cargo", &["build", "--package", "namima", "--profile", name]))? {
            bail!("namima does not build");
        }
        Ok(self.target.join(folder).join("namima"))
    }

    /// The paths of all files that git tracks or would add, relative to the root, sorted.
    pub fn paths(&self) -> Result<Vec<String>> {
        let list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
        let listing = output(&mut self.command("git", &list))?;
        let mut paths: Vec<String> =
            listing.split('\0').filter(|path| !path.is_empty()).map(String::from).collect();
        paths.retain(|path| self.root.join(path).is_file());
        paths.sort();
        paths.dedup();
        Ok(paths)
    }
}

/// Runs a command with its output on the terminal; true when it exits with 0.
pub fn succeeds(command: &mut Command) -> Result<bool> {
    let status = command.status().with_context(|| format!("cannot start {}", name(command)))?;
    Ok(status.success())
}

/// Runs a command and answers its standard output; an error when it exits with anything but 0.
pub fn output(command: &mut Command) -> Result<String> {
    let result = command.output().with_context(|| format!("cannot start {}", name(command)))?;
    if !result.status.success() {
        bail!("{} failed: {}", name(command), String::from_utf8_lossy(&result.stderr).trim());
    }
    String::from_utf8(result.stdout).with_context(|| format!("{} wrote no UTF-8", name(command)))
}

/// True when a program of this name is on the path.
pub fn on_path(program: &str) -> bool {
    let Some(path) = std::env::var_os("PATH") else { return false };
    std::env::split_paths(&path).any(|folder: PathBuf| Path::is_file(&folder.join(program)))
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}
