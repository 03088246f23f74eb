//! Migrations: which are known, which a database has and which it lacks. The texts are each store's own, their numbers are not.

use std::hash::{Hash, Hasher};

use siphasher::sip::SipHasher13;

use crate::SchemaError;

/// Makes the table of applied migrations, one row each.
pub const CREATE_HISTORY: &str = "CREATE TABLE IF NOT EXISTS schema_history (
    version integer NOT NULL PRIMARY KEY, name text NOT NULL, checksum text NOT NULL)";

/// The table that databases had before the first release that may hold a real record: theirs cannot be brought up to date.
pub const OLDER_HISTORY: &str = "refinery_schema_history";

/// The applied migrations, oldest first.
pub const HISTORY: &str = "SELECT version, name, checksum FROM schema_history ORDER BY version";

/// One step of a schema. Once released it is never changed: databases in the field hold its checksum.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Its number; the first is 1 and none is left out.
    pub version: i32,
    /// What it brings.
    pub name: &'static str,
    /// Its statements.
    pub text: &'static str,
}

/// Adds a migration to the history.
pub const APPLIED: &str = "INSERT INTO schema_history (version, name, checksum) VALUES ($1, $2, $3)";

/// A row of the table of applied migrations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliedMigration {
    /// Its number.
    pub version: i32,
    /// Its name.
    pub name: String,
    /// Its checksum.
    pub checksum: String,
}

impl Migration {
    /// SipHash-1-3 of name, number and text, in decimal digits.
    #[must_use]
    pub fn checksum(&self) -> String {
        let mut hasher = SipHasher13::new();
        self.name.hash(&mut hasher);
        self.version.hash(&mut hasher);
        self.text.hash(&mut hasher);
        hasher.finish().to_string()
    }

    fn is(&self, applied: &AppliedMigration) -> bool {
        applied.version == self.version && applied.name == self.name && applied.checksum == self.checksum()
    }
}

/// The known migrations that a database with this history lacks.
///
/// # Errors
/// [`SchemaError::TooNew`] for a database of a newer version; [`SchemaError::Unusable`] when the history is not the
/// beginning of the known migrations, text for text.
pub fn missing<'a>(
    known: &'a [Migration],
    history: &[AppliedMigration],
) -> Result<&'a [Migration], SchemaError> {
    let (found, newest) = (newest(history), count(known));
    if found > newest {
        return Err(SchemaError::TooNew { found, known: newest });
    }
    let (applied, missing) = known.split_at_checked(history.len()).ok_or(SchemaError::Unusable)?;
    let is_unchanged = applied.iter().zip(history).all(|(migration, applied)| migration.is(applied));
    if is_unchanged { Ok(missing) } else { Err(SchemaError::Unusable) }
}

/// Checks that a database with this history has exactly the known schema, for connections that cannot change it.
///
/// # Errors
/// [`SchemaError::TooOld`], [`SchemaError::TooNew`].
pub fn require(known: &[Migration], history: &[AppliedMigration]) -> Result<(), SchemaError> {
    let (found, known) = (newest(history), count(known));
    match found.cmp(&known) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Less => Err(SchemaError::TooOld { found, known }),
        std::cmp::Ordering::Greater => Err(SchemaError::TooNew { found, known }),
    }
}

/// The newest applied migration; 0 where there is none.
fn newest(history: &[AppliedMigration]) -> i32 {
    history.last().map_or(0, |applied| applied.version)
}

fn count(known: &[Migration]) -> i32 {
    known.last().map_or(0, |migration| migration.version)
}
