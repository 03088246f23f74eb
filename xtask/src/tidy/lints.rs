//! The lints of the workspace hold in every crate, and nobody switches one off in passing.

use toml::{Table, Value};

use super::subject::{File, Finding, Subject};

/// No member: a fuzzer's driver is unsafe code by its nature, and nobody runs it.
const APART: &str = "fuzz/Cargo.toml";

/// Every member takes the lints of the workspace, which forbid unsafe code, and no file switches one off: clippy sees that of items,
/// not of whole files.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &subject.files {
        for (number, line) in file.lines().filter(|_| file.ends(&["rs"])) {
            if line.trim_start().starts_with("#![allow") {
                findings.push(file.at(number, "use expect with a reason, not allow"));
            }
        }
        if !file.path.ends_with("Cargo.toml") || file.path == APART {
            continue;
        }
        match file.text.parse::<Table>() {
            Ok(manifest) => findings.extend(manifest_findings(file, &manifest)),
            Err(error) => findings.push(file.at(1, format!("is no TOML: {}", error.message()))),
        }
    }
    findings
}

fn manifest_findings(file: &File, manifest: &Table) -> Vec<Finding> {
    let mut demands: Vec<(&[&str], Value)> = Vec::new();
    if manifest.contains_key("package") {
        demands.push((&["lints", "workspace"], Value::Boolean(true)));
    }
    if manifest.contains_key("workspace") {
        demands.push((&["workspace", "lints", "rust", "unsafe_code"], "forbid".into()));
        // Profiles that people run: arithmetic is checked there too.
        demands.push((&["profile", "release", "overflow-checks"], Value::Boolean(true)));
        demands.push((&["profile", "demo", "overflow-checks"], Value::Boolean(true)));
    }
    let value = |path: &[&str]| {
        let (first, rest) = path.split_first()?;
        rest.iter().try_fold(manifest.get(*first)?, |value, name| value.get(*name))
    };
    demands.retain(|(path, expected)| value(path) != Some(expected));
    demands
        .iter()
        .map(|(path, expected)| file.at(1, format!("{} must be {expected}", path.join("."))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = "[workspace]\nlints.rust.unsafe_code = 'forbid'\n\
        [profile.release]\noverflow-checks = true\n[profile.demo]\noverflow-checks = true\n";

    /// Verifies: SEC-009
    #[test]
    fn a_crate_without_the_lints_is_found() {
        let good = ("crates/a/Cargo.toml", "[package]\nname = 'a'\n[lints]\nworkspace = true\n");
        assert!(check(&Subject::of_files(&[("Cargo.toml", ROOT), good])).is_empty());
        for bad in ["[package]", "[package]\n[lints]\nworkspace = false\n", "[package"] {
            assert_eq!(check(&Subject::of_files(&[("crates/a/Cargo.toml", bad)])).len(), 1, "{bad}");
        }
    }

    /// Verifies: SEC-009
    #[test]
    fn allowed_unsafe_code_and_unchecked_arithmetic_are_found() {
        for (from, to) in
            [("forbid", "deny"), ("release]\noverflow-checks", "release]\nx"), ("demo]", "dem0]")]
        {
            let root = ROOT.replacen(from, to, 1);
            assert_eq!(check(&Subject::of_files(&[("Cargo.toml", &root)])).len(), 1, "{root}");
        }
    }

    #[test]
    fn a_file_that_allows_is_found() {
        let found = |text| check(&Subject::of_files(&[("a.rs", text), ("a.md", "#![allow(x)]")])).len();
        assert_eq!(found("//! A\n#![allow(unused)]\n  #![allow(dead_code, reason = \"x\")]"), 2);
        assert_eq!(found("// #![allow(x)]\n#![expect(x, reason = \"y\")]\nfn allow() {}"), 0);
    }
}
