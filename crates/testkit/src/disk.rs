//! What is under a test: its folder, and a device that does what the test says.

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
