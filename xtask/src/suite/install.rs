//! What the tests need on the machine, and how it gets there: by itself on Debian as root, else by name.

use std::path::Path;

use anyhow::{Result, bail};

use crate::workspace::{Workspace, on_path, output, succeeds};

/// What is needed and what for, one of the programs or paths by which it is known, and the packages of Debian that bring it. A page of
/// boxes must not pass for a page: any common Japanese font will do.
const NEEDS: [(&str, &str, &str); 8] = [
    ("a C compiler (SQLite, cryptography)", "cc", "build-essential"),
    ("git", "git", "git"),
    ("Node.js (browser tests)", "node", "nodejs"),
    ("npm (browser tests)", "npm", "npm"),
    ("Chromium (browser tests)", "chromium", "chromium"),
    (
        "a Japanese font (browser tests)",
        "/usr/share/fonts/truetype/bizud-gothic \
         /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc \
         /usr/share/fonts/opentype/ipaexfont-gothic \
         /usr/share/fonts/truetype/fonts-japanese-gothic.ttf",
        "fonts-morisawa-bizud-gothic",
    ),
    ("PostgreSQL 15 (the second store's tests)", "/usr/lib/postgresql/15/bin/postgres", "postgresql-15"),
    ("strace (no outgoing connection)", "strace", "strace"),
];

/// Cargo commands at pinned versions, built the quickest way: their own speed does not matter.
const TOOLS: [(&str, &str, &[&str]); 2] =
    [("nextest", "0.9.143", &["--debug", "--no-default-features"]), ("deny", "0.20.2", &["--debug"])];

/// Sees to it that everything is there; an error names what is missing where it cannot be installed.
pub fn everything(workspace: &Workspace) -> Result<()> {
    packages(workspace)?;
    for (command, version, options) in TOOLS {
        cargo_tool(workspace, command, version, options)?;
    }
    // Later steps read licences and features of crates for other machines too, and do so offline.
    if !succeeds(&mut workspace.command("cargo", &["fetch", "--locked"]))? {
        bail!("cargo cannot fetch the crates of Cargo.lock");
    }
    npm(workspace)
}

fn packages(workspace: &Workspace) -> Result<()> {
    let is_there = |signs: &str| {
        signs.split(' ').any(|sign| on_path(sign) || sign.starts_with('/') && Path::new(sign).exists())
    };
    let missing: Vec<_> = NEEDS.iter().filter(|(_, signs, _)| !is_there(signs)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    for (what, _, package) in &missing {
        println!("missing: {what}, Debian: {package}");
    }
    let packages: Vec<&str> = missing.iter().map(|(_, _, package)| *package).collect();
    if !is_debian_root(workspace) {
        bail!("install what is missing: {}", packages.join(" "));
    }
    println!("installing: {}", packages.join(" "));
    let install =
        [&["install", "--yes", "--quiet=2", "--no-install-recommends"], packages.as_slice()].concat();
    for arguments in [&["update", "--quiet=2"], install.as_slice()] {
        let mut command = workspace.command("apt-get", arguments);
        if !succeeds(command.env("DEBIAN_FRONTEND", "noninteractive"))? {
            bail!("apt-get {} failed", arguments.join(" "));
        }
    }
    match missing.iter().find(|(_, signs, _)| !is_there(signs)) {
        Some((what, _, package)) => bail!("{what} is still missing after installing {package}"),
        None => Ok(()),
    }
}

fn is_debian_root(workspace: &Workspace) -> bool {
    let user = output(&mut workspace.command("id", &["-u"])).unwrap_or_default();
    user.trim() == "0" && Path::new("/etc/debian_version").exists() && on_path("apt-get")
}

fn cargo_tool(workspace: &Workspace, command: &str, version: &str, options: &[&str]) -> Result<()> {
    if output(&mut workspace.command("cargo", &[command, "--version"])).is_ok() {
        return Ok(());
    }
    let package = format!("cargo-{command}@{version}");
    println!("installing: {package}");
    let mut install = workspace.command("cargo", &["install", "--quiet", "--locked", &package]);
    if !succeeds(install.args(options))? {
        bail!("cannot install {package}");
    }
    Ok(())
}

/// The packages of the browser tests, exactly as locked, running none of their scripts.
fn npm(workspace: &Workspace) -> Result<()> {
    let changed = |path: &str| workspace.root.join(path).metadata().and_then(|data| data.modified()).ok();
    let installed = changed("e2e/node_modules/.package-lock.json");
    if installed.is_some() && installed >= changed("e2e/package-lock.json") {
        return Ok(());
    }
    println!("installing: the npm packages of e2e");
    let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", "e2e"];
    if !succeeds(&mut workspace.command("npm", &arguments))? {
        bail!("npm ci failed in e2e");
    }
    Ok(())
}
