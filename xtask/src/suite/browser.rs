//! The browser tests in e2e. The contract: `npm test` drives the program named by NAMIMA_BIN, writes
//! e2e/results/results.json as `[{"title":"…","status":"passed|failed|skipped"}]`, and exits with 0 when all passed.

use std::path::Path;

use anyhow::{Context, Result};

use crate::requirements::results::{BrowserTest, Status};
use crate::workspace::{Profile, Workspace, succeeds};

const RESULTS: &str = "e2e/results/results.json";

/// How the browser tests went.
pub struct Run {
    /// Each test.
    pub tests: Vec<BrowserTest>,
    /// Whether the run itself went as the contract says.
    pub status: Status,
}

/// True when there are browser tests.
pub fn exist(workspace: &Workspace) -> bool {
    workspace.root.join("e2e/package.json").is_file()
}

/// Builds the program and runs all browser tests against it.
pub fn run(workspace: &Workspace) -> Result<Run> {
    let binary = workspace.build_namima(Profile::Dev)?;
    let results = workspace.root.join(RESULTS);
    // Results of an earlier run must not pass for this one's.
    if results.exists() {
        std::fs::remove_file(&results).context(RESULTS)?;
    }
    let mut command = workspace.command("npm", &["test", "--silent", "--prefix", "e2e"]);
    let exit_ok = succeeds(command.env("NAMIMA_BIN", &binary))?;
    let tests = read(&results).unwrap_or_else(|error| {
        println!("browser tests: {error:#}");
        Vec::new()
    });
    Ok(Run { status: judge(exit_ok, &tests), tests })
}

fn read(path: &Path) -> Result<Vec<BrowserTest>> {
    let text = std::fs::read_to_string(path).context(RESULTS)?;
    serde_json::from_str(&text).context(RESULTS)
}

/// A run without tests, or one whose exit code and tests disagree, has failed.
fn judge(exit_ok: bool, tests: &[BrowserTest]) -> Status {
    let failed = tests.iter().any(|test| test.status == Status::Failed);
    if tests.is_empty() || (!exit_ok && !failed) || (exit_ok && failed) {
        Status::Failed
    } else {
        Status::Passed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_contradicts_itself_has_failed() {
        let one = |status| vec![BrowserTest { title: "a".into(), status }];
        assert_eq!(judge(true, &one(Status::Passed)), Status::Passed);
        assert_eq!(judge(false, &one(Status::Failed)), Status::Passed);
        assert_eq!(judge(true, &[]), Status::Failed);
        assert_eq!(judge(false, &one(Status::Passed)), Status::Failed);
        assert_eq!(judge(true, &one(Status::Failed)), Status::Failed);
    }
}
