//! Commands on a clinic's folder: beside a running server through its socket, or alone with the folder's lock.

mod exporting;
mod importing;
pub mod socket;
mod verifying;

pub use exporting::export;
pub use importing::import_csv;
pub use verifying::verify;

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A progress bar on a terminal; elsewhere nothing moves.
#[must_use]
pub fn progress(length: u64, what: &'static str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(length);
    let style = ProgressStyle::with_template("{bar:32} {pos}/{len} {msg} {eta}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_message(what);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
