//! What the last `cargo xtask test` saw: target/xtask/results.json.

use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::claims::Proof;
use crate::workspace::Workspace;

/// How a test or check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It passed.
    Passed,
    /// It failed, or could not be run though it should have been.
    Failed,
    /// It says itself that it was not run.
    Skipped,
}

/// A Rust test.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RustTest {
    /// Its crate.
    pub package: String,
    /// Its path inside the crate.
    pub name: String,
    /// How it ended.
    pub status: Status,
}

/// A browser test, as `npm test` in e2e writes it to e2e/results/results.json.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BrowserTest {
    /// Its title, with the ids of what it proves in square brackets.
    pub title: String,
    /// How it ended.
    pub status: Status,
}

/// A check that is no test of its own, such as clippy.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Check {
    /// Its name.
    pub name: String,
    /// How it ended.
    pub status: Status,
}

/// Everything the last run saw.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Results {
    /// Rust tests.
    pub rust: Vec<RustTest>,
    /// Browser tests.
    pub browser: Vec<BrowserTest>,
    /// Checks.
    pub checks: Vec<Check>,
}

impl Results {
    /// Reads what the last run wrote; none when there was no run.
    pub fn read(workspace: &Workspace) -> Result<Option<Self>> {
        let path = path(workspace)?;
        if !path.is_file() {
            return Ok(None);
        }
        let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        Ok(Some(serde_json::from_str(&text).with_context(|| path.display().to_string())?))
    }

    /// Writes it for later commands.
    pub fn write(&self, workspace: &Workspace) -> Result<()> {
        let path = path(workspace)?;
        std::fs::write(&path, serde_json::to_string_pretty(self)?).with_context(|| path.display().to_string())
    }

    /// True when the test of this claim ran and passed, in every form in which it ran.
    pub fn prove(&self, id: &str, proof: &Proof) -> bool {
        let statuses: Vec<Status> = match proof {
            Proof::Rust { package, name } => {
                let same = self.rust.iter().filter(|test| test.package == *package && test.name == *name);
                same.map(|test| test.status).collect()
            }
            Proof::Browser { .. } => {
                let mark = format!("[{id}]");
                self.browser
                    .iter()
                    .filter(|test| test.title.contains(&mark))
                    .map(|test| test.status)
                    .collect()
            }
        };
        statuses.contains(&Status::Passed) && !statuses.contains(&Status::Failed)
    }

    /// How many passed and failed, of tests and checks together.
    pub fn count(&self, status: Status) -> usize {
        let rust = self.rust.iter().map(|test| test.status);
        let browser = self.browser.iter().map(|test| test.status);
        let checks = self.checks.iter().map(|check| check.status);
        rust.chain(browser).chain(checks).filter(|one| *one == status).count()
    }
}

fn path(workspace: &Workspace) -> Result<PathBuf> {
    Ok(workspace.scratch()?.join("results.json"))
}
