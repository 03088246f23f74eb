//! What tests of several crates share. Only ever a dependency of tests.
//!
//! Without a feature: private folders and the device that fails on demand. With `clinic`: [`TestClinic`], its clock and
//! its people. With `server`: [`TestServer`], the same clinic over HTTP.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![cfg_attr(
    feature = "clinic",
    expect(clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")
)]

#[cfg(feature = "clinic")]
mod clinic;
#[cfg(feature = "clinic")]
mod clock;
#[cfg(feature = "clinic")]
mod people;
#[cfg(feature = "server")]
mod request;
#[cfg(feature = "server")]
mod server;

#[cfg(feature = "clinic")]
pub use clinic::{TestClinic, at, cx, submit_to};
#[cfg(feature = "clinic")]
pub use clock::{START, TODAY, TestClock};
#[cfg(feature = "clinic")]
pub use people::{CLINIC, OPERATOR, account, author, chart, enrol, open};
#[cfg(feature = "server")]
pub use request::{Answer, Ask, Bytes, ask, form, get, json, part, token_of};
#[cfg(feature = "server")]
pub use server::{MISSING, PEOPLE, Session, TestServer, check_in, entry, id};

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// A folder for one account alone, as the stores require; it goes away with its test.
#[must_use]
pub fn private_folder() -> TempDir {
    tempfile::Builder::new().permissions(Permissions::from_mode(0o700)).tempdir().unwrap()
}

/// Builds the device and clock that stand between a program and the system, as a library to preload: `device.c` says
/// which orders it takes.
///
/// # Panics
/// Without a C compiler and elsewhere than on 64-bit Linux.
pub fn build_device(library: &Path) {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/src/device.c");
    let compiled =
        Command::new("cc").args(["-O1", "-shared", "-fPIC", "-o"]).arg(library).arg(source).status();
    let known = cfg!(all(target_os = "linux", target_pointer_width = "64"));
    let compiled = known && compiled.is_ok_and(|status| status.success());
    assert!(compiled, "needs 64-bit Linux and a C compiler (Debian: build-essential)");
}
