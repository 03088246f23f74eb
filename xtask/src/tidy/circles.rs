//! Files that need each other in a circle cannot be read one by one.

use std::collections::{BTreeMap, BTreeSet};

use super::subject::{Finding, Subject};

/// How many circles there may be.
const MOST: usize = 6;
/// How many of them may be more than a registry and the forms it lists, which use its types.
const MOST_BEYOND_A_REGISTRY: usize = 6;
/// How many of them may be in `web`.
const MOST_IN_WEB: usize = 0;

/// Finds the circles of files and judges their number, their size and their place.
pub fn check(subject: &Subject) -> Vec<Finding> {
    judge(&circles(&subject.modules().uses()), [MOST, MOST_BEYOND_A_REGISTRY, MOST_IN_WEB])
}

/// All circles of a sort where there are more of it than allowed.
fn judge(circles: &[BTreeSet<&str>], allowed: [usize; 3]) -> Vec<Finding> {
    type Sort = (&'static str, fn(&BTreeSet<&str>) -> bool);
    let sorts: [Sort; 3] = [
        ("a circle of files", |_| true),
        ("a circle of files beyond a registry and its forms", |circle| !has_registry(circle)),
        ("a circle of files in web", |circle| circle.iter().any(|file| file.starts_with("crates/web/"))),
    ];
    let mut findings = Vec::new();
    for ((what, is_of_sort), most) in sorts.into_iter().zip(allowed) {
        let of_sort: Vec<_> = circles.iter().filter(|circle| is_of_sort(circle)).collect();
        for circle in of_sort.iter().filter(|_| of_sort.len() > most) {
            let files: Vec<&str> = circle.iter().copied().collect();
            let why = format!("{what}, one of {} where {most} may be: {}", of_sort.len(), files.join(" "));
            findings.push(Finding::about(files.first().copied().unwrap_or_default(), why));
        }
    }
    findings
}

/// True when one file is the parent module of all others.
fn has_registry(circle: &BTreeSet<&str>) -> bool {
    circle.iter().any(|registry| {
        let folder = format!("{}/", registry.trim_end_matches(".rs").trim_end_matches("/mod"));
        circle.iter().all(|file| file == registry || file.starts_with(&folder))
    })
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
        let subject = Subject::of_files(&files);
        let uses = subject.modules().uses();
        let names = |circle: BTreeSet<&str>| circle.into_iter().collect::<Vec<_>>().join(" ");
        circles(&uses).into_iter().map(names).map(|names| names.replace("crates/web/src/", "")).collect()
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

    #[test]
    fn number_size_and_place_are_judged() {
        let forms = BTreeSet::from(["crates/a/src/b/mod.rs", "crates/a/src/b/c.rs", "crates/a/src/b/d.rs"]);
        let other = BTreeSet::from(["crates/web/src/b.rs", "crates/web/src/c.rs"]);
        assert_eq!(judge(std::slice::from_ref(&forms), [1, 0, 0]), []);
        assert_eq!(judge(std::slice::from_ref(&forms), [0, 0, 0]).len(), 1);
        assert_eq!(judge(std::slice::from_ref(&other), [1, 0, 1]).len(), 1);
        assert_eq!(judge(std::slice::from_ref(&other), [1, 1, 0]).len(), 1);
        assert_eq!(judge(&[forms, other], [1, 1, 1]).len(), 2);
    }
}
