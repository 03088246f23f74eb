//! `cargo xtask test`: installs what is missing, runs everything, and ends with one line that counts.

mod browser;
mod install;
mod junit;
mod steps;

use std::time::Instant;

use anyhow::Result;
use bench::torture;

use crate::requirements::results::{CHECKS, Results, Status, Test};
use crate::workspace::Workspace;
use crate::{requirements, tidy};

/// Kills of the short torture run, and its seed.
const SHORT_KILLS: u32 = 3;
const SHORT_SEED: u64 = 1;

const CLIPPY: [&str; 8] =
    ["clippy", "--workspace", "--all-targets", "--locked", "--quiet", "--", "-D", "warnings"];

/// Runs every step to the end, then says what failed; true when nothing did.
pub fn run(workspace: &Workspace) -> Result<bool> {
    install::everything(workspace)?;
    let mut suite = Suite { workspace, results: Results::default() };
    // What an earlier run found must not stand for this one.
    suite.results.write(workspace)?;
    suite.check("format", |w| steps::cargo(w, &["fmt", "--all", "--check"]).map(Some));
    suite.check("tidy", |w| tidy::run(w).map(Some));
    suite.check("clippy", |w| steps::cargo(w, &CLIPPY).map(Some));
    suite.rust();
    suite.check("documentation tests", steps::doc_tests);
    suite.check("types of scripts", steps::types);
    suite.browser();
    suite.check("torture short", |w| torture_short(w).map(Some));
    suite.check("dependencies", |w| steps::dependencies(w).map(Some));
    suite.results.write(workspace)?;
    suite.check("requirements", |w| requirements::run(w, true).map(Some));
    suite.results.write(workspace)?;
    Ok(suite.end())
}

struct Suite<'a> {
    workspace: &'a Workspace,
    results: Results,
}

impl Suite<'_> {
    /// Runs one check and notes whether it passed; none means that there was nothing to check.
    fn check(&mut self, name: &str, run: impl FnOnce(&Workspace) -> Result<Option<bool>>) {
        println!("== {name}");
        let start = Instant::now();
        let ended = run(self.workspace).unwrap_or_else(|error| {
            println!("{name}: {error:#}");
            Some(false)
        });
        if let Some(status) = ended.map(Status::of) {
            println!("== {name}: {status:?} ({} s)", start.elapsed().as_secs());
            self.results.0.push(Test { suite: CHECKS.to_owned(), name: name.to_owned(), status });
        }
    }

    /// The Rust tests count one by one; where they cannot be built, that is one failed check.
    fn rust(&mut self) {
        let mut tests = Vec::new();
        self.check("Rust tests", |workspace| {
            tests = steps::rust_tests(workspace)?;
            Ok(None)
        });
        println!("== {} Rust tests ran", tests.len());
        self.results.0.extend(tests);
    }

    /// The browser tests count one by one, and their run as one check.
    fn browser(&mut self) {
        let mut tests = Vec::new();
        self.check("browser tests", |workspace| {
            let (all, status) = browser::run(workspace)?;
            tests = all;
            Ok(Some(status == Status::Passed))
        });
        self.results.0.extend(tests);
    }

    /// Lists what failed and prints the last line.
    fn end(&self) -> bool {
        for Test { suite, name, .. } in self.results.0.iter().filter(|test| test.status == Status::Failed) {
            println!("failed: {suite}::{name}");
        }
        let (passed, failed) = (self.results.count(Status::Passed), self.results.count(Status::Failed));
        println!("{passed} passed, {failed} failed");
        failed == 0
    }
}

fn torture_short(workspace: &Workspace) -> Result<bool> {
    let binary = workspace.build_namima("dev")?;
    let mut wrong = Vec::new();
    for postgres in [false, true] {
        let plan = torture::Plan { kills: SHORT_KILLS, seed: SHORT_SEED, postgres, binary: None };
        wrong.extend(torture::run(&workspace.root, &binary, &plan)?);
    }
    Ok(wrong.is_empty())
}
