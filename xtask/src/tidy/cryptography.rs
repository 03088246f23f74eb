//! The cryptographic inventory against what the program links.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::subject::{Finding, Subject, is_one_of};

const INVENTORY: &str = "docs/requirements/cryptography.toml";

/// Crates that hold primitives or protocols of cryptography, or randomness.
const CRYPTOGRAPHY: &str = "
    aead aes* argon2* aws-lc* bcrypt* blake* block-buffer block-padding boring* cbc chacha* cipher cmov crypto-* cryptography* ctr
    ctutils curve25519* des dh digest dsa ecdsa ed25519* ed448* elliptic-curve fastrand getrandom ghash hkdf hmac* hpke* inout k256
    libsodium* mbedtls* md-5 md4 md5 ml-dsa ml-kem native-tls openssl* orion p256 p384 p521 pbkdf2 pkcs* poly1305 polyval rand*
    ring rsa rustls* scrypt sha* signature sodiumoxide subtle x25519* webpki*";

/// Names that begin like one of these and are something else.
const NOT: &str = "sharded-slab shared_child";

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

/// Looks at the inventory and the linked crates.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let Some(file) = subject.file(INVENTORY) else { return vec![Finding::about(INVENTORY, "is not there")] };
    let uses = match toml::from_str::<Inventory>(&file.text) {
        Ok(inventory) => inventory.uses,
        Err(error) => return vec![Finding::about(INVENTORY, error.message())],
    };
    let named: BTreeSet<&String> = uses.iter().flat_map(|one| &one.crates).collect();
    let mut wrong = Vec::new();
    let missing = subject.linked.keys().filter(|name| is_cryptography(name) && !named.contains(name));
    wrong.extend(missing.map(|name| format!("does not name {name}, which the program links")));
    let stale = named.iter().filter(|name| !subject.linked.contains_key(**name));
    wrong.extend(stale.map(|name| format!("names {name}, which the program does not link")));
    for one in &uses {
        let texts = [&one.purpose, &one.algorithm, &one.standard, &one.quantum, &one.migration];
        if texts.iter().any(|text| text.trim().is_empty()) || one.crates.is_empty() {
            wrong.push(format!("\"{}\" leaves something out", one.purpose));
        }
        if !subject.paths.contains(&one.place) {
            wrong.push(format!("\"{}\": no file {}", one.purpose, one.place));
        }
    }
    wrong.into_iter().map(|message| Finding::about(INVENTORY, message)).collect()
}

pub fn is_cryptography(name: &str) -> bool {
    !is_one_of(NOT, name) && is_one_of(CRYPTOGRAPHY, name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Workspace;

    const WHOLE: &str = "[[use]]\npurpose = \"sealing\"\nalgorithm = \"AES-256-GCM\"\nstandard = \"FIPS 197\"\n\
                         crates = [\"aws-lc-rs\"]\nwhere = \"crates/vault/src/seal.rs\"\nquantum = \"none\"\n\
                         migration = \"a new version\"\n";

    fn found(inventory: &str, linked: &[&str]) -> Vec<Finding> {
        let files = [(INVENTORY, inventory), ("crates/vault/src/seal.rs", "")];
        check(&Subject::of_files(&files).linking(linked))
    }

    /// The inventory of this checkout names every crate with cryptography that the program links, and no other.
    ///
    /// Verifies: CRY-009
    #[test]
    fn the_inventory_is_that_of_the_program() {
        let subject = Subject::read(&Workspace::find().unwrap()).unwrap();
        assert!(
            subject.linked.keys().filter(|name| is_cryptography(name)).count() >= 4,
            "the provider is linked"
        );
        assert_eq!(check(&subject), []);
    }

    /// Verifies: CRY-009
    #[test]
    fn what_the_inventory_does_not_name_is_found() {
        assert_eq!(found(WHOLE, &["aws-lc-rs", "serde", "sharded-slab"]), []);
        for (linked, why) in [
            (&["aws-lc-rs", "chacha20poly1305"][..], "does not name chacha20poly1305"),
            (&["serde"], "names aws-lc-rs, which the program does not link"),
        ] {
            let found = found(WHOLE, linked);
            assert!(found.len() == 1 && found[0].message.contains(why), "{why}: {found:?}");
        }
        for (from, to) in [("\"none\"", "\" \""), ("src/seal.rs", "src/gone.rs"), ("quantum", "quanta")] {
            assert_eq!(found(&WHOLE.replace(from, to), &["aws-lc-rs"]).len(), 1, "{to}");
        }
    }
}
