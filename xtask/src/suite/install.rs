//! What the tests need on the machine, and how it gets there: by itself on Debian as root, else by name.

use std::path::Path;

use anyhow::{Result, bail};

use crate::workspace::{Workspace, on_path, output, succeeds};

/// A thing the tests need.
struct Need {
    /// What it is for, in the words printed.
    what: &'static str,
    /// Whether it is there.
    is_there: fn() -> bool,
    /// The packages of Debian that bring it.
    packages: &'static [&'static str],
}

const NEEDS: [Need; 7] = [
    Need {
        what: "a C compiler (SQLite, cryptography)",
        is_there: || on_path("cc"),
        packages: &["build-essential"],
    },
    Need { what: "git", is_there: || on_path("git"), packages: &["git"] },
    Need {
        what: "Node.js and npm (browser tests)",
        is_there: || on_path("node") && on_path("npm"),
        packages: &["nodejs", "npm"],
    },
    Need { what: "Chromium (browser tests)", is_there: || on_path("chromium"), packages: &["chromium"] },
    Need {
        what: "a Japanese font (browser tests)",
        is_there: has_japanese_font,
        packages: &["fonts-morisawa-bizud-gothic"],
    },
    Need {
        what: "PostgreSQL 15 (the second store's tests)",
        is_there: || Path::new("/usr/lib/postgresql/15/bin/postgres").exists(),
        packages: &["postgresql-15"],
    },
    Need { what: "strace (no outgoing connection)", is_there: || on_path("strace"), packages: &["strace"] },
];

/// A cargo command at a pinned version.
struct Tool {
    command: &'static str,
    version: &'static str,
    /// How to build it: the quickest way, where its own speed does not matter.
    options: &'static [&'static str],
}

const TOOLS: [Tool; 2] = [
    Tool { command: "nextest", version: "0.9.143", options: &["--debug", "--no-default-features"] },
    Tool { command: "deny", version: "0.20.2", options: &["--debug"] },
];

/// Sees to it that everything is there; an error names what is missing where it cannot be installed.
pub fn everything(workspace: &Workspace) -> Result<()> {
    packages(workspace)?;
    for tool in TOOLS {
        cargo_tool(workspace, &tool)?;
    }
    // Later steps read licences and features of crates for other machines too, and do so offline.
    if !succeeds(&mut workspace.command("cargo", &["fetch", "--locked"]))? {
        bail!("cargo cannot fetch the crates of Cargo.lock");
    }
    npm(workspace)
}

fn packages(workspace: &Workspace) -> Result<()> {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !(need.is_there)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.packages.iter().copied()).collect();
    for need in &missing {
        println!("missing: {}, Debian: {}", need.what, need.packages.join(" "));
    }
    if !is_debian_root(workspace) {
        bail!("install what is missing: {}", packages.join(" "));
    }
    println!("installing: {}", packages.join(" "));
    let update = ["update", "--quiet=2"];
    let install: Vec<&str> =
        ["install", "--yes", "--quiet=2", "--no-install-recommends"].into_iter().chain(packages).collect();
    for arguments in [&update[..], &install] {
        let mut command = workspace.command("apt-get", arguments);
        if !succeeds(command.env("DEBIAN_FRONTEND", "noninteractive"))? {
            bail!("apt-get {} failed", arguments.join(" "));
        }
    }
    match missing.iter().find(|need| !(need.is_there)()) {
        Some(need) => bail!("{} is still missing after installing {}", need.what, need.packages.join(" ")),
        None => Ok(()),
    }
}

fn is_debian_root(workspace: &Workspace) -> bool {
    let user = output(&mut workspace.command("id", &["-u"])).unwrap_or_default();
    user.trim() == "0" && Path::new("/etc/debian_version").exists() && on_path("apt-get")
}

/// True where a common Japanese font lies in Debian's places; a page of boxes must not pass for a page.
fn has_japanese_font() -> bool {
    const PLACES: [&str; 4] = [
        "/usr/share/fonts/truetype/bizud-gothic",
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
        "/usr/share/fonts/opentype/ipaexfont-gothic",
        "/usr/share/fonts/truetype/fonts-japanese-gothic.ttf",
    ];
    PLACES.iter().any(|place| Path::new(place).exists())
}

fn cargo_tool(workspace: &Workspace, tool: &Tool) -> Result<()> {
    let Tool { command, version, options } = tool;
    if output(&mut workspace.command("cargo", &[command, "--version"])).is_ok() {
        return Ok(());
    }
    let package = format!("cargo-{command}@{version}");
    println!("installing: {package}");
    let arguments: Vec<&str> =
        ["install", "--quiet", "--locked", &package].into_iter().chain(options.iter().copied()).collect();
    if !succeeds(&mut workspace.command("cargo", &arguments))? {
        bail!("cannot install {package}");
    }
    Ok(())
}

/// The packages of the browser tests, exactly as locked, running none of their scripts.
fn npm(workspace: &Workspace) -> Result<()> {
    let folder = workspace.root.join("e2e");
    let installed = folder.join("node_modules/.package-lock.json");
    if !folder.join("package-lock.json").is_file() || is_newer(&installed, &folder.join("package-lock.json"))
    {
        return Ok(());
    }
    println!("installing: the npm packages of e2e");
    let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", "e2e"];
    if !succeeds(&mut workspace.command("npm", &arguments))? {
        bail!("npm ci failed in e2e");
    }
    Ok(())
}

fn is_newer(file: &Path, than: &Path) -> bool {
    let time = |path: &Path| path.metadata().and_then(|data| data.modified()).ok();
    matches!((time(file), time(than)), (Some(file), Some(than)) if file >= than)
}
