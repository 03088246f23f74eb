//! Who looked at my record.

use askama::Template;
use jiff::civil::DateTime;

use super::Frame;

/// One look.
pub struct Look {
    /// When.
    pub at: DateTime,
    /// The name of who looked.
    pub name: String,
    /// Their role, in words.
    pub role: String,
    /// At what, in words.
    pub what: String,
    /// For which purpose, in words.
    pub purpose: String,
    /// Set for emergency access.
    pub break_glass: Option<String>,
}

/// Every look, newest first.
#[derive(Template)]
#[template(path = "access.html")]
pub struct AccessPage {
    /// Surroundings.
    pub frame: Frame,
    /// The looks.
    pub looks: Vec<Look>,
    /// Where older ones are.
    pub older: Option<String>,
}
