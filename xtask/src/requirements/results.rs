//! What the last `cargo xtask test` found: target/xtask/results.json.

use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::claims::Proof;
use crate::workspace::Workspace;

/// The suite of the browser tests; each title holds the ids of what it proves in square brackets.
pub const BROWSER: &str = "e2e";
/// The suite of checks that are no test of their own, such as clippy.
pub const CHECKS: &str = "check";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Passed,
    /// It failed, or could not be run though it should have been.
    Failed,
    /// It says itself that it was not run.
    Skipped,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Test {
    /// The crate of a Rust test, [`BROWSER`] or [`CHECKS`].
    pub suite: String,
    /// The path of a Rust test inside its crate, or a title.
    pub name: String,
    pub status: Status,
}

/// Every test and check of the last run.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Results(pub Vec<Test>);

impl Status {
    pub fn of(ok: bool) -> Self {
        if ok { Self::Passed } else { Self::Failed }
    }
}

impl Results {
    /// Reads what the last run wrote; none when there was no run.
    pub fn read(workspace: &Workspace) -> Result<Option<Self>> {
        let path = path(workspace)?;
        if !path.is_file() {
            return Ok(None);
        }
        let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        serde_json::from_str(&text).with_context(|| path.display().to_string())
    }

    /// Writes it for later commands.
    pub fn write(&self, workspace: &Workspace) -> Result<()> {
        let path = path(workspace)?;
        std::fs::write(&path, serde_json::to_string_pretty(self)?).with_context(|| path.display().to_string())
    }

    /// True when the test of this claim ran and passed, in every form in which it ran.
    pub fn prove(&self, id: &str, proof: &Proof) -> bool {
        let mark = format!("[{id}]");
        let is_it = |test: &&Test| match proof {
            Proof::Rust { package, name } => test.suite == *package && test.name == *name,
            Proof::Browser { .. } => test.suite == BROWSER && test.name.contains(&mark),
        };
        let statuses: Vec<Status> = self.0.iter().filter(is_it).map(|test| test.status).collect();
        statuses.contains(&Status::Passed) && !statuses.contains(&Status::Failed)
    }

    pub fn count(&self, status: Status) -> usize {
        self.0.iter().filter(|test| test.status == status).count()
    }
}

fn path(workspace: &Workspace) -> Result<PathBuf> {
    Ok(workspace.scratch()?.join("results.json"))
}
