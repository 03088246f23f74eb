//! The runner's JUnit file: which Rust tests ran and how they ended.

use anyhow::{Result, bail};

use crate::requirements::results::{RustTest, Status};

/// Reads `<testcase name="…" classname="crate::binary">…</testcase>` elements. The texts of tests are not stored in this
/// file and the runner escapes what it writes, so a tag is always a tag.
pub fn read(xml: &str) -> Result<Vec<RustTest>> {
    let mut tests = Vec::new();
    for piece in xml.split("<testcase ").skip(1) {
        let Some((tag, rest)) = piece.split_once('>') else {
            bail!("a test without an end in the runner's file")
        };
        let (Some(name), Some(class)) = (attribute(tag, "name"), attribute(tag, "classname")) else {
            bail!("a test without a name in the runner's file: {tag}");
        };
        // A tag that closes itself has no body: the test passed.
        let body = if tag.ends_with('/') { "" } else { rest.split("</testcase>").next().unwrap_or_default() };
        let package = class.split("::").next().unwrap_or(class);
        tests.push(RustTest { package: package.to_owned(), name: name.to_owned(), status: status(body) });
    }
    Ok(tests)
}

fn status(body: &str) -> Status {
    if body.contains("<failure") || body.contains("<error") {
        Status::Failed
    } else if body.contains("<skipped") {
        Status::Skipped
    } else {
        Status::Passed
    }
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, after) =
        format!(" {tag}").find(&format!(" {name}=\"")).and_then(|at| tag.get(at..)?.split_once('"'))?;
    after.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_read_with_their_ends() {
        let xml = r#"<testsuites><testsuite name="vault::it" tests="3">
            <testcase name="golden::a" classname="vault::it" timestamp="x" time="0.1">
            </testcase>
            <testcase name="golden::b" classname="vault::it"><failure message="a &lt;failure" type="x"/></testcase>
            <testcase name="tests::c" classname="namima::bin/namima"/>
            <testcase classname="vault" name="d"><skipped/></testcase>
            </testsuite></testsuites>"#;
        let seen: Vec<_> =
            read(xml).unwrap().into_iter().map(|test| (test.package, test.name, test.status)).collect();
        let expect = |package: &str, name: &str, status| (package.to_owned(), name.to_owned(), status);
        assert_eq!(
            seen,
            [
                expect("vault", "golden::a", Status::Passed),
                expect("vault", "golden::b", Status::Failed),
                expect("namima", "tests::c", Status::Passed),
                expect("vault", "d", Status::Skipped),
            ]
        );
    }

    #[test]
    fn a_cut_file_is_an_error() {
        assert!(read("<testcase name=\"a\"").is_err());
        assert!(read("<testcase time=\"1\">").is_err());
    }
}
