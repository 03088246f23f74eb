//! The checks of the test command that are one program each.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use super::junit;
use crate::requirements::results::{Status, Test};
use crate::sbom;
use crate::workspace::{Workspace, succeeds};

/// Options for the type check of scripts that carry their types in JSDoc.
const TYPES: &str = "--noEmit --allowJs --checkJs --strict --skipLibCheck --target es2022 --module es2022 \
                     --moduleResolution bundler --lib es2022,dom,dom.iterable";

/// Every test but those of the modules that mount a small file system to fill it.
const WITHOUT_MOUNTING: [&str; 2] = ["--filterset", "not test(/(^|::)full_disk::/)"];

/// A command of cargo, judged by its exit code.
pub fn cargo(workspace: &Workspace, arguments: &[&str]) -> Result<bool> {
    succeeds(&mut workspace.command("cargo", arguments))
}

/// Runs every Rust test and returns how each ended; an error when they could not be built.
pub fn rust_tests(workspace: &Workspace) -> Result<Vec<Test>> {
    let file = workspace.target.join("nextest/xtask/junit.xml");
    if file.exists() {
        std::fs::remove_file(&file)?;
    }
    let run = ["nextest", "run", "--workspace", "--locked", "--profile", "xtask"];
    let mut command = workspace.command("cargo", &run);
    if !may_mount(workspace)? {
        // What is left out has no result, and so proves nothing.
        println!("left out, as nothing may be mounted here: the tests of a full disk");
        command.args(WITHOUT_MOUNTING);
    }
    // A snapshot that differs fails its test and is not written beside the old one.
    let ok = succeeds(command.env("INSTA_UPDATE", "no"))?;
    if !file.exists() {
        bail!("the Rust tests did not run");
    }
    let tests = junit::read(&std::fs::read_to_string(&file)?)?;
    let failed = tests.iter().any(|test| test.status == Status::Failed);
    if tests.is_empty() || failed == ok {
        bail!("the runner's exit code and its file do not agree");
    }
    Ok(tests)
}

/// Whether a small file system can be mounted here: root may, but not in every container.
fn may_mount(workspace: &Workspace) -> Result<bool> {
    let folder = workspace.scratch()?.join("mount");
    std::fs::create_dir_all(&folder)?;
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"]).arg(&folder).output();
    let may = mounted.is_ok_and(|result| result.status.success());
    if may && !succeeds(Command::new("umount").arg(&folder))? {
        bail!("{} cannot be unmounted", folder.display());
    }
    Ok(may)
}

/// Runs documentation tests where some exist; none otherwise.
pub fn doc_tests(workspace: &Workspace) -> Result<Option<bool>> {
    for path in rust_files(workspace)? {
        if has_doc_test(&workspace.read(&path)?) {
            return cargo(workspace, &["test", "--workspace", "--locked", "--quiet", "--doc"]).map(Some);
        }
    }
    println!("no documentation tests");
    Ok(None)
}

fn rust_files(workspace: &Workspace) -> Result<Vec<String>> {
    let paths = workspace.paths()?.into_iter();
    Ok(paths.filter(|path| path.starts_with("crates/") && path.ends_with(".rs")).collect())
}

/// True when documentation shows code that is Rust. Every second fence closes a block.
fn has_doc_test(source: &str) -> bool {
    let docs = source
        .lines()
        .map(str::trim)
        .filter_map(|line| line.strip_prefix("///").or(line.strip_prefix("//!")));
    let mut opened = docs.filter_map(|line| line.trim().strip_prefix("```")).step_by(2);
    opened.any(|language| !["text", "ignore", "json", "toml", "sh", "sql"].contains(&language.trim()))
}

/// Checks the types of the served scripts; none where there is nothing to check or to check it with.
pub fn types(workspace: &Workspace) -> Result<Option<bool>> {
    let compiler = "e2e/node_modules/.bin/tsc";
    let is_script =
        |path: &String| path.starts_with("crates/") && (path.ends_with(".js") || path.ends_with(".mjs"));
    let scripts: Vec<String> = workspace.paths()?.into_iter().filter(is_script).collect();
    if scripts.is_empty() || !workspace.root.join(compiler).exists() {
        println!("no scripts to check, or no typescript in e2e");
        return Ok(None);
    }
    let options: Vec<&str> = TYPES.split(' ').collect();
    succeeds(workspace.command(&format!("./{compiler}"), &options).args(scripts)).map(Some)
}

/// How many crates there are, licences, sources, doubled crates, other bans, and known vulnerabilities where a database of them
/// is on this machine. Nothing of it needs the network.
pub fn dependencies(workspace: &Workspace) -> Result<bool> {
    let (_, count) = sbom::list(workspace, sbom::TARGET)?;
    println!("{count} components in the program and its build: cargo xtask sbom");
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|folder| folder.join(".cargo")));
    if home.is_some_and(|folder| has_database(&folder.join("advisory-dbs"))) {
        return cargo(workspace, &["deny", "--workspace", "--offline", "check"]);
    }
    println!("known vulnerabilities were not looked up: no advisory database on this machine");
    cargo(workspace, &["deny", "--workspace", "--offline", "check", "bans", "licenses", "sources"])
}

/// Whether a database was fetched into this folder; a fetch that failed leaves the folder alone.
fn has_database(folder: &Path) -> bool {
    let fetched = |folder: PathBuf| folder.join(".git").exists() || folder.join("HEAD").exists();
    std::fs::read_dir(folder).is_ok_and(|entries| entries.flatten().any(|entry| fetched(entry.path())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_folder_is_no_database() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!has_database(folder.path()));
        std::fs::create_dir_all(folder.path().join("db/.git")).unwrap();
        assert!(has_database(folder.path()));
    }

    /// Elsewhere a test that cannot mount fails: it neither passes for a proof nor is left out without a word.
    #[test]
    fn only_tests_of_a_full_disk_mount() {
        let workspace = Workspace::find().unwrap();
        let mounts = |path: &String| workspace.read(path).unwrap().contains("Command::new(\"mount\")");
        let files: Vec<String> = rust_files(&workspace).unwrap().into_iter().filter(mounts).collect();
        assert!(files.len() > 1 && files.iter().all(|path| path.ends_with("/full_disk.rs")), "{files:?}");
    }

    #[test]
    fn asking_whether_to_mount_leaves_nothing_mounted() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().to_path_buf();
        let workspace = Workspace { target: root.clone(), root };
        may_mount(&workspace).unwrap();
        let mounted = std::fs::read_to_string("/proc/mounts").unwrap();
        assert!(!mounted.contains(folder.path().to_str().unwrap()), "{mounted}");
    }

    #[test]
    fn only_shown_rust_is_a_documentation_test() {
        assert!(has_doc_test("/// A\n/// ```\n/// add(1);\n/// ```\nfn add() {}"));
        assert!(has_doc_test("//! ```text\n//! x\n//! ```\n//! ```rust\n//! a();\n//! ```\n"));
        assert!(!has_doc_test("//! ```text\n//! x\n//! ```\n"));
        assert!(!has_doc_test("// ```\n// x\n// ```\nconst A: &str = \"/// ```\";"));
    }
}
