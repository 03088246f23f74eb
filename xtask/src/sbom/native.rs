//! Code in other languages that crates carry along. Scanners of Cargo.lock do not see it, and it has advisories of its own.

use std::path::Path;

use anyhow::{Context, Result, bail};

use super::packages::{Package, Packages};
use crate::workspace::Key;

/// One library inside a crate.
#[derive(Debug)]
pub struct Native {
    /// The crate that carries it.
    pub carrier: &'static str,
    pub name: &'static str,
    pub licence: &'static str,
    /// Where its makers publish what was found in it.
    pub advisories: &'static str,
    /// Vendor and product in the list of vulnerabilities.
    cpe: &'static str,
    /// The oldest version allowed: major, minor, patch.
    floor: [u32; 3],
    /// The header that names its version, and the macros that do: one whole, or three parts.
    header: &'static str,
    macros: &'static [&'static str],
}

/// What is known to be carried. The floor of SQLite is that of the check at start (INT-014).
pub const KNOWN: [Native; 3] = [
    Native {
        carrier: "libsqlite3-sys",
        name: "sqlite",
        licence: "blessing",
        advisories: "https://www.sqlite.org/cves.html",
        cpe: "sqlite:sqlite",
        floor: [3, 51, 3],
        header: "sqlite3/sqlite3.h",
        macros: &["SQLITE_VERSION"],
    },
    Native {
        carrier: "aws-lc-sys",
        name: "aws-lc",
        licence: "ISC AND (Apache-2.0 OR ISC) AND BSD-3-Clause AND MIT",
        advisories: "https://github.com/aws/aws-lc/security/advisories",
        cpe: "amazon:aws-lc",
        floor: [5, 0, 0],
        header: "aws-lc/include/openssl/base.h",
        macros: &["AWSLC_VERSION_NUMBER_STRING"],
    },
    Native {
        carrier: "aws-lc-sys",
        name: "jitterentropy-library",
        licence: "BSD-3-Clause OR GPL-2.0-only",
        advisories: "https://github.com/smuellerDD/jitterentropy-library/security/advisories",
        cpe: "jitterentropy-library_project:jitterentropy-library",
        floor: [3, 6, 0],
        header: "aws-lc/third_party/jitterentropy/jitterentropy-library/jitterentropy.h",
        macros: &["JENT_MAJVERSION", "JENT_MINVERSION", "JENT_PATCHLEVEL"],
    },
];

/// Endings of sources that a build script would compile.
const ENDINGS: [&str; 8] = ["c", "cc", "cpp", "cxx", "S", "s", "asm", "f"];

impl Native {
    /// Its version, read from the source that is compiled; an error below the floor.
    pub fn version(&self, package: &Package) -> Result<String> {
        let path = package.folder.join(self.header);
        let text = std::fs::read_to_string(&path).with_context(|| format!("{}: no header", self.name))?;
        self.version_in(&text)
    }

    fn version_in(&self, header: &str) -> Result<String> {
        let values: Option<Vec<&str>> = self.macros.iter().map(|name| value_of(header, name)).collect();
        let version = values.with_context(|| format!("{}: no version in its header", self.name))?.join(".");
        let parts: Vec<u32> = version.split('.').map_while(|part| part.parse().ok()).collect();
        if parts.len() < 3 || parts < self.floor.to_vec() {
            bail!("{} {version} is older than {:?} or no version", self.name, self.floor);
        }
        Ok(version)
    }

    /// Its name in the list of vulnerabilities, for one version.
    pub fn cpe(&self, version: &str) -> String {
        format!("cpe:2.3:a:{}:{version}:*:*:*:*:*:*:*", self.cpe)
    }
}

/// The value of `#define name value`, without quotes.
fn value_of<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = header.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    lines.find_map(|words| match words[..] {
        ["#define", defined, value, ..] if defined == name => Some(value.trim_matches('"')),
        _ => None,
    })
}

/// Crates with a build script and sources to compile that are not known here. Tools for building carry samples: not these.
pub fn unknown(packages: &Packages) -> Result<Vec<Key>> {
    let mut found = Vec::new();
    for (key, package) in packages {
        let known = KNOWN.iter().any(|native| native.carrier == key.0);
        if !known && !package.build_only && package.has_build_script && holds_source(&package.folder)? {
            found.push(key.clone());
        }
    }
    Ok(found)
}

fn holds_source(folder: &Path) -> Result<bool> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let is_source = path.extension().is_some_and(|ending| ENDINGS.iter().any(|one| ending == *one));
        if is_source || (path.is_dir() && holds_source(&path)?) {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_macro_or_three_name_a_version() {
        let [sqlite, _, jitter] = KNOWN;
        let header = "#define SQLITE_VERSION        \"3.54.1\"\n#define SQLITE_VERSION_NUMBER 3054001\n";
        assert_eq!(sqlite.version_in(header).unwrap(), "3.54.1");
        let header = ["MAJVERSION 3 /* API */", "MINVERSION 6", "PATCHLEVEL 3"]
            .map(|line| format!("#define JENT_{line}\n"));
        assert_eq!(jitter.version_in(&header.concat()).unwrap(), "3.6.3");
    }

    #[test]
    fn what_is_older_than_its_floor_or_has_no_version_is_refused() {
        let [sqlite, _, jitter] = KNOWN;
        assert!(sqlite.version_in("#define SQLITE_VERSION \"3.51.3\"").is_ok());
        for older in ["SQLITE_VERSION \"3.51.2\"", "SQLITE_VERSION \"3\"", "OTHER \"9.9.9\""] {
            assert!(sqlite.version_in(&format!("#define {older}")).is_err(), "{older}");
        }
        assert!(jitter.version_in("#define JENT_MAJVERSION 3\n#define JENT_MINVERSION 6\n").is_err());
    }

    #[test]
    fn carried_source_is_found_in_any_folder() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("a/b")).unwrap();
        std::fs::write(folder.path().join("a/b/x.rs"), "").unwrap();
        assert!(!holds_source(folder.path()).unwrap());
        std::fs::write(folder.path().join("a/b/x.c"), "").unwrap();
        assert!(holds_source(folder.path()).unwrap());
    }
}
