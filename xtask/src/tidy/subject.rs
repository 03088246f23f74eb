//! What the rules look at, read once: files, the crates of the workspace, and what the program links.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::arrows::TOOLS;
use super::modules::Modules;
use crate::rust::Source;
use crate::workspace::{Workspace, output};

/// Everything the rules look at.
#[derive(Default)]
pub struct Subject {
    /// The text files of the project.
    pub files: Vec<File>,
    /// The paths of all files of the project, text or not.
    pub paths: BTreeSet<String>,
    /// The crates of the workspace.
    pub members: Vec<Member>,
    /// The crates that the program links, with the features they are built with.
    pub linked: Vec<Linked>,
    pub(super) product: OnceCell<Vec<(usize, Source)>>,
    pub(super) modules: OnceCell<Modules>,
}

/// One text file; its path is relative to the root.
pub struct File {
    /// With `/` between folders.
    pub path: String,
    /// Its whole text.
    pub text: String,
}

impl File {
    /// True for one of these endings, given without the dot.
    pub fn ends(&self, endings: &[&str]) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending))
    }

    /// The crate of `crates/` that it belongs to.
    pub fn room(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }

    /// True for Rust source of a product crate, outside its `tests` folder; tools are no product.
    pub fn is_product_rust(&self) -> bool {
        self.ends(&["rs"])
            && self.room().is_some_and(|room| {
                !TOOLS.contains(&room) && self.path.starts_with(&format!("crates/{room}/src/"))
            })
    }

    /// Its lines with their numbers from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }

    /// A finding at a line of it.
    pub fn at(&self, line: usize, message: impl Into<String>) -> Finding {
        Finding { place: format!("{}:{line}", self.path), message: message.into() }
    }
}

/// One crate of the workspace, as `cargo metadata` describes it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// What it asks for, of every kind.
    pub dependencies: Vec<Dependency>,
    /// Its features and what they turn on.
    #[serde(default)]
    pub features: std::collections::BTreeMap<String, Vec<String>>,
}

/// One dependency as declared.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Dependency {
    /// The name of the crate, not of its alias.
    pub name: String,
    /// None for a normal one, else `dev` or `build`.
    pub kind: Option<String>,
    /// The features asked for.
    #[serde(default)]
    pub features: Vec<String>,
}

/// One crate that ends up in the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// Its name.
    pub name: String,
    /// The features it is built with.
    pub features: Vec<String>,
}

/// Something that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// A path, a path with a line, or a crate.
    pub place: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl Finding {
    /// A finding about a crate or a whole file.
    pub fn about(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { place: place.into(), message: message.into() }
    }
}

impl Subject {
    /// Reads the checkout.
    pub fn read(workspace: &Workspace) -> Result<Self> {
        let paths = workspace.paths()?;
        let mut files = Vec::new();
        for path in &paths {
            let bytes =
                std::fs::read(workspace.root.join(path)).with_context(|| format!("cannot read {path}"))?;
            // What is no UTF-8 is a picture or a font; the rules are about text.
            if let Ok(text) = String::from_utf8(bytes) {
                files.push(File { path: path.clone(), text });
            }
        }
        Ok(Self {
            files,
            paths: paths.into_iter().collect(),
            members: members(workspace)?,
            linked: linked(workspace)?,
            ..Self::default()
        })
    }

    /// The file with this path.
    pub fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// The product's Rust files, read; without those that are compiled for tests alone.
    pub fn product(&self) -> impl Iterator<Item = (&File, &Source)> {
        let read = self.product.get_or_init(|| self.read_product());
        read.iter().filter_map(|(at, source)| Some((self.files.get(*at)?, source)))
    }

    /// The modules of the product's files.
    pub fn modules(&self) -> &Modules {
        self.modules.get_or_init(|| Modules::read(self))
    }

    /// The places in `files` of the product's Rust files, with what each holds.
    fn read_product(&self) -> Vec<(usize, Source)> {
        let files = self.files.iter().enumerate().filter(|(_, file)| file.is_product_rust());
        let read: Vec<_> = files.map(|(at, file)| (at, &file.path, Source::of(&file.text))).collect();
        let mut gated = Vec::new();
        for (_, path, source) in &read {
            let place = path.trim_end_matches(".rs");
            let folder =
                ["/lib", "/main", "/mod"].iter().find_map(|name| place.strip_suffix(name)).unwrap_or(place);
            gated.extend(source.test_modules.iter().map(|name| format!("{folder}/{name}")));
        }
        let is_gated = |path: &str| {
            let rest = gated.iter().find_map(|place| path.strip_prefix(place.as_str()));
            rest.is_some_and(|rest| rest.starts_with(['.', '/']))
        };
        let product = read.into_iter().filter(|(_, path, _)| !is_gated(path));
        product.map(|(at, _, source)| (at, source)).collect()
    }

    /// A subject of made-up files.
    #[cfg(test)]
    pub fn of_files(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| File { path: (*path).to_owned(), text: (*text).to_owned() };
        Self {
            files: files.iter().map(file).collect(),
            paths: files.iter().map(|(path, _)| (*path).to_owned()).collect(),
            ..Self::default()
        }
    }
}

fn members(workspace: &Workspace) -> Result<Vec<Member>> {
    #[derive(Deserialize)]
    struct Metadata {
        packages: Vec<Member>,
    }
    let arguments = ["metadata", "--format-version", "1", "--no-deps", "--offline"];
    let text = output(&mut workspace.command("cargo", &arguments))?;
    Ok(serde_json::from_str::<Metadata>(&text).context("cargo metadata")?.packages)
}

fn linked(workspace: &Workspace) -> Result<Vec<Linked>> {
    let arguments = [
        "tree",
        "--package",
        "namima",
        "--edges",
        "normal",
        "--target",
        "all",
        "--prefix",
        "none",
        "--format",
        "{p}|{f}",
    ];
    Ok(parse_tree(&output(&mut workspace.command("cargo", &arguments))?))
}

/// Reads lines like `serde v1.0.0 (proc-macro)|derive,std (*)`.
fn parse_tree(text: &str) -> Vec<Linked> {
    let mut linked = Vec::new();
    for line in text.lines() {
        let (package, features) = line.split_once('|').unwrap_or((line, ""));
        let name = package.split(' ').next().unwrap_or_default().to_owned();
        let features = features.trim_end_matches(" (*)").split(',').filter(|name| !name.is_empty());
        let one = Linked { name, features: features.map(String::from).collect() };
        if !one.name.is_empty() && !linked.contains(&one) {
            linked.push(one);
        }
    }
    linked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_read_with_its_features() {
        let tree = "namima v0.1.0 (/x/y)|\nserde v1.0.1|derive,std\nserde v1.0.1|derive,std (*)\n\n";
        let seen = parse_tree(tree);
        assert_eq!(seen.len(), 2);
        assert_eq!(seen[1], Linked { name: "serde".into(), features: vec!["derive".into(), "std".into()] });
    }

    #[test]
    fn product_rust_is_source_of_a_crate_without_its_tests() {
        let subject = Subject::of_files(&[
            ("crates/a/src/b.rs", ""),
            ("crates/a/tests/it/b.rs", ""),
            ("xtask/src/b.rs", ""),
        ]);
        let product: Vec<_> = subject.files.iter().map(File::is_product_rust).collect();
        assert_eq!(product, [true, false, false]);
    }
}
