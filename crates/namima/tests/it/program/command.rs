//! Running the program and hearing what it says.

use std::ffi::OsStr;
use std::process::{Command, Stdio};

use serde_json::Value;

/// The program under test.
pub const BINARY: &str = env!("CARGO_BIN_EXE_namima");

/// What a command said.
#[derive(Debug)]
pub struct Said {
    /// Its exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// Runs the program to its end.
pub fn namima<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Said {
    let result =
        Command::new(BINARY).args(arguments).stdin(Stdio::null()).output().expect("the program starts");
    let content = Said {
        code: result.status.code().expect("the program ends by itself"),
        out: String::from_utf8(result.stdout).expect("text"),
        err: String::from_utf8(result.stderr).expect("text"),
    };
    assert!(!content.err.contains("panicked"), "{content:?}");
    content
}

impl Said {
    /// The one line of JSON on standard output.
    pub fn json(&self) -> Value {
        assert_eq!(self.out.lines().count(), 1, "{self:?}");
        serde_json::from_str(&self.out).expect("JSON")
    }

    /// Fails unless the command ended with this code and said so in both languages.
    pub fn refuses(&self, code: i32, english: &str) {
        assert_eq!(self.code, code, "{self:?}");
        let words = [&*self.out, &*self.err].concat();
        assert!(words.contains(english), "{self:?}");
        assert!(words.chars().any(|letter| ('ぁ'..='ん').contains(&letter)), "nothing in Japanese: {self:?}");
    }
}
