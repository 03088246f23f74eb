//! What the rules look at, read once: files, the crates of the workspace, and what the program links.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

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
    pub linked: BTreeMap<String, BTreeSet<String>>,
    pub(super) product: OnceCell<Vec<(usize, Source)>>,
    pub(super) modules: OnceCell<Modules>,
}

/// One text file; its path is relative to the root.
pub struct File {
    pub path: String,
    pub text: String,
}

/// One crate of the workspace, as `cargo metadata` describes it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Member {
    pub name: String,
    /// What it asks for, of every kind.
    pub dependencies: Vec<Dependency>,
    /// Its features and what they turn on.
    pub features: BTreeMap<String, Vec<String>>,
}

/// One dependency as declared.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Dependency {
    /// The name of the crate, not of its alias.
    pub name: String,
    /// None for a normal one, else `dev` or `build`.
    pub kind: Option<String>,
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

impl Dependency {
    /// True unless only tests ask for it.
    pub fn is_product(&self) -> bool {
        self.kind.as_deref() != Some("dev")
    }
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
        let mut subject = Self { paths: workspace.paths()?.into_iter().collect(), ..Self::default() };
        for path in &subject.paths {
            let bytes = std::fs::read(workspace.root.join(path)).with_context(|| path.clone())?;
            // What is no UTF-8 is a picture or a font; the rules are about text.
            if let Ok(text) = String::from_utf8(bytes) {
                subject.files.push(File { path: path.clone(), text });
            }
        }
        #[derive(Deserialize)]
        struct Metadata {
            packages: Vec<Member>,
        }
        let arguments = ["metadata", "--format-version", "1", "--no-deps", "--offline"];
        let text = output(&mut workspace.command("cargo", &arguments))?;
        subject.members = serde_json::from_str::<Metadata>(&text).context("cargo metadata")?.packages;
        for ((name, _), features) in workspace.tree("all", "normal")? {
            subject.linked.entry(name).or_default().extend(features);
        }
        Ok(subject)
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
        let paths = files.iter().map(|(path, _)| (*path).to_owned()).collect();
        Self { files: files.iter().map(file).collect(), paths, ..Self::default() }
    }

    /// The same with one crate that asks for another.
    #[cfg(test)]
    pub fn asking(mut self, member: &str, dependency: &str, kind: Option<&str>) -> Self {
        let dependency =
            Dependency { name: dependency.into(), kind: kind.map(Into::into), features: Vec::new() };
        let dependencies = vec![dependency];
        self.members.push(Member { name: member.into(), dependencies, features: BTreeMap::new() });
        self
    }

    /// The same with a program that links these crates.
    #[cfg(test)]
    pub fn linking(mut self, names: &[&str]) -> Self {
        self.linked.extend(names.iter().map(|name| ((*name).to_owned(), BTreeSet::new())));
        self
    }
}

/// True when the name is one of these, or begins like one that ends in `*`.
pub fn is_one_of(names: &str, name: &str) -> bool {
    names.split_whitespace().any(|pattern| match pattern.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => name == pattern,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn product_rust_is_source_of_a_crate_without_its_tests() {
        let paths =
            ["crates/a/src/b.rs", "crates/a/tests/it/b.rs", "xtask/src/b.rs", "crates/bench/src/b.rs"];
        let subject = Subject::of_files(&paths.map(|path| (path, "")));
        let product: Vec<_> = subject.files.iter().map(File::is_product_rust).collect();
        assert_eq!(product, [true, false, false, false]);
    }
}
