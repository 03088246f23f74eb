//! Files that need each other in a circle cannot be read one by one.

use std::collections::{BTreeMap, BTreeSet};

use super::subject::{Finding, Subject};

/// No files use each other in a circle. A parent module that names its own children does not use them by that.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let uses = subject.modules().uses();
    let finding = |circle: BTreeSet<&str>| {
        let files: Vec<&str> = circle.into_iter().collect();
        Finding::about(
            files.first().copied().unwrap_or_default(),
            format!("use each other in a circle: {}", files.join(" ")),
        )
    };
    circles(&uses).into_iter().map(finding).collect()
}

/// Sets of files each of which leads to every other of its set.
fn circles<'a>(uses: &'a BTreeMap<&str, BTreeSet<String>>) -> Vec<BTreeSet<&'a str>> {
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        uses.keys().map(|file| (*file, reach(file, uses))).collect();
    let circle = |(file, to): (&&str, &BTreeSet<&'a str>)| -> BTreeSet<&'a str> {
        let back = |other: &&str| reached.get(other).is_some_and(|from| from.contains(file));
        to.iter().copied().filter(back).collect()
    };
    let circles: BTreeSet<_> = reached.iter().map(circle).filter(|circle| circle.len() > 1).collect();
    circles.into_iter().collect()
}

/// Every file that is used from this one, directly or not.
fn reach<'a>(from: &str, uses: &'a BTreeMap<&str, BTreeSet<String>>) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<&str> = vec![from];
    while let Some(file) = next.pop() {
        for used in uses.get(file).into_iter().flatten() {
            if reached.insert(used.as_str()) {
                next.push(used);
            }
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The circles of made-up files of `web`.
    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let paths: Vec<String> = files.iter().map(|(path, _)| format!("crates/web/src/{path}")).collect();
        let files: Vec<(&str, &str)> =
            paths.iter().zip(files).map(|(path, (_, text))| (path.as_str(), *text)).collect();
        let findings = check(&Subject::of_files(&files)).into_iter();
        let files =
            findings.filter_map(|one| Some(one.message.split_once(": ")?.1.replace("crates/web/src/", "")));
        files.collect()
    }

    #[test]
    fn files_that_use_each_other_are_found_by_every_sort_of_path() {
        for (a, b) in [
            ("use crate::b::B; pub struct A;", "use crate::a::A; pub struct B;"),
            ("pub struct A; fn x(b: super::b::B) {}", "pub struct B; fn x() { vec![super::a::A]; }"),
            ("use super::b; pub struct A; fn x() { b::b() }", "use web::a::*; pub fn b() { let a: A; }"),
            ("use crate::B; pub struct A;", "use crate::A as Other; pub struct B;"),
            (
                "pub struct A; mod inner { use super::super::b::B; }",
                "pub enum B {} impl From<crate::A> for B {}",
            ),
        ] {
            let lib = ("lib.rs", "mod a; mod b; pub use a::A; pub use b::*;");
            assert_eq!(found(&[lib, ("a.rs", a), ("b.rs", b)]), ["a.rs b.rs"], "{a}");
        }
    }

    #[test]
    fn a_circle_of_three_is_one_and_two_apart_are_two() {
        let uses = |name: &str| format!("use crate::{name}::X as Y; pub struct X;");
        let [a, b, c, d] = ["a", "b", "c", "d"].map(uses);
        assert_eq!(found(&[("lib.rs", ""), ("a.rs", &b), ("b.rs", &c), ("c.rs", &a)]), ["a.rs b.rs c.rs"]);
        let two = [("lib.rs", ""), ("a.rs", &*b), ("b.rs", &*a), ("c.rs", &*d), ("d.rs", &*c)];
        assert_eq!(found(&two), ["a.rs b.rs", "c.rs d.rs"]);
    }

    #[test]
    fn one_way_re_exports_children_and_tests_make_no_circle() {
        for (lib, a, b) in [
            ("mod a; mod b;", "use crate::b::B; pub struct A;", "pub struct B; // use crate::a::A"),
            ("mod a; pub use a::A; pub struct X;", "use crate::X; pub struct A;", ""),
            ("mod a; pub struct X; fn x() { a::run() }", "pub fn run(x: super::X) {}", ""),
            (
                "mod a; mod b;",
                "use super::b::B; pub struct A;",
                "pub struct B;\n#[cfg(test)]\nmod t { use crate::a::A; }",
            ),
            (
                "mod a;\n#[cfg(test)]\nmod b;",
                "use super::b::B; pub struct A;",
                "pub struct B; use super::a::A;",
            ),
        ] {
            assert_eq!(
                found(&[("lib.rs", lib), ("a.rs", a), ("b.rs", b)]),
                Vec::<String>::new(),
                "{lib} {b}"
            );
        }
    }
}
