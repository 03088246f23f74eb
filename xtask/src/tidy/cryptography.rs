//! The cryptographic inventory against what the program links, and one room alone that calls cryptography.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::arrows::TOOLS;
use super::subject::{Finding, Subject};

const INVENTORY: &str = "docs/requirements/cryptography.toml";
const ROOM: &str = "vault";

/// Crates that hold primitives or protocols of cryptography, or randomness; beginnings of names where they end in `*`.
const CRYPTOGRAPHY: [&str; 62] = [
    "aead",
    "aes*",
    "argon2*",
    "aws-lc*",
    "bcrypt*",
    "blake*",
    "block-buffer",
    "block-padding",
    "boring*",
    "cbc",
    "chacha*",
    "cipher",
    "cmov",
    "crypto-*",
    "cryptography*",
    "ctr",
    "ctutils",
    "curve25519*",
    "des",
    "dh",
    "digest",
    "dsa",
    "ecdsa",
    "ed25519*",
    "ed448*",
    "elliptic-curve",
    "fastrand",
    "getrandom",
    "ghash",
    "hkdf",
    "hmac*",
    "hpke*",
    "inout",
    "k256",
    "libsodium*",
    "mbedtls*",
    "md-5",
    "md4",
    "md5",
    "ml-dsa",
    "ml-kem",
    "native-tls",
    "openssl*",
    "orion",
    "p256",
    "p384",
    "p521",
    "pbkdf2",
    "pkcs*",
    "poly1305",
    "polyval",
    "rand*",
    "ring",
    "rsa",
    "rustls*",
    "scrypt",
    "sha*",
    "signature",
    "sodiumoxide",
    "subtle",
    "x25519*",
    "webpki*",
];

/// Names that begin like one of these and are something else.
const NOT: [&str; 2] = ["sharded-slab", "shared_child"];

#[derive(Deserialize)]
struct Inventory {
    #[serde(rename = "use")]
    uses: Vec<Use>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Use {
    purpose: String,
    algorithm: String,
    standard: String,
    crates: Vec<String>,
    #[serde(rename = "where")]
    place: String,
    quantum: String,
    migration: String,
}

/// Looks at the inventory, the linked crates and who asks for cryptography.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let Some(file) = subject.file(INVENTORY) else { return vec![Finding::about(INVENTORY, "is not there")] };
    let uses = match toml::from_str::<Inventory>(&file.text) {
        Ok(inventory) => inventory.uses,
        Err(error) => return vec![Finding::about(INVENTORY, error.message())],
    };
    let named: BTreeSet<&str> = uses.iter().flat_map(|one| &one.crates).map(String::as_str).collect();
    let linked: BTreeSet<&str> = subject.linked.iter().map(|one| one.name.as_str()).collect();
    let about = |message: String| Finding::about(INVENTORY, message);
    let missing = linked.iter().filter(|name| is_cryptography(name) && !named.contains(*name));
    let mut findings: Vec<Finding> =
        missing.map(|name| about(format!("says nothing of {name}, which the program links"))).collect();
    let stale = named.iter().filter(|name| !linked.contains(*name));
    findings.extend(stale.map(|name| about(format!("names {name}, which the program does not link"))));
    for one in &uses {
        let said = [&one.purpose, &one.algorithm, &one.standard, &one.quantum, &one.migration];
        if said.iter().any(|words| words.trim().is_empty()) || one.crates.is_empty() {
            findings.push(about(format!("\"{}\" leaves something out", one.purpose)));
        }
        if !subject.paths.contains(&one.place) {
            findings.push(about(format!("\"{}\": no file {}", one.purpose, one.place)));
        }
    }
    findings.extend(other_rooms(subject));
    findings
}

/// Rooms of the product, other than the one, that ask for cryptography themselves.
fn other_rooms(subject: &Subject) -> impl Iterator<Item = Finding> {
    let rooms =
        subject.members.iter().filter(|member| member.name != ROOM && !TOOLS.contains(&member.name.as_str()));
    rooms.flat_map(|member| {
        let asked = member.dependencies.iter().filter(|it| it.kind.as_deref() != Some("dev"));
        asked.filter(|it| is_cryptography(&it.name)).map(|it| {
            Finding::about(
                format!("crates/{}", member.name),
                format!("uses {}: that is for {ROOM} alone", it.name),
            )
        })
    })
}

fn is_cryptography(name: &str) -> bool {
    let matches = |pattern: &&str| match pattern.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => name == *pattern,
    };
    !NOT.contains(&name) && CRYPTOGRAPHY.iter().any(matches)
}

#[cfg(test)]
mod tests {
    use super::super::subject::{Dependency, Linked, Member};
    use super::*;
    use crate::workspace::Workspace;

    const WHOLE: &str = "[[use]]\npurpose = \"sealing\"\nalgorithm = \"AES-256-GCM\"\nstandard = \"FIPS 197\"\n\
                         crates = [\"aws-lc-rs\"]\nwhere = \"crates/vault/src/seal.rs\"\nquantum = \"none\"\n\
                         migration = \"a new version\"\n";

    fn subject(inventory: &str, linked: &[&str], asks: (&str, &str)) -> Subject {
        let mut subject = Subject::of_files(&[(INVENTORY, inventory), ("crates/vault/src/seal.rs", "")]);
        subject.linked =
            linked.iter().map(|name| Linked { name: (*name).into(), features: Vec::new() }).collect();
        let dependencies = vec![Dependency { name: asks.1.into(), ..Dependency::default() }];
        subject.members = vec![Member { name: asks.0.into(), dependencies, ..Member::default() }];
        subject
    }

    /// The inventory of this checkout names every crate with cryptography that the program links, and no other; only one room
    /// calls it.
    ///
    /// Verifies: CRY-009
    #[test]
    fn the_inventory_is_that_of_the_program() {
        let subject = Subject::read(&Workspace::find().unwrap()).unwrap();
        let known = subject.linked.iter().filter(|one| is_cryptography(&one.name)).count();
        assert!(known >= 4, "the program links its provider");
        assert_eq!(check(&subject), []);
    }

    /// Verifies: CRY-009
    #[test]
    fn what_the_inventory_does_not_name_is_found() {
        let whole = |linked: &[&str], asks| check(&subject(WHOLE, linked, asks));
        assert_eq!(whole(&["aws-lc-rs", "serde", "sharded-slab"], ("vault", "aws-lc-rs")), []);
        for (linked, asks, why) in [
            (
                &["aws-lc-rs", "chacha20poly1305"][..],
                ("vault", "aws-lc-rs"),
                "says nothing of chacha20poly1305",
            ),
            (&["serde"], ("vault", "serde"), "names aws-lc-rs, which the program does not link"),
            (&["aws-lc-rs"], ("web", "hmac"), "uses hmac"),
        ] {
            let found = whole(linked, asks);
            assert!(found.len() == 1 && found[0].message.contains(why), "{why}: {found:?}");
        }
        for (from, to) in [("\"none\"", "\" \""), ("src/seal.rs", "src/gone.rs"), ("quantum", "quanta")] {
            let found = check(&subject(&WHOLE.replace(from, to), &["aws-lc-rs"], ("vault", "aws-lc-rs")));
            assert_eq!(found.len(), 1, "{to}: {found:?}");
        }
    }
}
