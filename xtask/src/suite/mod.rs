//! `cargo xtask test`: installs what is missing, runs everything, and ends with one line that counts.

mod browser;
mod install;
mod junit;
mod steps;

use std::time::Instant;

use anyhow::Result;
use bench::torture::{self, Store};

use crate::requirements::results::{Check, Results, Status};
use crate::requirements::{self, Mode};
use crate::workspace::{Profile, Workspace};
use crate::{Verdict, tidy, verdict};

/// Kills of the short torture run, and its seed.
const SHORT_KILLS: u32 = 3;
const SHORT_SEED: u64 = 1;

const CLIPPY: [&str; 8] =
    ["clippy", "--workspace", "--all-targets", "--locked", "--quiet", "--", "-D", "warnings"];

/// Runs every step to the end, then says what failed.
pub fn run(workspace: &Workspace) -> Result<Verdict> {
    install::everything(workspace)?;
    let mut suite = Suite { workspace, results: Results::default() };
    // What an earlier run saw must not stand for this one.
    suite.results.write(workspace)?;
    suite.check("format", |w| steps::cargo(w, &["fmt", "--all", "--check"]).map(Some));
    suite.check("tidy", |w| tidy::run(w).map(status).map(Some));
    suite.check("clippy", |w| steps::cargo(w, &CLIPPY).map(Some));
    suite.rust();
    suite.check("documentation tests", steps::doc_tests);
    suite.check("types of scripts", steps::types);
    suite.browser();
    suite.check("torture short", |w| torture_short(w).map(Some));
    suite.check("dependencies", |w| steps::dependencies(w).map(Some));
    suite.results.write(workspace)?;
    suite.check("requirements", |w| requirements::run(w, Mode::Check).map(status).map(Some));
    suite.results.write(workspace)?;
    Ok(suite.end())
}

struct Suite<'a> {
    workspace: &'a Workspace,
    results: Results,
}

impl Suite<'_> {
    /// Runs one check and keeps how it ended; none means that there was nothing to check.
    fn check(&mut self, name: &str, run: impl FnOnce(&Workspace) -> Result<Option<Status>>) {
        println!("== {name}");
        let start = Instant::now();
        let ended = run(self.workspace).unwrap_or_else(|error| {
            println!("{name}: {error:#}");
            Some(Status::Failed)
        });
        if let Some(status) = ended {
            println!("== {name}: {status:?} ({} s)", start.elapsed().as_secs());
            self.results.checks.push(Check { name: name.to_owned(), status });
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
        self.results.rust = tests;
    }

    /// The browser tests count one by one, and their run as one check.
    fn browser(&mut self) {
        if !browser::exist(self.workspace) {
            println!("== no browser tests");
            return;
        }
        let mut tests = Vec::new();
        self.check("browser tests", |workspace| {
            let run = browser::run(workspace)?;
            tests = run.tests;
            Ok(Some(run.status))
        });
        self.results.browser = tests;
    }

    /// Lists what failed and prints the last line.
    fn end(&self) -> Verdict {
        let rust =
            self.results.rust.iter().map(|test| (format!("{}::{}", test.package, test.name), test.status));
        let browser = self.results.browser.iter().map(|test| (test.title.clone(), test.status));
        let checks = self.results.checks.iter().map(|check| (check.name.clone(), check.status));
        for (name, _) in rust.chain(browser).chain(checks).filter(|(_, status)| *status == Status::Failed) {
            println!("failed: {name}");
        }
        let (passed, failed) = (self.results.count(Status::Passed), self.results.count(Status::Failed));
        println!("{passed} passed, {failed} failed");
        if failed == 0 { Verdict::Clean } else { Verdict::Found }
    }
}

fn status(verdict: Verdict) -> Status {
    match verdict {
        Verdict::Clean => Status::Passed,
        Verdict::Found => Status::Failed,
    }
}

fn torture_short(workspace: &Workspace) -> Result<Status> {
    let binary = workspace.build_namima(Profile::Dev)?;
    let plan = |store| torture::Plan { binary: binary.clone(), kills: SHORT_KILLS, seed: SHORT_SEED, store };
    let mut wrong = torture::run(&plan(Store::Sqlite))?;
    wrong.extend(torture::run(&plan(Store::Postgres(workspace.root.clone())))?);
    Ok(status(verdict(&wrong)))
}
