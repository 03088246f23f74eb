//! Which tests say that they prove which requirement.

use super::Problem;
use super::catalog::is_id;
use crate::rust::Source;

/// A test that claims a requirement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Proof {
    /// A Rust test: its crate, and its path inside the crate as the test runner prints it.
    Rust { package: String, name: String },
    /// A browser test: the file it is in; its title holds the id in square brackets.
    Browser { file: String },
}

/// One claim: requirement and test.
pub type Claim = (String, Proof);

const MARK: &str = "Verifies:";

/// The claims of one Rust file. A claim on anything but a test is a problem: it proves nothing.
pub fn in_rust(path: &str, text: &str, problems: &mut Vec<Problem>) -> Vec<Claim> {
    let Some((package, module)) = module_of(path) else { return Vec::new() };
    let source = Source::of(text);
    let mut claims = Vec::new();
    for function in &source.functions {
        let ids = ids_of(&function.docs, path, function.line, problems);
        if !ids.is_empty() && !function.is_test {
            problems
                .push(format!("{path}:{}: {} is no test and claims {ids:?}", function.line, function.name));
            continue;
        }
        let name =
            [module.as_slice(), &function.modules, std::slice::from_ref(&function.name)].concat().join("::");
        let proof = Proof::Rust { package: package.clone(), name };
        claims.extend(ids.into_iter().map(|id| (id, proof.clone())));
    }
    for (line, docs) in &source.other_docs {
        if docs.lines().any(|line| line.starts_with(MARK)) {
            problems.push(format!("{path}:{line}: a claim on something that is no test"));
        }
    }
    claims
}

fn ids_of(docs: &str, path: &str, line: usize, problems: &mut Vec<Problem>) -> Vec<String> {
    let listed = docs.lines().filter_map(|line| line.strip_prefix(MARK)).flat_map(|list| list.split(','));
    let (good, bad): (Vec<_>, Vec<_>) = listed.map(|id| id.trim().to_owned()).partition(|id| is_id(id));
    problems.extend(bad.into_iter().map(|id| format!("{path}:{line}: \"{id}\" is no requirement id")));
    good
}

/// The crate and the modules of a file; none when it is outside the crates.
fn module_of(path: &str) -> Option<(String, Vec<String>)> {
    let inside = path.strip_prefix("crates/").unwrap_or(path);
    let (package, rest) = inside.split_once('/')?;
    if !path.starts_with("crates/") && package != "xtask" {
        return None;
    }
    let rest = ["src/", "tests/it/", "tests/"].iter().find_map(|folder| rest.strip_prefix(folder))?;
    let mut module: Vec<String> = rest.strip_suffix(".rs")?.split('/').map(String::from).collect();
    if module.last().is_some_and(|last| ["lib", "main", "mod"].contains(&last.as_str())) {
        module.pop();
    }
    Some((package.to_owned(), module))
}

/// The claims of one browser test file: every id in square brackets.
pub fn in_browser(path: &str, text: &str) -> Vec<Claim> {
    let pieces = text.split('[').skip(1);
    let ids = pieces.filter_map(|piece| piece.split_once(']').map(|(id, _)| id)).filter(|id| is_id(id));
    ids.map(|id| (id.to_owned(), Proof::Browser { file: path.to_owned() })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rust(name: &str) -> Proof {
        Proof::Rust { package: "vault".into(), name: name.into() }
    }

    /// Verifies: SDL-002
    #[test]
    fn tests_are_mapped_to_the_ids_they_name() {
        let mut problems = Vec::new();
        let unit = "#[cfg(test)]\nmod tests {\n/// Moves.\n///\n/// Verifies: CRY-001, CRY-002\n#[test]\nfn moved() {}\n}";
        assert_eq!(
            in_rust("crates/vault/src/seal.rs", unit, &mut problems),
            [("CRY-001".into(), rust("seal::tests::moved")), ("CRY-002".into(), rust("seal::tests::moved"))]
        );
        let whole = "/// Verifies: CRY-003\n#[tokio::test]\nasync fn opened() {}";
        for (path, name) in [
            ("crates/vault/tests/it/golden.rs", "golden::opened"),
            ("crates/vault/tests/it/main.rs", "opened"),
            ("crates/vault/src/a/mod.rs", "a::opened"),
        ] {
            assert_eq!(in_rust(path, whole, &mut problems), [("CRY-003".into(), rust(name))]);
        }
        assert_eq!(problems, Vec::<String>::new());
    }

    /// Verifies: SDL-002
    #[test]
    fn a_claim_that_no_test_makes_is_a_problem() {
        for source in [
            "/// Verifies: CRY-001\nfn helper() {}",
            "/// Verifies: CRY-001\nstruct A;",
            "/// Verifies: CRY-1\n#[test]\nfn a() {}",
            "#[cfg(test)]\nmod tests {\n/// Verifies: CRY-001\nconst A: u8 = 1;\n}",
        ] {
            let mut problems = Vec::new();
            assert_eq!(in_rust("crates/vault/src/a.rs", source, &mut problems), [], "{source}");
            assert_eq!(problems.len(), 1, "{source}");
        }
    }

    #[test]
    fn titles_of_browser_tests_claim_in_brackets() {
        let claims = in_browser("e2e/a.mjs", "test(`[XFER-001] [SEC-003] no ${a[0]} [x]`)");
        let ids: Vec<_> = claims.into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids, ["XFER-001", "SEC-003"]);
    }
}
