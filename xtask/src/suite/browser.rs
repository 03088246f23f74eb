//! The browser tests in e2e. The contract: `npm test` drives the program named by NAMIMA_BIN, writes
//! e2e/results/results.json as `[{"title":"…","status":"passed|failed|skipped"}]`, and exits with 0 when all passed.

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::requirements::results::{BROWSER, Status, Test};
use crate::workspace::{Workspace, succeeds};

const RESULTS: &str = "e2e/results/results.json";

#[derive(Deserialize)]
struct Titled {
    title: String,
    status: Status,
}

/// Builds the program and runs all browser tests against it; also whether the run went as the contract says.
pub fn run(workspace: &Workspace) -> Result<(Vec<Test>, Status)> {
    let binary = workspace.build_namima("dev")?;
    let results = workspace.root.join(RESULTS);
    // Results of an earlier run must not pass for this one's.
    if results.exists() {
        std::fs::remove_file(&results).context(RESULTS)?;
    }
    let mut command = workspace.command("npm", &["test", "--silent", "--prefix", "e2e"]);
    let exit_ok = succeeds(command.env("NAMIMA_BIN", &binary))?;
    let tests = read(workspace).unwrap_or_else(|error| {
        println!("browser tests: {error:#}");
        Vec::new()
    });
    let status = judge(exit_ok, &tests);
    Ok((tests, status))
}

fn read(workspace: &Workspace) -> Result<Vec<Test>> {
    let titled: Vec<Titled> = serde_json::from_str(&workspace.read(RESULTS)?).context(RESULTS)?;
    let test = |one: Titled| Test { suite: BROWSER.to_owned(), name: one.title, status: one.status };
    Ok(titled.into_iter().map(test).collect())
}

/// A run without tests, or one whose exit code and tests disagree, has failed.
fn judge(exit_ok: bool, tests: &[Test]) -> Status {
    let failed = tests.iter().any(|test| test.status == Status::Failed);
    Status::of(!tests.is_empty() && exit_ok != failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_contradicts_itself_has_failed() {
        let one = |status| vec![Test { suite: BROWSER.into(), name: "a".into(), status }];
        assert_eq!(judge(true, &one(Status::Passed)), Status::Passed);
        assert_eq!(judge(false, &one(Status::Failed)), Status::Passed);
        assert_eq!(judge(true, &[]), Status::Failed);
        assert_eq!(judge(false, &one(Status::Passed)), Status::Failed);
        assert_eq!(judge(true, &one(Status::Failed)), Status::Failed);
    }
}
