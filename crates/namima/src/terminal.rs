//! What goes to the terminal: lines on standard output, and a progress bar where somebody watches.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::Duration;

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};

/// Whether a command reports to a person or to a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Report {
    /// Lines of text.
    Text,
    /// One line of JSON.
    Json,
}

impl Report {
    /// The kind of report that the flag `--json` asks for.
    #[must_use]
    pub fn of(json: bool) -> Self {
        if json { Self::Json } else { Self::Text }
    }
}

/// Prints a line.
///
/// # Errors
/// When standard output is closed or full.
pub fn print(line: impl std::fmt::Display) -> Result<()> {
    Ok(writeln!(io::stdout().lock(), "{line}")?)
}

/// How much there is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// So many steps.
    Known(u64),
    /// Not known before the end.
    Unknown,
}

/// A progress bar on a terminal; hidden elsewhere.
#[must_use]
pub fn progress(length: Length, what: &'static str) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let (bar, style) = match length {
        Length::Known(length) => (ProgressBar::new(length), "{bar:32} {pos}/{len} {msg} {eta}"),
        Length::Unknown => (ProgressBar::new_spinner(), "{spinner} {pos} {msg}"),
    };
    bar.set_style(ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_message(what);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
