//! From crates and served files to CycloneDX 1.6.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::native::{KNOWN, Native};
use super::packages::{Package, Packages};
use crate::workspace::Key;

const PROGRAM: &str = "namima";

/// The list, and how many components it has beside the program. A serial number or a time would differ each time.
pub fn list(packages: &Packages, served: &[(String, String)]) -> Result<(Value, usize)> {
    let (mut program, mut components, mut dependencies) = (None, Vec::new(), Vec::new());
    for (key, package) in packages {
        let natives = natives(key, package)?;
        let mut needs: Vec<String> = package.dependencies.iter().map(reference).collect();
        needs.extend(natives.iter().map(|(reference, _)| reference.clone()));
        dependencies.push(json!({ "ref": reference(key), "dependsOn": needs }));
        match key.0.as_str() {
            PROGRAM => program = Some(of_crate(key, package, "application")),
            _ => components.push(of_crate(key, package, "library")),
        }
        components.extend(natives.into_iter().map(|(_, native)| native));
    }
    components.extend(served.iter().map(of_file));
    let program = program.context("cargo lists no program")?;
    let count = components.len();
    let list = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": program },
        "components": components,
        "dependencies": dependencies,
    });
    Ok((list, count))
}

fn of_crate(key: &Key, package: &Package, kind: &str) -> Value {
    let (name, version) = key;
    let mut component = json!({
        "type": kind,
        "bom-ref": reference(key),
        "name": name,
        "version": version,
        // What only helps to build is not in the program.
        "scope": if package.build_only { "excluded" } else { "required" },
        "purl": reference(key),
        "licenses": package.licence.as_deref().map(licences),
        "hashes": package.checksum.as_deref().map(hashes),
    });
    if let Some(fields) = component.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    component
}

fn natives(key: &Key, package: &Package) -> Result<Vec<(String, Value)>> {
    KNOWN.iter().filter(|native| native.carrier == key.0).map(|native| of_native(native, package)).collect()
}

fn of_native(native: &Native, package: &Package) -> Result<(String, Value)> {
    let version = native.version(package)?;
    let reference = format!("pkg:generic/{}@{version}", native.name);
    let component = json!({
        "type": "library",
        "bom-ref": reference,
        "name": native.name,
        "version": version,
        "scope": "required",
        "licenses": licences(native.licence),
        "cpe": native.cpe(&version),
        "purl": reference,
        "externalReferences": [{ "type": "advisories", "url": native.advisories }],
    });
    Ok((reference, component))
}

fn of_file((name, digest): &(String, String)) -> Value {
    json!({ "type": "file", "bom-ref": format!("file:{name}"), "name": name, "scope": "required", "hashes": hashes(digest) })
}

/// A package URL: it names no place on any machine. A plus sign of a version has a meaning there.
fn reference((name, version): &Key) -> String {
    format!("pkg:cargo/{name}@{}", version.replace('+', "%2B"))
}

/// Some old crates write `/` where SPDX says `OR`.
fn licences(expression: &str) -> Value {
    json!([{ "expression": expression.replace('/', " OR ") }])
}

fn hashes(digest: &str) -> Value {
    json!([{ "alg": "SHA-256", "content": digest }])
}
