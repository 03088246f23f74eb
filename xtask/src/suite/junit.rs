//! The runner's JUnit file: which Rust tests ran and how they ended.

use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::requirements::results::{Status, Test};

#[derive(Deserialize)]
struct Suites {
    #[serde(default, rename = "testsuite")]
    suites: Vec<Suite>,
}

#[derive(Deserialize)]
struct Suite {
    #[serde(default, rename = "testcase")]
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    #[serde(rename = "@name")]
    name: String,
    /// `crate::binary`.
    #[serde(rename = "@classname")]
    class: String,
    failure: Option<IgnoredAny>,
    error: Option<IgnoredAny>,
    skipped: Option<IgnoredAny>,
}

/// Reads the tests of every suite.
pub fn read(xml: &str) -> Result<Vec<Test>> {
    let suites = quick_xml::de::from_str::<Suites>(xml).context("the runner's file")?.suites;
    let test = |case: Case| {
        let status = match (case.failure.or(case.error), case.skipped) {
            (Some(_), _) => Status::Failed,
            (None, Some(_)) => Status::Skipped,
            (None, None) => Status::Passed,
        };
        let suite = case.class.split("::").next().unwrap_or_default().to_owned();
        Test { suite, name: case.name, status }
    };
    Ok(suites.into_iter().flat_map(|suite| suite.cases).map(test).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_read_with_their_ends() {
        let xml = r#"<?xml version="1.0"?><testsuites name="x"><testsuite name="vault::it" tests="3">
            <testcase name="golden::a" classname="vault::it" timestamp="x" time="0.1">
            </testcase>
            <testcase name="golden::b" classname="vault::it"><failure message="a &lt;failure" type="x"/></testcase>
            <testcase name="tests::c" classname="namima::bin/namima"/>
            </testsuite><testsuite name="e"><testcase classname="vault" name="d"><skipped/></testcase>
            <testcase classname="vault" name="e"><error>text</error></testcase></testsuite></testsuites>"#;
        let test = |suite: &str, name: &str, status| Test { suite: suite.into(), name: name.into(), status };
        assert_eq!(
            read(xml).unwrap(),
            [
                test("vault", "golden::a", Status::Passed),
                test("vault", "golden::b", Status::Failed),
                test("namima", "tests::c", Status::Passed),
                test("vault", "d", Status::Skipped),
                test("vault", "e", Status::Failed),
            ]
        );
    }

    #[test]
    fn a_cut_file_is_an_error() {
        assert!(read("<testsuites><testsuite><testcase name=\"a\"").is_err());
        assert!(read("<testsuites><testsuite><testcase time=\"1\"/></testsuite></testsuites>").is_err());
    }
}
